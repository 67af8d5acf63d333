import {
  Act,
  Acts,
  choice,
  dayText,
  DueDate,
  Facts,
  graphql,
  longText,
  Offered,
  Records,
  type ResultOf,
  Tag,
  useHere,
  yes,
} from "@renda/console";
import { FINDING, Record } from "./findings.tsx";
import { named, options, t } from "./texts.ts";

export const TaskParts = graphql(`
  fragment TaskParts on ReviewTask {
    id
    title
    reviewerOrgan
    reviewerName
    request
    state
    createdAt
    submittedOn
    summary
  }
`);

const Tasks = graphql(`
  query ReviewTasks($first: Int, $after: String, $last: Int, $before: String, $state: TaskState, $extensionToDecide: Boolean, $mine: Boolean) {
    reviewTasks(first: $first, after: $after, last: $last, before: $before, state: $state, extensionToDecide: $extensionToDecide, mine: $mine) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        title
        filing
        makerName
        state
        submittedOn
        reviewerName
        deadlines {
          id
          dueOn
          state
          ruleText
          steps
        }
      }
    }
  }
`);

const Submit = graphql(`
  mutation SubmitReview($input: SubmitReviewInput!) {
    submitReview(input: $input) {
      id
    }
  }
`);

const Recall = graphql(`
  mutation RecallReview($input: RecallReviewInput!) {
    recallReview(input: $input) {
      id
    }
  }
`);

const AskLonger = graphql(`
  mutation RequestTaskExtension($input: RequestExtensionInput!) {
    requestExtension(input: $input) {
      id
    }
  }
`);

const Extend = graphql(`
  mutation ExtendTask($input: ExtendReviewInput!) {
    extendReview(input: $input) {
      id
    }
  }
`);

const Decline = graphql(`
  mutation DeclineTaskExtension($input: DeclineExtensionInput!) {
    declineExtension(input: $input) {
      id
    }
  }
`);

export type TaskShown = ResultOf<typeof TaskParts>;

export function TaskTag({ state }: { state: string }) {
  const tones: Record<string, "good" | "soon"> = { OPEN: "soon", SUBMITTED: "good" };
  return <Tag tone={tones[state] ?? "plain"}>{named("task", state)}</Tag>;
}

/** What stands in the summary: of a task that was taken back, why. */
export function summaryLabel(state: string): string {
  return state === "RECALLED" ? t("recall.reason") : t("submit.summary");
}

/** What the reviewer of a task may do with it. */
export function TaskActs({ task }: { task: { id: string; state: string } }) {
  return (
    <Offered when={task.state === "OPEN"}>
      <Acts>
        <Act
          verb={Record}
          action="filing_review.record_finding"
          text={t("finding.go")}
          about={task.id}
          fields={FINDING}
          variables={({ conflictsWith, ...typed }) => ({
            input: { task: task.id, ...typed, conflictsWith: conflictsWith.map((one) => one.rule) },
          })}
          said={t("finding.done")}
        />
        <Act
          verb={Submit}
          action="filing_review.submit_review"
          text={t("submit.go")}
          about={task.id}
          before={<p>{t("submit.before")}</p>}
          fields={{ summary: longText(t("submit.summary"), { required: true, hint: t("submit.hint") }) }}
          variables={(typed) => ({ input: { task: task.id, ...typed } })}
          said={t("submit.done")}
        />
      </Acts>
    </Offered>
  );
}

/** A committee asks its own head for longer. */
export function TaskTime(props: {
  task: { id: string; state: string };
  asked: readonly { granted: boolean | null; decidable: boolean }[];
  /** Whether there is a limit at all. */
  counted: boolean;
}) {
  const { task, asked, counted } = props;
  const decidable = asked.some((more) => more.decidable);
  return (
    <Offered when={task.state === "OPEN"}>
      <Acts>
        <Act
          verb={AskLonger}
          action="filing_review.request_extension"
          text={t("extension.ask")}
          about={task.id}
          offered={counted && asked.every((more) => more.granted === false)}
          fields={{ reason: longText(t("act.reason"), { required: true }) }}
          variables={(typed) => ({ input: { task: task.id, ...typed } })}
          said={t("extension.asked")}
        />
        <Act
          verb={Extend}
          action="filing_review.extend_review"
          text={t("extension.grant")}
          about={task.id}
          offered={decidable}
          fields={{ note: longText(t("act.note")) }}
          variables={(typed) => ({ input: { task: task.id, ...typed } })}
          said={t("extension.granted")}
        />
        <Act
          verb={Decline}
          action="filing_review.decline_extension"
          text={t("extension.decline")}
          about={task.id}
          offered={decidable}
          fields={{ note: longText(t("act.reason"), { required: true }) }}
          variables={(typed) => ({ input: { task: task.id, ...typed } })}
          said={t("extension.declined")}
        />
      </Acts>
    </Offered>
  );
}

/** One reviewer's part, beside the others'. */
export function TaskCard(props: { one: TaskShown; own: boolean; recalls: boolean }) {
  const { one, own, recalls } = props;
  return (
    <div className="item">
      <p>
        <strong>{one.reviewerName}</strong> <TaskTag state={one.state} /> {dayText(one.submittedOn)}
      </p>
      <Facts
        facts={[
          [t("assign.request"), one.request],
          [summaryLabel(one.state), one.summary],
        ]}
      />
      {own ? <TaskActs task={one} /> : null}
      <Offered when={!own && recalls && one.state === "OPEN"}>
        <Acts>
          <Act
            verb={Recall}
            action="filing_review.recall_review"
            text={t("recall.go")}
            about={one.id}
            danger
            fields={{ reason: longText(t("act.reason"), { required: true }) }}
            variables={(typed) => ({ input: { task: one.id, ...typed } })}
            said={t("recall.done")}
          />
        </Acts>
      </Offered>
    </div>
  );
}

interface Clock {
  id: string;
  dueOn: string | null;
  state: string;
  ruleText: string | null;
  steps: string[];
}

/** Until when a task is to be done; what is done has no such day any more. */
function TaskDue({ clocks }: { clocks: readonly Clock[] }) {
  return clocks
    .filter((one) => one.state === "RUNNING")
    .map((one) => (
      <DueDate key={one.id} on={one.dueOn} because={{ rule: one.ruleText, steps: one.steps }} />
    ));
}

export default function TasksPage() {
  const here = useHere();
  return (
    <Records
      title={t("tasks.title")}
      query={Tasks}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.reviewTasks}
      filters={{
        state: choice(t("filing.state"), options("task")),
        mine: yes(t("tasks.mine")),
        ...(here.can("filing_review.extend_review")
          ? { extensionToDecide: yes(t("filings.toExtend")) }
          : {}),
      }}
      to={(one) => (one.filing ? `../filings/${one.filing}` : one.id)}
      empty={t("tasks.none")}
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("filing.maker"), value: (one) => one.makerName },
        { title: t("filing.state"), value: (one) => <TaskTag state={one.state} /> },
        { title: t("tasks.who"), value: (one) => one.reviewerName },
        { title: t("tasks.dueOn"), value: (one) => <TaskDue clocks={one.deadlines} />, tight: true },
        { title: t("tasks.submittedOn"), value: (one) => dayText(one.submittedOn), tight: true },
      ]}
    />
  );
}
