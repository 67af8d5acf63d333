import {
  Chart,
  dayText,
  Facts,
  Gone,
  graphql,
  Print,
  RecordPage,
  Records,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { points } from "./points.ts";
import { named, t } from "./texts.ts";

const One = graphql(`
  query PointsPublication($id: ID!) {
    node(id: $id) {
      ... on PointsPublication {
        id
        title
        deputies
        points
        pointsBefore
        change
        audiences
        publishedOn
        publishedByName
        objectionsUntil
        objectionsText
        withdrawals {
          id
          reason
          withdrawnOn
          withdrawnByName
        }
      }
    }
  }
`);

const First = graphql(`
  query FirstOfPublished($publication: ID!) {
    shownPoints(publication: $publication, first: 20, byPlace: true) {
      nodes {
        id
        name
        district
        points
        effect
        place
        account
      }
    }
  }
`);

const Shown = graphql(`
  query ShownPoints(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $publication: ID!
  ) {
    shownPoints(
      first: $first
      after: $after
      last: $last
      before: $before
      publication: $publication
      byPlace: true
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
        entries
        place
        placeInGroup
      }
    }
  }
`);

/** What was published, as far as it is shown to who looks at it. */
export default function PublicationPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("published.title")} error={error} />;
  const one = data.node && "audiences" in data.node ? data.node : null;
  const back = { to: "../published", text: t("published.back") };
  if (!one) return <Gone title={t("published.title")} back={back} />;
  return (
    <RecordPage
      title={one.title}
      back={back}
      state={
        one.withdrawals.length > 0 ? <Tag tone="late">{t("step.withdrawn")}</Tag> : undefined
      }
    >
      {one.withdrawals.map((down) => (
        <p key={down.id} className="preview">
          {t("withdrawn.why", {
            day: dayText(down.withdrawnOn),
            name: down.withdrawnByName,
            reason: down.reason,
          })}
        </p>
      ))}
      <Section title={t("published.facts")} aside={<Print />}>
        <Facts
          facts={[
            [t("published.on"), dayText(one.publishedOn)],
            [t("published.by"), one.publishedByName],
            [
              t("published.to"),
              one.audiences.map((audience) => named("audience", audience)).join(t("comma")),
            ],
            [t("list.deputies"), one.deputies],
            [t("list.points"), points(one.points)],
            [t("list.before"), points(one.pointsBefore)],
            [t("list.change"), one.change],
            [t("published.until"), dayText(one.objectionsUntil)],
          ]}
        />
        <Why rule={one.objectionsText} />
      </Section>
      <Ranking publication={one.id} />
      <Section title={t("rows.title")}>
        <p className="quiet">
          {one.withdrawals.length > 0 ? t("withdrawn.rows") : t("published.shown")}
        </p>
        <Records
          name="rows"
          query={Shown}
          variables={(place) => ({ ...place, publication: one.id })}
          page={(data) => data.shownPoints}
          empty={t("rows.noneShown")}
          columns={[
            { title: t("account.name"), value: (it) => it.name },
            { title: t("account.district"), value: (it) => it.district },
            { title: t("row.group"), value: (it) => it.groupName, wideOnly: true },
            { title: t("row.place"), value: (it) => it.place, tight: true, ifAny: true },
            {
              title: t("row.placeInGroup"),
              value: (it) => it.placeInGroup,
              tight: true,
              wideOnly: true,
              ifAny: true,
            },
            { title: t("account.points"), value: (it) => points(it.points), tight: true },
            { title: t("account.effect"), value: (it) => points(it.effect), tight: true },
            { title: t("account.entries"), value: (it) => it.entries, tight: true },
          ]}
        />
      </Section>
    </RecordPage>
  );
}

/** The first places, where the body's practice ranks and the viewer is shown more than one row. */
function Ranking({ publication }: { publication: string }) {
  const { data } = useAsk(First, { publication });
  const rows = (data?.shownPoints.nodes ?? []).filter((one) => one.place !== null);
  if (rows.length < 2) return null;
  const inPoints = (value: number) => value / 100;
  return (
    <Section title={t("ranking.title", { count: rows.length })}>
      <Chart
        title={t("ranking.chart")}
        kind="bar"
        names={rows.map((one) => t("ranking.name", { place: one.place ?? "", name: one.name }))}
        series={[
          { name: t("account.points"), values: rows.map((one) => inPoints(one.points)) },
          { name: t("account.effect"), values: rows.map((one) => inPoints(one.effect)) },
        ]}
        to={(at) => (rows[at]?.account ? `../accounts/${rows[at].account}` : null)}
      />
    </Section>
  );
}
