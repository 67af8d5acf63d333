import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../texts.ts";
import type { Fields } from "./fields.tsx";

/** What is shown of a form before it is sent. */
export interface Review {
  /** What is about to be sent, in words. */
  shows: ReactNode;
  /** Fields that were left without a choice: each leads back to itself. */
  left?: readonly { field: string; text: string }[];
  /** What is said above those. */
  warning?: string | undefined;
  /** What the button says that sends it. */
  go: string;
}

/** What was filled in, looked at once more; whoever listens to the page is brought to it. */
export function Reviewing(props: {
  review: Review;
  sending: boolean;
  back: (field: string) => void;
}) {
  const { shows, left = [], warning, go } = props.review;
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="review">
      <p className="form-title" tabIndex={-1} ref={heading}>
        {t("kit.review")}
      </p>
      {warning ? (
        <div className="problem" role="alert">
          <p>{warning}</p>
          {left.length > 0 ? (
            <ul>
              {left.map((one) => (
                <li key={one.field}>
                  <button type="button" className="plain small" onClick={() => props.back(one.field)}>
                    {one.text}
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {shows}
      <div className="row">
        <button
          type="submit"
          aria-disabled={props.sending}
          onClick={(event) => {
            // The second half of a double press meets this button before anybody looked.
            if (event.detail > 1) event.preventDefault();
          }}
        >
          {props.sending ? t("kit.sending") : go}
        </button>
        <button type="button" className="plain" onClick={() => props.back(left[0]?.field ?? "")}>
          {t("kit.reviewBack")}
        </button>
      </div>
    </div>
  );
}

/** To a field, or to the first where none is named; only those that are shown have a place. */
export function focusField(
  form: HTMLFormElement | null,
  fields: Fields,
  typed: Record<string, unknown>,
  name: string,
) {
  const shown = Object.keys(fields).filter((one) => fields[one]?.when?.(typed) ?? true);
  const rows = form?.querySelectorAll(":scope > .field");
  const row = rows?.[Math.max(shown.indexOf(name), 0)];
  row?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
}
