import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Export,
  Facts,
  type Fields,
  Gone,
  graphql,
  group,
  Link,
  longText,
  Offered,
  RecordPage,
  refresh,
  Section,
  Tag,
  text,
  timeText,
  useHere,
  useNavigate,
  useParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { Counting } from "./counting.tsx";
import { toChoose, useMeetings, useRoll, useStaff } from "./people.ts";
import { bases, type Round, rulesOf, stateName, useRound, useVoted } from "./round.ts";
import { Stages } from "./stages.tsx";
import { TallyView } from "./tally.tsx";
import { named, t } from "./texts.ts";
import { TurnoutBar, useTurnout } from "./turnout.tsx";

const AdoptMethod = graphql(`
  mutation AdoptVoteMethod($input: AdoptVoteMethodInput!) {
    adoptVoteMethod(input: $input) {
      id
    }
  }
`);
const NameOfficials = graphql(`
  mutation NameVoteOfficials($input: NameVoteOfficialsInput!) {
    nameVoteOfficials(input: $input) {
      id
    }
  }
`);
const ReplaceOfficial = graphql(`
  mutation ReplaceVoteOfficial($input: ReplaceVoteOfficialInput!) {
    replaceVoteOfficial(input: $input) {
      id
    }
  }
`);
const Open = graphql(`
  mutation OpenVote($input: VoteInput!) {
    openVote(input: $input) {
      id
    }
  }
`);
const Close = graphql(`
  mutation CloseVote($input: VoteInput!) {
    closeVote(input: $input) {
      id
    }
  }
`);
const Cancel = graphql(`
  mutation CancelVote($input: ReasonedVoteInput!) {
    cancelVote(input: $input) {
      id
    }
  }
`);
const Confirm = graphql(`
  mutation ConfirmCount($input: VoteInput!) {
    confirmCount(input: $input) {
      id
    }
  }
`);
const Announce = graphql(`
  mutation AnnounceResult($input: VoteInput!) {
    announceResult(input: $input) {
      id
    }
  }
`);
const Further = graphql(`
  mutation PrepareFurtherRound($input: PrepareFurtherRoundInput!) {
    prepareFurtherRound(input: $input) {
      id
    }
  }
`);
const Recount = graphql(`
  mutation OrderRecount($input: ReasonedVoteInput!) {
    orderRecount(input: $input) {
      id
    }
  }
`);
const PrintBallots = graphql(`
  mutation PrintBallots($input: VoteInput!) {
    printBallots(input: $input) {
      word {
        id
        name
      }
      pdf {
        id
        name
      }
      fault
    }
  }
`);
export const PrintTally = graphql(`
  mutation PrintTally($input: VoteInput!) {
    printTally(input: $input) {
      word {
        id
        name
      }
      pdf {
        id
        name
      }
      fault
    }
  }
`);

const STAGES = ["PREPARED", "OPEN", "COUNTING", "CONFIRMED", "ANNOUNCED"];
/** An electronic vote is closed and announced: nobody confirms a count. */
const ELECTRONIC = STAGES.filter((one) => one !== "CONFIRMED");

export default function VotePage() {
  const { id = "" } = useParams();
  const { round, asked, error } = useRound(id);
  if (!round && !asked) return <Waiting title={t("vote.title")} error={error} />;
  const back = { to: "../votes", text: t("votes.back") };
  if (!round) return <Gone title={t("vote.title")} back={back} />;
  return <VoteView round={round} back={back} />;
}

