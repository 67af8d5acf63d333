import {
  Act,
  type ActProps,
  type Fields,
  graphql,
  Problem,
  type Typed,
  type VariablesOf,
} from "@renda/console";
import { usePackageRules } from "./package_rules.ts";
import { t } from "./texts.ts";

const Draft = graphql(`
  mutation DraftLetter($input: LetterInput!) {
    draftLetter(input: $input) {
      id
    }
  }
`);

type Once<D, V extends { input: unknown }, F extends Fields> = Omit<ActProps<D, V, F>, "fields">;

interface Props<D, V extends { input: unknown }, F extends Fields> extends Once<D, V, F> {
  fields: F;
  /** The same as a letter that is drafted first. */
  draft: {
    text: string;
    /** The id that it is kept by while it is typed, where that is another than the verb's. */
    about?: string;
    input: (typed: Typed<F>) => VariablesOf<typeof Draft>["input"];
  };
}

/** A verb done at once, or drafted for the hands that practice demands: from then on it is signed off. */
export function ByHands<D, V extends { input: unknown }, F extends Fields>(props: Props<D, V, F>) {
  const { hands, handsRule, ready, error } = usePackageRules();
  const { draft, ...once } = props;
  if (!ready) return <Problem error={error} />;
  if (hands <= 1) return <Act {...once} />;
  return (
    <Act
      verb={Draft}
      action="filing_review.draft_letter"
      text={draft.text}
      about={draft.about ?? props.about ?? ""}
      offered={props.offered ?? true}
      before={
        <p>
          {t("letter.hands", { hands })} {handsRule}
        </p>
      }
      fields={props.fields}
      begin={props.begin ?? {}}
      variables={(typed) => ({ input: draft.input(typed) })}
      said={t("letter.drafted")}
    />
  );
}
