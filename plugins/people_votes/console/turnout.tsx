import { graphql, refresh, useHere, useWatch } from "@renda/console";
import { useEffect, useRef } from "react";
import { t } from "./texts.ts";

const Turnout = graphql(`
  subscription VoteTurnout($round: ID!) {
    voteTurnout(round: $round) {
      state
      cast
      entitled
    }
  }
`);

/** How many have voted, as they vote; the page is asked anew when the voting opens or ends. */
export function useTurnout(round: string, state: string) {
  const here = useHere();
  const over = state === "ANNOUNCED" || state === "VOID" || state === "CANCELLED";
  const told = useWatch(Turnout, { round }, over || !here.can("people_votes.read_turnout"));
  const now = told?.voteTurnout;
  const seen = useRef(state);
  seen.current = state;
  useEffect(() => {
    if (now && now.state !== seen.current) refresh();
  }, [now?.state]);
  return now;
}

/** Numbers only. */
export function TurnoutBar({ cast, entitled }: { cast: number; entitled: number }) {
  return (
    <div className="turnout">
      <p role="status">
        <strong>{cast}</strong> / {entitled}
      </p>
      <progress aria-label={t("turnout.title")} max={Math.max(entitled, 1)} value={cast} />
      <p className="quiet">{t("turnout.only")}</p>
    </div>
  );
}
