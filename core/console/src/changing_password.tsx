import { useRef, useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { graphql } from "./graphql.ts";
import { Field, Problem } from "./parts.tsx";
import { t } from "./texts.ts";

const Change = graphql(`
  mutation ChangePassword($old: String!, $new: String!) {
    changePassword(input: { old: $old, new: $new })
  }
`);
const NOTHING = { old: "", next: "", again: "" };

/** The new password is typed twice. Never a draft: what is typed here is kept nowhere. */
export function ChangingPassword(props: { old: string; className?: string; done: () => void }) {
  const [{ fetching }, change] = useMutation(Change);
  const [typed, setTyped] = useState(NOTHING);
  const [differ, setDiffer] = useState(false);
  const [error, setError] = useState<CombinedError>();
  const fault = useRef<HTMLParagraphElement>(null);
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value });
  async function send() {
    setDiffer(typed.next !== typed.again);
    setError(undefined);
    if (typed.next !== typed.again) return fault.current?.focus();
    const answer = await change({ old: typed.old, new: typed.next });
    setError(answer.error);
    if (answer.error) return;
    setTyped(NOTHING);
    props.done();
  }
  return (
    <form
      className={props.className}
      onSubmit={(event) => {
        event.preventDefault();
        if (!fetching) void send();
      }}
    >
      <Problem error={error} />
      <p role="alert" className="fault" tabIndex={-1} ref={fault}>
        {differ ? t("password.differ") : ""}
      </p>
      <Field label={props.old} type="password" value={typed.old} onChange={set("old")}
        autoComplete="current-password" required />
      <Field label={t("password.new")} hint={t("password.hint")} type="password" value={typed.next}
        onChange={set("next")} autoComplete="new-password" minLength={10} required />
      <Field label={t("password.again")} type="password" value={typed.again} onChange={set("again")}
        autoComplete="new-password" required />
      <button type="submit" aria-disabled={fetching}>
        {t("password.go")}
      </button>
    </form>
  );
}
