import { choice, day, file, longText, number, rows, text } from "@renda/console";
import { options, t } from "./texts.ts";

/** What a candidate project consists of. */
export const candidateFields = () => ({
  title: text(t("project.name"), { required: true }),
  content: longText(t("project.content"), { required: true }),
  responsibleUnit: text(t("project.unit"), { required: true }),
  target: longText(t("project.target"), { required: true }),
  investment: number(t("project.investment"), { required: true, least: 0 }),
  funding: text(t("project.funding"), { required: true }),
  startsOn: day(t("project.startsOn"), { required: true }),
  dueOn: day(t("project.dueOn"), { required: true, hint: t("candidate.dueHint") }),
  explanation: longText(t("candidate.explanation"), { required: true }),
  assessments: rows(t("evidence.many"), {
    kind: choice(t("evidence.kind"), options("assessment"), { required: true }),
    note: longText(t("evidence.note")),
    file: file(t("evidence.file")),
  }),
});
