import { useId } from "react";
import { useMutation, useQuery } from "urql";
import { useDraft } from "./drafts.ts";
import { graphql, type ResultOf } from "./graphql.ts";
import { useHere } from "./here.ts";
import { timeText } from "./kit/days.ts";
import { FilesInput, type SentFile } from "./kit/files.tsx";
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
    }
  }
`);
const Set = graphql(`
  mutation SetLook($input: SetLookInput!) {
    setLook(input: $input) {
      title
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
          key={shown.setAt ?? ""}
          shown={shown}
          body={here.body}
          done={() => again({ requestPolicy: "network-only" })}
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

function Change({ shown, body, done }: { shown: Shown; body: string; done: () => void }) {
  const [{ fetching, error }, set] = useMutation(Set);
  const [typed, setTyped] = useDraft("look", {
    title: shown.title === body ? "" : shown.title,
    main: shown.mainColour,
    accent: shown.accentColour,
    files: [] as SentFile[],
    remove: false,
  });
  const { title, main, accent, files, remove } = typed;
  const change = (name: keyof typeof typed) => (value: unknown) =>
    setTyped({ ...typed, [name]: value });
  const id = useId();
  async function send() {
    const input = { title, mainColour: main, accentColour: accent, emblem: files[0]?.id ?? null };
    const answer = await set({ input: { ...input, removeEmblem: remove } });
    if (answer.error) return;
    setTyped(null);
    say(t("look.done"));
    done();
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        if (!fetching) void send();
      }}
    >
      <Problem error={error} />
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
