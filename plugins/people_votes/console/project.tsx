import {
  dayText,
  Facts,
  Gone,
  Link,
  RecordPage,
  Section,
  Tag,
  Timeline,
  useAsk,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { DutyTag } from "./duties.tsx";
import { money } from "./money.ts";
import { Photos } from "./photos.tsx";
import { AdjustmentActs, Grouping, MarkDone, Mending, ProjectActs, PublishingReport } from "./project_acts.tsx";
import { OneProject, type Project } from "./project_query.ts";
import { named, t } from "./texts.ts";

const MARKING = "people_votes.mark_milestone";
const BY_CYCLE = ["HALF_YEAR_REPORT", "YEAR_END_ASSESSMENT"];
const MENDING = "people_votes.report_mended";

export default function ProjectPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(OneProject, { id });
  if (!data) return <Waiting title={t("projects.title")} error={error} />;
  const one = data.node && "percent" in data.node ? data.node : null;
  const back = { to: "../projects", text: t("projects.back") };
  if (!one) return <Gone title={t("projects.title")} back={back} />;
  return (
    <RecordPage
      record={one.id}
      title={`${one.number}. ${one.title}`}
      back={back}
      state={
        <Tag tone={one.state === "ACCEPTED" ? "good" : one.state === "STOPPED" ? "late" : "plain"}>
          {named("projectState", one.state)}
        </Tag>
      }
    >
      <Progress one={one} />
      <ProjectActs one={one} />
      <Duties one={one} />
      <Milestones one={one} />
      <Reports one={one} />
      <Checks one={one} />
      <Group one={one} />
      <Ending one={one} />
      <Adjustments one={one} />
      <Section title={t("project.facts")}>
        <Facts
          facts={[
            [t("project.year"), one.year],
            [
              t("project.cycle"),
              one.cycle ? <Link to={`../cycles/${one.cycle.id}`}>{one.cycle.title}</Link> : null,
            ],
            [t("project.content"), one.content],
            [t("project.unit"), one.responsibleUnit],
            [t("project.target"), one.target],
            [t("project.investment"), money(one.investment)],
            [t("project.funding"), one.funding],
            [t("project.startsOn"), dayText(one.startsOn)],
            [t("project.dueOn"), dayText(one.dueOn)],
            [t("project.crossYear"), one.crossYear ? t("yes") : t("no")],
            [t("candidate.votes"), one.votesFor],
            [t("project.adoptedOn"), dayText(one.adoptedOn)],
            [t("project.publishedOn"), dayText(one.publishedOn)],
            [t("plan.unit"), one.planUnit],
            [t("plan.target"), one.planTarget],
            [t("plan.begins"), dayText(one.planFrom)],
            [t("plan.until"), dayText(one.planUntil)],
            [t("plan.budget"), money(one.planBudget)],
            [t("project.stoppedOn"), dayText(one.stoppedOn)],
            [t("project.carriedOverOn"), dayText(one.carriedOverOn)],
          ]}
        />
      </Section>
    </RecordPage>
  );
}

function Progress({ one }: { one: Project }) {
  const budget = one.planBudget ?? one.investment;
  return (
    <ul className="counts">
      <li>
        <strong>{one.percent}%</strong>
        {t("project.percent")} {dayText(one.reportedOn)}
        <progress aria-label={t("project.percent")} max={100} value={one.percent} />
      </li>
      <li className={one.overspent > 0 ? "late" : ""}>
        <strong>{money(one.spent)}</strong>
        {one.overspent > 0
          ? t("project.overspent", { over: money(one.overspent) })
          : t("project.ofBudget", { budget: money(budget) })}
        <progress
          aria-label={t("project.spent")}
          max={Math.max(budget, 1)}
          value={Math.min(one.spent, Math.max(budget, 1))}
        />
      </li>
    </ul>
  );
}

