import { Act, choice, day, longText, RecordPage, Section, useNavigate } from "@renda/console";
import { FilesToChoose } from "./files_to_choose.tsx";
import { RequestLeave } from "./leave.tsx";
import { useOpenMeetings } from "./meetings.ts";
import { t } from "./texts.ts";

/** Staff write down a leave that a deputy asked for on paper; it waits for a decision like any other. */
export default function PaperLeavePage() {
  const meetings = useOpenMeetings();
  const navigate = useNavigate();
  return (
    <RecordPage title={t("leave.paper")} back={{ to: "../leave", text: t("leave.back") }}>
      <p>{t("leave.paperWhat")}</p>
      {meetings?.length === 0 ? <p className="empty">{t("leave.noMeeting")}</p> : null}
      {meetings?.length ? (
        <Section title={t("leave.whose")}>
          <FilesToChoose
            does={t("leave.paperGo")}
            act={(file, name) => (
              <Act
                verb={RequestLeave}
                action="deputy_files.request_leave"
                text={t("leave.paperOf", { name })}
                about={file}
                fields={{
                  meeting: choice(t("leave.meeting"), meetings, { required: true }),
                  paperOn: day(t("leave.paperOn"), { required: true }),
                  reason: longText(t("leave.reason"), {
                    required: true,
                    hint: t("leave.paperHint"),
                  }),
                }}
                variables={(typed) => ({ input: { file, ...typed } })}
                said={t("leave.asked")}
                done={(data) => navigate(`../leave/${data.requestLeave.id}`)}
              />
            )}
          />
        </Section>
      ) : null}
    </RecordPage>
  );
}
