import { type ReactNode, useEffect } from "react";
import { createPortal } from "react-dom";
import { useHere } from "../here.ts";
import { today } from "../server_time.ts";
import { t } from "../texts.ts";
import { dayText } from "./days.ts";

/**
 * Prints the page on A4, without menu, filters and buttons; `wide` turns the sheet. With `only`, this is
 * printed and nothing else of the page, as what is hung up.
 */
export function Print({ wide, only }: { wide?: boolean; only?: ReactNode }) {
  const here = useHere();
  useEffect(() => {
    if (!wide) return undefined;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("@page { size: A4 landscape; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [wide]);
  return (
    <>
      <button type="button" className="plain screen-only" onClick={() => window.print()}>
        {t("kit.print")}
      </button>
      {createPortal(
        only ? (
          <div className="print-only printed-alone">{only}</div>
        ) : (
          <p className="print-only">{t("kit.printed", { body: here.body, day: dayText(today()) })}</p>
        ),
        document.getElementById("main") ?? document.body,
      )}
    </>
  );
}
