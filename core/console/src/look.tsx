import { useId, useState } from "react";
import { useMutation, useQuery } from "urql";
import { graphql, type ResultOf } from "./graphql.ts";
import { useHere } from "./here.ts";
import { timeText } from "./kit/days.ts";
import { FilesInput, type SentFile } from "./kit/files.tsx";
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
      <Change
        shown={shown}
        body={here.body}
        again={() => again({ requestPolicy: "network-only" })}
      />
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

function Change({ shown, body, again }: { shown: Shown; body: string; again: () => void }) {
  const [{ fetching, error }, set] = useMutation(Set);
  const ownTitle = (look: Shown) => (look.title === body ? "" : look.title);
  const [title, setTitle] = useState(ownTitle(shown));
  const [main, setMain] = useState(shown.mainColour);
  const [accent, setAccent] = useState(shown.accentColour);
  const [files, setFiles] = useState<SentFile[]>([]);
  const [remove, setRemove] = useState(false);
  const now = nowOf(shown);
  const [began, setBegan] = useState(now);
  const { seen, changes } = useMeanwhile({ began, now, tell: setBegan }, error);
  const id = useId();
  function begin(look: Shown) {
    setTitle(ownTitle(look));
    setMain(look.mainColour);
    setAccent(look.accentColour);
    setFiles([]);
    setRemove(false);
    setBegan(nowOf(look));
  }
  async function send() {
    const input = { title, mainColour: main, accentColour: accent, emblem: files[0]?.id ?? null };
    const answer = await set({ input: { ...input, removeEmblem: remove, seen } });
    again();
    if (!answer.data) return;
    say(t("look.done"));
    begin(answer.data.setLook);
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
      {changes}
      <Field label={t("look.name")} hint={t("look.nameHint", { body })} value={title} onChange={setTitle} />
      <Colour label={t("look.main")} hint={t("look.mainHint")} value={main} onChange={setMain} />
      <Colour label={t("look.accent")} hint={t("look.accentHint")} value={accent} onChange={setAccent} />
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
                onChange={(event) => setRemove(event.target.checked)}
              />
              <label htmlFor={id}>{t("look.remove")}</label>
            </div>
          </>
        ) : null}
        <FilesInput label={t("look.emblem")} many={false} required={false} value={files} onChange={setFiles} />
      </fieldset>
      <button type="submit" aria-disabled={fetching}>
        {t("look.save")}
      </button>
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
