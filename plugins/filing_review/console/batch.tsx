import { graphql, refresh, say, useHere, useMutation } from "@renda/console";
import { useState } from "react";
import { t } from "./texts.ts";

const Receive = graphql(`
  mutation ReceiveOneOfSeveral($input: ReceiveFilingInput!) {
    receiveFiling(input: $input) {
      id
    }
  }
`);

const Register = graphql(`
  mutation RegisterOneOfSeveral($input: RegisterFilingInput!) {
    registerFiling(input: $input) {
      id
    }
  }
`);

interface Line {
  id: string;
  title: string;
  state: string;
  filedOn: string;
}

/** Receiving and registering several at once: one after the other, each told how it went. */
export function Batch({ ticked }: { ticked: readonly Line[] }) {
  const here = useHere();
  const [, receive] = useMutation(Receive);
  const [, register] = useMutation(Register);
  const [running, setRunning] = useState(0);
  const [told, setTold] = useState<{ id: string; title: string; refused: string }[]>([]);
  const [asked, setAsked] = useState<"receive" | "register">();
  // Numbers are drawn in the order of arrival, however the list is sorted.
  const first = [...ticked].reverse().sort((one, other) => one.filedOn.localeCompare(other.filedOn));
  const arrived = first.filter((one) => one.state === "ARRIVED");
  const received = first.filter((one) => one.state === "RECEIVED");

  async function each(lines: readonly Line[], verb: typeof receive | typeof register) {
    const refused: typeof told = [];
    setTold([]);
    setAsked(undefined);
    for (const [index, one] of lines.entries()) {
      setRunning(index + 1);
      const answer = await verb({ input: { filing: one.id } });
      if (answer.error)
        refused.push({
          id: one.id,
          title: one.title,
          refused: answer.error.graphQLErrors[0]?.message ?? t("batch.network"),
        });
    }
    setRunning(0);
    setTold(refused);
    say(t("batch.done", { count: lines.length - refused.length }));
    refresh();
  }
  if (!here.can("filing_review.receive_filing")) return null;
  return (
    <section aria-label={t("batch.title")}>
      <div className="row">
        <span>{t("batch.ticked", { count: ticked.length })}</span>
        <button
          type="button"
          className="plain"
          disabled={arrived.length === 0 || running > 0}
          onClick={() => setAsked("receive")}
        >
          {t("batch.receive", { count: arrived.length })}
        </button>
        <button
          type="button"
          className="plain"
          disabled={received.length === 0 || running > 0}
          onClick={() => setAsked("register")}
        >
          {t("batch.register", { count: received.length })}
        </button>
        {running > 0 ? <span role="status">{t("batch.running", { number: running })}</span> : null}
      </div>
      {asked !== undefined && running === 0 && ticked.length > 0 ? (
        <div className="panel" role="alert">
          <p>
            {asked === "receive"
              ? t("batch.receiveAsked", { count: arrived.length })
              : t("batch.registerAsked", { count: received.length })}
          </p>
          <div className="row">
            <button
              type="button"
              onClick={() =>
                void (asked === "receive" ? each(arrived, receive) : each(received, register))
              }
            >
              {t("batch.go")}
            </button>
            <button type="button" className="plain" onClick={() => setAsked(undefined)}>
              {t("batch.leave")}
            </button>
          </div>
        </div>
      ) : null}
      {told.length > 0 ? (
        <div className="problem" role="alert">
          <p>{t("batch.refused")}</p>
          <ul>
            {told.map((one) => (
              <li key={one.id}>
                {one.title}
                {t("colon")}
                {one.refused}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
