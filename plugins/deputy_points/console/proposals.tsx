import {
  Act,
  Acts,
  choice,
  dayText,
  graphql,
  Link,
  longText,
  RecordPage,
  Section,
  Tag,
  thisYear,
  useAsk,
  useSearchParams,
  Waiting,
} from "@renda/console";
import { Erasing } from "./erasing.tsx";
import { points } from "./points.ts";
import { named, options, t } from "./texts.ts";

const Proposals = graphql(`
  query PointsProposals($year: Int!, $undecided: Boolean!) {
    pointsProposals(year: $year, undecided: $undecided) {
      kind
      title
      text
      name
      mandate
      adopted
      fits
      decision {
        id
        reason
        erased
        decidedOn
        decidedByName
      }
      years {
        year
        points
      }
    }
  }
`);

const Decide = graphql(`
  mutation DecidePointsProposal($input: DecidePointsProposalInput!) {
    decidePointsProposal(input: $input) {
      id
    }
  }
`);

/** What the rule's own words let be proposed; a person decides, points decide nothing. */
export default function ProposalsPage() {
  const [address] = useSearchParams();
  const year = Number(address.get("year")) || thisYear();
  const undecided = address.get("undecided") === "true";
  const { data, error } = useAsk(Proposals, { year, undecided });
  if (!data) return <Waiting title={t("proposals.title")} error={error} />;
  return (
    <RecordPage title={t("proposals.title")}>
      <p className="quiet">{t("proposals.hint")}</p>
      <p className="row">
        <Link to={`../proposals?year=${year - 1}`}>{t("own.year", { year: year - 1 })}</Link>
        <strong>{t("own.year", { year })}</strong>
        <Link to={`../proposals?year=${year}${undecided ? "" : "&undecided=true"}`}>
          {undecided ? t("proposals.all") : t("proposals.undecided")}
        </Link>
      </p>
      <Section title={t("own.year", { year })}>
        {data.pointsProposals.length === 0 ? (
          <p className="empty">{t("proposals.none")}</p>
        ) : (
          <ul className="cards">
            {data.pointsProposals.map((one) => (
              <li key={`${one.mandate}${one.title}`}>
                <strong>{one.name}</strong> <Tag>{named("proposal", one.kind)}</Tag> {one.title}{" "}
                {one.fits ? null : <Tag>{t("proposals.fitsNoMore")}</Tag>}
                <p className="quiet">{one.text}</p>
                <p>
                  {one.years
                    .map((sum) => t("proposals.sum", { year: sum.year, points: points(sum.points) }))
                    .join(t("comma"))}
                </p>
                <Acts>
                  <Act
                    verb={Decide}
                    action="deputy_points.decide_points_proposal"
                    text={t("proposals.decide")}
                    about={`${one.mandate}/${one.title}/${year}`}
                    offered={one.adopted === null}
                    fields={{
                      adopted: choice(t("proposals.adopted"), options("adopted"), {
                        required: true,
                      }),
                      reason: longText(t("deduction.reason"), { required: true }),
                    }}
                    variables={({ adopted, reason }) => ({
                      input: {
                        mandate: one.mandate,
                        title: one.title,
                        year,
                        adopted: adopted === "YES",
                        reason,
                      },
                    })}
                    said={t("proposals.done")}
                  />
                </Acts>
                {one.adopted === null ? null : (
                  <p>
                    <Tag tone={one.adopted ? "good" : "plain"}>
                      {one.adopted ? named("adopted", "YES") : named("adopted", "NO")}
                    </Tag>{" "}
                    {one.decision?.reason}{" "}
                    <span className="quiet">
                      {one.decision?.decidedByName} {dayText(one.decision?.decidedOn)}
                    </span>
                  </p>
                )}
                {one.decision ? (
                  <Erasing about={{ decision: one.decision.id }} erased={one.decision.erased} />
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Section>
    </RecordPage>
  );
}
