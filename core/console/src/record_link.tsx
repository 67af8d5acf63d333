import type { ReactNode } from "react";
import { Link } from "react-router";
import { useHere } from "./here.ts";
import { placesOf } from "./plugin_pages.tsx";
import { usePages } from "./shell.tsx";

/** What is said of a record, as a link where the viewer has a page of it, else as words alone. */
export function RecordLink({ record, children }: { record: string; children: ReactNode }) {
  const here = useHere();
  const pages = usePages();
  return placesOf(pages, here).has(typeOf(record)) ? (
    <Link to={`/c/${here.code}/r/${record}`}>{children}</Link>
  ) : (
    <>{children}</>
  );
}

/** Whether the viewer has a page of this record. */
export function useHasPage(): (record: string) => boolean {
  const here = useHere();
  const places = placesOf(usePages(), here);
  return (record) => places.has(typeOf(record));
}

/** An id says of what type its record is. */
export function typeOf(record: string): string {
  try {
    return atob(record.replaceAll("-", "+").replaceAll("_", "/")).split(":")[0] ?? "";
  } catch {
    return "";
  }
}
