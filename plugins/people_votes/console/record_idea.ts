import { choice, graphql, longText, text } from "@renda/console";
import { options, t } from "./texts.ts";

/** An idea that came on paper, by telephone or by mouth is written down for whoever had it. */
export const RecordIdea = graphql(`
  mutation RecordIdea($input: RecordIdeaInput!) {
    recordIdea(input: $input) {
      code
      title
    }
  }
`);

/** A deputy's own idea is proposed by the deputy, and recorded for nobody. */
const sources = options("ideaSource").filter((one) => one.value !== "DEPUTY");

export const ideaFields = {
  title: text(t("idea.title"), { required: true, most: 60 }),
  content: longText(t("idea.content"), { required: true, most: 2000 }),
  place: text(t("idea.place"), { most: 60 }),
  source: choice(t("idea.source"), sources, { required: true }),
  collectedBy: text(t("idea.collectedBy"), { hint: t("recordIdea.byHint") }),
};
