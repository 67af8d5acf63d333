import { graphql, Link, type ResultOf, Section, Tag, useHere } from "@renda/console";
import { HANDS } from "./hands.ts";
import { named, t } from "./texts.ts";

export const DraftParts = graphql(`
  fragment DraftParts on DraftLetter {
    id
    kind
    title
    state
    draftedByName
    returnReason
    dropReason
    droppedByName
  }
`);

type Draft = ResultOf<typeof DraftParts>;

interface OpinionDraft {
  id: string;
  title: string;
  state: string;
  draftedByName: string;
  returnReason: string | null;
}

interface Props {
  letters: readonly Draft[];
  opinions?: readonly OpinionDraft[];
}

const underWay = (one: { state: string }) => one.state !== "ISSUED" && one.state !== "DROPPED";

/** What is being drafted, checked or signed off about a case, and by whom it was begun. */
export function Drafts({ letters, opinions = [] }: Props) {
  const here = useHere();
  const open = [
    ...opinions.filter(underWay).map((one) => ({ ...one, name: t("opinions.title") })),
    ...letters.filter(underWay).map((one) => ({ ...one, name: named("letter", one.kind) })),
  ];
  const dropped = letters.filter((one) => one.state === "DROPPED");
  if (open.length + dropped.length === 0) return null;
  return (
    <Section
      title={t("drafts.title")}
      aside={
        HANDS.some(here.can) && open.length > 0 ? (
          <Link to="../signing">{t("drafts.open")}</Link>
        ) : null
      }
    >
      <ul className="plain-list">
        {open.map((one) => (
          <li key={one.id}>
            {one.name} {one.title}{" "}
            <Tag tone={one.state === "RETURNED" ? "late" : "soon"}>{named("opinion", one.state)}</Tag>{" "}
            <span className="quiet">
              {t("drafts.by", { name: one.draftedByName })}{" "}
              {one.state === "RETURNED" ? one.returnReason : null}
            </span>
          </li>
        ))}
        {dropped.map((one) => (
          <li key={one.id} className="quiet">
            {named("letter", one.kind)} {one.title}{" "}
            {t("drafts.dropped", { name: one.droppedByName ?? "", reason: one.dropReason ?? "" })}
          </li>
        ))}
      </ul>
    </Section>
  );
}
