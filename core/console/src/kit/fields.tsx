import { createContext, type ReactNode, useContext, useId, useRef } from "react";
import { t } from "../texts.ts";
import { FilesInput, type SentFile } from "./files.tsx";

export interface Option<T extends string = string> {
  value: T;
  text: string;
}

/** One field of a form, or one filter of a list; made by `text`, `day`, `choice` and the others. */
export interface Field<T> {
  kind:
    | "text"
    | "long"
    | "day"
    | "moment"
    | "number"
    | "choice"
    | "yes"
    | "file"
    | "files"
    | "group"
    | "rows";
  label: string;
  hint?: ReactNode;
  required: boolean;
  /** Said in place of “optional”: not needed now, but for a later step. */
  later?: string;
  options?: readonly Option[];
  /** All options side by side, to be pressed, and not folded. */
  spread?: boolean;
  most?: number;
  least?: number;
  fields?: Fields;
  /** Shown, and sent, only where this holds of what is typed beside it. */
  when?: (typed: Record<string, unknown>) => boolean;
  /** Required only where this holds of what is typed beside it. */
  needed?: (typed: Record<string, unknown>) => boolean;
  begin: unknown;
  /** What is typed, as the API takes it; `null` where nothing is. */
  read: (typed: unknown) => T;
}

export type Fields = Record<string, Field<unknown>>;
export type Typed<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

interface More {
  required?: boolean;
  hint?: ReactNode;
  later?: string;
  when?: (typed: Record<string, unknown>) => boolean;
  needed?: (typed: Record<string, unknown>) => boolean;
}
type Maybe<T, O> = O extends { required: true } ? T : T | null;

const words = (typed: unknown): string | null => String(typed ?? "").trim() || null;

function field<T, O extends More>(
  kind: Field<T>["kind"],
  label: string,
  options: O | undefined,
  begin: unknown,
  read: (typed: unknown) => T | null,
): Field<Maybe<T, O>> {
  const required = options?.required ?? false;
  return { kind, label, ...options, required, begin, read: read as Field<Maybe<T, O>>["read"] };
}

/** One line; `most` is the greatest number of characters. */
export function text<const O extends More & { most?: number }>(label: string, options?: O) {
  return field<string, O>("text", label, options, "", words);
}

/** Several lines; what Word pastes with it is cleaned. */
export function longText<const O extends More & { most?: number }>(label: string, options?: O) {
  return field<string, O>("long", label, options, "", words);
}

/** A day, as `2026-11-29`. */
export function day<const O extends More>(label: string, options?: O) {
  return field<string, O>("day", label, options, "", words);
}

/** A moment in the time of the place, whatever the machine's clock says. */
export function moment<const O extends More>(label: string, options?: O) {
  return field<string, O>("moment", label, options, "", (typed) => {
    const said = words(typed);
    return said === null ? null : `${said.slice(0, 16)}:00+08:00`;
  });
}

/** A whole number. */
export function number<const O extends More & { least?: number; most?: number }>(
  label: string,
  options?: O,
) {
  return field<number, O>("number", label, options, "", (typed) => {
    const said = words(typed);
    return said === null ? null : Number(said);
  });
}

/** One of several; `options` of the plugin's texts gives the words of an enumeration. */
export function choice<T extends string, const O extends More & { spread?: boolean } = More>(
  label: string,
  options: readonly Option<T>[],
  more?: O,
) {
  return {
    ...field<T, O>("choice", label, more, "", (typed) => words(typed) as T | null),
    options,
  };
}

/** Yes or no. As a filter, `true` or nothing. */
export function yes(label: string, more?: Omit<More, "required">): Field<boolean> {
  return {
    kind: "yes",
    label,
    ...more,
    required: false,
    begin: false,
    read: (typed) => typed === true || typed === "true",
  };
}

const ids = (typed: unknown): string[] =>
  ((typed ?? []) as SentFile[]).filter((one) => !one.unsent).map((one) => one.id);

