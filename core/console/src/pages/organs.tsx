import { graphql } from "../graphql.ts";
import { Link, Listed, type Option, useAsk, Waiting } from "../kit/index.ts";
import { named, t } from "./texts.ts";

const Organs = graphql(`
  query Organs {
    body {
      organs {
        id
        code
        name
        kind
      }
    }
  }
`);

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
      <Listed
        rows={data.body.organs}
        of={(one) => one.id}
        empty={t("organs.none")}
        columns={[
          [t("organs.name"), (one) => <Link to={`../people?organ=${one.code}`}>{one.name}</Link>],
          [t("organs.kind"), (one) => named("organ", one.kind)],
          [t("organs.code"), (one) => one.code],
        ]}
      />
    </>
  );
}
