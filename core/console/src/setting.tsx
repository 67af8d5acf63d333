import { useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { type CombinedError, useMutation } from "urql";
import { useDraft } from "./drafts.ts";
import { graphql, type ResultOf, type VariablesOf } from "./graphql.ts";
import { Choice, Field, NoPage, Problem, Waiting } from "./parts.tsx";
import { Act } from "./kit/act.tsx";
import { day, longText } from "./kit/fields.tsx";
import { refresh, useAnswered, useAsk } from "./kit/ask.ts";
import { dayText } from "./kit/days.ts";
import { type Seen, useMeanwhile } from "./kit/meanwhile.tsx";
import { today } from "./server_time.ts";
import { SchemaForm } from "./schema_form.tsx";
import { useHere } from "./here.ts";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Setting($settings: [String!]!) {
    practice(settings: $settings) {
      setting
      title
      form
      answers {
        value
        text
      }
      isPeriod
      lowerMay
      holding {
        text
        value
        jurisdiction
        ruleText
      }
      revision
      latest {
        text
        ruleText
        validFrom
        validTo
        note
      }
    }
  }
`);
const Set = graphql(`
  mutation SetPractice($input: SetPracticeInput!) {
    setPractice(input: $input) {
      id
    }
  }
`);

const Withdrawing = graphql(`
  mutation WithdrawPractice($input: WithdrawPracticeInput!) {
    withdrawPractice(input: $input) {
      id
    }
  }
`);

type Entry = ResultOf<typeof One>["practice"][number];
type Input = VariablesOf<typeof Set>["input"];
const KINDS = ["DECISION", "LOCAL_RULE", "DEMO"] as const;

export default function SettingPage() {
  const { setting = "" } = useParams();
  const here = useHere();
  const answer = useAsk(One, { settings: [setting] });
  const { data, error } = answer;
  const answered = useAnswered(answer);
  const entry = data?.practice[0];
  if (!data || (!answered && !error)) return <Waiting title={t("practice.title")} error={error} />;
  return (
    <>
      <p>
        <Link to={`/c/${here.code}/practice`}>{t("practice.back")}</Link>
      </p>
      {!entry ? (
        <NoPage />
      ) : here.can("core.set_practice") ? (
        <>
          <Change key={setting} entry={entry} />
          <Withdraw entry={entry} />
        </>
      ) : (
        <>
          <Now entry={entry} />
          <p className="quiet">{t("mayNot")}</p>
        </>
      )}
    </>
  );
}

/** The way back from an own rule to what is above it. */
function Withdraw({ entry }: { entry: Entry }) {
  const own = entry.latest && (!entry.latest.validTo || entry.latest.validTo >= today());
  if (!own) return null;
  return (
    <Act
      danger
      verb={Withdrawing}
      action="core.withdraw_practice"
      text={t("practice.withdraw")}
      about={entry.setting}
      before={<p>{t("practice.withdrawBefore")}</p>}
      fields={{
        endsOn: day(t("practice.endsOn"), { required: true }),
        reason: longText(t("practice.why"), { required: true }),
      }}
      begin={{ endsOn: today() }}
      revision={entry.revision}
      says={nowOf(entry).says}
      variables={(typed, seen) => ({ input: { setting: entry.setting, ...typed, seen } })}
      said={t("practice.withdrawn")}
    />
  );
}

/** What holds today, and under which rule. */
function Now({ entry }: { entry: Entry }) {
  return (
    <>
      <h1>{entry.title}</h1>
      {entry.holding ? (
        <p>
          {t("practice.now", { text: entry.holding.text })}{" "}
          <span className="quiet">
            {entry.holding.jurisdiction} · {entry.holding.ruleText}
          </span>
        </p>
      ) : (
        <p>{entry.isPeriod ? t("practice.noPeriod") : t("practice.noRule")}</p>
      )}
    </>
  );
}

/** A question of yes or no is answered in the setting's own words. */
function formOf({ form, answers }: Entry): unknown {
  if (answers.length === 0) return form;
  const oneOf = answers.map((one) => ({ const: one.value, title: one.text }));
  return { ...(form as object), oneOf };
}

/** What the body itself has decided last, whether or not it holds today. */
function nowOf({ revision, latest }: Entry): Seen {
  const says = [
    { name: t("practice.value"), text: latest?.text ?? "" },
    { name: t("practice.basis"), text: latest?.ruleText ?? "" },
    { name: t("rule.validFrom"), text: dayText(latest?.validFrom) },
    { name: t("rule.validTo"), text: dayText(latest?.validTo) },
    { name: t("practice.note"), text: latest?.note ?? "" },
  ];
  return { revision, says };
}

/** The value and its basis. Whatever is refused, all that was typed stays as it is. */
function Change({ entry }: { entry: Entry }) {
  const here = useHere();
  const navigate = useNavigate();
  const [{ fetching }, set] = useMutation(Set);
  const [error, setError] = useState<CombinedError>();
  const [typed, setTyped] = useDraft(`set/${entry.setting}`, {
    value: entry.holding?.value,
    ruleKind: "DECISION",
    ruleTitle: "",
    article: "",
    note: "",
    validFrom: today(),
    validTo: "",
    began: nowOf(entry) as Seen | undefined,
  });
  const { seen, changes } = useMeanwhile(
    { began: typed.began, now: nowOf(entry), tell: (began) => setTyped({ ...typed, began }) },
    error,
  );
  // The form of the value tells of changes by itself too: nothing of what is saved is kept anew by that.
  const saved = useRef(false);
  const change = (name: keyof typeof typed) => (value: unknown) => {
    if (!saved.current && JSON.stringify(value) !== JSON.stringify(typed[name]))
      setTyped({ ...typed, [name]: value });
  };
  async function send() {
    const answer = await set({
      input: {
        setting: entry.setting,
        value: typed.value ?? null,
        ruleKind: typed.ruleKind as Input["ruleKind"],
        ruleTitle: typed.ruleTitle.trim(),
        article: typed.article.trim() || null,
        note: typed.note.trim() || null,
        validFrom: typed.validFrom,
        validTo: typed.validTo || null,
        seen,
      },
    });
    setError(answer.error);
    if (answer.error) {
      if (!answer.error.networkError) refresh();
      return;
    }
    saved.current = true;
    setTyped(null);
    void navigate(`/c/${here.code}/practice`, {
      state: { said: t("practice.done", { title: entry.title }) },
    });
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Now entry={entry} />
      <SchemaForm schema={formOf(entry)} value={typed.value} onChange={change("value")} />
      <h2>{t("practice.basis")}</h2>
      <Choice
        label={t("rule.kind")}
        value={typed.ruleKind}
        options={KINDS.map((one) => ({ value: one, text: named("rule", one) }))}
        onChange={change("ruleKind")}
      />
      <Field
        label={t("rule.title")}
        value={typed.ruleTitle}
        onChange={change("ruleTitle")}
        required
      />
      <Field label={t("rule.article")} value={typed.article} onChange={change("article")} />
      <Field
        label={t("rule.validFrom")}
        type="date"
        value={typed.validFrom}
        onChange={change("validFrom")}
        required
      />
      <Field
        label={t("rule.validTo")}
        type="date"
        value={typed.validTo}
        onChange={change("validTo")}
      />
      <Field label={t("practice.note")} value={typed.note} onChange={change("note")} />
      <Problem error={error} />
      {changes}
      <div className="row">
        <button type="submit" disabled={fetching}>
          {t("practice.save")}
        </button>
        <Link
          to={`/c/${here.code}/practice`}
          onClick={() => {
            saved.current = true;
            setTyped(null);
          }}
        >
          {t("practice.discard")}
        </Link>
      </div>
    </form>
  );
}
