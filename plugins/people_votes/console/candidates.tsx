import {
  Act,
  Acts,
  choice,
  day,
  dayText,
  Facts,
  Files,
  Gone,
  graphql,
  group,
  longText,
  number,
  RecordPage,
  type ResultOf,
  rows,
  Section,
  Tag,
  text,
  useAsk,
  useHere,
  useParams,
  Waiting,
  Why,
  yes,
} from "@renda/console";
import { money } from "./money.ts";
import { named, t } from "./texts.ts";

const Whole = graphql(`
  query CandidatesOfCycle($id: ID!) {
    node(id: $id) {
      ... on Cycle {
        id
        title
        state
        offered
        candidates {
          id
          number
          state
          title
          content
          responsibleUnit
          target
          investment
          funding
          startsOn
          dueOn
          explanation
          reason
          votesFor
        }
      }
    }
    candidateLists(cycle: $id, first: 10) {
      nodes {
        id
        state
        number
        text
        candidates
        fromOrganName
        signedByName
        submittedOn
        digest
        returnedOn
        returnReason
      }
    }
    examinations(cycle: $id, first: 10) {
      nodes {
        id
        organName
        meetingTitle
        meetingHeldOn
        meetingMembers
        meetingPresent
        meetingInFavour
        majorityText
        places
        listed
        leftOut
        extraText
        voteOn
        handedOutOn
        examinedOn
        examinedByName
        voidedOn
      }
    }
    deliberations(cycle: $id, first: 100) {
      nodes {
        id
        delegation
        text
        deliberatedOn
        recordedByName
        answer
        answeredOn
        answeredByName
        answeredOrganName
        candidate {
          id
          number
          title
        }
      }
    }
  }
`);
const Evidence = graphql(`
  query CandidateEvidence($candidate: ID!) {
    candidateAssessments(candidate: $candidate, first: 20) {
      nodes {
        id
        kind
        note
        file {
          id
          name
        }
      }
    }
  }
`);
const Examine = graphql(`
  mutation ExamineCandidates($input: ExamineCandidatesInput!) {
    examineCandidates(input: $input) {
      id
    }
  }
`);
const Return = graphql(`
  mutation ReturnCandidates($input: ReturnCandidatesInput!) {
    returnCandidates(input: $input) {
      id
    }
  }
`);
const HandOut = graphql(`
  mutation HandOutCandidates($input: HandOutCandidatesInput!) {
    handOutCandidates(input: $input) {
      id
    }
  }
`);
const Deliberate = graphql(`
  mutation RecordDeliberation($input: RecordDeliberationInput!) {
    recordDeliberation(input: $input) {
      id
    }
  }
`);
const Answer = graphql(`
  mutation AnswerDeliberation($input: AnswerDeliberationInput!) {
    answerDeliberation(input: $input) {
      id
    }
  }
`);

type Cycle = Extract<NonNullable<ResultOf<typeof Whole>["node"]>, { candidates: unknown }>;
type Candidate = Cycle["candidates"][number];

