import { language } from "../texts.ts";

const ZONE = "Asia/Shanghai";

/** A day such as `2026-11-29` for people; nothing where there is none. */
export function dayText(day: string | null | undefined): string {
  if (!day) return "";
  const [year, month, date] = day.slice(0, 10).split("-").map(Number);
  if (language() === "en") return day.slice(0, 10);
  return `${year}\u5e74${month}\u6708${date}\u65e5`;
}

/** A moment for people, in the time of the place. */
export function timeText(moment: string | null | undefined): string {
  if (!moment) return "";
  const told = new Intl.DateTimeFormat("sv-SE", {
    timeZone: ZONE,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(moment));
  return `${dayText(told)} ${told.slice(11)}`;
}

const DAY = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

/** The day of a moment in the time of the place, such as `2026-11-29`. */
export function dayOf(moment: string): string {
  return DAY.format(new Date(moment));
}
