import { type KnownFile, Preview, Section } from "@renda/console";
import { useId, useState } from "react";
import { named, t } from "./texts.ts";

interface Paper {
  /** None of the package's parts: a report that came from below. */
  kind: string | null;
  file: KnownFile | null;
}

/** The papers as they came, one at a time, in sight while what was found in them is read. */
export function Original({ papers }: { papers: readonly Paper[] }) {
  const id = useId();
  const [chosen, setChosen] = useState<string | null>(null);
  const there = papers.flatMap(({ kind, file }) => (file ? [{ kind, file }] : []));
  const first = there.find((one) => one.kind === "OFFICIAL_TEXT") ?? there[0];
  const shown = there.find((one) => one.file.id === chosen) ?? first;
  return (
    <div className="staying screen-only">
      <Section title={t("original.title")}>
        {there.length > 1 ? (
          <div className="field">
            <label htmlFor={id}>{t("original.which")}</label>
            <select
              id={id}
              value={shown?.file.id}
              onChange={(event) => setChosen(event.target.value)}
            >
              {there.map((one) => (
                <option key={one.file.id} value={one.file.id}>
                  {one.kind ? named("part", one.kind) : t("doubts.reportBelow")}
                  {t("colon")}
                  {one.file.name}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        {shown ? <Preview file={shown.file} /> : <p className="quiet">{t("original.none")}</p>}
      </Section>
    </div>
  );
}
