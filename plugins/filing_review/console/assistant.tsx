import { useEffect, useId, useRef, useState } from "react";
import {
  Act,
  choice,
  day,
  Facts,
  FieldRows,
  type Fields,
  file,
  graphql,
  group,
  number,
  RecordPage,
  type ResultOf,
  saysOf,
  Section,
  type Seen,
  Steps,
  stillSending,
  text,
  typedOf,
  useAsk,
  useDraft,
  useMeanwhile,
  useNavigate,
  useParams,
  useSearchParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { FaultsOf, useFaults, type Written } from "./faults.tsx";
import { documentFacts } from "./parts.tsx";
import { usePackageRules } from "./package_rules.ts";
import { named, options, t } from "./texts.ts";

const Prepare = graphql(`
  mutation PrepareFiling($input: PrepareFilingInput!) {
    prepareFiling(input: $input) {
      id
      lateIfSentToday
    }
  }
`);

const Revise = graphql(`
  mutation ReviseFiling($input: ReviseFilingInput!) {
    reviseFiling(input: $input) {
      id
      lateIfSentToday
    }
  }
`);

const Kept = graphql(`
  query FilingToRevise($id: ID!) {
    node(id: $id) {
      ... on OutgoingFiling {
        id
        revision
        title
        documentNumber
        kind
        jointWithParty
        generallyBinding
        adoptedOn
        adoptedBy
        printedOn
        publishedOn
        publishedIn
        effectiveOn
        validUntil
        openness
        governmentNumber
        platformNumber
        paperCopies
        drafter
        checker
        signer
        state
        replyReason
        filingDueOn
        filingRuleText
        parts {
          id
          kind
          absentReason
          removed
          file {
            id
            name
          }
        }
      }
    }
  }
`);

const DOCUMENT = {
  title: text(t("filing.title"), { required: true, hint: t("document.titleHint") }),
  documentNumber: text(t("document.number"), { hint: t("document.numberHint") }),
  kind: choice(t("document.kind"), options("kind")),
  generallyBinding: choice(t("document.binding"), options("binding"), {
    hint: t("document.bindingHint"),
  }),
  adoptedOn: day(t("document.adoptedOn")),
  adoptedBy: text(t("document.adoptedBy")),
  printedOn: day(t("document.printedOn")),
  publishedOn: day(t("document.publishedOn"), { hint: t("document.publishedHint") }),
  publishedIn: text(t("document.publishedIn")),
  effectiveOn: day(t("document.effectiveOn")),
  validUntil: day(t("document.validUntil")),
  openness: choice(t("document.openness"), options("openness")),
  paperCopies: number(t("document.copies"), { least: 0, most: 100 }),
  governmentNumber: text(t("document.governmentNumber")),
  platformNumber: text(t("document.platformNumber")),
  jointWithParty: yes(t("document.joint")),
  drafter: text(t("document.drafter")),
  checker: text(t("document.checker")),
  signer: text(t("document.signer")),
};

type Typed = Record<string, unknown>;
interface Draft {
  /** The step at which one was last: the address says at which one is. */
  step: number;
  document: Typed;
  parts: Typed;
  /** The filing as it was when one began to revise it. */
  began?: Seen | undefined;
}
type KeptFiling = Extract<NonNullable<ResultOf<typeof Kept>["node"]>, { title: string }>;

function partFields(kinds: readonly string[], demanded = false) {
  const later = demanded ? { later: t("document.needed") } : {};
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      group(named("part", kind), {
        file: file(t("papers.file", { name: named("part", kind) }), later),
        ...(kind === "OFFICIAL_TEXT"
          ? {}
          : { absentReason: text(t("papers.absent"), { hint: t("papers.absentHint") }) }),
      }),
    ]),
  );
}

function begun(one: KeptFiling | null): Draft {
  return one ? { step: 0, ...heldBy(one), began: nowOf(one) } : { step: 0, document: {}, parts: {} };
}

function heldBy(one: KeptFiling) {
  const document: Typed = {};
  for (const name of Object.keys(DOCUMENT)) {
    const held = (one as unknown as Typed)[name];
    document[name] = typeof held === "boolean" && name === "generallyBinding" ? (held ? "YES" : "NO") : (held ?? "");
  }
  const parts: Typed = {};
  for (const part of one.parts)
    if (!part.removed)
      parts[part.kind] = { file: part.file ? [part.file] : [], absentReason: part.absentReason ?? "" };
  return { document, parts };
}

/** The filing as it stands, field by field. */
function nowOf(one: KeptFiling): Seen {
  const { document, parts } = heldBy(one);
  const packed = partFields(options("part").map((kind) => kind.value));
  return { revision: one.revision, says: [...saysOf(DOCUMENT, document), ...saysOf(packed, parts)] };
}

