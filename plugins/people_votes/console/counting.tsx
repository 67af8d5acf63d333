import {
  Act,
  Acts,
  type Fields,
  graphql,
  group,
  number,
  Offered,
  refresh,
  Section,
  Tag,
  useHere,
  useNarrow,
} from "@renda/console";
import { type Counts, marksOf, type Round, rulesOf, votesOf } from "./round.ts";
import { named, t } from "./texts.ts";

const RecordPapers = graphql(`
  mutation RecordPapers($input: RecordPapersInput!) {
    recordPapers(input: $input) {
      id
    }
  }
`);

const EnterCount = graphql(`
  mutation EnterCount($input: EnterCountInput!) {
    enterCount(input: $input) {
      id
      countDifferences
    }
  }
`);

const BEFORE = ["PRINTED", "ISSUED", "REPLACED"] as const;
const AFTER = ["RETURNED", "LEFT_OVER", "DESTROYED"] as const;
const TWICE = ["ISSUED", "RETURNED"];
const TELLERS = 2;

/** What the tellers enter, each for themselves, and how the two compare. */
export function Counting({ round }: { round: Round }) {
  const here = useHere();
  const counting = round.state === "COUNTING";
  const preparing = round.state === "PREPARED" || round.state === "OPEN";
  const seen = round.paperCounts.length + round.tellerCounts.length > 0;
  if (!here.can("core.read_counts") && !here.can("people_votes.enter_count")) return null;
  if (!counting && !preparing && !seen) return null;
  return (
    <Section
      title={t("counting.title")}
      aside={
        counting ? (
          <button type="button" className="plain small" onClick={refresh}>
            {t("counting.refresh")}
          </button>
        ) : null
      }
    >
      <p>{t("counting.how")}</p>
      <Acts>
        <Papers round={round} />
        <Offered when={round.votesOffered.includes("people_votes.enter_count")}>
          <Marks round={round} />
        </Offered>
      </Acts>
      <Compared round={round} />
    </Section>
  );
}

function Papers({ round }: { round: Round }) {
  const figures = round.state === "COUNTING" ? [...BEFORE, ...AFTER] : [...BEFORE];
  const fields: Fields = Object.fromEntries(
    figures.map((figure) => [
      figure,
      number(named("figure", figure), {
        least: 0,
        ...(TWICE.includes(figure) ? { hint: t("papers.twice") } : {}),
      }),
    ]),
  );
  return (
    <Act
      verb={RecordPapers}
      action="people_votes.record_papers"
      text={t("papers.go")}
      about={round.id}
      offered={round.votesOffered}
      before={<p>{t("papers.before")}</p>}
      fields={fields}
      variables={(typed) => ({
        input: {
          round: round.id,
          figures: figures.flatMap((figure) => {
            const many = typed[figure];
            return typeof many === "number" ? [{ figure, number: many }] : [];
          }),
        },
      })}
      said={t("papers.done")}
    />
  );
}

function Marks({ round }: { round: Round }) {
  const rules = rulesOf(round);
  const marks = marksOf(rules);
  const many = (mark: string) =>
    number(rules.grades ? mark : named("mark", mark), { required: true, least: 0 });
  const fields: Fields = {
    valid: number(t("count.valid"), { required: true, least: 0 }),
    void: number(t("count.void"), { required: true, least: 0 }),
  };
  const places = round.items.map((item) => `item${item.number}`);
  const asked = rules.grades ? [...marks, "abstain"] : marks;
  for (const item of round.items)
    fields[`item${item.number}`] = group(`${item.number}. ${item.title}`, {
      ...Object.fromEntries(
        asked.map((mark, place) => [
          `mark${place}`,
          mark === "abstain" ? number(t("mark.abstain"), { required: true, least: 0 }) : many(mark),
        ]),
      ),
      void: number(t("count.itemVoid"), { least: 0 }),
    });
  return (
    <div className="count-form">
      <Act
        verb={EnterCount}
        action="people_votes.enter_count"
        text={t("count.go")}
        about={round.id}
        before={<p>{t("count.before")}</p>}
        fields={fields}
        begin={{ void: "0" }}
        variables={(typed) => ({
          input: {
            round: round.id,
            valid: Number(typed.valid),
            void: Number(typed.void),
            items: places.map((place) =>
              counted(typed[place] as Record<string, number | null>, asked, marks, !!rules.grades),
            ),
          },
        })}
        said={(data) =>
          data.enterCount.countDifferences.length > 0 ? t("count.differs") : t("count.done")
        }
      />
    </div>
  );
}

function counted(
  typed: Record<string, number | null>,
  asked: readonly string[],
  marks: readonly string[],
  graded: boolean,
) {
  const of = (mark: string) => typed[`mark${asked.indexOf(mark)}`] ?? 0;
  return {
    approve: graded ? 0 : of("approve"),
    oppose: graded ? 0 : of("oppose"),
    abstain: of("abstain"),
    void: typed.void ?? 0,
    grades: graded ? marks.map((grade) => ({ grade, votes: of(grade) })) : [],
  };
}

/** By name; two of one name are kept apart by a number. */
function numbered<T>(all: readonly T[], name: (one: T) => string): Map<string, T> {
  const seen = new Map<string, T>();
  for (const one of all) {
    let key = name(one);
    while (seen.has(key)) key += "#";
    seen.set(key, one);
  }
  return seen;
}