/** The list of candidates: as handed in, examined, handed out and deliberated. */
export default function CandidatesPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(Whole, { id });
  if (!data) return <Waiting title={t("candidates.title")} error={error} />;
  const cycle = data.node && "candidates" in data.node ? data.node : null;
  const back = { to: `../cycles/${id}`, text: t("cycle.back") };
  if (!cycle) return <Gone title={t("candidates.title")} back={back} />;
  return (
    <RecordPage
      title={t("candidates.of", { title: cycle.title })}
      back={back}
      state={<Tag>{named("cycleState", cycle.state)}</Tag>}
    >
      <Verbs cycle={cycle} />
      {cycle.candidates.length === 0 ? <p className="empty">{t("candidates.none")}</p> : null}
      {cycle.candidates.map((one) => (
        <Section
          key={one.id}
          title={`${one.number}. ${one.title}`}
          aside={
            <Tag tone={one.state === "CHOSEN" ? "good" : "plain"}>
              {named("candidateState", one.state)}
            </Tag>
          }
        >
          <CandidateFacts one={one} />
          <EvidenceOf candidate={one.id} />
        </Section>
      ))}
      <Section title={t("deliberations.title")}>
        {data.deliberations.nodes.length === 0 ? (
          <p className="quiet">{t("deliberations.none")}</p>
        ) : (
          <ul className="plain-list">
            {data.deliberations.nodes.map((one) => (
              <li key={one.id}>
                <strong>{one.delegation}</strong>{" "}
                <span className="quiet">
                  {dayText(one.deliberatedOn)}{" "}
                  {one.candidate
                    ? `${one.candidate.number}. ${one.candidate.title}`
                    : t("deliberation.whole")}
                </span>
                <p>{one.text}</p>
                {one.answer ? (
                  <p className="answer">
                    {t("deliberation.answer")} {one.answer}{" "}
                    <span className="quiet">
                      {`${one.answeredOrganName ?? ""} ${dayText(one.answeredOn)}`}
                    </span>
                  </p>
                ) : null}
                <Acts>
                  <Act
                    verb={Answer}
                    action="people_votes.answer_deliberation"
                    text={t("answer.go")}
                    offered={!one.answer}
                    about={one.id}
                    fields={{ text: longText(t("answer.text"), { required: true }) }}
                    variables={(typed) => ({ input: { deliberation: one.id, ...typed } })}
                    said={t("answer.done")}
                  />
                </Acts>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t("examinations.title")}>
        {data.examinations.nodes.map((one) => (
          <div key={one.id} className="item">
            <Facts
              facts={[
                [t("examination.organ"), one.organName],
                [t("examination.meeting"), `${one.meetingTitle} ${dayText(one.meetingHeldOn)}`],
                [
                  t("examination.votes"),
                  t("examination.count", {
                    members: one.meetingMembers,
                    present: one.meetingPresent,
                    inFavour: one.meetingInFavour,
                  }),
                ],
                [t("vote.places"), one.places],
                [t("examination.listed"), one.listed],
                [t("examination.leftOut"), one.leftOut],
                [t("examination.voteOn"), dayText(one.voteOn)],
                [t("examination.handedOutOn"), dayText(one.handedOutOn)],
                [t("examination.examinedOn"), `${dayText(one.examinedOn)} ${one.examinedByName}`],
                [t("examination.voidedOn"), dayText(one.voidedOn)],
              ]}
            />
            <Why rule={one.majorityText} steps={one.extraText ? [one.extraText] : []} />
          </div>
        ))}
        {data.examinations.nodes.length === 0 ? (
          <p className="quiet">{t("examinations.none")}</p>
        ) : null}
      </Section>
      <Section title={t("lists.title")}>
        {data.candidateLists.nodes.map((one) => (
          <div key={one.id} className="item">
            <Tag tone={one.state === "RETURNED" ? "late" : "plain"}>
              {named("listState", one.state)}
            </Tag>
            <Facts
              facts={[
                [t("list.sender"), one.fromOrganName],
                [t("list.number"), one.number],
                [t("list.text"), one.text],
                [t("list.candidates"), one.candidates],
                [t("list.submittedOn"), `${dayText(one.submittedOn)} ${one.signedByName}`],
                [t("list.returned"), one.returnReason],
                [t("vote.digest"), one.digest],
              ]}
            />
          </div>
        ))}
        {data.candidateLists.nodes.length === 0 ? (
          <p className="quiet">{t("lists.none")}</p>
        ) : null}
      </Section>
    </RecordPage>
  );
}

function CandidateFacts({ one }: { one: Candidate }) {
  return (
    <Facts
      facts={[
        [t("project.content"), one.content],
        [t("project.unit"), one.responsibleUnit],
        [t("project.target"), one.target],
        [t("project.investment"), money(one.investment)],
        [t("project.funding"), one.funding],
        [t("project.startsOn"), dayText(one.startsOn)],
        [t("project.dueOn"), dayText(one.dueOn)],
        [t("candidate.explanation"), one.explanation],
        [t("candidate.reason"), one.reason],
        [t("candidate.votes"), one.votesFor],
      ]}
    />
  );
}

function EvidenceOf({ candidate }: { candidate: string }) {
  const { data } = useAsk(Evidence, { candidate });
  const all = data?.candidateAssessments.nodes ?? [];
  if (all.length === 0) return null;
  return (
    <details>
      <summary>{t("evidence.title", { count: all.length })}</summary>
      {all.map((one) => (
        <div key={one.id} className="item">
          <strong>{named("assessment", one.kind)}</strong>
          <p>{one.note}</p>
          {one.file ? <Files files={[one.file]} /> : null}
        </div>
      ))}
    </details>
  );
}

function Verbs({ cycle }: { cycle: Cycle }) {
  const here = useHere();
  const waiting = cycle.candidates.filter((one) => one.state === "SUBMITTED");
  const listed = cycle.candidates.filter((one) => one.state === "LISTED");
  const input = { cycle: cycle.id };
  if (!here.can("people_votes.read")) return null;
  return (
    <Acts>
      <Act
        verb={Examine}
        action="people_votes.examine_candidates"
        text={t("examine.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("examine.before")}</p>}
        fields={{
          meeting: group(t("examine.meeting"), {
            title: text(t("meeting.name"), { required: true }),
            heldOn: day(t("examine.heldOn"), { required: true }),
            members: number(t("examine.members"), { required: true, least: 1 }),
            present: number(t("examine.present"), { required: true, least: 0 }),
            inFavour: number(t("examine.inFavour"), { required: true, least: 0 }),
          }),
          decisions: rows(t("examine.decisions"), {
            candidate: choice(
              t("candidate.one"),
              waiting.map((one) => ({ value: one.id, text: one.title })),
              { required: true },
            ),
            listed: yes(t("examine.listed")),
            reason: text(t("candidate.reason"), {
              required: true,
              when: (typed) => typed.listed !== true,
            }),
          }),
          places: number(t("vote.places"), { required: true, least: 1 }),
          voteOn: day(t("examination.voteOn")),
        }}
        begin={{
          decisions: waiting.map((one) => ({ candidate: one.id, listed: true, reason: "" })),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("examine.done")}
      />
      <Act
        verb={Return}
        action="people_votes.return_candidates"
        text={t("returnList.go")}
        about={cycle.id}
        offered={cycle.offered}
        danger
        fields={{ reason: longText(t("returnList.reason"), { required: true }) }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("returnList.done")}
      />
      <Act
        verb={HandOut}
        action="people_votes.hand_out_candidates"
        text={t("handOut.go")}
        about={cycle.id}
        offered={cycle.offered}
        fields={{ handedOutOn: day(t("examination.handedOutOn"), { required: true }) }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("handOut.done")}
      />
      <Act
        verb={Deliberate}
        action="people_votes.record_deliberation"
        text={t("deliberate.go")}
        about={cycle.id}
        offered={cycle.offered}
        before={<p>{t("deliberate.before")}</p>}
        fields={{
          delegation: text(t("deliberate.delegation"), { required: true }),
          candidate: choice(
            t("candidate.one"),
            listed.map((one) => ({ value: one.id, text: `${one.number}. ${one.title}` })),
            { hint: t("deliberate.candidateHint") },
          ),
          deliberatedOn: day(t("deliberate.on"), { required: true }),
          text: longText(t("deliberate.text"), { required: true }),
        }}
        variables={(typed) => ({ input: { ...input, ...typed } })}
        said={t("deliberate.done")}
      />
    </Acts>
  );
}