/** The draft that is kept at the maker's, opened again. */
export function Reviser() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(Kept, { id });
  if (!data) return <Waiting title={t("assistant.revise")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  return <Assistant key={id} one={one} />;
}

export default function New() {
  return <Assistant one={null} />;
}

function Assistant({ one }: { one: KeptFiling | null }) {
  const navigate = useNavigate();
  const rules = usePackageRules();
  const form = useId();
  const [draft, setDraft] = useDraft<Draft>(
    `filing_assistant/${one?.id ?? "new"}`,
    begun(one),
  );
  const saved = useRef(false);
  const [step, setStep] = useStep({
    last: draft.step,
    // Without a word of the document nobody came farther: it was saved, and somebody went back.
    most: one || Object.keys(draft.document).length > 0 || saved.current ? LAST : 1,
    keep: (at) => setDraft((now) => ({ ...now, step: at })),
  });
  const changing = {
    began: draft.began,
    now: one ? nowOf(one) : undefined,
    tell: (began: Seen) => setDraft((now) => ({ ...now, began })),
  };
  const { changes } = useMeanwhile(changing);
  const title = one ? t("assistant.revise") : t("outgoing.new");
  const back = one
    ? { to: `../outgoing/${one.id}`, text: t("outgoing.backOne") }
    : { to: "../outgoing", text: t("outgoing.back") };
  if (!rules.ready) return <Waiting title={title} error={rules.error} />;

  const demanded = partFields(rules.demanded, true);
  const others = partFields(
    options("part")
      .map((kind) => kind.value)
      .filter((kind) => !rules.demanded.includes(kind)),
  );
  const go = (to: number) => {
    if (!stillSending(document.getElementById("main"))) setStep(to);
  };
  const done = (id: string) => {
    saved.current = true;
    setDraft(null);
    void navigate(`../outgoing/${id}`);
  };
  const given = typedOf(DOCUMENT, draft.document);
  const parts = partsOf({ ...demanded, ...others }, draft.parts);
  const sent = {
    ...given,
    title: given.title ?? "",
    generallyBinding: given.generallyBinding === null ? null : given.generallyBinding === "YES",
  };
  const missing = rules.demanded.filter((kind) => !parts.some((part) => part.kind === kind));
  return (
    <RecordPage title={title} back={back}>
      <Steps
        current={step}
        titles={[t("assistant.rules"), t("assistant.document"), t("assistant.package"), t("assistant.check")]}
      />
      {step === 0 ? (
        <Section title={t("assistant.rules")}>
          <Before rules={rules} />
          {one?.replyReason ? <p className="problem">{t("outgoing.asked", { reason: one.replyReason })}</p> : null}
        </Section>
      ) : null}
      {step === 1 ? (
        <Section title={t("assistant.document")}>
          {changes}
          <p className="quiet">{t("assistant.documentHint")}</p>
          <DocumentForm
            id={form}
            written={sent}
            value={draft.document}
            onChange={(document) => setDraft((now) => ({ ...now, document }))}
            next={() => go(2)}
          />
        </Section>
      ) : null}
      {step === 2 ? (
        <Section title={t("assistant.package")}>
          {changes}
          <p className="quiet">{t("assistant.packageHint")}</p>
          <FieldRows
            fields={demanded}
            value={draft.parts}
            onChange={(parts) => setDraft((now) => ({ ...now, parts }))}
          />
          <details>
            <summary>{t("assistant.more")}</summary>
            <FieldRows
              fields={others}
              value={draft.parts}
              onChange={(parts) => setDraft((now) => ({ ...now, parts }))}
            />
          </details>
        </Section>
      ) : null}
      {step === 3 ? (
        <Section title={t("assistant.check")}>
          <Facts facts={[[t("filing.title"), given.title], ...documentFacts(sent)]} />
          {given.title ? <FaultsOf written={sent} /> : null}
          <p>
            {missing.length > 0
              ? t("package.missing", { parts: missing.map((kind) => named("part", kind)).join(t("comma")) })
              : t("package.complete")}
          </p>
          {given.title ? null : <p className="problem">{t("assistant.noTitle")}</p>}
          {one ? (
            <Act
              verb={Revise}
              action="filing_review.revise_filing"
              text={t("assistant.save")}
              about={one.id}
              before={<p>{t("assistant.reviseBefore")}</p>}
              changing={changing}
              variables={(_, seen) => ({ input: { filing: one.id, document: sent, parts, seen } })}
              said={(data) => savedText(data.reviseFiling.lateIfSentToday)}
              done={(data) => done(data.reviseFiling.id)}
            />
          ) : (
            <Act
              verb={Prepare}
              action="filing_review.prepare_filing"
              text={t("assistant.save")}
              before={<p>{t("assistant.saveBefore")}</p>}
              variables={() => ({ input: { document: sent, parts } })}
              said={(data) => savedText(data.prepareFiling.lateIfSentToday)}
              done={(data) => done(data.prepareFiling.id)}
            />
          )}
        </Section>
      ) : null}
      <div className="row steps-row">
        {step > 0 ? (
          <button type="button" className="plain" onClick={() => go(step - 1)}>
            {t("assistant.previous")}
          </button>
        ) : null}
        {step === 1 ? (
          // A button of its own: the press that leads here must not send this form as well.
          <button key="checked" type="submit" form={form}>
            {t("assistant.next")}
          </button>
        ) : step < LAST ? (
          <button key="next" type="button" onClick={() => go(step + 1)}>
            {t("assistant.next")}
          </button>
        ) : null}
      </div>
      <p className="quiet">{t("assistant.kept")}</p>
    </RecordPage>
  );
}

