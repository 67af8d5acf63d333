import { Tag, today } from "../kit/index.ts";
import { t } from "./texts.ts";

interface Dated {
  beginsOn: string;
  endsOn: string | null;
  closedOn: string | null;
}

/** Whether the day on which a meeting begins has come. */
export const hasBegun = (one: Dated) => one.beginsOn <= today();

/** Where a meeting stands today: it was registered before its day, and is closed by hand after it. */
export function MeetingState({ meeting }: { meeting: Dated }) {
  if (meeting.closedOn !== null) return <Tag>{t("meetings.closed")}</Tag>;
  if (!hasBegun(meeting)) return <Tag tone="soon">{t("meetings.coming")}</Tag>;
  if (meeting.endsOn !== null && meeting.endsOn < today()) {
    return <Tag tone="late">{t("meetings.toClose")}</Tag>;
  }
  return <Tag tone="good">{t("meetings.open")}</Tag>;
}
