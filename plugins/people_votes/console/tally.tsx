import { language, Link, Tag, Why } from "@renda/console";
import { marksOf, type Round, rulesOf, type Tally, votesOf } from "./round.ts";
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
      <Numbers tally={tally} />
      <TallyTables round={round} tally={tally} />
      {whole ? (
        <Working tally={tally} />
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

export function Numbers({ tally }: { tally: Tally }) {
  return (
    <ul className="counts">
      {tally.lines.map((one) => (
        <li key={one.name}>
          <strong>{one.number}</strong>
          {named("line", one.name)}
        </li>
      ))}
    </ul>
  );
}

/** `wall`: nobody scrolls there or opens anything. */
export function TallyTables(props: { round: Round; tally: Tally; wall?: boolean }) {
  const { round, tally, wall = false } = props;
  return (
    <>
      {tally.items.length > 0 ? (
        <Items tally={tally} marks={marksOf(rulesOf(round))} wall={wall} />
      ) : null}
      {tally.graded.length > 0 ? <Graded tally={tally} wall={wall} /> : null}
    </>
  );
}

export function Working({ tally, wall = false }: { tally: Tally; wall?: boolean }) {
  const graded = wall ? tally.graded : [];
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

function Graded({ tally, wall }: { tally: Tally; wall: boolean }) {
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
            {grades.map((grade) => (
              <th key={grade} scope="col">
                {grade}
              </th>
            ))}
            <th scope="col">{t("mark.abstain")}</th>
            <th scope="col">{t("tally.result")}</th>
            <th scope="col">{t("tally.consequence")}</th>
          </tr>
        </thead>
        <tbody>
          {tally.graded.map((one) => (
            <tr key={one.number}>
              <th scope="row">
                {one.number}. {one.title}
              </th>
              {one.votes.map((votes) => (
                <td key={votes.grade}>{votes.votes}</td>
              ))}
              <td>{one.abstain}</td>
              <td>{one.result}</td>
              <td>
                {named("consequence", one.consequence)}
                {wall ? null : <Why rule={`${one.sentence} ${one.basis}`} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
