import { type ReactNode, useState } from "react";
import type { AnyVariables, TypedDocumentNode } from "urql";
import { useDraft } from "../drafts.ts";
import { Problem } from "../parts.tsx";
import { t } from "../texts.ts";
import { nameOf } from "./act.tsx";
import { refresh, useAsk } from "./ask.ts";
import { FieldRow, file } from "./fields.tsx";
import type { SentFile } from "./files.tsx";
import { Listed } from "./listed.tsx";
import { RecordPage, Tag } from "./record.tsx";
import { useSending } from "./sending.ts";

export interface SheetRow {
  row: number;
  problems: readonly string[];
}

export interface SheetImportProps<D, M, V extends AnyVariables, R extends SheetRow> {
  title: string;
  back: { to: string; text: string };
  /** What the sheet holds, and what becomes of it. */
  what: ReactNode;
  preview: TypedDocumentNode<D, { file: string }>;
  rows: (data: D) => readonly R[];
  columns: readonly (readonly [title: string, value: (one: R) => ReactNode])[];
  /** What must be looked at in a row, and ticked, before anything is imported. */
  look?: (one: R) => readonly { id: string; text: string }[];
  verb: TypedDocumentNode<M, V>;
  variables: (file: string, looked: readonly string[]) => V;
  go: (count: number) => string;
  /** The page once it is done. */
  made: (data: M) => ReactNode;
}

interface Chosen {
  sent: readonly SentFile[];
  looked: readonly string[];
}
const NOTHING: Chosen = { sent: [], looked: [] };

/** A sheet is chosen, looked over row by row, and taken in whole or not at all. */
export function SheetImport<D, M, V extends AnyVariables, R extends SheetRow>(
  props: SheetImportProps<D, M, V, R>,
) {
  // The server has the sheet: which it is, and what was looked at in it, outlives a reload.
  const place = `sheet/${nameOf(props.verb)}`;
  const [kept, setKept] = useDraft<Chosen>(place, NOTHING);
  const looked: ReadonlySet<string> = new Set(kept.looked);
  const setLooked = (ids: ReadonlySet<string>) => setKept({ ...kept, looked: [...ids] });
  const [made, setMade] = useState<M | null>(null);
  const { send, sending, error, forget } = useSending(props.verb, place);
  const chosen = kept.sent[0]?.id ?? "";
  const asked = chosen !== "" && made === null;
  const shown = useAsk(props.preview, { file: chosen }, !asked);
  const rows = asked && shown.data ? props.rows(shown.data) : [];
  const bad = rows.filter((one) => one.problems.length > 0).length;
  const look = rows.flatMap((one) => [...(props.look?.(one) ?? [])]);
  const left = look.filter((one) => !looked.has(one.id)).length;
  const frame = { title: props.title, back: props.back };
  if (made !== null) return <RecordPage {...frame}>{props.made(made)}</RecordPage>;
  async function go() {
    const standing = look.map((one) => one.id).filter((id) => looked.has(id));
    const data = await send(props.variables(chosen, standing));
    if (data === null) return;
    setMade(data);
    setKept(null);
    refresh();
  }
  return (
    <RecordPage {...frame}>
      <div>{props.what}</div>
      <FieldRow
        loose
        field={file(t("kit.sheet"), { hint: t("kit.sheetHint") })}
        value={kept.sent}
        onChange={(value) => {
          setKept({ sent: value as SentFile[], looked: [] });
          forget();
        }}
      />
      {asked ? <Problem error={error ?? shown.error} /> : null}
      {asked && shown.data && rows.length === 0 ? <p className="problem">{t("kit.noRows")}</p> : null}
      {rows.length > 0 ? (
        <>
          <p role="status">
            {bad > 0
              ? t("kit.rowsBad", { count: bad, all: rows.length })
              : left > 0
                ? t("kit.rowsToLook", { count: left, all: rows.length })
                : t("kit.rowsGood", { count: rows.length })}
          </p>
          <Listed
            rows={rows}
            of={(one) => String(one.row)}
            empty={t("kit.nothing")}
            columns={[
              [t("kit.sheetRow"), (one) => t("kit.rowNumber", { row: one.row })],
              ...props.columns,
              [
                t("kit.rowResult"),
                (one) => (
                  <Result
                    problems={one.problems}
                    look={props.look?.(one) ?? []}
                    looked={looked}
                    setLooked={setLooked}
                  />
                ),
              ],
            ]}
          />
        </>
      ) : null}
      {rows.length > 0 && bad === 0 && left === 0 ? (
        <p>
          <button
            type="button"
            aria-disabled={sending}
            onClick={() => {
              if (!sending) void go();
            }}
          >
            {sending ? t("kit.sending") : props.go(rows.length)}
          </button>
        </p>
      ) : null}
    </RecordPage>
  );
}

/** What is wrong with a row, what is to be looked at, or that nothing is. */
function Result(props: {
  problems: readonly string[];
  look: readonly { id: string; text: string }[];
  looked: ReadonlySet<string>;
  setLooked: (ids: ReadonlySet<string>) => void;
}) {
  const { problems, look, looked, setLooked } = props;
  if (problems.length === 0 && look.length === 0) return <Tag tone="good">{t("kit.rowFine")}</Tag>;
  const tick = (id: string, on: boolean) =>
    setLooked(new Set(on ? [...looked, id] : [...looked].filter((one) => one !== id)));
  return (
    <>
      {problems.length > 0 ? (
        <Tag tone="late">{t("kit.rowWrong")}</Tag>
      ) : (
        <Tag tone="soon">{t("kit.rowLook")}</Tag>
      )}
      {problems.map((one) => (
        <p key={one} className="fault">
          {one}
        </p>
      ))}
      {look.map((one) => (
        <p key={one.id}>
          <label>
            <input
              type="checkbox"
              checked={looked.has(one.id)}
              onChange={(event) => tick(one.id, event.target.checked)}
            />{" "}
            {t("kit.looked", { text: one.text })}
          </label>
        </p>
      ))}
    </>
  );
}
