import { Link, useHere, useParams, Waiting } from "@renda/console";
import { useRef } from "react";
import { type Round, stateName, type Tally, useRound } from "./round.ts";
import { Screens } from "./screens.tsx";
import { KeptInChinese, Numbers, Outcome, TallyTables, Working } from "./tally.tsx";
import { named, t } from "./texts.ts";
import { TurnoutBar, useTurnout } from "./turnout.tsx";
import { roundName } from "./vote.tsx";

/** For the wall of the hall: how many have voted, then the result with its working. */
export default function ScreenPage() {
  const { id = "" } = useParams();
  const here = useHere();
  const { round, error } = useRound(id);
  const box = useRef<HTMLDivElement>(null);
  const turnout = useTurnout(id, round?.state ?? "PREPARED");
  if (!round) return <Waiting title={t("screen.title")} error={error} />;
  return (
    <div className="big-screen" ref={box}>
      <p className="row screen-only">
        <Link to={`../votes/${id}`}>{t("screen.leave")}</Link>
        <button
          type="button"
          className="plain small spring-left"
          onClick={() => void box.current?.requestFullscreen()}
        >
          {t("screen.full")}
        </button>
      </p>
      <p className="hall">
        {here.body} {round.meeting?.title}
      </p>
      <h1>{roundName(round)}</h1>
      <p role="status">{stateName(round)}</p>
      <Screens>
        {round.tally ? <Result round={round} tally={round.tally} /> : (
          <Waited round={round} turnout={turnout} />
        )}
      </Screens>
    </div>
  );
}

/** What was voted on first, then how it came about. */
function Result({ round, tally }: { round: Round; tally: Tally }) {
  return (
    <>
      <KeptInChinese />
      <Outcome tally={tally} />
      <TallyTables round={round} tally={tally} wall />
      <Numbers round={round} tally={tally} />
      <Working tally={tally} each />
      <p className="quiet">
        {t("screen.officials")}{" "}
        {round.officials
          .filter((one) => !one.leftOn)
          .map((one) => `${one.name} ${named("official", one.role)}`)
          .join(t("comma"))}
      </p>
    </>
  );
}

/** Until the result is announced: what is voted on, and how many have voted. */
function Waited({ round, turnout }: { round: Round; turnout: ReturnType<typeof useTurnout> }) {
  return (
    <>
      {round.mode === "NAMED_ELECTRONIC" && turnout ? (
        <TurnoutBar cast={turnout.cast} entitled={turnout.entitled} />
      ) : null}
      <ol className="ballot-items">
        {round.items.map((one) => (
          <li key={one.id} value={one.number}>
            {one.title}
          </li>
        ))}
      </ol>
      <p className="quiet">{t("screen.before")}</p>
    </>
  );
}
