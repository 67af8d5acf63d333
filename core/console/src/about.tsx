import { Link } from "react-router";
import { useHere } from "./here.ts";
import { t } from "./texts.ts";

/** What a clock or a package is about, with the way to it; nothing where nobody can say. */
export function About(props: { subject: string | null; title: string | null }) {
  const here = useHere();
  if (!props.subject) return null;
  return (
    <>
      {t("about.before")}
      <Link to={`/c/${here.code}/r/${props.subject}`}>{props.title ?? t("about.open")}</Link>
    </>
  );
}
