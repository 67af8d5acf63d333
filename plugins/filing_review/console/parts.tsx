import {
  type Because,
  dayText,
  Download,
  DueDate,
  Facts,
  graphql,
  type ResultOf,
  Section,
  Tag,
  Timeline,
  told,
  Why,
} from "@renda/console";
import type { ReactNode } from "react";
import { DeliveryTag } from "./delivery.tsx";
import { named, t } from "./texts.ts";

export const ClockParts = graphql(`
  fragment ClockParts on Deadline {
    id
    title
    dueOn
    metOn
    lateBy
    state
    triggerOn
    trigger
    spanText
    provisional
    ruleText
    steps
    pauses {
      id
      pausedOn
      resumedOn
      reason
    }
    extensions {
      id
      requestedOn
      requestedByName
      reason
      granted
      decidable
      decidedByName
      decidedOn
      note
      dueAfter
    }
  }
`);

export const LetterParts = graphql(`
  fragment LetterParts on Letter {
    id
    kind
    direction
    otherParty
    datedOn
    title
    number
    text
    dueOn
    measure
    pdfFault
    package {
      id
      state
      reason
    }
    file {
      id
      name
    }
    wordFile {
      id
      name
    }
    pdfFile {
      id
      name
    }
  }
`);

export type ClockShown = ResultOf<typeof ClockParts>;
export type LetterShown = ResultOf<typeof LetterParts>;

/** Within so many days a clock is shown as soon due: only a colour, the words say the day. */
const SOON = 3;

/** The day, which opens to why, and how far it is: in words, and in a colour. */
export function Due(props: { on: string | null; left: number | null; because: Because }) {
  const { on, left } = props;
  if (!on || left === null) return null;
  const tone = left < 0 ? "late" : left <= SOON ? "soon" : "plain";
  const words =
    left < 0
      ? t("due.late", { days: -left })
      : left === 0
        ? t("due.today")
        : t("due.left", { days: left });
  return (
    <>
      <DueDate on={on} because={props.because} /> <Tag tone={tone}>{words}</Tag>
    </>
  );
}

const TONES = { MET: "good", RUNNING: "plain", PAUSED: "soon", STOPPED: "plain", NO_CLOCK: "plain" } as const;

/** All clocks of a record, each with the rule and the working behind it. */
export function Clocks({ clocks }: { clocks: readonly ClockShown[] }) {
  // What has no limit by any rule is said once, however often its counting would have begun anew.
  const shown = clocks.filter(
    (one, index) =>
      one.state !== "NO_CLOCK" || !clocks.slice(index + 1).some((other) => other.title === one.title),
  );
  return (
    <Section title={t("clocks.title")}>
      <Timeline
        entries={shown.map((one) => ({
          key: one.id,
          day: one.dueOn,
          text: (
            <>
              {one.title}{" "}
              <Tag tone={one.lateBy ? "late" : TONES[one.state]}>
                {one.lateBy ? t("due.late", { days: one.lateBy }) : named("clock", one.state)}
              </Tag>
            </>
          ),
          more: (
            <>
              {one.metOn ? <p>{t("clocks.met", { day: dayText(one.metOn) })}</p> : null}
              {one.provisional ? <p>{t("clocks.provisional")}</p> : null}
              {one.pauses.map((pause) => (
                <p key={pause.id}>
                  {pause.resumedOn
                    ? t("clocks.resumed", {
                        day: dayText(pause.pausedOn),
                        resumed: dayText(pause.resumedOn),
                        reason: told(pause.reason),
                      })
                    : t("clocks.paused", { day: dayText(pause.pausedOn), reason: told(pause.reason) })}
                </p>
              ))}
              {one.extensions.map((more) => (
                <p key={more.id}>
                  {t("clocks.extension", { name: more.requestedByName, reason: more.reason })}{" "}
                  {more.granted === null
                    ? t("clocks.extensionOpen")
                    : more.granted
                      ? t("clocks.extended", { day: dayText(more.dueAfter) })
                      : t("clocks.declined")}
                  {more.note ? t("clocks.extensionNote", { note: more.note }) : null}
                </p>
              ))}
              <Why rule={one.ruleText ?? t("clocks.noRule")} steps={one.steps} />
            </>
          ),
        }))}
      />
    </Section>
  );
}

