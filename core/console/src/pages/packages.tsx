import { About } from "../about.tsx";
import { RecordLink } from "../record_link.tsx";
import { graphql } from "../graphql.ts";
import { Act, choice, Link, Records, Tag, timeText, useSearchParams } from "../kit/index.ts";
import { addressOf } from "./address_of.ts";
import { usePluginTitles } from "./plugin_titles.ts";
import { named, options, t } from "./texts.ts";

const Received = graphql(`
  query ReceivedPackages(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $state: ArrivalState
  ) {
    receivedPackages(first: $first, after: $after, last: $last, before: $before, state: $state) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        plugin
        title
        subject
        subjectTitle
        fromBodyName
        fromOrganName
        createdAt
        receivedAt
        answeredAt
        state
        withdrawReason
        receivedBy
        digest
      }
    }
  }
`);
const Sent = graphql(`
  query SentPackages($first: Int, $after: String, $last: Int, $before: String, $state: PackageState) {
    sentPackages(first: $first, after: $after, last: $last, before: $before, state: $state) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        plugin
        title
        toBody
        toBodyName
        toOrgan
        deliveredTo
        createdAt
        deliveredAt
        receivedAt
        state
        reason
        withdrawReason
      }
    }
  }
`);
const Receive = graphql(`
  mutation ReceivePackage($package: ID!) {
    receivePackage(package: $package) {
      id
    }
  }
`);

const LATE = new Set(["FAILING", "HELD"]);

/** What came and what went out, one of them at a time: neither list pushes the other about. */
export default function PackagesPage() {
  const [address] = useSearchParams();
  const out = address.get("box") === "sent";
  return (
    <>
      <h1>{t("packages.title")}</h1>
      <nav className="row" aria-label={t("packages.title")}>
        <Link className="plain small" to="?" aria-current={out ? undefined : "page"}>
          {t("packages.received")}
        </Link>
        <Link className="plain small" to="?box=sent" aria-current={out ? "page" : undefined}>
          {t("packages.sent")}
        </Link>
      </nav>
      {out ? <SentPackages /> : <ReceivedPackages />}
    </>
  );
}

function ReceivedPackages() {
  const titleOf = usePluginTitles();
  return (
    <Records
      name="in"
      query={Received}
      variables={(place, chosen) => ({ ...place, state: chosen.state ?? null })}
      page={(data) => data.receivedPackages}
      filters={{ state: choice(t("packages.state"), options("arrival")) }}
      empty={t("packages.noneReceived")}
      columns={[
        {
          title: t("packages.what"),
          value: (one) => (
            <>
              {one.title ?? titleOf(one.plugin)}
              <About subject={one.subject} title={one.subjectTitle} />
              {one.state === "WITHDRAWN" && !one.subjectTitle ? t("packages.takenBack") : null}
            </>
          ),
        },
        {
          title: t("packages.from"),
          value: (one) => `${one.fromBodyName} · ${one.fromOrganName}`,
        },
        { title: t("packages.plugin"), value: (one) => titleOf(one.plugin), wideOnly: true },
        { title: t("packages.arrivedAt"), value: (one) => timeText(one.createdAt), tight: true },
        {
          title: t("packages.state"),
          value: (one) => (
            <>
              <Tag tone={one.state === "ARRIVED" ? "late" : "plain"}>{named("arrival", one.state)}</Tag>
              {one.withdrawReason ? (
                <p className="quiet">{t("packages.takenBackFor", { reason: one.withdrawReason })}</p>
              ) : null}
            </>
          ),
        },
        {
          title: t("packages.act"),
          value: (one) => (
            <>
              {one.state === "ARRIVED" && one.receivedBy && one.subject ? (
                <RecordLink record={one.subject}>{t("packages.receiveThere")}</RecordLink>
              ) : null}
              <Act
                verb={Receive}
                action="core.receive_package"
                text={t("packages.receive")}
                about={one.id}
                offered={one.state === "ARRIVED" && !one.receivedBy}
                before={<p>{t("packages.receiveBefore")}</p>}
                variables={() => ({ package: one.id })}
                said={t("packages.receiveDone")}
              />
              {one.state === "ARRIVED" ? null : timeText(one.receivedAt)}
            </>
          ),
        },
      ]}
    />
  );
}

function SentPackages() {
  const titleOf = usePluginTitles();
  return (
    <Records
      name="out"
      query={Sent}
      variables={(place, chosen) => ({ ...place, state: chosen.state ?? null })}
      page={(data) => data.sentPackages}
      filters={{ state: choice(t("packages.state"), options("package")) }}
      empty={t("packages.noneSent")}
      columns={[
        { title: t("packages.what"), value: (one) => one.title ?? titleOf(one.plugin) },
        { title: t("packages.to"), value: (one) => one.deliveredTo ?? addressOf(one) },
        { title: t("packages.plugin"), value: (one) => titleOf(one.plugin), wideOnly: true },
        { title: t("packages.sentAt"), value: (one) => timeText(one.createdAt), tight: true },
        {
          title: t("packages.state"),
          value: (one) => (
            <>
              <Tag tone={LATE.has(one.state) ? "late" : "plain"}>{named("package", one.state)}</Tag>
              {one.withdrawReason ? (
                <p className="quiet">
                  {one.state === "WITHDRAWN"
                    ? t("packages.takenBackFor", { reason: one.withdrawReason })
                    : t("packages.takingBack", { reason: one.withdrawReason })}
                </p>
              ) : one.reason ? (
                <p className="quiet">{one.reason}</p>
              ) : null}
            </>
          ),
        },
      ]}
    />
  );
}
