import { type ReactNode, useEffect, useId, useRef } from "react";
import type { CombinedError } from "urql";
import { type Here, useHere } from "./here.ts";
import { t } from "./texts.ts";

/** What was refused, in the server's words: they say what to do next. */
export function Problem({ error }: { error: CombinedError | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [error]);
  if (!error) return null;
  const told = error.networkError
    ? [t("problem.network")]
    : [...new Set(error.graphQLErrors.map((one) => (changed(one) ? t("problem.changed") : one.message)))];
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={box}>
      {told.map((one) => (
        <p key={one}>{one}</p>
      ))}
      {error.graphQLErrors.some(changed) ? (
        <button type="button" className="plain" onClick={() => location.reload()}>
          {t("fault.reload")}
        </button>
      ) : null}
    </div>
  );
}

/** Whether the schema changed while the page was open. */
function changed(one: CombinedError["graphQLErrors"][number]): boolean {
  return one.extensions.code === "GRAPHQL_VALIDATION_FAILED";
}

export function Loading() {
  return (
    <p className="quiet loading" role="status">
      {t("loading")}
    </p>
  );
}

export function Field(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  type?: string;
  required?: boolean;
  autoComplete?: string;
  hint?: string;
  minLength?: number;
  /** Not part of a form that is sent: nothing is said of whether it must be filled in. */
  loose?: boolean;
}) {
  const id = useId();
  const hint = props.hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>
        {props.label}
        {props.required || props.loose ? null : <span className="quiet"> {t("optional")}</span>}
      </label>
      <input
        id={id}
        type={props.type ?? "text"}
        value={props.value}
        required={props.required}
        minLength={props.minLength}
        max={props.type === "date" ? "9999-12-31" : undefined}
        autoComplete={props.autoComplete ?? "off"}
        aria-describedby={hint}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {hint ? (
        <p className="quiet" id={hint}>
          {props.hint}
        </p>
      ) : null}
    </div>
  );
}

export function Choice(props: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {props.options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </div>
  );
}

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An address that is no page, or none for whoever asks. */
export function NoPage({ plugin, role }: { plugin?: string | undefined; role?: boolean }) {
  // Outside of a body there is nobody who could have several places.
  const here = useHere() as Here | undefined;
  return (
    <>
      <h1>{t("cannotOpen")}</h1>
      <p>{plugin !== undefined ? t("noPage.off", { plugin }) : role ? t("noPage.role") : t("noPage")}</p>
      {here?.severalOrgans ? <p>{t("noPage.organ")}</p> : null}
    </>
  );
}

/** A page whose content is not there yet, or could not be had. */
export function Waiting(props: { title: string; error: CombinedError | undefined }) {
  return (
    <>
      <h1>{props.title}</h1>
      {props.error ? <Problem error={props.error} /> : <Loading />}
    </>
  );
}
