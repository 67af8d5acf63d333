import { Listed, Print } from "../kit/index.ts";
import { t } from "./texts.ts";

/** Shown once and kept nowhere: to be handed over, and changed at the first signing in. */
export function FirstPasswords(props: {
  people: readonly { name: string; login: string; password: string }[];
  done: () => void;
  doneText: string;
}) {
  return (
    <section className="part">
      <h2>{t("passwords.title")}</h2>
      <p>{t("passwords.what")}</p>
      <Listed
        rows={props.people}
        of={(one) => one.login || one.name}
        empty={t("passwords.none")}
        columns={[
          [t("people.name"), (one) => one.name],
          [t("people.login"), (one) => one.login],
          [t("passwords.first"), (one) => <code>{one.password}</code>],
        ]}
      />
      <div className="row screen-only">
        <Print />
        <button type="button" onClick={props.done}>
          {props.doneText}
        </button>
      </div>
    </section>
  );
}
