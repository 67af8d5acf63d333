import {
  Act,
  Acts,
  choice,
  dayText,
  Facts,
  Gone,
  graphql,
  Link,
  longText,
  Offered,
  Print,
  RecordPage,
  Records,
  type ResultOf,
  Section,
  Tag,
  Timeline,
  today,
  useAsk,
  useNavigate,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { Erasing } from "./erasing.tsx";
import { stepTag } from "./lists.tsx";
import { points } from "./points.ts";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query PointsList($id: ID!) {
    node(id: $id) {
      ... on PointsList {
        id
        title
        year
        period
        number
        ranked
        deputies
        points
        pointsBefore
        change
        digest
        offered
        corrects
        preparedOn
        preparedByName
        notices {
          id
          deputies
          notifiedOn
          notifiedByName
          ownUntil
          ownText
        }
        upheld
        checks {
          id
          passed
          note
          checkedOn
          checkedByName
        }
      }
    }
  }
`);

const Published = graphql(`
  query PublicationsOfYear($year: Int!) {
    pointsPublications(first: 100, year: $year) {
      nodes {
        id
        pointsList
        publishedOn
        publishedByName
        audiences
        objectionsUntil
        objectionsText
        withdrawals {
          id
          reason
          withdrawnOn
          withdrawnByName
          erased
        }
      }
    }
  }
`);

const Rows = graphql(`
  query PointsListRows(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $pointsList: ID!
  ) {
    pointsListRows(
      first: $first
      after: $after
      last: $last
      before: $before
      pointsList: $pointsList
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        district
        groupName
        points
        effect
        deducted
        entries
        place
        placeInGroup
        account
      }
    }
  }
`);

const Objections = graphql(`
  query PointsObjections(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $pointsList: ID!
  ) {
    pointsObjections(
      first: $first
      after: $after
      last: $last
      before: $before
      pointsList: $pointsList
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        name
        text
        erased
        objectedOn
        answers {
          id
          upheld
          text
          answeredOn
          answeredByName
        }
        deadlines {
          id
          title
          dueOn
          overdueBy
          metOn
          ruleText
          steps
        }
      }
    }
  }
`);

const Notify = graphql(`
  mutation NotifyPointsDeputies($input: NotifyPointsDeputiesInput!) {
    notifyPointsDeputies(input: $input) {
      deputies
    }
  }
`);

const Check = graphql(`
  mutation CheckPointsSecrecy($input: CheckPointsSecrecyInput!) {
    checkPointsSecrecy(input: $input) {
      id
    }
  }
`);

const Publish = graphql(`
  mutation PublishPointsList($input: PublishPointsListInput!) {
    publishPointsList(input: $input) {
      id
    }
  }
`);

const Withdraw = graphql(`
  mutation WithdrawPointsList($input: WithdrawPointsListInput!) {
    withdrawPointsList(input: $input) {
      id
    }
  }
`);

const Correct = graphql(`
  mutation CorrectPointsList($input: PreparePointsListInput!) {
    preparePointsList(input: $input) {
      id
    }
  }
`);

const Answer = graphql(`
  mutation AnswerPointsObjection($input: AnswerPointsObjectionInput!) {
    answerPointsObjection(input: $input) {
      id
    }
  }
