import { graphql, type ResultOf, useAsk } from "@renda/console";
import { named, t } from "./texts.ts";

/** A round as its officials and everybody else see it; nobody's choice is asked for here. */
const OneRound = graphql(`
  query VoteRound($id: ID!) {
    node(id: $id) {
      ... on VoteRound {
        id
        title
        number
        mode
        state
        recountReason
        countedAgain
        methodAdoptedOn
        methodAdoptedBy
        methodText
        due
        present
        entitled
        openedAt
        openedByName
        closedAt
        announcedAt
        announcedByName
        cancelReason
        rules
        meeting {
          id
          title
          assembly
          beginsOn
        }
        items {
          id
          number
          title
        }
        officials {
          id
          role
          name
          confirmedAt
          adoptedOn
          adoptedBy
          leftOn
          leftReason
        }
        tally {
          outcome
          sentence
          basis
          placesLeft
          then
          lines {
            name
            number
            sentence
            basis
          }
          items {
            number
            title
            approve
            oppose
            abstain
            void
            line
            passed
            rank
            chosen
            tied
            sentence
          }
          graded {
            number
            title
            votes {
              grade
              votes
            }
            abstain
            void
            result
            consequence
            sentence
            basis
          }
        }
        announcement
        digest
        paperCounts {
          figure
          number
          enteredByName
        }
        tellerCounts {
          teller
          attempt
          counts
        }
        countDifferences
        votesOffered
        votesOver
      }
    }
  }
`);

type Node = NonNullable<ResultOf<typeof OneRound>["node"]>;
export type Round = Extract<Node, { title: string }>;
export type Tally = NonNullable<Round["tally"]>;

export function useRound(id: string) {
  const { data, error } = useAsk(OneRound, { id });
  const round = data?.node && "title" in data.node ? data.node : null;
  return { round, asked: data !== undefined, error };
}

/** Whether the asker has voted; what they chose is not asked for. */
const Voted = graphql(`
  query Voted($id: ID!) {
    node(id: $id) {
      ... on VoteRound {
        ownBallot {
          number
        }
      }
    }
  }
`);

export function useVoted(round: string, pause: boolean): boolean {
  const { data } = useAsk(Voted, { id: round }, pause);
  return !!data?.node && "ownBallot" in data.node && data.node.ownBallot !== null;
}

/** How a round stands; votes that were cast electronically are not counted by hand. */
export function stateName(
  round: { mode: string; state: string },
  state: string = round.state,
): string {
  return round.mode === "NAMED_ELECTRONIC" && state === "COUNTING"
    ? t("vote.closedElectronic")
    : named("roundState", state);
}

/** What the pages need of a round's rules, as the API gives them. */
interface Rules {
  method: string;
  secret: boolean;
  places?: { number: number } | null;
  grades?: { grades: string[]; tiers: { title: string; base: string }[] } | null;
}

export const rulesOf = (round: { rules: unknown }) => round.rules as Rules;

/** The marks that an item of the ballot may bear. */
export function marksOf(rules: Rules): readonly string[] {
  if (rules.grades) return rules.grades.grades;
  return rules.method === "choose" ? ["approve"] : ["approve", "oppose", "abstain"];
}

/** Of which result each pass line of an assessment is; a line of its own for every item has no card. */
export function lineGrades(rules: Rules): string[] {
  return (rules.grades?.tiers ?? []).filter((one) => one.base !== "item_valid").map((one) => one.title);
}

/** How many approvals one ballot may hold; null where there is no limit. */
export const limitOf = (rules: Rules) =>
  rules.method === "each" ? null : (rules.places?.number ?? null);

/** Every basis that the rules name, each once. */
export function bases(rules: unknown): string[] {
  const found: string[] = [];
  const look = (value: unknown, name: string) => {
    if (typeof value === "string" && name.endsWith("basis")) found.push(value);
    else if (value && typeof value === "object")
      for (const [key, inner] of Object.entries(value)) look(inner, key);
  };
  look(rules, "");
  return [...new Set(found)];
}

export interface Counted {
  approve: number;
  oppose: number;
  abstain: number;
  void: number;
  grades?: Record<string, number>;
}

export interface Counts {
  valid: number;
  void: number;
  items: Counted[];
}

/** How many votes an item has of a mark, be it a grade or not. */
export function votesOf(item: Counted | undefined, mark: string): number {
  if (!item) return 0;
  const grade = item.grades?.[mark];
  if (grade !== undefined) return grade;
  return Number((item as unknown as Record<string, number>)[mark] ?? 0);
}
