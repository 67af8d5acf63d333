/** All that a page of a plugin may use of the console; documented in docs/console.md. */
export { Link, useNavigate, useParams, useSearchParams } from "react-router";
export type { ResultOf, VariablesOf } from "gql.tada";
export { useMutation } from "urql";
export { useDraft } from "../drafts.ts";
export { type Here, useHere } from "../here.ts";
export { Loading, Problem, Waiting } from "../parts.tsx";
export { say } from "../said.tsx";
export { thisYear, today } from "../server_time.ts";
export { language } from "../texts.ts";
export { told } from "../told.ts";
export { Act, type ActProps, Acts, Offered } from "./act.tsx";
export { refresh, useAsk, useWatch } from "./ask.ts";
export { useEvery } from "./every.ts";
export { Chart, type ChartProps } from "./chart.tsx";
export { Count, Counts } from "./count.tsx";
export { dayOf, dayText, timeText } from "./days.ts";
export { type Because, Counting, DueDate } from "./due_date.tsx";
export { Export } from "./export.tsx";
export {
  choice,
  day,
  FieldRow,
  FieldRows,
  type Fields,
  file,
  files,
  group,
  longText,
  moment,
  number,
  type Option,
  rows,
  text,
  type Typed,
  typedOf,
  yes,
} from "./fields.tsx";
export { Download, Files, type SentFile, stillSending } from "./files.tsx";
export { graphql } from "./graphql.ts";
export { Listed } from "./listed.tsx";
export { type Changing, saysOf, type Said, type Seen, useMeanwhile } from "./meanwhile.tsx";
export type { ConsolePages } from "./pages.ts";
export { type KnownFile, Photo, Preview } from "./preview.tsx";
export { Print } from "./print.tsx";
export { Facts, Gone, RecordPage, Section, Tag, Timeline, Why } from "./record.tsx";
export { type Column, type Page, type Place, Records, type Sort, useNarrow } from "./records.tsx";
export type { Review } from "./review.tsx";
export { SheetImport } from "./sheet_import.tsx";
export { Steps } from "./steps.tsx";
export { textsOf } from "./texts_of.ts";
