import { graphql, type ResultOf } from "../graphql.ts";

/** The pages that plugins of the body declare, with all that is needed to show them. */
export const Declared = graphql(`
  query Declared {
    pages {
      plugin
      name
      kind
      title
      english
      inMenu
      document
      rows
      paged
      columns {
        ...Shown
      }
      label {
        ...Shown
      }
      filters {
        ...Entered
      }
      actions {
        mutation
        title
        english
        action
        document
        record
        inputs {
          ...Entered
        }
        offered {
          path
          values
        }
      }
      opens
      by
      module
    }
  }

  fragment Shown on PageColumn {
    path
    title
    english
    kind
    options {
      value
      title
    }
  }

  fragment Entered on PageInput {
    name
    path
    title
    english
    kind
    required
    many
    options {
      value
      title
    }
    choices {
      document
      rows
      value
      label {
        ...Shown
      }
    }
  }
`);

export type Page = ResultOf<typeof Declared>["pages"][number];
export type Column = Page["columns"][number];
export type Input = Page["filters"][number];
export type Verb = Page["actions"][number];

/** A record as the API gave it: nothing is known of it but what the page says. */
export type Row = { id: string } & Record<string, unknown>;
