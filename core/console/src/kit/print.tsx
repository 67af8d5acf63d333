import { useEffect } from "react";
import { t } from "../texts.ts";

/** Prints the page on A4, without menu, filters and buttons; `wide` turns the sheet. */
export function Print({ wide }: { wide?: boolean }) {
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
    <button type="button" className="plain screen-only" onClick={() => window.print()}>
      {t("kit.print")}
    </button>
  );
}
