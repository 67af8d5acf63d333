import {
  Act,
  Acts,
  choice,
  dayText,
  Facts,
  Gone,
  graphql,
  longText,
  Print,
  RecordPage,
  type ResultOf,
  Section,
  useAsk,
  useHere,
  useParams,
  Waiting,
} from "@renda/console";
import { cardTag } from "./cards.tsx";
import { named, options, t } from "./texts.ts";

const One = graphql(`
  query DeputyCard($id: ID!) {
    node(id: $id) {
      ... on DeputyCard {
        id
        name
        state
        introduction
        receives
        draftedByName
        evidenceNotice
        openness
        checkNote
        checkedOn
        checkedByName
        publishedOn
        withdrawnOn
        withdrawal
        page
        offered
      }
    }
    cardPreview(card: $id) {
      title
      text
    }
  }
`);

const Check = graphql(`
  mutation CheckCardSecrecy($input: CheckCardSecrecyInput!) {
    checkCardSecrecy(input: $input) {
      id
    }
  }
`);

const Publish = graphql(`
  mutation PublishCard($input: PublishCardInput!) {
    publishCard(input: $input) {
      id
    }
  }
`);

const Withdraw = graphql(`
  mutation WithdrawCard($input: WithdrawCardInput!) {
    withdrawCard(input: $input) {
      id
    }
  }
`);

type Card = Extract<NonNullable<ResultOf<typeof One>["node"]>, { introduction: string }>;

export default function CardPage() {
  const { id = "" } = useParams();
  const { data, error } = useAsk(One, { id });
  if (!data) return <Waiting title={t("cards.title")} error={error} />;
  const one = data.node && "introduction" in data.node ? data.node : null;
  const back = { to: "../cards", text: t("cards.back") };
  if (!one) return <Gone title={t("cards.title")} back={back} />;
  return (
    <RecordPage record={one.id} title={t("card.heading", { name: one.name })} back={back} state={cardTag(one.state)}>
      <p className="preview">{one.evidenceNotice}</p>
      <Doing card={one} />
      {one.page ? (
        <Section
          title={t("card.public")}
          aside={<Print only={<Sheet name={one.name} page={one.page} lines={data.cardPreview} />} />}
        >
          <p>
            <a href={one.page}>{t("card.open")}</a>
          </p>
          <p>
            <img src={`${one.page}/qr.svg`} width="180" height="180" alt={t("card.qr")} />
          </p>
          <p className="row">
            <a href={`${one.page}/qr.png`} download>
              {t("card.png")}
            </a>
            <a href={`${one.page}/qr.svg`} download>
              {t("card.svg")}
            </a>
          </p>
        </Section>
      ) : null}
      <Section title={t("card.preview")}>
        <p className="quiet">{t("card.previewHint")}</p>
        <Facts facts={data.cardPreview.map((figure) => [figure.title, figure.text] as const)} />
      </Section>
      <Section title={t("card.course")}>
        <Facts
          facts={[
            [t("card.draftedBy"), one.draftedByName],
            [t("card.checkedBy"), one.checkedByName],
            [t("card.checkedOn"), dayText(one.checkedOn)],
            [t("card.openness"), named("openness", one.openness)],
            [t("card.checkNote"), one.checkNote],
            [t("card.publishedOn"), dayText(one.publishedOn)],
            [t("card.withdrawnOn"), dayText(one.withdrawnOn)],
            [t("card.withdrawal"), one.withdrawal],
          ]}
        />
      </Section>
    </RecordPage>
  );
}

/** What is hung up in the station: the card and the way to its page, without what the office noted. */
function Sheet(props: { name: string; page: string; lines: readonly { title: string; text: string }[] }) {
  const { body } = useHere();
  return (
    <>
      <p>{body}</p>
      <h2>{t("card.sheet", { name: props.name })}</h2>
      <Facts facts={props.lines.map((one) => [one.title, one.text] as const)} />
      <p>
        <img src={`${props.page}/qr.svg`} width="180" height="180" alt={t("card.qr")} />
      </p>
      <p>{t("card.scan")}</p>
    </>
  );
}

function Doing({ card }: { card: Card }) {
  return (
    <Acts>
      <Act
        verb={Check}
        action="deputy_files.check_card_secrecy"
        text={t("card.check")}
        about={card.id}
        offered={card.offered}
        before={<p>{t("card.checkBefore")}</p>}
        fields={{
          openness: choice(t("card.openness"), options("openness"), { required: true }),
          note: longText(t("card.checkNote"), { required: true }),
        }}
        variables={(typed) => ({ input: { card: card.id, ...typed } })}
        said={t("card.checked")}
      />
      <Act
        verb={Publish}
        action="deputy_files.publish_card"
        text={t("card.publish")}
        about={card.id}
        offered={card.offered}
        before={<p>{t("card.publishBefore")}</p>}
        variables={() => ({ input: { card: card.id } })}
        said={t("card.published")}
      />
      <Act
        verb={Withdraw}
        action="deputy_files.withdraw_card"
        text={t("card.withdraw")}
        about={card.id}
        offered={card.offered}
        danger
        fields={{ reason: longText(t("card.withdrawal"), { required: true }) }}
        variables={(typed) => ({ input: { card: card.id, ...typed } })}
        said={t("card.withdrawnSaid")}
      />
    </Acts>
  );
}
