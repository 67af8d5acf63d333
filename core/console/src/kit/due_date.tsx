import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { CombinedError } from "urql";
import { graphql } from "../graphql.ts";
import { useHere } from "../here.ts";
import { Loading, Problem } from "../parts.tsx";
import { t } from "../texts.ts";
import { useAsk } from "./ask.ts";
import { dayText } from "./days.ts";

const OfRecord = graphql(`
  query DueOfRecord($record: ID!) {
    deadlines(first: 20, where: { subject: $record }) {
      nodes {
        id
        title
        dueOn
        provisional
        ruleText
        steps
      }
    }
  }
`);
const OfDeadline = graphql(`
  query DueOfDeadline($deadline: ID!) {
    node(id: $deadline) {
      ... on Deadline {
        id
        title
        dueOn
        provisional
        ruleText
        steps
      }
    }
  }
`);

/**
 * Where the reason for a day is: with the clocks of a record, with one clock, or known already;
 * `counted` is made when it opens, and may then ask how the day was counted.
 */
export type Because =
  | { record: string }
  | { deadline: string }
  | { rule: string | null; steps?: readonly string[]; note?: string; counted?: ReactNode };

/** A day on which something falls due; pressed, it opens to its rule, the article and the computation. */
export function DueDate(props: {
  on: string | null | undefined;
  because: Because;
  /** What stands there in place of the day alone. */
  text?: string;
}) {
  const here = useHere();
  const [open, setOpen] = useState(false);
  const { on, because } = props;
  if (!on) return null;
  const text = props.text ?? dayText(on);
  if (!("rule" in because) && !here.can("core.read_deadlines")) return text;
  return (
    <>
      <button
        type="button"
        className="due"
        aria-haspopup="dialog"
        title={t("why")}
        onClick={() => setOpen(true)}
      >
        {text}
      </button>
      {open ? (
        <Opened title={t("kit.due", { day: dayText(on) })} close={() => setOpen(false)}>
          {"record" in because ? (
            <Recorded on={on} record={because.record} />
          ) : "deadline" in because ? (
            <Clocked deadline={because.deadline} />
          ) : (
            <Reason {...because} />
          )}
        </Opened>
      ) : null}
    </>
  );
}

/** The browser's own dialog: Esc closes it, and the focus goes back to the day. */
function Opened(props: { title: string; close: () => void; children: ReactNode }) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
  }, []);
  const close = () => box.current?.close();
  // Beside the page, since a dialog may not stand in a paragraph.
  return createPortal(
    <dialog
      ref={box}
      className="due-why"
      aria-labelledby={id}
      onClose={props.close}
      onClick={(event) => {
        if (event.target === box.current) close();
      }}
    >
      <div>
        <h2 id={id}>{props.title}</h2>
        {props.children}
        <p>
          <button type="button" className="plain" onClick={close}>
            {t("kit.close")}
          </button>
        </p>
      </div>
    </dialog>,
    document.body,
  );
}

function Recorded({ on, record }: { on: string; record: string }) {
  const { data, error } = useAsk(OfRecord, { record });
  const all = data?.deadlines.nodes;
  const due = all?.filter((one) => one.dueOn === on);
  return <Clocks clocks={due?.length ? due : all} error={error} none={t("kit.dueOver")} />;
}

function Clocked({ deadline }: { deadline: string }) {
  const { data, error } = useAsk(OfDeadline, { deadline });
  const found = data?.node && "steps" in data.node ? [data.node] : [];
  return <Clocks clocks={data ? found : undefined} error={error} none={t("kit.dueElsewhere")} />;
}

interface Clock {
  id: string;
  title: string;
  dueOn: string | null;
  provisional: boolean;
  ruleText: string | null;
  steps: string[];
}

function Clocks(props: {
  clocks: readonly Clock[] | undefined;
  error: CombinedError | undefined;
  none: string;
}) {
  if (props.error) return <Problem error={props.error} />;
  if (!props.clocks) return <Loading />;
  if (props.clocks.length === 0) return <p>{props.none}</p>;
  return props.clocks.map((one) => (
    <section key={one.id}>
      <h3>{t("kit.dueOf", { title: one.title, day: dayText(one.dueOn) })}</h3>
      <Reason
        rule={one.ruleText}
        steps={one.steps}
        {...(one.provisional ? { note: t("kit.dueProvisional") } : {})}
      />
    </section>
  ));
}

/** How a day was counted, step by step. */
export function Counting({ steps }: { steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function Reason(props: {
  rule: string | null;
  steps?: readonly string[];
  note?: string;
  counted?: ReactNode;
}) {
  return (
    <>
      <p>
        <strong>{t("kit.basis")}</strong> {props.rule ?? t("kit.dueNoRule")}
      </p>
      <Counting steps={props.steps ?? []} />
      {props.counted}
      {props.note ? <p className="quiet">{props.note}</p> : null}
    </>
  );
}
