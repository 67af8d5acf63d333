import { Link, useHere } from "@renda/console";
import { EntriesOf } from "./entries_list.tsx";
import { t } from "./texts.ts";

export default function EntriesPage() {
  const here = useHere();
  return (
    <EntriesOf
      title={t("entries.title")}
      acts={
        here.can("deputy_files.import_entries") ? (
          <Link to="../entries/sheet">{t("import.title")}</Link>
        ) : null
      }
    />
  );
}