/** One file, sent at once when it is chosen; its id goes to the API. */
export function file<const O extends More>(label: string, options?: O) {
  return field<string, O>("file", label, options, [], (typed) => ids(typed)[0] ?? null);
}

/** Several files. */
export function files<const O extends More>(label: string, options?: O): Field<string[]> {
  return { ...field<string[], O>("files", label, options, [], ids), read: ids };
}

/** Several fields that are one value of the API, such as a meeting. */
export function group<F extends Fields>(
  label: string,
  fields: F,
  more?: Omit<More, "required">,
): Field<Typed<F>> {
  return {
    kind: "group",
    label,
    fields,
    ...more,
    required: true,
    begin: beginOf(fields),
    read: (typed) => typedOf(fields, (typed ?? {}) as Record<string, unknown>),
  };
}

/** The same fields any number of times, such as the parts of a filing; at first `least` times. */
export function rows<F extends Fields>(
  label: string,
  fields: F,
  more?: Omit<More, "required"> & { least?: number },
): Field<Typed<F>[]> {
  return {
    kind: "rows",
    label,
    fields,
    ...more,
    required: true,
    begin: Array.from({ length: more?.least ?? 0 }, () => beginOf(fields)),
    read: (typed) =>
      ((typed ?? []) as Record<string, unknown>[]).map((one) => typedOf(fields, one)),
  };
}

/** What a form holds before anybody typed. */
export function beginOf(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one.begin]));
}

export function typedOf<F extends Fields>(fields: F, typed: Record<string, unknown>): Typed<F> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, one]) => {
      const asked = !one.when || one.when(typed);
      return [name, one.read(asked ? (typed[name] ?? one.begin) : emptyOf(one))];
    }),
  ) as Typed<F>;
}

const emptyOf = (one: Field<unknown>) => (one.kind === "rows" ? [] : one.begin);

/** Which form and field this is, for what is kept of it. */
export const Within = createContext("");

/** The fields of a form, in their order. */
export function FieldRows(props: {
  fields: Fields;
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
  faults?: Record<string, string>;
}) {
  const within = useContext(Within);
  // Two files may arrive before the form is shown anew: neither takes the other's place.
  const latest = useRef(props.value);
  latest.current = props.value;
  const change = (name: string, value: unknown) => {
    latest.current = { ...latest.current, [name]: value };
    props.onChange(latest.current);
  };
  return Object.entries(props.fields)
    .filter(([, one]) => !one.when || one.when(props.value))
    .map(([name, one]) => (
      <Within key={name} value={`${within}/${name}`}>
        <FieldRow
          field={one.needed ? { ...one, required: one.needed(props.value) } : one}
          value={props.value[name] ?? one.begin}
          onChange={(value) => change(name, value)}
          fault={props.faults?.[name]}
        />
      </Within>
    ));
}

function Rows(props: {
  label: string;
  fields: Fields;
  least: number;
  value: Record<string, unknown>[];
  onChange: (value: Record<string, unknown>[]) => void;
}) {
  const { fields, value, onChange } = props;
  const within = useContext(Within);
  return (
    <>
      {value.map((one, index) => {
        const name = t("kit.row", { number: index + 1 });
        return (
          <div key={index} className="item" role="group" aria-label={`${props.label} ${name}`}>
            <p className="quiet">{name}</p>
            <Within value={`${within}/${index}`}>
              <FieldRows
                fields={fields}
                value={one}
                onChange={(next) => onChange(value.map((other, at) => (at === index ? next : other)))}
              />
            </Within>
            {value.length > props.least ? (
              <button
                type="button"
                className="plain small"
                aria-label={t("kit.removeRow", { label: props.label, number: index + 1 })}
                onClick={() => onChange(value.filter((_, at) => at !== index))}
              >
                {t("kit.remove")}
              </button>
            ) : null}
          </div>
        );
      })}
      <button
        type="button"
        className="plain small"
        onClick={() => onChange([...value, beginOf(fields)])}
      >
        {t("kit.addRow", { label: props.label })}
      </button>
    </>
  );
}

