import { graphql, Loading, Problem, thisYear, useAsk } from "@renda/console";
import { t } from "./texts.ts";

const Progress = graphql(`
  query TargetProgress($file: ID!, $year: Int!) {
    node(id: $file) {
      ... on DeputyFile {
        id
        targetProgress(year: $year) {
          title
          done
          times
          percent
        }
      }
    }
  }
`);

/** How far the year's targets are met; a body without targets has none to show. */
export function ProgressOf({ file }: { file: string }) {
  const year = thisYear();
  const { data, error } = useAsk(Progress, { file, year });
  if (!data) return error ? <Problem error={error} /> : <Loading />;
  const targets = data.node && "targetProgress" in data.node ? data.node.targetProgress : [];
  if (targets.length === 0) return <p className="quiet">{t("progress.none")}</p>;
  return (
    <ul className="files">
      {targets.map((one) => (
        <li key={one.title}>
          {one.title}{" "}
          <progress max={100} value={one.percent} aria-label={one.title} />{" "}
          {t("progress.of", { done: one.done, times: one.times })}
        </li>
      ))}
    </ul>
  );
}
