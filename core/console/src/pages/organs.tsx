import type { ResultOf } from "gql.tada";
import { graphql } from "../graphql.ts";
import { Act, Acts, choice, Link, Listed, type Option, text, useAsk, Waiting } from "../kit/index.ts";
import { named, options, t } from "./texts.ts";

const Organs = graphql(`
  query Organs {
    body {
      organs {
        id
        code
        name
        kind
        revision
      }
    }
  }
`);
const Establish = graphql(`
  mutation EstablishOrgan($input: EstablishOrganInput!) {
    establishOrgan(input: $input) {
      id
    }
  }
`);
const Rename = graphql(`
  mutation RenameOrgan($input: RenameOrganInput!) {
    renameOrgan(input: $input) {
      id
    }
  }
`);
const Close = graphql(`
  mutation CloseOrgan($input: CloseOrganInput!) {
    closeOrgan(input: $input) {
      id
    }
  }
`);

type Organ = ResultOf<typeof Organs>["body"]["organs"][number];

/** The organs of the body, to be chosen from. */
export function useOrgans(): Option[] {
  const { data } = useAsk(Organs, {});
  return (data?.body.organs ?? []).map((one) => ({ value: one.code, text: one.name }));
}

export default function OrgansPage() {
  const { data, error } = useAsk(Organs, {});
  if (!data) return <Waiting title={t("organs.title")} error={error} />;
  return (
    <>
      <h1>{t("organs.title")}</h1>
      <p className="quiet">{t("organs.what")}</p>
      <Acts>
        <Act
          verb={Establish}
          action="core.establish_organ"
          text={t("organs.establish")}
          fields={{
            name: text(t("organs.name"), { required: true }),
            kind: choice(t("organs.kind"), options("organ"), { required: true }),
            code: text(t("organs.code"), { required: true, hint: t("organs.codeHint") }),
          }}
          variables={(typed) => ({ input: typed })}
          said={t("organs.established")}
        />
      </Acts>
      <Listed
        rows={data.body.organs}
        of={(one) => one.id}
        empty={t("organs.none")}
        columns={[
          [t("organs.name"), (one) => <Link to={`../people?organ=${one.code}`}>{one.name}</Link>],
          [t("organs.kind"), (one) => named("organ", one.kind)],
          [t("organs.code"), (one) => one.code],
          [t("organs.acts"), (one) => <OfOrgan organ={one} />],
        ]}
      />
    </>
  );
}

function OfOrgan({ organ }: { organ: Organ }) {
  return (
    <Acts>
      <Act
        verb={Rename}
        action="core.rename_organ"
        text={t("organs.rename")}
        about={organ.id}
        fields={{ name: text(t("organs.name"), { required: true }) }}
        begin={{ name: organ.name }}
        revision={organ.revision}
        before={<p>{t("organs.renaming")}</p>}
        variables={({ name }, seen) => ({ input: { organ: organ.id, name, seen } })}
        said={t("organs.renamed")}
      />
      <Act
        verb={Close}
        action="core.close_organ"
        text={t("organs.close")}
        about={organ.id}
        danger
        before={<p>{t("organs.closing", { name: organ.name })}</p>}
        variables={() => ({ input: { organ: organ.id } })}
        said={t("organs.closed", { name: organ.name })}
      />
    </Acts>
  );
}
