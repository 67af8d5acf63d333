import {
  Act,
  Acts,
  choice,
  dayText,
  files,
  graphql,
  longText,
  Records,
  Tag,
  text,
  yes,
} from "@renda/console";
import { named, options, t } from "./texts.ts";

const Exchanges = graphql(`
  query Exchanges(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $kind: ExchangeKind
    $toAnswer: Boolean
  ) {
    exchanges(
      first: $first
      after: $after
      last: $last
      before: $before
      kind: $kind
      toAnswer: $toAnswer
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        kind
        direction
        otherName
        title
        askedOn
        answeredOn
      }
    }
  }
`);

const Ask = graphql(`
  mutation AskGuidance($input: AskGuidanceInput!) {
    askGuidance(input: $input) {
      id
    }
  }
`);

const Share = graphql(`
  mutation ShareDocument($input: ShareDocumentInput!) {
    shareDocument(input: $input) {
      id
    }
  }
`);

/** Whether an answer is there, is waited for, or is none's to give. */
export function AnswerTag(one: { kind: string; direction: string; answeredOn: string | null }) {
  if (one.kind === "SHARED") return <Tag>{t("guidance.noAnswer")}</Tag>;
  if (one.answeredOn) return <Tag tone="good">{t("guidance.answered")}</Tag>;
  return <Tag tone="soon">{one.direction === "RECEIVED" ? t("guidance.toAnswer") : t("guidance.waits")}</Tag>;
}

/** Guidance between levels: questions, drafts, shared texts; kept apart from review. */
export default function GuidancePage() {
  const matter = {
    title: text(t("filing.title"), { required: true }),
    text: longText(t("guidance.text"), { required: true }),
    files: files(t("guidance.files")),
  };
  return (
    <Records
      title={t("guidance.title")}
      query={Exchanges}
      variables={(place, chosen) => ({ ...place, ...chosen })}
      page={(data) => data.exchanges}
      filters={{
        kind: choice(t("letter.kind"), options("exchange")),
        toAnswer: yes(t("guidance.onlyToAnswer")),
      }}
      to={(one) => one.id}
      empty={t("guidance.none")}
      acts={
        <Acts>
          <Act
            verb={Ask}
            action="filing_review.ask_guidance"
            text={t("guidance.ask")}
            about="ask"
            before={<p>{t("guidance.askBefore")}</p>}
            fields={{ kind: choice(t("letter.kind"), options("askKind"), { required: true }), ...matter }}
            variables={(typed) => ({ input: typed })}
            said={t("guidance.asked")}
          />
          <Act
            verb={Share}
            action="filing_review.share_document"
            text={t("guidance.share")}
            about="share"
            before={<p>{t("guidance.shareBefore")}</p>}
            fields={matter}
            variables={(typed) => ({ input: typed })}
            said={(data) => t("guidance.shared", { count: data.shareDocument.length })}
          />
        </Acts>
      }
      columns={[
        { title: t("filing.title"), value: (one) => one.title },
        { title: t("letter.kind"), value: (one) => named("exchange", one.kind) },
        { title: t("guidance.direction"), value: (one) => named("direction", one.direction) },
        { title: t("guidance.other"), value: (one) => one.otherName },
        { title: t("guidance.askedOn"), value: (one) => dayText(one.askedOn), tight: true },
        { title: t("filing.state"), value: (one) => <AnswerTag {...one} /> },
      ]}
    />
  );
}