/** The last entry of each teller; of two with one name, the last two. */
function standing(round: Round) {
  const names = [...new Set(round.tellerCounts.map((one) => one.teller))];
  const last = names.flatMap((name) => {
    const all = round.tellerCounts.filter((one) => one.teller === name);
    const people = all.filter((one) => one.attempt === all[0]?.attempt).length;
    return all.slice(-people);
  });
  return numbered(last, (one) => one.teller);
}

interface Line {
  name: string;
  values: readonly (number | null)[];
}

/** Both entries beside each other, line by line; a difference is said in words. */
function Compared({ round }: { round: Round }) {
  // On a phone the last column would be out of sight: whether they agree is what one looks for.
  const narrow = useNarrow();
  const single = round.paperCounts.filter((one) => !TWICE.includes(one.figure));
  if (round.paperCounts.length === 0 && round.tellerCounts.length === 0)
    return <p className="quiet">{t("compared.none")}</p>;
  const newest = standing(round);
  const papers = TWICE.map((figure) =>
    numbered(round.paperCounts.filter((one) => one.figure === figure), (one) => one.enteredByName),
  );
  const tellers = [...new Set([...papers.flatMap((one) => [...one.keys()]), ...newest.keys()])];
  const lines = linesOf(round, tellers, newest, papers);
  const both = tellers.length === TELLERS;
  const heading = both ? <th scope="col">{t("compared.same")}</th> : null;
  return (
    <>
      {round.countDifferences.length > 0 ? (
        <div className="problem" role="alert">
          <p>{t("compared.differs")}</p>
          <ul>
            {round.countDifferences.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <p>{t("compared.again")}</p>
        </div>
      ) : newest.size === TELLERS ? (
        <p className="done">
          {round.state === "COUNTING" ? t("compared.agree") : t("compared.agreed")}
        </p>
      ) : (
        <p className="quiet">{t("compared.waiting")}</p>
      )}
      {lines.length > 0 ? (
        <div className="scroll" tabIndex={0} role="group" aria-label={t("compared.title")}>
          <table className="plain-table compared-table">
            <caption>{t("compared.title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("compared.line")}</th>
                {narrow ? heading : null}
                {tellers.map((one) => (
                  <th key={one} scope="col">
                    {one.split("#")[0]}
                    {newest.has(one)
                      ? ` ${t("compared.attempt", { attempt: newest.get(one)?.attempt ?? 1 })}`
                      : ""}
                  </th>
                ))}
                {narrow ? null : heading}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <LineRow key={line.name} line={line} both={both} narrow={narrow} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {single.length > 0 ? (
        <p className="quiet">
          {single
            .map((one) =>
              t("compared.single", {
                figure: named("figure", one.figure),
                number: one.number,
                name: one.enteredByName,
              }),
            )
            .join(t("semicolon"))}
        </p>
      ) : null}
    </>
  );
}

function LineRow({ line, both, narrow }: { line: Line; both: boolean; narrow: boolean }) {
  const told = line.values.filter((one) => one !== null);
  const same = new Set(told).size <= 1;
  const compared = both ? (
    <td>
      {told.length < TELLERS ? (
        ""
      ) : (
        <Tag tone={same ? "good" : "late"}>
          {same ? t("compared.isSame") : t("compared.isNot")}
        </Tag>
      )}
    </td>
  ) : null;
  return (
    <tr>
      <th scope="row">{line.name}</th>
      {narrow ? compared : null}
      {line.values.map((value, place) => (
        <td key={place}>{value ?? ""}</td>
      ))}
      {narrow ? null : compared}
    </tr>
  );
}

function linesOf(
  round: Round,
  tellers: readonly string[],
  newest: ReadonlyMap<string, { counts: unknown }>,
  papers: readonly ReadonlyMap<string, { number: number }>[],
): Line[] {
  const rules = rulesOf(round);
  const lines: Line[] = TWICE.map((figure, place) => ({
    name: named("figure", figure),
    values: tellers.map((teller) => papers[place]?.get(teller)?.number ?? null),
  })).filter((line) => line.values.some((one) => one !== null));
  if (newest.size === 0) return lines;
  const of = (read: (counts: Counts) => number) =>
    tellers.map((teller) => {
      const entry = newest.get(teller);
      return entry ? read(entry.counts as Counts) : null;
    });
  lines.push({ name: t("count.valid"), values: of((counts) => counts.valid) });
  lines.push({ name: t("count.void"), values: of((counts) => counts.void) });
  const asked = [...new Set([...marksOf(rules), "abstain", "void"])];
  round.items.forEach((item, place) => {
    for (const mark of asked) {
      const values = of((counts) => votesOf(counts.items[place], mark));
      const extra = mark === "void" || (mark === "abstain" && !marksOf(rules).includes(mark));
      if (extra && values.every((one) => !one)) continue;
      const word = mark === "void" ? t("count.itemVoid") : markName(mark);
      lines.push({ name: `${item.number}. ${item.title} ${word}`, values });
    }
  });
  return lines;
}

/** A mark in words; a grade is its own word. */
export const markName = (mark: string) => named("mark", mark);
