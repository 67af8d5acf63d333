import {
  Act,
  choice,
  type Fields,
  graphql,
  RecordPage,
  type Review,
  Section,
  Tag,
  useAsk,
  useParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { markName } from "./counting.tsx";
import { bases, limitOf, marksOf, rulesOf, stateName } from "./round.ts";
import { t } from "./texts.ts";
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

type Items = readonly { id: string; number: number; title: string }[];
type Chosen = ReadonlyMap<number, string>;

/** What the deputy chose, once more before it is sent, and which items have no choice. */
function reviewOf(items: Items, chosen: Chosen, rules: { method: string; limit: number | null }): Review {
  const left = items
    .filter((item) => !chosen.has(item.number))
    .map((item) => ({ field: `item${item.number}`, text: `${item.number}. ${item.title}` }));
  const warning = warningOf(left.length, chosen, rules);
  return {
    shows: <ChosenList items={items} chosen={chosen} />,
    warning,
    left: warning ? left : [],
    go: warning ? t("ballot.anyway") : t("ballot.sure"),
  };
}

/** Where only approvals are marked, an item without one is left out on purpose. */
function warningOf(left: number, chosen: Chosen, rules: { method: string; limit: number | null }) {
  const approved = [...chosen.values()].filter((mark) => mark === "approve").length;
  if (rules.limit !== null && approved > rules.limit)
    return t("ballot.tooMany", { count: approved, places: rules.limit });
  if (rules.limit !== null && rules.method === "choose")
    return approved < rules.limit
      ? t("ballot.tooFew", { count: approved, places: rules.limit })
      : undefined;
  return left > 0 ? t("ballot.left", { count: left }) : undefined;
}

function ChosenList({ items, chosen }: { items: Items; chosen: Chosen }) {
  return (
    <ol className="ballot-items">
      {items.map((item) => {
        const mark = chosen.get(item.number);
        return (
          <li key={item.id} value={item.number}>
            {item.title}{" "}
            {mark ? <strong>{markName(mark)}</strong> : <Tag tone="soon">{t("ballot.unmarked")}</Tag>}
          </li>
        );
      })}
    </ol>
  );
}

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
  const chosenOf = (typed: Record<string, unknown>): Chosen =>
    new Map(
      round.items.flatMap((item) => {
        const chosen = typed[`item${item.number}`];
        const mark = chosen === true ? only : chosen;
        return typeof mark === "string" ? [[item.number, mark] as const] : [];
      }),
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
          <ChosenList
            items={round.items}
            chosen={new Map(own.map((one) => [one.number, one.mark]))}
          />
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
        review={(typed) =>
          reviewOf(round.items, chosenOf(typed), {
            method: rulesOf(round).method,
            limit: limitOf(rulesOf(round)),
          })
        }
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
            marks: [...chosenOf(typed)].map(([number, mark]) => ({ number, mark })),
          },
        })}
        said={t("ballot.taken")}
      />
      {!may && !own ? (
        <p>
          {round.state === "OPEN"
            ? t("ballot.notEntitled")
            : t("ballot.notOpen", { state: stateName(round) })}
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
