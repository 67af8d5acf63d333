import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  file,
  graphql,
  longText,
  number,
  rows,
  text,
  useEvery,
  useHere,
  yes,
} from "@renda/console";
import { money } from "./money.ts";
import { useStaff } from "./people.ts";
import type { Project } from "./project_query.ts";
import { options, t } from "./texts.ts";

const Plan = graphql(`
  mutation PlanProject($input: PlanProjectInput!) {
    planProject(input: $input) {
      id
    }
  }
`);
const AddMilestone = graphql(`
  mutation AddMilestone($input: AddMilestoneInput!) {
    addMilestone(input: $input) {
      id
    }
  }
`);
const MarkMilestone = graphql(`
  mutation MarkMilestone($input: MarkMilestoneInput!) {
    markMilestone(input: $input) {
      id
    }
  }
`);
const Report = graphql(`
  mutation ReportProgress($input: ReportProgressInput!) {
    reportProgress(input: $input) {
      id
    }
  }
`);
const Check = graphql(`
  mutation RecordCheck($input: RecordCheckInput!) {
    recordCheck(input: $input) {
      id
    }
  }
`);
const Mended = graphql(`
  mutation ReportMended($input: ReportMendedInput!) {
    reportMended(input: $input) {
      id
    }
  }
`);
const Again = graphql(`
  mutation ReportAgain($input: ReportAgainInput!) {
    reportAgain(input: $input) {
      id
    }
  }
`);
const FormGroup = graphql(`
  mutation FormGroup($input: FormGroupInput!) {
    formGroup(input: $input) {
      id
    }
  }
`);
const ChangeGroup = graphql(`
  mutation ChangeGroup($input: ChangeGroupInput!) {
    changeGroup(input: $input) {
      id
    }
  }
`);
const Complete = graphql(`
  mutation CompleteProject($input: CompleteProjectInput!) {
    completeProject(input: $input) {
      id
    }
  }
`);
const Quality = graphql(`
  mutation RecordQualityCheck($input: RecordQualityCheckInput!) {
    recordQualityCheck(input: $input) {
      id
    }
  }
`);
const Accept = graphql(`
  mutation AcceptProject($input: AcceptProjectInput!) {
    acceptProject(input: $input) {
      id
    }
  }
`);
const SendBack = graphql(`
  mutation SendBackProject($input: SendBackProjectInput!) {
    sendBackProject(input: $input) {
      id
    }
  }
`);
const Propose = graphql(`
  mutation ProposeAdjustment($input: ProposeAdjustmentInput!) {
    proposeAdjustment(input: $input) {
      id
    }
  }
`);
const WithdrawAdjustment = graphql(`
  mutation WithdrawAdjustment($input: WithdrawAdjustmentInput!) {
    withdrawAdjustment(input: $input) {
      id
    }
  }
`);
const Decide = graphql(`
  mutation DecideAdjustment($input: DecideAdjustmentInput!) {
    decideAdjustment(input: $input) {
      id
    }
  }
`);
const PublishAdjustment = graphql(`
  mutation PublishAdjustment($input: PublishAdjustmentInput!) {
    publishAdjustment(input: $input) {
      id
    }
  }
`);
const ReportAdjustment = graphql(`
  mutation ReportAdjustment($input: ReportAdjustmentInput!) {
    reportAdjustment(input: $input) {
      id
    }
  }
`);
const CheckSecrecy = graphql(`
  mutation CheckReportSecrecy($input: CheckProjectSecrecyInput!) {
    checkProjectSecrecy(input: $input) {
      id
    }
  }
`);
const PublishProgress = graphql(`
  mutation PublishProgress($input: PublishProgressInput!) {
    publishProgress(input: $input) {
      id
    }
  }
`);
const Deputies = graphql(`
  query DeputiesOfGroups($after: String) {
    mandates(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        district
        endedOn
      }
    }
  }
`);

/** Photos and papers of a report: a photo says where it was taken, in words. */
const photos = () =>
  rows(t("photos.title"), {
    file: file(t("photos.file"), { required: true }),
    photo: yes(t("photos.photo")),
    place: text(t("photos.place"), { required: true, when: (typed) => typed.photo === true }),
  });

