import { useState } from "react";
import { type CombinedError, useClient, useMutation } from "urql";
import type { Entry } from "./catalogue.tsx";
import { useDraft } from "./drafts.ts";
import { graphql, type ResultOf, type VariablesOf } from "./graphql.ts";
import { Choice, Field, Problem } from "./parts.tsx";
import { today } from "./server_time.ts";
import { useHere } from "./here.ts";
import { named, t } from "./texts.ts";

const Preview = graphql(`
  query EnablingPreview($input: EnablePluginInput!) {
    enablingPreview(input: $input) {
      allowed
      replayed
      refusal {
        code
        message
      }
      missing {
        name
        title
        required
        givers
      }
      reaches {
        role
        title
        people
        names
        actions
      }
    }
  }
`);
const Enable = graphql(`
  mutation EnablePlugin($input: EnablePluginInput!) {
    enablePlugin(input: $input) {
      id
    }
  }
`);

type Input = VariablesOf<typeof Enable>["input"];
type Shown = ResultOf<typeof Preview>["enablingPreview"];
type Kind = Input["basis"]["kind"];
const KINDS: readonly Kind[] = ["DECISION", "MEASURES", "HANDOVER_NOTICE", "OTHER"];

/** Only what this body may be asked for; where nothing is demanded, every kind of basis. */
function kindsFor(entry: Entry, level: string, kind: string): readonly Kind[] {
  const demand = entry.demandedBases.find((one) => one.level === level && one.kind === kind);
  return demand ? demand.bases : KINDS;
}

/** The basis, then what would change, then the act: it is offered only for what was looked at. */
export function TurnOn(props: { entry: Entry; close: (sentence?: string) => void }) {
  const { entry, close } = props;
  const here = useHere();
  const client = useClient();
  const kinds = kindsFor(entry, here.level, here.kind);
  const [typed, setTyped] = useDraft(`on/${entry.name}`, {
    kind: kinds[0] ?? "DECISION",
    title: "",
    number: "",
    adoptedOn: "",
    validFrom: today(),
    startsOn: "",
  });
  const [shown, setShown] = useState<Shown>();
  const [error, setError] = useState<CombinedError>();
  const [{ fetching }, enable] = useMutation(Enable);
  const change = (name: keyof typeof typed) => (value: string) => {
    setShown(undefined);
    setTyped({ ...typed, [name]: value });
  };
  const input: Input = {
    plugin: entry.name,
    startsOn: typed.startsOn || null,
    basis: {
      kind: typed.kind as Kind,
      title: typed.title.trim(),
      number: typed.number.trim() || null,
      adoptedOn: typed.adoptedOn || null,
      validFrom: typed.validFrom,
    },
  };
  async function look() {
    const answer = await client.query(Preview, { input }, { requestPolicy: "network-only" });
    setError(answer.error);
    setShown(answer.data?.enablingPreview);
  }
  async function act() {
    const answer = await enable({ input });
    setError(answer.error);
    if (answer.error) return;
    setTyped(null);
    close(t("on.done", { plugin: entry.title }));
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <h3>{t("on.title")}</h3>
      <Choice
        label={t("basis.kind")}
        value={typed.kind}
        options={kinds.map((one) => ({ value: one, text: named("basis", one) }))}
        onChange={change("kind")}
      />
      <Field label={t("basis.title")} value={typed.title} onChange={change("title")} required />
      <Field label={t("basis.number")} value={typed.number} onChange={change("number")} />
      <Field
        label={t("basis.adoptedOn")}
        type="date"
        value={typed.adoptedOn}
        onChange={change("adoptedOn")}
      />
      <Field
        label={t("basis.validFrom")}
        type="date"
        value={typed.validFrom}
        onChange={change("validFrom")}
        required
      />
      <Field
        label={t("on.startsOn")}
        hint={t("on.startsOnHint")}
        type="date"
        value={typed.startsOn}
        onChange={change("startsOn")}
      />
      <Problem error={error} />
      <div className="row">
        <button type="submit">{t("on.preview")}</button>
        <button type="button" className="plain" onClick={() => close()}>
          {t("cancel")}
        </button>
      </div>
      {shown ? (
        <div className="preview" role="status">
          <Dry shown={shown} />
          {shown.allowed ? (
            <button type="button" disabled={fetching} onClick={() => void act()}>
              {t("on.go", { plugin: entry.title })}
            </button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}

function Dry({ shown }: { shown: Shown }) {
  const carried = shown.reaches.filter((one) => one.people > 0 || one.role === "visitor");
  const idle = shown.reaches.filter((one) => !carried.includes(one));
  return (
    <>
      <h4>{t("on.wouldChange")}</h4>
      {shown.refusal ? <p className="problem">{shown.refusal.message}</p> : null}
      {shown.missing.length ? (
        <ul>
          {shown.missing.map((one) => (
            <li key={one.name}>
              {t("on.missing", { what: one.title })}
              {one.givers.length ? t("needs.givers", { givers: one.givers.join(t("comma")) }) : ""}
            </li>
          ))}
        </ul>
      ) : null}
      <ul>
        {carried.map((one) => (
          <li key={one.role}>
            {one.role === "visitor"
              ? t("on.reachPublic", { actions: one.actions.length })
              : t("on.reach", { role: one.title, people: one.people, actions: one.actions.length })}
            {one.names.length && one.role !== "visitor" ? `${t("colon")}${one.names.join(t("comma"))}` : ""}
            <details>
              <summary>{t("on.actions")}</summary>
              {one.actions.join(t("comma"))}
            </details>
          </li>
        ))}
        {idle.length ? (
          <li>{t("on.reachNobody", { roles: idle.map((one) => one.title).join(t("comma")) })}</li>
        ) : null}
      </ul>
      <p>{t("on.replayed", { count: shown.replayed })}</p>
    </>
  );
}
