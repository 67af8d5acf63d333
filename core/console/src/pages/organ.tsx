import { Navigate } from "react-router";
import { graphql } from "../graphql.ts";
import { Gone, useAsk, useHere, useParams, Waiting } from "../kit/index.ts";
import { t } from "./texts.ts";

const One = graphql(`
  query OrganOfId($id: ID!) {
    node(id: $id) {
      ... on Organ {
        id
        code
      }
    }
  }
`);

/** What there is to see of an organ: who serves there. */
export default function OrganPage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("organs.title")} error={error} />;
  const one = data.node && "code" in data.node ? data.node : null;
  const back = { to: "../organs", text: t("organs.back") };
  if (!one) return <Gone title={t("organs.title")} back={back} />;
  return <Navigate replace to={`/c/${here.code}/p/core/people?organ=${encodeURIComponent(one.code)}`} />;
}