/** What happened to clocks on their way: asked to be longer, decided, standing still, going on. */
export function clockSteps(clocks: readonly ClockShown[]): { day: string | null; text: string }[] {
  return clocks.flatMap(({ title, extensions, pauses }) => [
    ...extensions.flatMap((more) => {
      const name = more.decidedByName ?? "";
      return [
        { day: more.requestedOn, text: t("timeline.asked", { title, name: more.requestedByName }) },
        {
          day: more.decidedOn,
          text: more.granted
            ? t("timeline.extended", { title, name, day: dayText(more.dueAfter) })
            : t("timeline.declined", { title, name }),
        },
      ];
    }),
    ...pauses.flatMap((pause) => [
      { day: pause.pausedOn, text: t("timeline.paused", { title, reason: told(pause.reason) }) },
      { day: pause.resumedOn, text: t("timeline.resumed", { title }) },
    ]),
  ]);
}

/** What went to and fro, each with its papers to be fetched. */
export function Letters({ letters, aside }: { letters: readonly LetterShown[]; aside?: ReactNode }) {
  return (
    <Section title={t("letters.title")} aside={aside}>
      <Timeline
        entries={letters.map((one) => ({
          key: one.id,
          day: one.datedOn,
          text: (
            <>
              <Tag>{named("direction", one.direction)}</Tag> {named("letter", one.kind)}
              {one.number ? ` ${one.number}` : ""}
              {one.otherParty ? t("with", { name: one.otherParty }) : ""}
            </>
          ),
          more: (
            <>
              {one.measure ? <p>{named("measure", one.measure)}</p> : null}
              <p className="text">{one.text}</p>
              {one.dueOn ? <p>{t("letters.due", { day: dayText(one.dueOn) })}</p> : null}
              {one.package ? (
                <p>
                  <DeliveryTag sent={one.package} /> {one.package.reason}
                </p>
              ) : null}
              <Papers files={[one.wordFile, one.pdfFile, one.file]} />
              {one.pdfFault ? <p>{one.pdfFault}</p> : null}
            </>
          ),
        }))}
      />
    </Section>
  );
}

export function Papers({ files }: { files: readonly ({ id: string; name: string } | null)[] }) {
  return (
    <p className="row">
      {files.map((one) => (one ? <Download key={one.id} file={one} /> : null))}
    </p>
  );
}

interface PartShown {
  id: string;
  kind: string;
  file: { id: string; name: string } | null;
  absentReason: string | null;
  removed: boolean;
}

/** The papers of a package, those that were replaced folded away. */
export function Package({ parts }: { parts: readonly PartShown[] }) {
  const now = parts.filter((one) => !one.removed);
  // A reason that a file took the place of was no file: it is not told as one.
  const old = parts.filter((one) => one.removed && one.file);
  return (
    <>
      <PartList parts={now} />
      {old.length > 0 ? (
        <details>
          <summary>{t("package.replaced", { count: old.length })}</summary>
          <PartList parts={old} />
        </details>
      ) : null}
    </>
  );
}

function PartList({ parts }: { parts: readonly PartShown[] }) {
  return (
    <Facts
      facts={parts.map((one) => [
        named("part", one.kind),
        one.file ? (
          <Download key={one.id} file={one.file} />
        ) : (
          t("package.absent", { reason: one.absentReason ?? "" })
        ),
      ])}
    />
  );
}

interface DocumentShown {
  documentNumber: string | null;
  kind: string | null;
  adoptedOn: string | null;
  adoptedBy: string | null;
  printedOn: string | null;
  publishedOn: string | null;
  publishedIn: string | null;
  effectiveOn: string | null;
  validUntil: string | null;
  openness: string | null;
  generallyBinding: boolean | null;
  governmentNumber: string | null;
  platformNumber: string | null;
  paperCopies: number | null;
}

/** What is said of a document, in the order of a filing report. */
export function documentFacts(one: DocumentShown): [string, ReactNode][] {
  return [
    [t("document.number"), one.documentNumber],
    [t("document.kind"), named("kind", one.kind)],
    [t("document.adoptedOn"), dayText(one.adoptedOn)],
    [t("document.adoptedBy"), one.adoptedBy],
    [t("document.printedOn"), dayText(one.printedOn)],
    [t("document.publishedOn"), dayText(one.publishedOn)],
    [t("document.publishedIn"), one.publishedIn],
    [t("document.effectiveOn"), dayText(one.effectiveOn)],
    [t("document.validUntil"), dayText(one.validUntil)],
    [t("document.openness"), named("openness", one.openness)],
    [
      t("document.binding"),
      one.generallyBinding === null ? null : one.generallyBinding ? t("yes") : t("no"),
    ],
    [t("document.governmentNumber"), one.governmentNumber],
    [t("document.platformNumber"), one.platformNumber],
    [t("document.copies"), one.paperCopies],
  ];
}
