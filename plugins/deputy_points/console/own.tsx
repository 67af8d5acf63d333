import {
  Act,
  Acts,
  dayText,
  graphql,
  Link,
  longText,
  RecordPage,
  Section,
  Tag,
  today,
  useAsk,
  Waiting,
} from "@renda/console";
import { points } from "./points.ts";
import { named, t } from "./texts.ts";

const Own = graphql(`
  query OwnPoints {
    ownPoints(first: 20) {
      nodes {
        id
        year
        points
        pointsText
        attendance
        effect
        awarded
        deducted
        entries
        grade
      }
    }
    ownPointsBeforeRule {
      copies
      text
    }
    ownListedPoints {
      pointsList
      title
      year
      period
      lastLine
      points
      place
      entries
      preparedOn
      notifiedOn
      ownUntil
      objectionsUntil
      withdrawnOn
      withdrawalReason
    }
    ownPointsErasures(first: 20) {
      nodes {
        id
        what
        ground
        erasedOn
        erasedByName
      }
    }
    ownPointsObjections {
      text
      objectedOn
      upheld
      answerText
    }
  }
`);

const ObjectTo = graphql(`
  mutation ObjectToPoints($input: ObjectToPointsInput!) {
    objectToPoints(input: $input) {
      objectedOn
    }
  }
`);

/** A deputy's own points before anybody else sees them; and what may be said against them. */
/** Until when one may object, or that the time is over. */
function Objecting({ until }: { until: string | null }) {
  if (!until) return null;
  const day = dayText(until);
  return until < today() ? t("own.objectionsOver", { day }) : t("own.objectionsUntil", { day });
}

export default function OwnPage() {
  const { data, error } = useAsk(Own, {});
  if (!data) return <Waiting title={t("own.title")} error={error} />;
  const before = data.ownPointsBeforeRule;
  return (
    <RecordPage title={t("own.title")}>
      {before && before.copies > 0 ? <p className="preview">{before.text}</p> : null}
      {data.ownPoints.nodes.length === 0 ? <p className="empty">{t("own.none")}</p> : null}
      <ul className="cards">
        {data.ownPoints.nodes.map((one) => (
          <li key={one.id}>
            <strong>
              <Link to={`../own/${one.year}`}>{t("own.year", { year: one.year })}</Link>
            </strong>
            <p className="value">
              {one.pointsText} {one.grade ? <Tag>{one.grade}</Tag> : null}
            </p>
            <p className="quiet">
              {t("own.parts", {
                attendance: points(one.attendance),
                effect: points(one.effect),
                awarded: points(one.awarded),
                deducted: points(one.deducted),
                entries: one.entries,
              })}
            </p>
          </li>
        ))}
      </ul>
      {data.ownListedPoints.length > 0 ? (
        <Section title={t("own.listed")}>
          <ul className="cards">
            {data.ownListedPoints.map((one) => (
              <li key={one.pointsList}>
                <strong>{one.title}</strong>
                <p>
                  {t("own.listedText", { points: points(one.points), entries: one.entries })}
                  {one.place ? ` ${t("own.place", { place: one.place })}` : null}
                </p>
                <p className="quiet">
                  {one.notifiedOn
                    ? t("own.notified", { day: dayText(one.notifiedOn) })
                    : t("own.prepared", { day: dayText(one.preparedOn) })}{" "}
                  {/* Nothing is published before that day is over, so there is time to look as long as it lasts. */}
                  {one.ownUntil && one.ownUntil >= today()
                    ? t("own.until", { day: dayText(one.ownUntil) })
                    : null}{" "}
                  <Objecting until={one.objectionsUntil} />
                </p>
                {one.withdrawnOn ? (
                  <p>
                    <Tag tone="late">{t("step.withdrawn")}</Tag>{" "}
                    {t("own.withdrawn", {
                      day: dayText(one.withdrawnOn),
                      reason: one.withdrawalReason ?? "",
                    })}
                  </p>
                ) : null}
                <p>
                  <Link
                    to={`../own/${one.year}?upTo=${one.lastLine ?? ""}&period=${one.period}`}
                  >
                    {t("own.listedLines")}
                  </Link>
                </p>
                <Acts>
                  <Act
                    verb={ObjectTo}
                    action="deputy_points.object_to_points"
                    text={t("object.go")}
                    about={one.pointsList}
                    offered={!one.objectionsUntil || one.objectionsUntil >= today()}
                    fields={{
                      text: longText(t("object.text"), {
                        required: true,
                        hint: t("object.hint"),
                      }),
                    }}
                    variables={(typed) => ({ input: { pointsList: one.pointsList, ...typed } })}
                    said={t("object.done")}
                  />
                </Acts>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {data.ownPointsObjections.length > 0 ? (
        <Section title={t("objections.own")}>
          <ul className="cards">
            {data.ownPointsObjections.map((one, at) => (
              <li key={at}>
                <p>{one.text}</p>
                <p className="quiet">{t("objections.on", { day: dayText(one.objectedOn) })}</p>
                {one.upheld === null ? (
                  <Tag>{t("objections.open")}</Tag>
                ) : (
                  <>
                    <Tag tone={one.upheld ? "good" : "late"}>
                      {one.upheld ? t("objections.upheld") : t("objections.rejected")}
                    </Tag>
                    <p>{one.answerText}</p>
                  </>
                )}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {data.ownPointsErasures.nodes.length > 0 ? (
        <Section title={t("erasing.own")}>
          <p className="quiet">{t("erasing.ownText")}</p>
          <ul className="cards">
            {data.ownPointsErasures.nodes.map((one) => (
              <li key={one.id}>
                <strong>{one.what}</strong>
                <p className="quiet">
                  {t("erasing.ownDone", { day: dayText(one.erasedOn), by: one.erasedByName })}
                </p>
                <p className="quiet">
                  {t("erasing.ownGround", { ground: named("ground", one.ground) })}
                </p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </RecordPage>
  );
}
