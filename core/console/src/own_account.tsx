import { type FormEvent, type ReactNode, useState } from "react";
import { type CombinedError, useMutation, useQuery } from "urql";
import { graphql, type ResultOf } from "./graphql.ts";
import { timeText } from "./kit/days.ts";
import { Facts, Field, Problem, Waiting } from "./parts.tsx";
import { say } from "./said.tsx";
import { t } from "./texts.ts";

const Own = graphql(`
  query OwnAccount {
    ownAccount {
      secondFactorSince
      recoveryCodesLeft
      sessions {
        id
        body
        signedInAt
        expiresAt
        client
        current
      }
    }
  }
`);
const End = graphql(`
  mutation EndSession($session: ID!) {
    endSession(input: { session: $session })
  }
`);
const Begin = graphql(`
  mutation BeginSecondFactor($password: String!) {
    beginSecondFactor(input: { password: $password }) {
      secret
      picture
    }
  }
`);
const Confirm = graphql(`
  mutation ConfirmSecondFactor($code: String!) {
    confirmSecondFactor(input: { code: $code }) {
      codes
    }
  }
`);
const Remove = graphql(`
  mutation RemoveSecondFactor($password: String!, $code: String!) {
    removeSecondFactor(input: { password: $password, code: $code })
  }
`);

type Account = ResultOf<typeof Own>["ownAccount"];
type Begun = ResultOf<typeof Begin>["beginSecondFactor"];

/** Nothing that is typed here is a draft: passwords and codes are kept nowhere. */
export default function OwnAccountPage() {
  const [{ data, error }, again] = useQuery({ query: Own, requestPolicy: "network-only" });
  if (!data) return <Waiting title={t("account.title")} error={error} />;
  const renew = () => again({ requestPolicy: "network-only" });
  return (
    <>
      <h1>{t("account.title")}</h1>
      <Problem error={error} />
      <SecondFactor account={data.ownAccount} renew={renew} />
      <Sessions sessions={data.ownAccount.sessions} renew={renew} />
    </>
  );
}

function SecondFactor({ account, renew }: { account: Account; renew: () => void }) {
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<readonly string[]>();
  const since = account.secondFactorSince;
  return (
    <section className="panel" aria-labelledby="factor">
      <h2 id="factor">{t("factor.title")}</h2>
      <p>{t("factor.what")}</p>
      <Facts
        facts={[
          [t("factor.state"), since ? t("factor.on", { since: timeText(since) }) : t("factor.off")],
          ...(since ? [[t("factor.left"), String(account.recoveryCodesLeft)] as const] : []),
        ]}
      />
      {codes ? <Codes codes={codes} done={() => setCodes(undefined)} /> : null}
      {since && !codes ? <TurnOff renew={renew} /> : null}
      {!since && begun ? (
        <Confirmed
          begun={begun}
          cancel={() => setBegun(undefined)}
          done={(given) => {
            setBegun(undefined);
            setCodes(given);
            renew();
          }}
        />
      ) : null}
      {!since && !begun ? <Start begin={setBegun} /> : null}
    </section>
  );
}

function Form(props: {
  error: CombinedError | undefined;
  send: () => void;
  button: string;
  waiting: boolean;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.waiting) props.send();
  };
  return (
    <form onSubmit={submit}>
      <Problem error={props.error} />
      {props.children}
      <button type="submit" aria-disabled={props.waiting}>
        {props.button}
      </button>
    </form>
  );
}

function Password({ value, set }: { value: string; set: (value: string) => void }) {
  return (
    <Field
      label={t("factor.password")}
      type="password"
      value={value}
      onChange={set}
      autoComplete="current-password"
      required
    />
  );
}

function Start({ begin }: { begin: (begun: Begun) => void }) {
  const [{ fetching, error }, ask] = useMutation(Begin);
  const [password, setPassword] = useState("");
  async function send() {
    const { data } = await ask({ password });
    if (data) begin(data.beginSecondFactor);
  }
  return (
    <Form error={error} send={() => void send()} button={t("factor.begin")} waiting={fetching}>
      <Password value={password} set={setPassword} />
    </Form>
  );
}

