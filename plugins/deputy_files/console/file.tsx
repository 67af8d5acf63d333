import {
  Act,
  Acts,
  choice,
  dayText,
  Download,
  Facts,
  Gone,
  graphql,
  Link,
  longText,
  number,
  Print,
  RecordPage,
  type ResultOf,
  Section,
  text,
  thisYear,
  Timeline,
  useAsk,
  useHere,
  useNavigate,
  useParams,
  Waiting,
  yes,
} from "@renda/console";
import { useState } from "react";
import { DraftsOf } from "./drafts_list.tsx";
import { EntriesOf } from "./entries_list.tsx";
import { useOrgans } from "./organs.ts";
import { ProgressOf } from "./progress.tsx";
import { named, t } from "./texts.ts";

const One = graphql(`
  query DeputyFile($id: ID!) {
    node(id: $id) {
      ... on DeputyFile {
        id
        name
        district
        term
        mandateStatus
        openedOn
        archivedOn
        station {
          name
        }
        office {
          name
        }
        moves {
          id
          movedOn
          reason
          movedByName
          fromOrgan {
            name
          }
          toOrgan {
            name
          }
        }
      }
    }
    dutyLists {
      cardNotice
    }
  }
`);

const Handbook = graphql(`
  mutation MakeHandbook($input: MakeHandbookInput!) {
    makeHandbook(input: $input) {
      fault
      pdf {
        id
        name
      }
      word {
        id
        name
      }
    }
  }
`);

const Move = graphql(`
  mutation MoveFile($input: MoveFileInput!) {
    moveFile(input: $input) {
      id
    }
  }
`);

const DraftCard = graphql(`
  mutation DraftCardOfFile($input: DraftCardInput!) {
    draftCard(input: $input) {
      id
    }
  }
`);

export default function FilePage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const here = useHere();
  const year = thisYear();
  if (!data) return <Waiting title={t("files.title")} error={error} />;
  const one = data.node && "name" in data.node ? data.node : null;
  const back = { to: "../files", text: t("files.back") };
  if (!one) return <Gone title={t("files.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={t("file.heading", { name: one.name, term: one.term })} back={back}>
      {here.can("deputy_files.log_entry") && !one.archivedOn ? (
        <p>
          <Link to={`../log?file=${one.id}`}>{t("log.title")}</Link>
        </p>
      ) : null}
      <Doing file={one.id} notice={data.dutyLists.cardNotice} />
      <Section title={t("file.facts")} aside={<Print />}>
        <Facts
          facts={[
            [t("file.district"), one.district],
            [t("file.term"), one.term],
            [t("file.mandate"), named("mandateStatus", one.mandateStatus)],
            [t("file.station"), one.station?.name],
            [t("file.office"), one.office?.name],
            [t("file.openedOn"), dayText(one.openedOn)],
            [t("file.archivedOn"), dayText(one.archivedOn)],
          ]}
        />
      </Section>
      <Section title={t("progress.title", { year })}>
        <ProgressOf file={one.id} />
      </Section>
      <Section title={t("drafts.title")}>
        <DraftsOf file={one.id} />
      </Section>
      <Section title={t("entries.title")}>
        <EntriesOf file={one.id} />
      </Section>
      {one.moves.length > 0 ? (
        <Section title={t("file.moves")}>
          <Timeline
            entries={one.moves.map((move) => ({
              key: move.id,
              day: move.movedOn,
              text: t("file.move", {
                from: move.fromOrgan?.name ?? "",
                to: move.toOrgan?.name ?? "",
                name: move.movedByName,
              }),
              more: move.reason,
            }))}
          />
        </Section>
      ) : null}
    </RecordPage>
  );
}

function Doing({ file, notice }: { file: string; notice: string }) {
  const stations = useOrgans("LIAISON_STATION");
  const navigate = useNavigate();
  const [made, setMade] = useState<ResultOf<typeof Handbook>["makeHandbook"]>();
  return (
    <>
      <Acts>
        <Act
          verb={Handbook}
          action="deputy_files.make_handbook"
          text={t("handbook.go")}
          about={file}
          fields={{
            card: yes(t("handbook.card")),
            year: number(t("handbook.year"), { least: 1979 }),
          }}
          variables={(typed) => ({ input: { file, ...typed } })}
          said={t("handbook.done")}
          done={(data) => setMade(data.makeHandbook)}
        />
        <Act
          verb={DraftCard}
          action="deputy_files.draft_card"
          text={t("card.draft")}
          about={file}
          before={<p>{notice}</p>}
          fields={{
            introduction: longText(t("card.introduction"), {
              required: true,
              hint: t("card.introductionHint"),
            }),
            receives: text(t("card.receives")),
          }}
          variables={(typed) => ({ input: { file, ...typed } })}
          said={t("card.drafted")}
          done={(data) => navigate(`../cards/${data.draftCard.id}`)}
        />
        <Act
          verb={Move}
          action="deputy_files.move_file"
          text={t("move.go")}
          about={file}
          fields={{
            station: choice(t("move.station"), stations, { required: true }),
            reason: longText(t("move.reason"), { required: true }),
          }}
          variables={(typed) => ({ input: { file, ...typed } })}
          said={t("move.done")}
        />
      </Acts>
      {made ? (
        <p className="row">
          <Download file={made.word} /> <Download file={made.pdf} />
          {made.fault ? <span className="quiet">{made.fault}</span> : null}
        </p>
      ) : null}
    </>
  );
}
