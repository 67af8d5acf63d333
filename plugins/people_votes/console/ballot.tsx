import {
  Act,
  choice,
  type Fields,
  graphql,
  RecordPage,
  Section,
  useAsk,
  useParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { markName } from "./counting.tsx";
import { bases, marksOf, rulesOf } from "./round.ts";
import { named, t } from "./texts.ts";
import { TurnoutBar, useTurnout } from "./turnout.tsx";

/** The only query that asks for a choice, and it is the asker's own. */
const OwnBallot = graphql(`
  query OwnBallot($id: ID!) {
    node(id: $id) {
      ... on VoteRound {
        id
        title
        mode
        state
        changeable
        votesOffered
        rules
        items {
          id
          number
          title
        }
        turnout {
          cast
          entitled
        }
        ownBallot {
          number
          mark
        }
      }
    }
  }
`);

const Cast = graphql(`
  mutation CastVote($input: CastVoteInput!) {
    castVote(input: $input) {
      id
    }
  }
`);

/** A deputy votes on their own device; what they chose is shown to nobody else. */
export default function BallotPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(OwnBallot, { id });
  const round = data?.node && "title" in data.node ? data.node : null;
  const turnout = useTurnout(id, round?.state ?? "PREPARED");
  if (!data) return <Waiting title={t("ballot.title")} error={error} />;
  const back = { to: `../votes/${id}`, text: t("vote.back") };
  if (!round || round.mode !== "NAMED_ELECTRONIC")
    return (
      <RecordPage title={t("ballot.title")} back={back}>
        <p>{t("ballot.paper")}</p>
      </RecordPage>
    );
  const marks = marksOf(rulesOf(round));
  const places = rulesOf(round).places?.number;
  const only = marks.length === 1 ? marks[0] : undefined;
  // Left blank an item has its meaning by the rules: nothing says that it need not be filled in.
  const fieldOf = (title: string) =>
    only
      ? yes(`${title} ${markName(only)}`)
      : choice(
          title,
          marks.map((mark) => ({ value: mark, text: markName(mark) })),
          { spread: true, later: "" },
        );
  const fields: Fields = Object.fromEntries(
    round.items.map((item) => [`item${item.number}`, fieldOf(`${item.number}. ${item.title}`)]),
  );
  const own = round.ownBallot;
  const counted = turnout ?? round.turnout;
  const may = round.votesOffered.includes("people_votes.cast_vote");
  return (
    <RecordPage title={round.title} back={back}>
      {own ? (
        <Section title={t("ballot.own")}>
          <p className="done">{t("ballot.taken")}</p>
          <p>{t("ballot.onlyYou")}</p>
          <ol className="ballot-items">
            {round.items.map((item) => {
              const mark = own.find((one) => one.number === item.number)?.mark;
              return (
                <li key={item.id} value={item.number}>
                  {item.title} <strong>{mark ? markName(mark) : t("ballot.unmarked")}</strong>
                </li>
              );
            })}
          </ol>
        </Section>
      ) : null}
      <Act
        // The open form of who has not voted is not the form to change a vote.
        key={own ? "change" : "cast"}
        verb={Cast}
        action="people_votes.cast_vote"
        text={own ? t("ballot.change") : t("ballot.cast")}
        about={round.id}
        offered={round.votesOffered}
        open={!own}
        secret
        before={
          <>
            {places ? <p>{t("ballot.places", { places, of: round.items.length })}</p> : null}
            <p>{round.changeable ? t("ballot.mayChange") : t("ballot.final")}</p>
            <p className="quiet">{t("ballot.onlyYou")}</p>
          </>
        }
        fields={fields}
        variables={(typed) => ({
          input: {
            round: round.id,
            marks: round.items.flatMap((item) => {
              const chosen = typed[`item${item.number}`];
              const mark = chosen === true ? only : chosen;
              return typeof mark === "string" ? [{ number: item.number, mark }] : [];
            }),
          },
        })}
        said={t("ballot.taken")}
      />
      {!may && !own ? (
        <p>
          {round.state === "OPEN"
            ? t("ballot.notEntitled")
            : t("ballot.notOpen", { state: named("roundState", round.state) })}
        </p>
      ) : null}
      {counted ? (
        <Section title={t("turnout.title")}>
          <TurnoutBar cast={counted.cast} entitled={counted.entitled} />
        </Section>
      ) : null}
      <Why steps={bases(round.rules)} />
    </RecordPage>
  );
}