const LAST = 3;

/** The step that the address names, so that a browser's Back goes one step back; without one, the last. */
function useStep(props: {
  last: number;
  most: number;
  keep: (step: number) => void;
}): [number, (step: number) => void] {
  const { last, most, keep } = props;
  const [address, setAddress] = useSearchParams();
  const named = Number(address.get("step"));
  const at = Number.isInteger(named) && named > 0 && named <= most + 1 ? named - 1 : null;
  const step = at ?? last;
  const set = (to: number, replace: boolean) => setAddress({ step: String(to + 1) }, { replace });
  const shown = useRef(step);
  useEffect(() => {
    if (at === null) set(last, true);
  }, [at]);
  useEffect(() => {
    if (step === shown.current) return;
    shown.current = step;
    if (step !== last) keep(step);
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus();
  }, [step]);
  return [step, (to) => set(to, false)];
}

/** What is said of the document: what it must say before it is signed off is marked. */
function DocumentForm(props: {
  id: string;
  written: Written;
  value: Typed;
  onChange: (value: Typed) => void;
  next: () => void;
}) {
  // Asked once, not at each key: what is told of a field goes when the field is changed.
  const [begun] = useState(props.written);
  const { faults, needed } = useFaults(begun);
  const now: Typed = { ...props.written };
  const was: Typed = { ...begun };
  const at = (faults ?? []).flatMap((one) =>
    one.field && !one.unfilled && now[one.field] === was[one.field] ? [[one.field, one.told]] : [],
  );
  const fields = Object.entries<Fields[string]>(DOCUMENT).map(([name, one]) => [
    name,
    needed.has(name) ? { ...one, later: t("document.needed") } : one,
  ]);
  return (
    <form
      id={props.id}
      onSubmit={(event) => {
        event.preventDefault();
        props.next();
      }}
    >
      <FieldRows
        fields={Object.fromEntries(fields)}
        value={props.value}
        onChange={props.onChange}
        faults={Object.fromEntries(at)}
      />
    </form>
  );
}

function savedText(late: number | null): string {
  return late ? t("assistant.savedLate", { days: late }) : t("assistant.saved");
}

/** What must be in it, until when and with whom: said before anything is entered. */
function Before({ rules }: { rules: ReturnType<typeof usePackageRules> }) {
  const route = rules.route;
  return (
    <>
      {route ? (
        <p>
          {t("assistant.route", {
            receiver: named("organKind", route.receiver),
            whose: route.above ? t("assistant.above") : t("assistant.own"),
          })}{" "}
          {route.bindingOnly ? t("assistant.bindingOnly") : ""}
        </p>
      ) : (
        <p className="problem">{t("assistant.noRoute")}</p>
      )}
      {route && route.annulledBy.length > 0 ? (
        <p>{t("assistant.annulled", { who: route.annulledBy.join(t("comma")) })}</p>
      ) : null}
      <p>{t("assistant.demanded")}</p>
      <ul>
        {rules.demanded.map((kind) => (
          <li key={kind}>{named("part", kind)}</li>
        ))}
      </ul>
      <Why rule={rules.partsRule} />
      <p>
        {rules.period
          ? t("assistant.period", { text: rules.period.text })
          : t("assistant.noPeriod")}
      </p>
      <Why rule={rules.period?.ruleText ?? null} />
      <p>{t("assistant.classified")}</p>
    </>
  );
}

function partsOf(fields: ReturnType<typeof partFields>, typed: Typed) {
  const given = typedOf(fields, typed) as Record<string, { file: string | null; absentReason?: string | null }>;
  return options("part")
    .map(({ value: kind }) => ({
      kind,
      file: given[kind]?.file ?? null,
      absentReason: given[kind]?.file ? null : (given[kind]?.absentReason ?? null),
    }))
    .filter((part) => part.file || part.absentReason);
}
