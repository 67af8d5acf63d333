import { Export, graphql } from "@renda/console";
import { t } from "./texts.ts";

const Copy = graphql(`
  mutation CopyEvidence($input: CopyEvidenceInput!) {
    copyEvidence(input: $input) {
      id
      name
    }
  }
`);

interface Piece {
  id: string;
  name: string;
  byDeputy: boolean;
}

/** What proves it; who may see the record is given a copy of their own. */
export function Evidence(props: { pieces: readonly Piece[]; confirmed: boolean }) {
  if (props.pieces.length === 0) return <p className="quiet">{t("evidence.none")}</p>;
  return (
    <ul className="files">
      {props.pieces.map((one) => (
        <li key={one.id}>
          {one.name}{" "}
          <span className="quiet">{one.byDeputy ? t("evidence.deputy") : t("evidence.station")}</span>
          <Export
            verb={Copy}
            action="deputy_files.copy_evidence"
            text={t("evidence.fetch", { name: one.name })}
            variables={{
              input: props.confirmed ? { entryEvidence: one.id } : { draftEvidence: one.id },
            }}
            file={(data) => data.copyEvidence}
          />
        </li>
      ))}
    </ul>
  );
}
