import { useState } from "react";
import {
  Act,
  choice,
  dayText,
  FieldRow,
  graphql,
  RecordPage,
  Section,
  useAsk,
  Waiting,
} from "@renda/console";
import { ideaFields, RecordIdea } from "./record_idea.ts";
import { t } from "./texts.ts";

const Calls = graphql(`
  query CallsThatRun {
    publicCalls(first: 50) {
      nodes {
        id
        title
        area
        cycle
        until
      }
    }
  }
`);

interface Recorded {
  title: string;
  code: string;
}

/** Ideas from paper and telephone, one after the other, while a call runs. */
export default function CollectPage() {
  const { data, error } = useAsk(Calls, {});
  const [cycle, setCycle] = useState("");
  const [recorded, setRecorded] = useState<readonly Recorded[]>([]);
  const [last, setLast] = useState({ source: "STATION", collectedBy: "" });
  if (!data) return <Waiting title={t("collect.title")} error={error} />;
  const calls = data.publicCalls.nodes;
  const call = calls.find((one) => one.cycle === cycle) ?? calls[0];
  if (!call)
    return (
      <RecordPage title={t("collect.title")}>
        <p className="empty">{t("collect.noCall")}</p>
        <Receipts recorded={recorded} />
      </RecordPage>
    );
  const named = (one: (typeof calls)[number]) => (one.area ? `${one.title} ${one.area}` : one.title);
  return (
    <RecordPage title={t("collect.title")}>
      {calls.length > 1 ? (
        <FieldRow
          loose
          field={choice(
            t("collect.call"),
            calls.map((one) => ({ value: one.cycle, text: named(one) })),
            { required: true },
          )}
          value={call.cycle}
          onChange={(value) => setCycle(String(value))}
        />
      ) : null}
      <p className="quiet">
        {call.until
          ? t("collect.until", { call: named(call), day: dayText(call.until) })
          : t("collect.always", { call: named(call) })}
      </p>
      <Act
        key={`${call.cycle}/${recorded.length}`}
        open
        verb={RecordIdea}
        action="people_votes.record_idea"
        text={t("recordIdea.go")}
        about={call.cycle}
        before={<p>{t("recordIdea.before")}</p>}
        fields={ideaFields}
        begin={last}
        variables={(typed) => {
          setLast({ source: typed.source, collectedBy: typed.collectedBy ?? "" });
          return { input: { cycle: call.cycle, ...typed } };
        }}
        said={(made) => t("recordIdea.done", { code: made.recordIdea.code })}
        done={(made) => setRecorded((all) => [made.recordIdea, ...all])}
      />
      <Receipts recorded={recorded} />
    </RecordPage>
  );
}

/** The codes to be handed over: kept nowhere, so they stand here as long as the page does. */
function Receipts({ recorded }: { recorded: readonly Recorded[] }) {
  if (recorded.length === 0) return null;
  return (
    <Section title={t("collect.recorded", { count: recorded.length })}>
      <p className="quiet">{t("collect.codes")}</p>
      <ul className="cards">
        {recorded.map((one) => (
          <li key={one.code}>
            <strong>{one.title}</strong>
            <p>
              {t("collect.code")} <code>{one.code}</code>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
