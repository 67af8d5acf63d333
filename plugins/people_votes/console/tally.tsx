import { language, Link, Tag, useNarrow, Why } from "@renda/console";
import { lineGrades, marksOf, type Round, rulesOf, type Tally, votesOf } from "./round.ts";
import { named, t } from "./texts.ts";

/** The result with its working: every number with how it came about and its basis. */
export function TallyView({ round, whole }: { round: Round; whole?: boolean }) {
  const { tally } = round;
  if (!tally) return null;
  return (
    <>
      {round.countedAgain ? (
        <p className="late">
          {t("tally.countedAgain")} <Link to={`../votes/${round.countedAgain}`}>{t("tally.toRecount")}</Link>
        </p>
      ) : null}
      <KeptInChinese />
      <Outcome tally={tally} />
      <Numbers round={round} tally={tally} />
      <TallyTables round={round} tally={tally} why={!whole} />
      {whole ? (
        <Working tally={tally} each />
      ) : (
        <Why rule={tally.basis} steps={tally.lines.map((one) => `${one.sentence} ${one.basis}`)} />
      )}
    </>
  );
}

/** For who reads English: the words of a result are the record, which is in Chinese. */
export function KeptInChinese() {
  return language() === "en" ? <p className="quiet screen-only">{t("tally.inChinese")}</p> : null;
}

export function Outcome({ tally }: { tally: Tally }) {
  return (
    <>
      <p className="outcome">
        <Tag tone={tally.outcome === "DECIDED" ? "good" : "late"}>
          {named("outcome", tally.outcome)}
        </Tag>{" "}
        {tally.sentence}
      </p>
      {tally.then ? <p>{t("tally.then", { then: named("then", tally.then) })}</p> : null}
    </>
  );
}

/** Every number that is read out; an assessment has a line for each result, told by its name. */
export function Numbers({ round, tally }: { round: Round; tally: Tally }) {
  const grades = lineGrades(rulesOf(round));
  const drawn = tally.lines.filter((one) => one.name === "PASS_LINE");
  return (
    <ul className="counts">
      {tally.lines.map((one) => {
        const grade = grades[drawn.indexOf(one)];
        return (
          <li key={one.sentence}>
            <strong>{one.number}</strong>
            {grade ? t("tally.lineOf", { grade }) : named("line", one.name)}
          </li>
        );
      })}
    </ul>
  );
}

/** `wall`: nobody scrolls there or opens anything. `why`: what is read on paper opens nothing either. */
export function TallyTables(props: { round: Round; tally: Tally; wall?: boolean; why?: boolean }) {
  const { round, tally, wall = false, why = !wall } = props;
  return (
    <>
      {tally.items.length > 0 ? (
        <Items tally={tally} marks={marksOf(rulesOf(round))} wall={wall} />
      ) : null}
      {tally.graded.length > 0 ? <Graded tally={tally} wall={wall} why={why} /> : null}
    </>
  );
}

/** `each`: with the working of every matter assessed, where its table opens none. */
export function Working({ tally, each = false }: { tally: Tally; each?: boolean }) {
  const graded = each ? tally.graded : [];
  return (
    <ol className="working">
      {[...tally.lines, ...graded].map((one) => (
        <li key={one.sentence}>
          {one.sentence}
          <span className="quiet"> {one.basis}</span>
        </li>
      ))}
    </ol>
  );
}

/** Only the marks that the tellers were asked for: nobody counted the others. */
function Items(props: { tally: Tally; marks: readonly string[]; wall: boolean }) {
  const { tally, marks, wall } = props;
  const items = [...tally.items].sort((one, other) => one.rank - other.rank);
  return (
    <div
      className={wall ? "" : "scroll"}
      tabIndex={wall ? undefined : 0}
      role="group"
      aria-label={t("tally.items")}
    >
      <table className="plain-table tally-table">
        <thead>
          <tr>
            <th scope="col">{t("tally.rank")}</th>
            <th scope="col">{t("tally.item")}</th>
            {marks.map((mark) => (
              <th key={mark} scope="col">
                {named("mark", mark)}
              </th>
            ))}
            <th scope="col">{t("tally.line")}</th>
            <th scope="col">{t("tally.result")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.number} className={one.chosen ? "chosen" : ""}>
              <td>{one.rank}</td>
              <th scope="row">
                {one.number}. {one.title}
              </th>
              {marks.map((mark) => (
                <td key={mark}>{votesOf(one, mark)}</td>
              ))}
              <td>{one.line}</td>
              <td className="tight">
                {one.chosen
                  ? t("tally.chosen")
                  : one.tied
                    ? t("tally.tied")
                    : one.passed
                      ? t("tally.passedOnly")
                      : t("tally.notPassed")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** On a phone the result stands beside the matter: nobody looks for it beyond the edge. */
function Graded({ tally, wall, why }: { tally: Tally; wall: boolean; why: boolean }) {
  const narrow = useNarrow();
  const heading = (
    <>
      <th scope="col">{t("tally.result")}</th>
      <th scope="col">{t("tally.consequence")}</th>
    </>
  );
  const grades = tally.graded[0]?.votes.map((one) => one.grade) ?? [];
  return (
    <div
      className={wall ? "" : "scroll"}
      tabIndex={wall ? undefined : 0}
      role="group"
      aria-label={t("tally.graded")}
    >
      <table className="plain-table tally-table">
        <thead>
          <tr>
            <th scope="col">{t("tally.item")}</th>
            {narrow ? heading : null}
            {grades.map((grade) => (
              <th key={grade} scope="col">
                {grade}
              </th>
            ))}
            <th scope="col">{t("mark.abstain")}</th>
            {narrow ? null : heading}
          </tr>
        </thead>
        <tbody>
          {tally.graded.map((one) => {
            const result = (
              <>
                <td>{one.result}</td>
                <td>
                  {named("consequence", one.consequence)}
                  {why ? <Why rule={`${one.sentence} ${one.basis}`} /> : null}
                </td>
              </>
            );
            return (
              <tr key={one.number}>
                <th scope="row">
                  {one.number}. {one.title}
                </th>
                {narrow ? result : null}
                {one.votes.map((votes) => (
                  <td key={votes.grade}>{votes.votes}</td>
                ))}
                <td>{one.abstain}</td>
                {narrow ? null : result}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
