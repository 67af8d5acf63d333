import { useEffect } from "react";
import { createPortal } from "react-dom";
import { useHere } from "../here.ts";
import { today } from "../server_time.ts";
import { t } from "../texts.ts";
import { dayText } from "./days.ts";

/** Prints the page on A4, without menu, filters and buttons; `wide` turns the sheet. */
export function Print({ wide }: { wide?: boolean }) {
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
        <p className="print-only">{t("kit.printed", { body: here.body, day: dayText(today()) })}</p>,
        document.getElementById("main") ?? document.body,
      )}
    </>
  );
}
