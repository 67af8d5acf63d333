import {
  Facts,
  Gone,
  graphql,
  RecordPage,
  Section,
  useAsk,
  useNavigate,
  useParams,
  Waiting,
} from "@renda/console";
import { useEffect } from "react";
import { FindingCard, FindingParts } from "./findings.tsx";
import { Original } from "./original.tsx";
import { ClockParts, Clocks } from "./parts.tsx";
import { summaryLabel, TaskActs, TaskTag, TaskTime } from "./tasks.tsx";
import { t } from "./texts.ts";

const One = graphql(`
  query ReviewTask($id: ID!) {
    node(id: $id) {
      ... on ReviewTask {
        id
        title
        filing
        makerName
        reviewerName
        request
        state
        summary
        files {
          id
          kind
          file {
            id
            name
            kind
          }
        }
        findings {
          ...FindingParts
        }
        deadlines {
          ...ClockParts
        }
      }
    }
  }
`, [
  ClockParts,
  FindingParts,
]);

/** A committee's own part of a review: the papers beside what was found in them. Whose case it is
    works on the case, where the document is. */
export default function TaskPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const navigate = useNavigate();
  const one = data?.node && "title" in data.node ? data.node : null;
  const filing = one?.filing;
  useEffect(() => {
    if (filing) void navigate(`../filings/${filing}`, { replace: true });
  }, [filing]);
  if (!data || filing) return <Waiting title={t("tasks.title")} error={error} />;
  const back = { to: "../tasks", text: t("tasks.back") };
  if (!one) return <Gone title={t("tasks.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={<TaskTag state={one.state} />}>
      <TaskActs task={one} />
      {one.deadlines.length > 0 ? (
        <TaskTime task={one} counted={one.deadlines.some((clock) => clock.dueOn !== null)}
          asked={one.deadlines.flatMap((clock) => clock.extensions)} />
      ) : null}
      <Facts
        facts={[
          [t("filing.maker"), one.makerName],
          [t("assign.request"), one.request],
        ]}
      />
      <div className="two">
        <Original papers={one.files} />
        <Section title={t("findings.title")}>
          {one.findings.length === 0 ? <p className="quiet">{t("findings.none")}</p> : null}
          {one.findings.map((found) => (
            <FindingCard key={found.id} one={found} />
          ))}
          {one.summary ? <Facts facts={[[summaryLabel(one.state), one.summary]]} /> : null}
        </Section>
      </div>
      <Clocks clocks={one.deadlines} />
    </RecordPage>
  );
}
