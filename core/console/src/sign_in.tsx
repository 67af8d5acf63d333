import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { useMutation } from "urql";
import { ChangingPassword } from "./changing_password.tsx";
import { codesOf } from "./client.ts";
import { graphql } from "./graphql.ts";
import { LanguageSwitch } from "./language_switch.tsx";
import { Field, Problem } from "./parts.tsx";
import { t } from "./texts.ts";

// The token is not asked for: a page needs the cookie only, which no script can read.
const Enter = graphql(`
  mutation SignIn($login: String!, $password: String!, $code: String) {
    signIn(input: { login: $login, password: $password, code: $code }) {
      expiresAt
    }
  }
`);

export const SignOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

export function SignIn(props: { body: string; ended: boolean; done: () => void }) {
  const [{ error, fetching }, signIn] = useMutation(Enter);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [second, setSecond] = useState(false);
  const codeField = useRef<HTMLDivElement>(null);
  async function send() {
    const sent = { login: login.trim(), password, code: (second && code.trim()) || null };
    const answer = await signIn(sent);
    if (!answer.error) return props.done();
    if (codesOf(answer.error).includes("SECOND_FACTOR_NEEDED")) setSecond(true);
  }
  // What is needed next is under the hand at once.
  useEffect(() => {
    if (second) codeField.current?.querySelector("input")?.focus();
  }, [second]);
  const asked = second && error && codesOf(error).includes("SECOND_FACTOR_NEEDED");
  return (
    <main className="narrow">
      <LanguageSwitch />
      <h1>{props.body || t("signIn.title")}</h1>
      {props.ended ? <p role="status">{t("signIn.ended")}</p> : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {asked ? <p role="status">{t("signIn.second")}</p> : <Problem error={error} />}
        <Field
          label={t("signIn.login")}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          required
        />
        <Field
          label={t("signIn.password")}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
        />
        {second ? (
          <div ref={codeField}>
            <Field
              label={t("signIn.code")}
              hint={t("signIn.codeHint")}
              value={code}
              onChange={setCode}
              autoComplete="one-time-code"
              required
            />
          </div>
        ) : null}
        <button type="submit" disabled={fetching}>
          {t("signIn.go")}
        </button>
      </form>
      <p>
        <Link to="/">{t("choose.again")}</Link>
      </p>
    </main>
  );
}

export function ChangePassword({ done }: { done: () => void }) {
  const [, signOut] = useMutation(SignOut);
  async function leave() {
    const answer = await signOut({});
    if (!answer.error) done();
  }
  return (
    <main className="narrow">
      <LanguageSwitch />
      <h1>{t("password.title")}</h1>
      <p>{t("password.why")}</p>
      <ChangingPassword old={t("password.old")} done={done} />
      <p>
        <button type="button" className="plain" onClick={() => void leave()}>
          {t("shell.signOut")}
        </button>
      </p>
    </main>
  );
}
