import { Navigate, useParams } from "react-router";
import { useQuery } from "urql";
import { graphql } from "./graphql.ts";
import { useHere } from "./here.ts";
import { Loading, Waiting } from "./parts.tsx";
import { placesOf } from "./plugin_pages.tsx";
import { typeOf } from "./record_link.tsx";
import { usePages } from "./shell.tsx";
import { t } from "./texts.ts";

const Type = graphql(`
  query TypeOfRecord($id: ID!) {
    node(id: $id) {
      __typename
    }
  }
`);

/** Leads from the id of any record to its page. */
export default function Opened() {
  const { id = "" } = useParams();
  const here = useHere();
  const pages = usePages();
  const [{ data, error }] = useQuery({ query: Type, variables: { id } });
  if (!data) return <Waiting title={t("opened.title")} error={error} />;
  if (!pages) return <Loading />;
  const place = placesOf(pages, here).get(data.node?.__typename ?? typeOf(id));
  // A page of what is one's own shows one's part of a record that is not shown as a whole.
  if (place && (data.node || !place.includes(":id"))) return <Navigate replace to={place.replace(":id", encodeURIComponent(id))} />;
  return (
    <>
      <h1>{t("opened.title")}</h1>
      <p className="empty">{data.node ? t("opened.noPage") : t("opened.gone")}</p>
    </>
  );
}
