import { Act, Acts, graphql, RecordPage, Section, Tag, useAsk, Waiting, Why } from "@renda/console";
import { t } from "./texts.ts";

export const Notice = graphql(`
  query DataNotice {
    dataNotice {
      text
      ruleText
      read
    }
  }
`);

const ReadNotice = graphql(`
  mutation ReadNotice {
    readNotice {
      read
    }
  }
`);

/** How a deputy's data are handled, in the body's own words; read, or not yet. */
export default function NoticePage() {
  const { data, error } = useAsk(Notice, {});
  if (!data) return <Waiting title={t("notice.title")} error={error} />;
  const told = data.dataNotice;
  if (told.text === null)
    return (
      <RecordPage title={t("notice.title")}>
        <p className="empty">{t("notice.none")}</p>
      </RecordPage>
    );
  return (
    <RecordPage
      title={t("notice.title")}
      state={
        <Tag tone={told.read ? "good" : "late"}>
          {told.read ? t("notice.read") : t("notice.unread")}
        </Tag>
      }
    >
      <Section title={t("notice.text")}>
        {told.text.split("\n").map((line) => (
          <p key={line}>{line}</p>
        ))}
        <Why rule={told.ruleText} />
      </Section>
      <Acts>
        <Act
          verb={ReadNotice}
          action="deputy_files.read_notice"
          text={t("notice.go")}
          offered={!told.read}
          variables={() => ({})}
          said={t("notice.done")}
        />
      </Acts>
    </RecordPage>
  );
}