function Duties({ one }: { one: Project }) {
  if (one.duties.length === 0) return null;
  return (
    <Section title={t("duties.title")}>
      <Timeline
        entries={one.duties.map((duty) => ({
          key: duty.id,
          day: duty.dueOn,
          text: (
            <>
              {named("dutyKind", duty.kind)} <DutyTag one={duty} />{" "}
              <span className="quiet">{named("side", duty.by)}</span>
            </>
          ),
          more: (
            <>
              <Why
                rule={duty.ruleText}
                steps={duty.deadlines.flatMap((clock) => clock.steps)}
              />
              {BY_CYCLE.includes(duty.kind) && duty.state === "OPEN" && one.cycle ? (
                <p>
                  <Link to={`../cycles/${one.cycle.id}`}>{t("duty.inCycle")}</Link>
                </p>
              ) : null}
            </>
          ),
        }))}
      />
    </Section>
  );
}

function Milestones({ one }: { one: Project }) {
  if (one.milestones.length === 0) return null;
  return (
    <Section title={t("milestones.title")}>
      <Timeline
        entries={one.milestones.map((milestone) => ({
          key: milestone.id,
          day: milestone.dueOn,
          text: (
            <>
              {milestone.title}{" "}
              {milestone.droppedOn ? (
                <Tag>{t("milestone.dropped")}</Tag>
              ) : (
                <Tag tone={milestone.done ? "good" : milestone.lateBy > 0 ? "late" : "plain"}>
                  {milestone.done ? t("milestone.done", { day: dayText(milestone.doneOn) }) : t("milestone.open")}
                  {milestone.lateBy > 0 ? ` ${t("duty.late", { days: milestone.lateBy })}` : ""}
                </Tag>
              )}
            </>
          ),
          more: (
            <>
              {milestone.note}
              <MarkDone
                milestone={milestone.id}
                open={one.offered.includes(MARKING) && !milestone.done && !milestone.droppedOn}
              />
            </>
          ),
        }))}
      />
    </Section>
  );
}

function Reports({ one }: { one: Project }) {
  if (one.reports.length === 0) return null;
  return (
    <Section title={t("reports.title")}>
      <Timeline
        entries={one.reports.map((report) => ({
          key: report.id,
          day: report.reportedOn,
          text: (
            <>
              {report.percent}% {money(report.spent)}{" "}
              <span className="quiet">{`${named("side", report.by)} ${report.reportedByName}`}</span>
              <p>{report.text}</p>
              <Photos files={report.attachments} />
            </>
          ),
          more: <PublishingReport one={report} />,
        }))}
      />
    </Section>
  );
}

function Checks({ one }: { one: Project }) {
  if (one.checks.length === 0) return null;
  return (
    <Section title={t("checks.title")}>
      <Timeline
        entries={one.checks.map((check) => ({
          key: check.id,
          day: check.checkedOn,
          text: (
            <>
              {check.place} <span className="quiet">{check.recordedByName}</span>
              <p>{check.findings}</p>
              {check.mustMend ? (
                <p>
                  <Tag tone={check.mendedOn ? "good" : "late"}>
                    {check.mendedOn
                      ? t("check.mended", { day: dayText(check.mendedOn) })
                      : t("check.toMend", { day: dayText(check.mendUntil) })}
                  </Tag>{" "}
                  {check.mustMend}
                </p>
              ) : null}
              {check.mended ? <p>{check.mended}</p> : null}
              <Photos files={check.attachments} />
            </>
          ),
          more: (
            <Mending
              check={check.id}
              due={one.offered.includes(MENDING) && !!check.mustMend && !check.mendedOn}
            />
          ),
        }))}
      />
    </Section>
  );
}