function Confirmed(props: {
  begun: Begun;
  cancel: () => void;
  done: (codes: readonly string[]) => void;
}) {
  const [{ fetching, error }, confirm] = useMutation(Confirm);
  const [code, setCode] = useState("");
  async function send() {
    const { data } = await confirm({ code });
    if (data) props.done(data.confirmSecondFactor.codes);
  }
  return (
    <>
      <p>{t("factor.scan")}</p>
      <p>
        <img className="scanned" src={props.begun.picture} alt={t("factor.picture")} />
      </p>
      <p>
        {t("factor.secret")} <code>{(props.begun.secret.match(/.{1,4}/g) ?? []).join(" ")}</code>
      </p>
      <Form error={error} send={() => void send()} button={t("factor.confirm")} waiting={fetching}>
        <Field
          label={t("factor.code")}
          hint={t("factor.codeHint")}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          required
        />
      </Form>
      <p>
        <button type="button" className="plain" onClick={props.cancel}>
          {t("cancel")}
        </button>
      </p>
    </>
  );
}

/** Shown once; who has written them down says so. */
function Codes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <div className="part" role="status">
      <h3>{t("factor.codes")}</h3>
      <p>{t("factor.codesWhat")}</p>
      <ul className="recovery">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
      <button type="button" onClick={done}>
        {t("factor.kept")}
      </button>
    </div>
  );
}

function TurnOff({ renew }: { renew: () => void }) {
  const [{ fetching, error }, remove] = useMutation(Remove);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  async function send() {
    const answer = await remove({ password, code });
    if (answer.error) return;
    say(t("factor.removed"));
    renew();
  }
  return (
    <details>
      <summary>{t("factor.remove")}</summary>
      <Form error={error} send={() => void send()} button={t("factor.remove")} waiting={fetching}>
        <Password value={password} set={setPassword} />
        <Field
          label={t("factor.codeOrRecovery")}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          required
        />
      </Form>
    </details>
  );
}

const BROWSERS = [
  ["MicroMessenger", "WeChat"],
  ["QQBrowser", "QQ Browser"],
  ["Edg", "Edge"],
  ["Firefox", "Firefox"],
  ["Chrome", "Chrome"],
  ["Version", "Safari"],
] as const;
const SYSTEMS = ["HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"];

/** What people know a browser by; one that is not known says of itself what it says. */
function browserOf(client: string): string {
  const system = SYSTEMS.find((one) => client.includes(one));
  for (const [sign, name] of BROWSERS) {
    const version = new RegExp(`${sign}/(\\d+)`).exec(client)?.[1];
    const called = name === "WeChat" ? t("sessions.weChat") : name;
    if (version) return [`${called} ${version}`, system].filter(Boolean).join(" \u00b7 ");
  }
  return client;
}

function Sessions({ sessions, renew }: { sessions: Account["sessions"]; renew: () => void }) {
  const [{ fetching, error }, end] = useMutation(End);
  async function send(session: string) {
    const answer = await end({ session });
    if (answer.error) return;
    say(t("sessions.ended"));
    renew();
  }
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{t("sessions.title")}</h2>
      <p className="quiet">{t("sessions.what")}</p>
      <Problem error={error} />
      <ul className="cards">
        {sessions.map((one) => (
          <li key={one.id}>
            <h3>
              {timeText(one.signedInAt)} {one.current ? t("sessions.current") : null}
            </h3>
            <Facts
              facts={[
                [t("sessions.body"), one.body],
                [t("sessions.client"), one.client ? browserOf(one.client) : t("sessions.unknown")],
                [t("sessions.expires"), timeText(one.expiresAt)],
              ]}
            />
            {one.current ? null : (
              <button
                type="button"
                className="plain"
                aria-disabled={fetching}
                aria-label={t("sessions.endOf", { at: timeText(one.signedInAt), body: one.body })}
                onClick={() => void send(one.id)}
              >
                {t("sessions.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
