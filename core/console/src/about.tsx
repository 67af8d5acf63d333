import { RecordLink } from "./record_link.tsx";
import { t } from "./texts.ts";

/** What a clock or a package is about, with the way to it; nothing where nobody can say. */
export function About(props: { subject: string | null; title: string | null }) {
  if (!props.subject) return null;
  return (
    <>
      {t("about.before")}
      <RecordLink record={props.subject}>{props.title ?? t("about.open")}</RecordLink>
    </>
  );
}
