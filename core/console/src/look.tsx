import { useId } from "react";
import { useMutation, useQuery } from "urql";
import { keep, owned, useDraft } from "./drafts.ts";
import { graphql, type ResultOf } from "./graphql.ts";
import { useHere } from "./here.ts";
import { timeText } from "./kit/days.ts";
import { FilesInput, type SentFile, stillSending } from "./kit/files.tsx";
import { type Seen, useMeanwhile } from "./kit/meanwhile.tsx";
import { Facts, Field, Problem, Waiting } from "./parts.tsx";
import { say } from "./said.tsx";
import { t } from "./texts.ts";

const Now = graphql(`
  query Look {
    look {
      title
      mainColour
      accentColour
      emblem
      setByName
      setAt
      revision
    }
  }
`);
const Set = graphql(`
  mutation SetLook($input: SetLookInput!) {
    setLook(input: $input) {
      title
      mainColour
      accentColour
      emblem
      setByName
      setAt
      revision
    }
  }
`);

type Shown = ResultOf<typeof Now>["look"];

/** How the public pages of the body look: its name, two colours, an emblem that it loads itself. */
export default function LookPage() {
  const here = useHere();
  const [{ data, error }, again] = useQuery({ query: Now, requestPolicy: "network-only" });
  if (!data) return <Waiting title={t("look.title")} error={error} />;
  const shown = data.look;
  return (
    <>
      <h1>{t("look.title")}</h1>
      <p>
        {t("look.what")} <a href={`/p/${here.code}/`}>{t("look.open")}</a>
      </p>
      <Facts
        facts={[
          [
            t("look.setBy"),
            shown.setByName
              ? t("look.setByWhom", { name: shown.setByName, at: timeText(shown.setAt) })
              : t("look.never"),
          ],
        ]}
      />
      {here.can("core.set_look") ? (
        <Change
          shown={shown}
          body={here.body}
          again={() => again({ requestPolicy: "network-only" })}
        />
      ) : (
        <Held shown={shown} />
      )}
    </>
  );
}

/** For whoever may look at it only. */
function Held({ shown }: { shown: Shown }) {
  return (
    <>
      <Facts
        facts={[
          [t("look.name"), shown.title],
          [t("look.main"), shown.mainColour],
          [t("look.accent"), shown.accentColour],
        ]}
      />
      {shown.emblem ? <img className="emblem" src={shown.emblem} alt={t("look.emblemNow")} /> : null}
      <p className="quiet">{t("mayNot")}</p>
    </>
  );
}

function nowOf(shown: Shown): Seen {
  const says = [
    { name: t("look.name"), text: shown.title },
    { name: t("look.main"), text: shown.mainColour },
    { name: t("look.accent"), text: shown.accentColour },
    { name: t("look.emblem"), text: shown.emblem ? t("look.emblemThere") : "", mark: shown.emblem ?? "" },
  ];
  return { revision: shown.revision, says };
}

/** What the form begins with. */
const begun = (shown: Shown, body: string, now: Seen) => ({
  title: shown.title === body ? "" : shown.title,
  main: shown.mainColour,
  accent: shown.accentColour,
  files: [] as SentFile[],
  remove: false,
  began: now,
});

function Change({ shown, body, again }: { shown: Shown; body: string; again: () => void }) {
  const [{ fetching, error }, set] = useMutation(Set);
  const now = nowOf(shown);
  const [typed, setTyped] = useDraft("look", begun(shown, body, now));
  const { title, main, accent, files, remove, began } = typed;
  const change = (name: keyof typeof typed) => (value: unknown) =>
    setTyped({ ...typed, [name]: value });
  const { seen, changes } = useMeanwhile(
    { began, now, tell: (told: Seen) => setTyped({ ...typed, began: told }) },
    error,
  );
  const id = useId();
  async function send() {
    const input = { title, mainColour: main, accentColour: accent, emblem: files[0]?.id || null };
    const answer = await set({ input: { ...input, removeEmblem: remove, seen } });
    again();
    if (!answer.data) return;
    say(t("look.done"));
    const held = answer.data.setLook;
    setTyped(begun(held, body, nowOf(held)));
    // What is held is nothing unsent.
    keep(owned("look"), null);
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (!fetching && !stillSending(event.currentTarget)) void send();
      }}
    >
      <Problem error={error} />
      {changes}
      <Field label={t("look.name")} hint={t("look.nameHint", { body })} value={title} onChange={change("title")} />
      <Colour label={t("look.main")} hint={t("look.mainHint")} value={main} onChange={change("main")} />
      <Colour label={t("look.accent")} hint={t("look.accentHint")} value={accent} onChange={change("accent")} />
      <fieldset>
        <legend>{t("look.emblem")}</legend>
        <p className="quiet">{t("look.emblemHint")}</p>
        {shown.emblem ? (
          <>
            <p>
              <img className="emblem" src={shown.emblem} alt={t("look.emblemNow")} />
            </p>
            <div className="field yes">
              <input
                id={id}
                type="checkbox"
                checked={remove}
                onChange={(event) => change("remove")(event.target.checked)}
              />
              <label htmlFor={id}>{t("look.remove")}</label>
            </div>
          </>
        ) : null}
        <FilesInput label={t("look.emblem")} many={false} required={false} value={files} onChange={change("files")} />
      </fieldset>
      <div className="row">
        <button type="submit" aria-disabled={fetching}>
          {t("look.save")}
        </button>
        <button type="button" className="plain" onClick={() => setTyped(null)}>
          {t("practice.discard")}
        </button>
      </div>
    </form>
  );
}

/** As text, for who was given a number, and as the browser's own chooser. */
function Colour(props: {
  label: string;
  hint: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const whole = /^#[0-9a-f]{6}$/i.test(props.value);
  return (
    <div className="row colour">
      <Field label={props.label} hint={props.hint} value={props.value} onChange={props.onChange} required />
      <input
        type="color"
        aria-label={t("look.choose", { of: props.label })}
        value={whole ? props.value.toLowerCase() : "#000000"}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </div>
  );
}
