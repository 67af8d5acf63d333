import type { ReactNode } from "react";
import { graphql, Records, text } from "@renda/console";
import { t } from "./texts.ts";

const Files = graphql(`
  query FilesToChoose($first: Int, $after: String, $last: Int, $before: String, $name: String) {
    deputyFiles(
      first: $first
      after: $after
      last: $last
      before: $before
      name: $name
      archived: false
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        district
        term
      }
    }
  }
`);

/** Whose file it is about: sought by name, with what is done to the one that is found. */
export function FilesToChoose(props: { does: string; act: (file: string, name: string) => ReactNode }) {
  return (
    <Records
      name="files"
      label={t("choose.title")}
      query={Files}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.deputyFiles}
      filters={{ name: text(t("choose.name")) }}
      empty={t("choose.none")}
      columns={[
        { title: t("file.name"), value: (one) => one.name },
        { title: t("file.district"), value: (one) => one.district },
        { title: t("file.term"), value: (one) => one.term, tight: true },
        { title: props.does, value: (one) => props.act(one.id, one.name) },
      ]}
    />
  );
}
