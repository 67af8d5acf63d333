import { EntriesOf } from "./entries_list.tsx";
import { t } from "./texts.ts";

export default function EntriesPage() {
  return <EntriesOf title={t("entries.title")} />;
}