/** A field with its label, its hint and what was refused about it. */
export function FieldRow(props: {
  field: Field<unknown>;
  value: unknown;
  onChange: (value: unknown) => void;
  fault?: string | undefined;
  /** Not part of a form that is sent: nothing is said of whether it must be filled in. */
  loose?: boolean;
}) {
  const { field: one, value, onChange, fault, loose } = props;
  const id = useId();
  const place = useContext(Within);
  const told = [one.hint ? `${id}-hint` : "", fault ? `${id}-fault` : ""].join(" ").trim();
  const shared = {
    id,
    required: one.required && !loose,
    "aria-describedby": told || undefined,
    "aria-invalid": fault ? true : undefined,
  };
  const notes = (
    <>
      {one.hint ? (
        <div className="quiet" id={`${id}-hint`}>
          {one.hint}
        </div>
      ) : null}
      {fault ? (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
    </>
  );
  const optional =
    one.required || loose ? null : <span className="quiet"> {one.later ?? t("optional")}</span>;
  if (one.kind === "yes")
    return (
      <div className="field yes">
        <input
          {...shared}
          type="checkbox"
          checked={value === true || value === "true"}
          onChange={(event) => onChange(event.target.checked)}
        />
        <label htmlFor={id}>{one.label}</label>
        {notes}
      </div>
    );
  if (one.fields)
    return (
      <fieldset className="field wide">
        <legend>{one.label}</legend>
        {one.kind === "group" ? (
          <FieldRows
            fields={one.fields}
            value={(value ?? {}) as Record<string, unknown>}
            onChange={onChange}
          />
        ) : (
          <Rows
            label={one.label}
            fields={one.fields}
            least={one.least ?? 0}
            value={(value ?? []) as Record<string, unknown>[]}
            onChange={onChange}
          />
        )}
        {notes}
      </fieldset>
    );
  if (one.spread)
    return (
      <fieldset className="field spread">
        <legend>
          {one.label}
          {optional}
        </legend>
        <div className="row">
          {(one.options ?? []).map((option) => (
            <label key={option.value}>
              <input
                type="radio"
                name={id}
                required={shared.required}
                checked={value === option.value}
                onChange={() => onChange(option.value)}
              />
              {option.text}
            </label>
          ))}
        </div>
        {notes}
      </fieldset>
    );
  if (one.kind === "file" || one.kind === "files")
    return (
      <fieldset className="field">
        <legend>
          {one.label}
          {optional}
        </legend>
        {notes}
        <FilesInput
          label={one.label}
          many={one.kind === "files"}
          required={one.required}
          place={place}
          value={(value ?? []) as SentFile[]}
          onChange={onChange}
        />
      </fieldset>
    );
  return (
    <div className={`field ${one.kind}`}>
      <label htmlFor={id}>
        {one.label}
        {optional}
      </label>
      <Input field={one} shared={shared} value={String(value ?? "")} onChange={onChange} loose={loose} />
      {notes}
    </div>
  );
}

/** Without a last day a slip of the hand makes years of six figures, which no server takes. */
const LAST: Record<string, { max: string }> = {
  day: { max: "9999-12-31" },
  moment: { max: "9999-12-31T23:59" },
};

function Input(props: {
  field: Field<unknown>;
  shared: { id: string; required: boolean };
  value: string;
  onChange: (value: string) => void;
  loose?: boolean | undefined;
}) {
  const { field: one, shared, value, onChange } = props;
  if (one.kind === "choice")
    return (
      <select {...shared} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{props.loose ? t("kit.all") : t("kit.choose")}</option>
        {(one.options ?? []).map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    );
  if (one.kind === "long")
    return (
      <textarea
        {...shared}
        rows={5}
        maxLength={one.most}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <input
      {...shared}
      type={{ day: "date", moment: "datetime-local", number: "number" }[one.kind as string] ?? "text"}
      autoComplete="off"
      {...(one.kind === "number" ? { min: one.least, max: one.most, step: 1 } : {})}
      {...(one.kind === "text" ? { maxLength: one.most } : {})}
      {...LAST[one.kind as string]}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