`);

type Shown = ResultOf<typeof Published>["pointsPublications"]["nodes"][number];
type List = Extract<NonNullable<ResultOf<typeof One>["node"]>, { digest: string }>;

/** A frozen list: deputies are told, it is checked, published, objected to, or taken down. */
export default function ListPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  const one = data?.node && "digest" in data.node ? data.node : null;
  const acts = useAsk(Published, { year: one?.year ?? 0 }, one === null);
  if (!data) return <Waiting title={t("lists.title")} error={error} />;
  const back = { to: "../lists", text: t("lists.back") };
  if (!one) return <Gone title={t("lists.title")} back={back} />;
  const published = acts.data?.pointsPublications.nodes.find((act) => act.pointsList === one.id);
  return (
    <RecordPage record={one.id} title={one.title} back={back} state={stepTag(one, published)}>
      <Doing list={one} published={published} />
      <Section title={t("list.course")} aside={<Print />}>
        <Timeline
          entries={[
            {
              key: "prepared",
              day: one.preparedOn,
              text: t("course.prepared", { name: one.preparedByName }),
            },
            ...one.notices.map((notice) => ({
              key: notice.id,
              day: notice.notifiedOn,
              text: t("course.notified", { name: notice.notifiedByName, count: notice.deputies }),
              more: (
                <>
                  {notice.ownUntil ? <p>{t("course.ownUntil", { day: dayText(notice.ownUntil) })}</p> : null}
                  <Why rule={notice.ownText} />
                </>
              ),
            })),
            ...one.checks.map((check) => ({
              key: check.id,
              day: check.checkedOn,
              text: (
                <>
                  {t("course.checked", { name: check.checkedByName })}{" "}
                  <Tag tone={check.passed ? "good" : "late"}>
                    {check.passed ? t("check.passed") : t("check.failed")}
                  </Tag>
                </>
              ),
              more: check.note,
            })),
            ...(published
              ? [
                  {
                    key: published.id,
                    day: published.publishedOn,
                    text: t("course.published", {
                      name: published.publishedByName,
                      audiences: published.audiences
                        .map((audience) => named("audience", audience))
                        .join(t("comma")),
                    }),
                    more: <Why rule={published.objectionsText} />,
                  },
                  ...published.withdrawals.map((down) => ({
                    key: down.id,
                    day: down.withdrawnOn,
                    text: t("course.withdrawn", { name: down.withdrawnByName }),
                    more: (
                      <>
                        {down.reason} <Erasing about={{ withdrawal: down.id }} erased={down.erased} />
                      </>
                    ),
                  })),
                ]
              : []),
          ]}
        />
        <Facts
          facts={[
            [t("list.deputies"), one.deputies],
            [t("list.points"), points(one.points)],
            [t("list.before"), points(one.pointsBefore)],
            [t("list.change"), one.change],
            [t("list.ranked"), one.ranked ? t("list.rankedYes") : t("list.rankedNo")],
            [
              t("list.corrects"),
              one.corrects ? <Link to={`../lists/${one.corrects}`}>{t("list.correctsOpen")}</Link> : null,
            ],
            [t("list.digest"), one.digest],
          ]}
        />
      </Section>
      <Section title={t("objections.title")}>
        <Records
          name="objections"
          query={Objections}
          variables={(place) => ({ ...place, pointsList: one.id })}
          page={(data) => data.pointsObjections}
          empty={t("objections.none")}
          columns={[
            { title: t("account.name"), value: (it) => it.name },
            { title: t("object.text"), value: (it) => it.text },
            { title: t("objections.day"), value: (it) => dayText(it.objectedOn), tight: true },
            {
              title: t("objections.answer"),
              value: (it) => (
                <>
                  {it.deadlines.map((clock) => (
                    <div key={clock.id}>
                      {clock.metOn || it.answers.length > 0 ? null : (
                        <Tag tone={clock.overdueBy ? "late" : "plain"}>
                          {clock.overdueBy
                            ? t("clock.late", { days: clock.overdueBy })
                            : clock.dueOn
                              ? t("clock.due", { day: dayText(clock.dueOn) })
                              : t("clock.none")}
                        </Tag>
                      )}
                      <Why rule={clock.ruleText} steps={clock.steps} />
                    </div>
                  ))}
                  {it.answers.map((answer) => (
                    <div key={answer.id}>
                      <Tag tone={answer.upheld ? "good" : "late"}>
                        {answer.upheld ? t("objections.upheld") : t("objections.rejected")}
                      </Tag>{" "}
                      {answer.text}{" "}
                      <span className="quiet">
                        {answer.answeredByName} {dayText(answer.answeredOn)}
                      </span>
                    </div>
                  ))}
                  <Act
                    verb={Answer}
                    action="deputy_points.answer_points_objection"
                    text={t("answer.go")}
                    about={it.id}
                    offered={it.answers.length === 0}
                    fields={{
                      upheld: choice(t("answer.upheld"), options("upheld"), { required: true }),
                      text: longText(t("answer.text"), { required: true }),
                    }}
                    variables={({ upheld, text }) => ({
                      input: { objection: it.id, upheld: upheld === "YES", text },
                    })}
                    said={t("answer.done")}
                  />
                  <Offered when={it.answers.length > 0}>
                    <Erasing about={{ objection: it.id }} erased={it.erased} />
                  </Offered>
                </>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t("rows.title")}>
        <Records
          name="rows"
          query={Rows}
          variables={(place) => ({ ...place, pointsList: one.id })}
          page={(data) => data.pointsListRows}
          empty={t("rows.none")}
          columns={[
            {
              title: t("account.name"),
              value: (it) =>
                it.account ? <Link to={`../accounts/${it.account}`}>{it.name}</Link> : it.name,
            },
            { title: t("account.district"), value: (it) => it.district },
            { title: t("row.group"), value: (it) => it.groupName, wideOnly: true },
            { title: t("account.points"), value: (it) => points(it.points), tight: true },
            { title: t("account.effect"), value: (it) => points(it.effect), tight: true },
            { title: t("account.entries"), value: (it) => it.entries, tight: true },
            { title: t("row.place"), value: (it) => it.place, tight: true, ifAny: true },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

/** What comes next before a list is published, and until when the deputies look. */
function nextOf(list: List): string {
  const until = list.notices.at(-1)?.ownUntil;
  if (list.upheld > 0) return t("list.nextCorrect");
  if (list.notices.length === 0) return t("list.next");
  if (!list.checks.some((one) => one.passed)) return t("list.nextCheck");
  if (until && today() <= until) return t("list.nextWait", { day: dayText(until) });
  return t("list.nextPublish");
}

function Doing({ list, published }: { list: List; published?: Shown }) {
  const navigate = useNavigate();
  const { id, year, period } = list;
  return (
    <>
      {published ? null : <p className="quiet">{nextOf(list)}</p>}
      <Acts>
          <Act
            verb={Correct}
            action="deputy_points.prepare_points_list"
            text={t("correct.go")}
            about={id}
            offered={list.offered}
            before={<p>{t("correct.before")}</p>}
            variables={() => ({ input: { year, period: period || null, corrects: id } })}
            said={t("prepare.done")}
            done={(data) => navigate(`../lists/${data.preparePointsList.id}`)}
          />
          <Act
            verb={Withdraw}
            action="deputy_points.withdraw_points_list"
            text={t("withdraw.go")}
            about={id}
            offered={list.offered}
            danger
            before={<p>{t("withdraw.before")}</p>}
            fields={{
              reason: longText(t("withdraw.reason"), {
                required: true,
                hint: t("withdraw.hint"),
              }),
            }}
            variables={({ reason }) => ({ input: { pointsList: id, reason } })}
            said={t("withdraw.done")}
          />
          <Act
            verb={Notify}
            action="deputy_points.notify_points_deputies"
            text={t("notify.go")}
            about={id}
            offered={list.offered}
            before={<p>{t("notify.before")}</p>}
            variables={() => ({ input: { pointsList: id } })}
            said={(data) => t("notify.done", { count: data.notifyPointsDeputies.deputies })}
          />
          <Act
            verb={Check}
            action="deputy_points.check_points_secrecy"
            text={t("check.go")}
            about={id}
            offered={list.offered}
            before={<p>{t("check.before")}</p>}
            fields={{
              passed: choice(t("check.result"), options("secrecy"), { required: true }),
              note: longText(t("check.note"), { required: true }),
            }}
            variables={({ passed, note }) => ({
              input: { pointsList: id, passed: passed === "YES", note },
            })}
            said={t("check.done")}
          />
          <Act
            verb={Publish}
            action="deputy_points.publish_points_list"
            text={t("publish.go")}
            about={id}
            offered={list.offered}
            before={<p>{t("publish.before")}</p>}
            variables={() => ({ input: { pointsList: id } })}
            said={t("publish.done")}
          />
      </Acts>
    </>
  );
}
