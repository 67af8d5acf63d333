import { Act, choice, graphql } from "@renda/console";
import { options, t } from "./texts.ts";

const Erase = graphql(`
  mutation ErasePointsWords($input: ErasePointsWordsInput!) {
    erasePointsWords(input: $input) {
      id
      rows
    }
  }
`);

type About =
  | { deduction: string }
  | { objection: string }
  | { decision: string }
  | { withdrawal: string };

/** What people wrote freely about a deputy, erased by the officer; nothing where it is erased. */
export function Erasing({ about, erased }: { about: About; erased: boolean }) {
  return (
    <Act
      verb={Erase}
      action="deputy_points.erase_points_words"
      text={t("erasing.go")}
      about={Object.values(about).join()}
      offered={!erased}
      danger
      before={<p>{t("erasing.before")}</p>}
      fields={{ ground: choice(t("erasing.ground"), options("ground"), { required: true }) }}
      variables={(typed) => ({ input: { ...about, ...typed } })}
      said={(data) => t("erasing.done", { count: data.erasePointsWords.rows })}
    />
  );
}
