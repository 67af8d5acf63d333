import { t } from "./texts.ts";

/** The stages on the way, told by words and marks and not by colour alone. */
export function Stages(props: { label: string; stages: readonly string[]; now: number }) {
  return (
    <ol className="stages" aria-label={props.label}>
      {props.stages.map((stage, place) => {
        const done = place < props.now;
        const now = place === props.now;
        return (
          <li key={stage} className={done ? "done-stage" : now ? "now-stage" : ""} {...(now ? { "aria-current": "step" as const } : {})}>
            <span className="quiet">
              {done ? t("stage.done") : now ? t("stage.now") : t("stage.later")}
            </span>
            {stage}
          </li>
        );
      })}
    </ol>
  );
}