function Group({ one }: { one: Project }) {
  const group = one.groups[0];
  if (!one.publishedOn) return null;
  return (
    <Section title={t("group.title")}>
      {group ? (
        <>
          <p>
            {group.name}{" "}
            <Tag>{group.public ? t("group.isPublic") : t("group.notPublic")}</Tag>
          </p>
          <ul className="plain-list">
            {group.members.map((person) => (
              <li key={person.id}>
                {person.name}{" "}
                {person.post === named("groupKind", person.kind) ? null : `${person.post} `}
                <Tag>{named("groupKind", person.kind)}</Tag>{" "}
                {person.leader ? <Tag tone="good">{t("group.leader")}</Tag> : null}{" "}
                {person.leftOn ? (
                  <span className="quiet">
                    {t("officials.left", { day: dayText(person.leftOn) })}
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="quiet">{t("group.none")}</p>
      )}
      <Grouping one={one} />
    </Section>
  );
}

/** How it ended: completion, the third party's check, acceptance, how satisfied the deputies are. */
function Ending({ one }: { one: Project }) {
  const told = one.completedOn || one.sentBackOn || one.assessed || one.qualityChecks.length > 0;
  if (!told) return null;
  return (
    <Section title={t("ending.title")}>
      <Facts
        facts={[
          [t("complete.on"), dayText(one.completedOn)],
          [t("complete.text"), one.completion],
          ...one.qualityChecks.map(
            (check) =>
              [
                t("quality.of", { checker: check.checker }),
                `${dayText(check.checkedOn)} ${check.passed ? t("quality.passed") : t("quality.failed")} ${check.result}`,
              ] as const,
          ),
          [t("accept.on"), one.acceptedOn ? `${dayText(one.acceptedOn)} ${one.acceptedByName ?? ""}` : null],
          [t("sendBack.on"), dayText(one.sentBackOn)],
          [t("sendBack.reason"), one.sentBackReason],
          [t("assess.result"), one.assessed ? `${one.assessed} ${dayText(one.assessedOn)}` : null],
          [t("assess.failed"), one.failedAssessments > 0 ? one.failedAssessments : null],
          ...one.furtherReports.map(
            (report) =>
              [
                t("again.of", { day: dayText(report.reportedOn) }),
                report.text,
              ] as const,
          ),
        ]}
      />
      <Photos files={one.attachments} />
      {one.assessed ? (
        <p>
          <Link to="../votes">{t("assess.rounds")}</Link>
        </p>
      ) : null}
    </Section>
  );
}

function Adjustments({ one }: { one: Project }) {
  if (one.adjustments.length === 0) return null;
  return (
    <Section title={t("adjustments.title")}>
      {one.adjustments.map((change) => (
        <div key={change.id} className="item">
          <p>
            {named("adjustmentKind", change.kind)}{" "}
            <Tag tone={change.state === "REJECTED" ? "late" : "plain"}>
              {named("adjustmentState", change.state)}
            </Tag>
          </p>
          <Facts
            facts={[
              [t("adjust.reason"), named("adjustmentReason", change.reason)],
              [t("adjust.explanation"), change.explanation],
              [t("adjust.proposedOn"), `${dayText(change.proposedOn)} ${change.proposedByName}`],
              [t("project.content"), changed(change.oldContent, change.newContent)],
              [t("project.target"), changed(change.oldTarget, change.newTarget)],
              [t("project.investment"), changed(money(change.oldInvestment), money(change.newInvestment))],
              [t("project.dueOn"), changed(dayText(change.oldDueOn), dayText(change.newDueOn))],
              [t("adjust.decided"), change.decidedBy],
              [
                t("adjust.meeting"),
                change.meetingTitle ? `${change.meetingTitle} ${dayText(change.meetingHeldOn)}` : null,
              ],
              [
                t("adjust.votes"),
                change.meetingMembers === null
                  ? null
                  : t("adjust.votesOf", {
                      members: change.meetingMembers,
                      present: change.meetingPresent ?? "",
                      inFavour: change.meetingInFavour ?? "",
                    }),
              ],
              [
                t("adjust.recorded"),
                change.decidedOn ? `${dayText(change.decidedOn)} ${change.decidedByName ?? ""}` : null,
              ],
              [t("adjust.noticedOn"), dayText(change.noticedOn)],
              [t("adjust.notice"), change.notice],
              [
                t("adjust.withdrawn"),
                change.withdrawnOn ? `${dayText(change.withdrawnOn)} ${change.withdrawnByName ?? ""}` : null,
              ],
              [t("withdrawAdjustment.reason"), change.withdrawReason],
              [t("adjust.reported"), change.reportedOn ? `${dayText(change.reportedOn)} ${change.reportSession ?? ""}` : null],
            ]}
          />
          <Why rule={change.ruleText} />
          <AdjustmentActs one={change} />
        </div>
      ))}
    </Section>
  );
}

const changed = (before: string, after: string) =>
  before === after ? null : t("adjust.fromTo", { before, after });
