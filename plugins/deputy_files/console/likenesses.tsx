import { dayText } from "@renda/console";
import { named, t } from "./texts.ts";

export interface Alike {
  id: string;
  likeness: string;
  percent: number;
  otherHeldOn: string;
  otherName: string;
  otherTitle: string;
}

export function alikeText(one: Omit<Alike, "id">): string {
  return t("alike.text", {
    likeness: named("likeness", one.likeness),
    percent: one.percent,
    name: one.otherName,
    day: dayText(one.otherHeldOn),
    title: one.otherTitle,
  });
}

/** Where it is like another entry; each is looked at and ticked before it is confirmed. */
export function Likenesses(props: {
  alike: readonly Alike[];
  looked: ReadonlySet<string>;
  look: (id: string, on: boolean) => void;
}) {
  return (
    <ul className="files">
      {props.alike.map((one) => (
        <li key={one.id}>
          <label>
            <input
              type="checkbox"
              checked={props.looked.has(one.id)}
              onChange={(event) => props.look(one.id, event.target.checked)}
            />{" "}
            {t("alike.looked")} {alikeText(one)}
          </label>
        </li>
      ))}
    </ul>
  );
}
