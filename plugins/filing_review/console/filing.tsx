import {
  Act,
  Acts,
  day,
  dayText,
  Facts,
  graphql,
  longText,
  RecordPage,
  Section,
  Tag,
  Timeline,
  useAsk,
  useParams,
  Waiting,
  Why,
} from "@renda/console";
import { named, t } from "./texts.ts";

const One = graphql(`
  query Filing($id: ID!) {
    node(id: $id) {
      ... on Filing {
        id
        title
        documentNumber
        makerName
        kind
        state
        filedOn
        adoptedOn
        publishedOn
        effectiveOn
        registerText
        leadName
        overdue
        deadlines {
          id
          title
          dueOn
          ruleText
          steps
        }
      }
    }
  }
`);

const Receive = graphql(`
  mutation ReceiveFiling($input: ReceiveFilingInput!) {
    receiveFiling(input: $input) {
      id
    }
  }
`);

const Return = graphql(`
  mutation ReturnFiling($input: ReturnFilingInput!) {
    returnFiling(input: $input) {
      id
    }
  }
`);

export default function FilingPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("filings.title")} error={error} />;
  const one = data.node && "title" in data.node ? data.node : null;
  const back = { to: "../filings", text: t("filings.back") };
  if (!one)
    return (
      <RecordPage title={t("filings.title")} back={back}>
        <p>{t("filing.none")}</p>
      </RecordPage>
    );
  return (
    <RecordPage
      title={one.title}
      back={back}
      state={<Tag tone={one.overdue ? "late" : "plain"}>{named("state", one.state)}</Tag>}
    >
      <Receiving filing={one.id} state={one.state} />
      <Section title={t("filing.facts")}>
        <Facts
          facts={[
            [t("filing.number"), one.documentNumber],
            [t("filing.maker"), one.makerName],
            [t("filing.kind"), named("kind", one.kind)],
            [t("filing.filedOn"), dayText(one.filedOn)],
            [t("filing.adoptedOn"), dayText(one.adoptedOn)],
            [t("filing.publishedOn"), dayText(one.publishedOn)],
            [t("filing.effectiveOn"), dayText(one.effectiveOn)],
            [t("filing.register"), one.registerText],
            [t("filing.lead"), one.leadName],
          ]}
        />
      </Section>
      <Section title={t("filing.deadlines")}>
        <Timeline
          entries={one.deadlines.map((clock) => ({
            key: clock.id,
            day: clock.dueOn,
            text: clock.title,
            more: (
              <>
                {clock.dueOn ? null : <p>{t("filing.noClock")}</p>}
                <Why rule={clock.ruleText} steps={clock.steps} />
              </>
            ),
          }))}
        />
      </Section>
    </RecordPage>
  );
}

/** What the clerk of the registry does with it first. */
function Receiving({ filing, state }: { filing: string; state: string }) {
  return (
    <Acts>
      {state === "ARRIVED" ? (
        <Act
          verb={Receive}
          action="filing_review.receive_filing"
          text={t("receive.go")}
          about={filing}
          fields={{ paperReceivedOn: day(t("receive.paper")) }}
          variables={(typed) => ({ input: { filing, ...typed } })}
          said={t("receive.done")}
        />
      ) : null}
      {state === "RECEIVED" ? (
        <Act
          verb={Return}
          action="filing_review.return_filing"
          text={t("return.go")}
          about={filing}
          danger
          fields={{ reason: longText(t("return.reason"), { required: true }) }}
          variables={(typed) => ({ input: { filing, ...typed } })}
          said={t("return.done")}
        />
      ) : null}
    </Acts>
  );
}