/** The plan as it stands; without one there is nothing but names. */
const planSays = (one: Project) => [
  { name: t("plan.unit"), text: one.planUnit ?? "" },
  { name: t("plan.target"), text: one.planTarget ?? "" },
  { name: t("plan.begins"), text: dayText(one.planFrom) },
  { name: t("plan.until"), text: dayText(one.planUntil) },
  { name: t("plan.budget"), text: money(one.planBudget) },
  {
    name: t("milestones.title"),
    text: one.milestones
      .filter((milestone) => !milestone.droppedOn)
      .map((milestone) => `${dayText(milestone.dueOn)} ${milestone.title}`)
      .join("\n"),
  },
];

/** What a plan begins with: what was decided by the vote, and what is still to be reached. */
const beginPlan = (one: Project) => ({
  unit: one.planUnit ?? undefined,
  target: one.target,
  from: one.planFrom ?? one.startsOn,
  until: one.dueOn,
  budget: String(one.planBudget ?? one.investment),
  milestones: one.milestones
    .filter((milestone) => !milestone.droppedOn && !milestone.done)
    .map((milestone) => ({ title: milestone.title, dueOn: milestone.dueOn })),
});

export function ProjectActs({ one }: { one: Project }) {
  const input = { project: one.id };
  return (
    <Acts>
      <Act
        verb={Plan}
        action="people_votes.plan_project"
        text={t("plan.go")}
        about={one.id}
        offered={one.offered}
        before={<p>{one.publishedOn ? t("plan.beforeAgain") : t("plan.before")}</p>}
        fields={{
          unit: text(t("plan.unit"), { hint: t("plan.unitHint") }),
          target: longText(t("project.target"), { required: true }),
          from: day(t("plan.begins"), { required: true }),
          until: day(t("plan.until"), { required: true }),
          budget: number(t("plan.budget"), { required: true, least: 0 }),
          milestones: rows(t("milestones.title"), {
            title: text(t("milestone.name"), { required: true }),
            dueOn: day(t("milestone.dueOn"), { required: true }),
          }),
        }}
        begin={beginPlan(one)}
        revision={one.planRevision}
        says={planSays(one)}
        variables={(typed, seen) => ({ input: { ...input, ...typed, seen } })}
        said={t("plan.done")}
      />
      <Act
        verb={Report}
        action="people_votes.report_progress"
        text={t("report.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          percent: number(t("report.percent"), { required: true, least: 0, most: 100 }),
          spent: number(t("report.spent"), { required: true, least: 0 }),
          text: longText(t("report.text"), { required: true }),
          files: photos(),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("report.done")}
      />
      <Act
        verb={Check}
        action="people_votes.record_check"
        text={t("check.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          checkedOn: day(t("check.on"), { required: true }),
          place: text(t("check.place"), { required: true, hint: t("check.placeHint") }),
          findings: longText(t("check.findings"), { required: true }),
          mustMend: longText(t("check.mustMend")),
          mendUntil: day(t("check.mendUntil"), { required: true, when: (typed) => !!typed.mustMend }),
          files: photos(),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("check.done")}
      />
      <Act
        verb={AddMilestone}
        action="people_votes.add_milestone"
        text={t("addMilestone.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          title: text(t("milestone.name"), { required: true }),
          dueOn: day(t("milestone.dueOn"), { required: true }),
        }}
        variables={(milestone) => ({ input: { ...input, milestone } })}
        said={t("addMilestone.done")}
      />
      <Act
        verb={Complete}
        action="people_votes.complete_project"
        text={t("complete.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          completedOn: day(t("complete.on"), { required: true }),
          text: longText(t("complete.text"), { required: true }),
          files: rows(
            t("photos.title"),
            {
              file: file(t("photos.file"), { required: true }),
              photo: yes(t("photos.photo")),
              place: text(t("photos.place"), { required: true, when: (typed) => typed.photo === true }),
            },
            { least: 1 },
          ),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("complete.done")}
      />
      <Act
        verb={Quality}
        action="people_votes.record_quality_check"
        text={t("quality.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          checker: text(t("quality.checker"), { required: true }),
          checkedOn: day(t("quality.on"), { required: true }),
          passed: yes(t("quality.passed")),
          result: longText(t("quality.result"), { required: true }),
          files: photos(),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("quality.done")}
      />
      <Act
        verb={Accept}
        action="people_votes.accept_project"
        text={t("accept.go")}
        about={one.id}
        offered={one.offered}
        before={<p>{t("accept.before")}</p>}
        variables={() => ({ input })}
        said={t("accept.done")}
      />
      <Act
        verb={SendBack}
        action="people_votes.send_back_project"
        text={t("sendBack.go")}
        about={one.id}
        offered={one.offered}
        danger
        fields={{ reason: longText(t("sendBack.reason"), { required: true }) }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("sendBack.done")}
      />
      <Act
        verb={Again}
        action="people_votes.report_again"
        text={t("again.go")}
        about={one.id}
        offered={one.offered}
        fields={{ text: longText(t("again.text"), { required: true }), files: photos() }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("again.done")}
      />
      <Act
        verb={Propose}
        action="people_votes.propose_adjustment"
        text={t("propose.go")}
        about={one.id}
        offered={one.offered}
        before={<p>{t("propose.before")}</p>}
        fields={{
          kind: choice(t("adjust.kind"), options("adjustmentKind"), { required: true }),
          reason: choice(t("adjust.reason"), options("adjustmentReason"), { required: true }),
          explanation: longText(t("adjust.explanation"), { required: true }),
          content: longText(t("project.content"), { when: (typed) => typed.kind === "CONTENT" }),
          target: longText(t("project.target"), { when: (typed) => typed.kind === "CONTENT" }),
          investment: number(t("project.investment"), {
            least: 0,
            when: (typed) => typed.kind === "CONTENT",
          }),
          dueOn: day(t("project.dueOn"), { required: true, when: (typed) => typed.kind === "DELAY" }),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("propose.done")}
      />
    </Acts>
  );
}

export function MarkDone({ milestone, open }: { milestone: string; open: boolean }) {
  return (
    <Act
      verb={MarkMilestone}
      action="people_votes.mark_milestone"
      text={t("mark.go")}
      about={milestone}
      offered={open}
      fields={{
        doneOn: day(t("milestone.doneOn"), { required: true }),
        note: text(t("milestone.note")),
      }}
      variables={(typed) => ({ input: { milestone, ...typed } })}
      said={t("mark.done")}
    />
  );
}

export function Mending({ check, due }: { check: string; due: boolean }) {
  return (
    <Act
      verb={Mended}
      action="people_votes.report_mended"
      text={t("mended.go")}
      about={check}
      offered={due}
      fields={{ text: longText(t("mended.text"), { required: true }), files: photos() }}
      variables={(typed) => ({ input: { check, ...typed } })}
      said={t("mended.done")}
    />
  );
}

/** A report is shown to visitors after a secrecy check by somebody else. */
export function PublishingReport({ one }: { one: Project["reports"][number] }) {
  const report = one.id;
  return (
    <Acts>
      <Act
        verb={CheckSecrecy}
        action="people_votes.check_project_secrecy"
        text={t("secrecy.go")}
        about={report}
        offered={one.offered}
        fields={{ passed: yes(t("secrecy.passed")), note: longText(t("secrecy.note")) }}
        variables={({ passed, note }) => ({ input: { report, passed, note: note ?? "" } })}
        said={t("secrecy.done")}
      />
      <Act
        verb={PublishProgress}
        action="people_votes.publish_progress"
        text={t("publishProgress.go")}
        about={report}
        offered={one.offered}
        before={<p>{t("publishProgress.before")}</p>}
        variables={() => ({ input: { report } })}
        said={t("publishProgress.done")}
      />
    </Acts>
  );
}

export function AdjustmentActs({ one }: { one: Project["adjustments"][number] }) {
  const input = { adjustment: one.id };
  return (
    <Acts>
      <Act
        verb={WithdrawAdjustment}
        action="people_votes.withdraw_adjustment"
        text={t("withdrawAdjustment.go")}
        about={one.id}
        offered={one.offered}
        before={<p>{t("withdrawAdjustment.before")}</p>}
        fields={{ reason: text(t("withdrawAdjustment.reason"), { required: true }) }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("withdrawAdjustment.done")}
      />
      <Act
        verb={Decide}
        action="people_votes.decide_adjustment"
        text={t("decide.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          title: text(t("meeting.name"), { required: true }),
          heldOn: day(t("examine.heldOn"), { required: true }),
          members: number(t("examine.members"), { required: true, least: 1 }),
          present: number(t("examine.present"), { required: true, least: 0 }),
          inFavour: number(t("examine.inFavour"), { required: true, least: 0 }),
        }}
        variables={(meeting) => ({ input: { ...input, meeting } })}
        said={t("decide.done")}
      />
      <Act
        verb={CheckSecrecy}
        action="people_votes.check_project_secrecy"
        text={t("secrecy.go")}
        about={one.id}
        offered={one.offered}
        fields={{ passed: yes(t("secrecy.passed")), note: longText(t("secrecy.note")) }}
        variables={({ passed, note }) => ({ input: { ...input, passed, note: note ?? "" } })}
        said={t("secrecy.done")}
      />
      <Act
        verb={PublishAdjustment}
        action="people_votes.publish_adjustment"
        text={t("notice.go")}
        about={one.id}
        offered={one.offered}
        fields={{ notice: longText(t("notice.text"), { required: true }) }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("notice.done")}
      />
      <Act
        verb={ReportAdjustment}
        action="people_votes.report_adjustment"
        text={t("reportAdjustment.go")}
        about={one.id}
        offered={one.offered}
        fields={{
          session: text(t("reportAdjustment.session"), { required: true }),
          reportedOn: day(t("reportAdjustment.on"), { required: true }),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("reportAdjustment.done")}
      />
    </Acts>
  );
}

const GROUPING = ["people_votes.form_group", "people_votes.change_group"];

function useMemberFields(offered: boolean) {
  const here = useHere();
  const may = offered && here.can("core.read_people");
  const deputies = useEvery(Deputies, {}, (data) => data.mandates, !may)
    .filter((one) => !one.endedOn)
    .map((one) => ({ value: one.id, text: `${one.name} ${one.district}` }));
  const staff = useStaff(!may).map((one) => ({ value: one.id, text: `${one.name} ${one.post}` }));
  return {
    kind: choice(t("group.kind"), options("groupKind"), { required: true }),
    mandate: choice(t("group.deputy"), deputies, {
      required: true,
      when: (typed) => typed.kind === "DEPUTY",
    }),
    member: choice(t("group.member"), staff, {
      required: true,
      when: (typed) => typed.kind === "COMMITTEE",
    }),
    name: text(t("person.name"), {
      required: true,
      when: (typed) => ["GOVERNMENT", "PARTY", "RESIDENT"].includes(String(typed.kind)),
    }),
    post: text(t("group.post")),
    leader: yes(t("group.leader")),
  };
}

export function Grouping({ one }: { one: Project }) {
  const member = useMemberFields(one.offered.some((verb) => GROUPING.includes(verb)));
  const group = one.groups[0];
  const full = (members: readonly { post: string | null }[]) =>
    members.map((typed) => ({ ...typed, post: typed.post ?? "" }));
  if (!group)
    return (
      <Act
        verb={FormGroup}
        action="people_votes.form_group"
        text={t("formGroup.go")}
        about={one.id}
        offered={one.offered}
        before={<p>{t("formGroup.before")}</p>}
        fields={{
          name: text(t("group.name"), { hint: t("group.nameHint") }),
          public: yes(t("group.public")),
          members: rows(t("group.members"), member, { least: 1 }),
        }}
        variables={({ name, members, ...typed }) => ({
          input: {
            project: one.id,
            name: name ?? "",
            ...typed,
            members: full(members) as typeof members & { post: string }[],
          },
        })}
        said={t("formGroup.done")}
      />
    );
  const there = group.members
    .filter((person) => !person.leftOn)
    .map((person) => ({ value: person.id, text: person.name }));
  return (
    <Act
      verb={ChangeGroup}
      action="people_votes.change_group"
      text={t("changeGroup.go")}
      about={group.id}
      offered={one.offered}
      fields={{
        leaving: rows(t("group.leaving"), {
          member: choice(t("person.name"), there, { required: true }),
        }),
        joining: rows(t("group.joining"), member),
      }}
      revision={group.revision}
      says={[
        {
          name: t("group.members"),
          text: there.map((person) => person.text).join("\n"),
          mark: there.map((person) => person.value).join(),
        },
      ]}
      variables={({ leaving, joining }, seen) => ({
        input: {
          group: group.id,
          leaving: leaving.map((person) => person.member),
          joining: full(joining) as typeof joining & { post: string }[],
          seen,
        },
      })}
      said={t("changeGroup.done")}
    />
  );
}