function VoteView({ round, back }: { round: Round; back: { to: string; text: string } }) {
  const turnout = useTurnout(round.id, round.state);
  const byName = round.mode === "NAMED_ELECTRONIC";
  const stages = byName ? ELECTRONIC : STAGES;
  const over = stages.indexOf(round.state);
  return (
    <RecordPage
      title={roundName(round)}
      back={back}
      state={
        <Tag tone={round.state === "ANNOUNCED" ? "good" : over < 0 ? "late" : "plain"}>
          {stateName(round)}
        </Tag>
      }
    >
      {over >= 0 ? (
        <Stages
          label={t("vote.stages")}
          stages={stages.map((one) => stateName(round, one))}
          now={round.state === "ANNOUNCED" ? stages.length : over}
        />
      ) : null}
      <Section title={t("vote.next")} aside={<RefreshButton />}>
        <p>{nextOf(round)}</p>
        {round.cancelReason ? <p>{round.cancelReason}</p> : null}
        <Steps round={round} />
        <p className="row screen-only">
          {byName ? <BallotLink round={round} /> : null}
          <Link to={`../votes/${round.id}/screen`}>{t("screen.go")}</Link>
          {round.tally ? <Link to={`../votes/${round.id}/sheet`}>{t("sheet.go")}</Link> : null}
          <RollLink round={round.id} />
        </p>
      </Section>
      {byName && turnout && round.state === "OPEN" ? (
        <Section title={t("turnout.title")}>
          <TurnoutBar cast={turnout.cast} entitled={turnout.entitled} />
        </Section>
      ) : null}
      {byName ? null : <Counting round={round} />}
      {round.tally ? (
        <Section title={t("tally.title")}>
          <TallyView round={round} />
        </Section>
      ) : null}
      <Officials round={round} />
      <Section title={t("vote.items")}>
        <ol className="ballot-items">
          {round.items.map((one) => (
            <li key={one.id} value={one.number}>
              {one.title}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t("vote.facts")}>
        <Facts
          facts={[
            [t("vote.meeting"), round.meeting?.title],
            [t("vote.mode"), named("mode", round.mode)],
            [t("vote.places"), rulesOf(round).places?.number],
            [t("vote.due"), round.due],
            [t("vote.present"), round.present],
            [t("vote.entitled"), round.entitled],
            [t("vote.method"), round.methodText],
            [t("vote.methodAdopted"), adopted(round.methodAdoptedOn, round.methodAdoptedBy)],
            [t("vote.openedAt"), timeText(round.openedAt)],
            [t("vote.openedBy"), round.openedByName],
            [t("vote.closedAt"), timeText(round.closedAt)],
            [t("vote.announcedAt"), timeText(round.announcedAt)],
            [t("vote.announcedBy"), round.announcedByName],
            [t("vote.recountReason"), round.recountReason],
            [t("vote.digest"), round.digest],
          ]}
        />
        <Why steps={bases(round.rules)} />
      </Section>
    </RecordPage>
  );
}

export function roundName(round: Round): string {
  return round.number > 1
    ? t("vote.ofNumber", { title: round.title, number: round.number })
    : round.title;
}

const adopted = (on: string | null, by: string | null) => (on ? `${dayText(on)} ${by ?? ""}` : null);

function RefreshButton() {
  return (
    <button type="button" className="plain small" onClick={refresh}>
      {t("vote.refresh")}
    </button>
  );
}

/** For who may vote now, or has voted; nobody else has a ballot. */
function BallotLink({ round }: { round: Round }) {
  const may = round.state === "OPEN" && round.votesOffered.includes("people_votes.cast_vote");
  const voted = useVoted(round.id, may);
  if (!may && !voted) return null;
  return (
    <Link to={`../votes/${round.id}/ballot`}>{may ? t("ballot.go") : t("ballot.seeOwn")}</Link>
  );
}

function RollLink({ round }: { round: string }) {
  const here = useHere();
  return here.can("core.read_roll") ? (
    <Link to={`../votes/${round}/roll`}>{t("roll.go")}</Link>
  ) : null;
}

/** What is to be done next, and by whom. */
function nextOf(round: Round): string {
  const paper = round.mode === "PAPER";
  if (round.state === "PREPARED") {
    if (!round.methodAdoptedOn) return t("next.method");
    if (!round.officials.some((one) => !one.leftOn))
      return paper ? t("next.officials") : t("next.scrutineers");
    return paper ? t("next.openPaper") : t("next.open");
  }
  if (round.state === "OPEN") return t("next.close");
  if (round.state === "COUNTING") {
    if (!paper) return t("next.announce");
    return round.countDifferences.length > 0 ? t("next.again") : t("next.count");
  }
  if (round.state === "CONFIRMED") return t("next.announce");
  if (round.countedAgain) return t("next.countedAgain");
  if (round.votesOver) return t("next.over");
  if (round.state === "ANNOUNCED" || round.state === "VOID")
    return round.tally?.then
      ? named("then", round.tally.then)
      : rulesOf(round).grades
        ? t("next.assessed")
        : t("next.conclude");
  return t("next.none");
}

function Steps({ round }: { round: Round }) {
  const navigate = useNavigate();
  const input = { round: round.id };
  const plain = { about: round.id, variables: () => ({ input }) };
  const paper = round.mode === "PAPER";
  const offered = round.votesOffered;
  const follows = "people_votes.prepare_further_round";
  const left = round.tally?.then === "NEXT_MEETING";
  const later = useMeetings(round.meeting?.assembly ?? null, !left || !offered.includes(follows))
    .filter((one) => one.id !== round.meeting?.id && one.beginsOn >= (round.meeting?.beginsOn ?? ""))
    .map(toChoose);
  return (
    <Acts>
      <Act
        verb={AdoptMethod}
        action="people_votes.adopt_vote_method"
        text={t("method.go")}
        about={round.id}
        offered={offered}
        fields={{
          on: day(t("method.on"), { required: true }),
          by: text(t("method.by"), { required: true, hint: t("method.byHint") }),
          text: longText(t("method.text"), { required: true, hint: t("method.textHint") }),
        }}
        begin={{ on: round.meeting?.beginsOn ?? "" }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("method.done")}
      />
      <Offered when={offered.includes("people_votes.name_vote_officials")}>
        <NamingOfficials round={round} />
      </Offered>
      {paper && (round.state === "PREPARED" || round.state === "OPEN") ? (
        <Export
          verb={PrintBallots}
          action="people_votes.print_ballots"
          text={t("ballots.print")}
          variables={{ input }}
          file={(data) => data.printBallots.pdf ?? data.printBallots.word}
        />
      ) : null}
      <Act
        verb={Open}
        action="people_votes.open_vote"
        text={t("open.go")}
        offered={offered}
        before={<p>{t("open.before")}</p>}
        said={t("open.done")}
        {...plain}
      />
      <Act
        verb={Close}
        action="people_votes.close_vote"
        text={t("close.go")}
        offered={offered}
        before={<p>{t("close.before")}</p>}
        said={t("close.done")}
        {...plain}
      />
      <Act
        verb={Confirm}
        action="people_votes.confirm_count"
        text={t("confirm.go")}
        offered={offered}
        before={<p>{t("confirm.before")}</p>}
        said={t("confirm.done")}
        {...plain}
      />
      <Act
        verb={Announce}
        action="people_votes.announce_result"
        text={t("announce.go")}
        offered={offered}
        before={<p>{t("announce.before")}</p>}
        danger
        said={t("announce.done")}
        {...plain}
      />
      <Act
        verb={Further}
        action={follows}
        text={t("further.go")}
        about={round.id}
        offered={offered}
        before={<p>{t("further.before")}</p>}
        fields={{
          meeting: choice(t("further.meeting"), later, { required: left, when: () => left }),
          title: text(t("further.title"), { hint: t("further.titleHint") }),
        }}
        variables={({ meeting, title }) => ({
          input: { ...input, meeting: left ? meeting : null, title: title ?? "" },
        })}
        said={t("further.done")}
        done={(data) => void navigate(`../votes/${data.prepareFurtherRound.id}`)}
      />
      <Act
        verb={Recount}
        action="people_votes.order_recount"
        text={t("recount.go")}
        about={round.id}
        offered={offered}
        danger
        before={<p>{t("recount.before")}</p>}
        fields={{ reason: longText(t("recount.reason"), { required: true }) }}
        variables={({ reason }) => ({ input: { ...input, reason } })}
        said={t("recount.done")}
        done={(data) => void navigate(`../votes/${data.orderRecount.id}`)}
      />
      <Offered when={offered.includes("people_votes.replace_vote_official")}>
        <Replacing round={round} />
      </Offered>
      <Act
        verb={Cancel}
        action="people_votes.cancel_vote"
        text={t("cancelVote.go")}
        about={round.id}
        offered={offered}
        danger
        fields={{ reason: longText(t("cancelVote.reason"), { required: true }) }}
        variables={({ reason }) => ({ input: { ...input, reason } })}
        said={t("cancelVote.done")}
      />
    </Acts>
  );
}

function useTellersToBe(pause: boolean) {
  const all = useStaff(pause);
  const tellers = all.filter((one) => one.roles.includes("teller"));
  return tellers.length > 0 ? tellers : all;
}

function NamingOfficials({ round }: { round: Round }) {
  const here = useHere();
  const may = here.can("people_votes.name_vote_officials");
  const reads = here.can("core.read_roll") && here.can("core.read_people");
  const roll = useRoll(round.meeting?.id ?? "", "PRESENT", !may || !reads);
  const staff = useTellersToBe(!may || !reads);
  if (!may) return null;
  if (!reads) return <p className="quiet">{t("officials.noRoll")}</p>;
  const paper = round.mode === "PAPER";
  const checks = (people: readonly { id: string; name: string }[]): Fields =>
    Object.fromEntries(people.map((one) => [one.id, yes(one.name)]));
  const chosen = (typed: unknown) =>
    Object.entries((typed ?? {}) as Record<string, unknown>).flatMap(([id, is]) =>
      is === true ? [id] : [],
    );
  return (
    <Act
      verb={NameOfficials}
      action="people_votes.name_vote_officials"
      text={paper ? t("officials.go") : t("officials.goScrutineers")}
      about={round.id}
      before={<p>{paper ? t("officials.before") : t("officials.beforeScrutineers")}</p>}
      fields={{
        on: day(t("officials.on"), { required: true }),
        by: text(t("officials.by"), { required: true, hint: t("method.byHint") }),
        chief: choice(
          t("officials.chief"),
          roll.map((one) => ({ value: one.id, text: one.name })),
          { required: true },
        ),
        scrutineers: group(t("officials.scrutineers"), checks(roll)),
        ...(paper
          ? { tellers: group(t("officials.tellers"), checks(staff)) }
          : {}),
      }}
      begin={{ on: round.meeting?.beginsOn ?? "" }}
      variables={(typed) => ({
        input: {
          round: round.id,
          on: typed.on,
          by: typed.by,
          chief: typed.chief,
          scrutineers: chosen(typed.scrutineers),
          tellers: chosen((typed as { tellers?: unknown }).tellers),
        },
      })}
      said={t("officials.done")}
    />
  );
}

/** Those who have no part in the round yet; who bears the name of one who has may be somebody else. */
function others<P extends { name: string }>(round: Round, people: readonly P[]): P[] {
  const had = new Set(round.officials.map((one) => one.name));
  const alike = (name: string) => people.filter((one) => one.name === name).length;
  return people.filter((one) => !had.has(one.name) || alike(one.name) > 1);
}

function Replacing({ round }: { round: Round }) {
  const here = useHere();
  const may = here.can("people_votes.replace_vote_official");
  const reads = here.can("core.read_roll") && here.can("core.read_people");
  const roll = useRoll(round.meeting?.id ?? "", "PRESENT", !may || !reads);
  const staff = others(round, useTellersToBe(!may || !reads));
  if (!may || !reads) return null;
  const serving = round.officials.filter((one) => !one.leftOn);
  const teller = (typed: Record<string, unknown>) =>
    serving.some((one) => one.id === typed.official && one.role === "TELLER");
  return (
    <Act
      verb={ReplaceOfficial}
      action="people_votes.replace_vote_official"
      text={t("replace.go")}
      about={round.id}
      before={<p>{t("replace.before")}</p>}
      fields={{
        official: choice(
          t("replace.official"),
          serving.map((one) => ({
            value: one.id,
            text: `${one.name} ${named("official", one.role)}`,
          })),
          { required: true },
        ),
        member: choice(
          t("replace.member"),
          others(round, roll).map((one) => ({ value: one.id, text: one.name })),
          {
            required: true,
            hint: t("replace.memberHint"),
            when: (typed) => !!typed.official && !teller(typed),
          },
        ),
        staff: choice(
          t("replace.staff"),
          staff.map((one) => ({ value: one.id, text: `${one.name} ${one.post}` })),
          { required: true, hint: t("replace.staffHint"), when: teller },
        ),
        on: day(t("replace.on"), { required: true }),
        by: text(t("replace.by"), { required: true }),
        reason: text(t("replace.reason"), { required: true, hint: t("replace.reasonHint") }),
      }}
      variables={(typed) => ({ input: { round: round.id, ...typed } })}
      said={t("replace.done")}
    />
  );
}

function Officials({ round }: { round: Round }) {
  if (round.officials.length === 0) return null;
  // An electronic vote is counted by nobody: it has no tellers, and nothing to be confirmed.
  const paper = round.mode === "PAPER";
  return (
    <Section title={paper ? t("officials.title") : t("officials.scrutineers")}>
      <ul className="plain-list">
        {round.officials.map((one) => (
          <li key={one.id}>
            {one.name} <Tag>{named("official", one.role)}</Tag>{" "}
            {one.leftOn ? (
              <Tag tone="late">{t("officials.left", { day: dayText(one.leftOn) })}</Tag>
            ) : one.role === "TELLER" || !paper ? null : one.confirmedAt ? (
              <Tag tone="good">{t("officials.confirmed", { time: timeText(one.confirmedAt) })}</Tag>
            ) : (
              <span className="quiet">{t("officials.notConfirmed")}</span>
            )}
            {one.leftReason ? <span className="quiet"> {one.leftReason}</span> : null}
            {one.adoptedBy && one.adoptedBy !== round.officials[0]?.adoptedBy ? (
              <span className="quiet"> {adopted(one.adoptedOn, one.adoptedBy)}</span>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="quiet">{adopted(round.officials[0]?.adoptedOn ?? null, round.officials[0]?.adoptedBy ?? null)}</p>
    </Section>
  );
}

