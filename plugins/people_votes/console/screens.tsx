import { type ReactNode, useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
import { t } from "./texts.ts";

/** What can be read from the back of a hall: first as large as it goes, then smaller. */
const SIZES = [1, 0.9, 0.8, 0.7];
/** Where it does not fit on one screen anyway, it need not be that small. */
const TURNED = 0.8;
const COLUMNS = [1, 2];
const GAP = 32;
const EVERY = 10_000;
/** Below this one reads by scrolling, as on a phone or much enlarged. */
const HALL = "(min-width: 60rem) and (min-height: 30rem)";

function lay(flow: HTMLElement, size: number, columns: number) {
  flow.style.fontSize = `${size}em`;
  flow.style.columnCount = String(columns);
  flow.style.columnGap = `${GAP}px`;
}

function screensOf(flow: HTMLElement): number {
  return Math.max(1, Math.ceil((flow.scrollWidth - 1) / (flow.clientWidth + GAP)));
}

/** Whether a table is wider than its column, and would lie over the next one. */
function overlaps(flow: HTMLElement, columns: number): boolean {
  const wide = (flow.clientWidth - GAP * (columns - 1)) / columns + 1;
  return [...flow.querySelectorAll("table")].some((table) =>
    [...table.getClientRects()].some((rect) => rect.width > wide),
  );
}

/** The largest type with which all is on one screen; where none is, as few screens as can be read. */
function fit(flow: HTMLElement): number {
  for (const size of SIZES)
    for (const columns of COLUMNS) {
      lay(flow, size, columns);
      if (screensOf(flow) === 1 && !overlaps(flow, columns)) return 1;
    }
  lay(flow, TURNED, 2);
  if (overlaps(flow, 2)) lay(flow, TURNED, 1);
  return screensOf(flow);
}

/** Shown whole on a wall where nobody has a mouse: smaller, in two columns, or screen after screen. */
export function Screens({ children }: { children: ReactNode }) {
  const flow = useRef<HTMLDivElement>(null);
  const [screens, setScreens] = useState(1);
  const [turned, setTurned] = useState(0);
  const [still, setStill] = useState(false);
  const [, resized] = useReducer((count: number) => count + 1, 0);
  const paged = matchMedia(HALL).matches;
  const now = turned % screens;
  useLayoutEffect(() => {
    const box = flow.current;
    if (!box) return;
    if (!paged) box.removeAttribute("style");
    setScreens(paged ? fit(box) : 1);
    box.style.transform = `translateX(${-now * (box.clientWidth + GAP)}px)`;
  });
  useEffect(() => {
    const turn = (event: KeyboardEvent) => {
      const by = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }[event.key];
      if (by) setTurned((before) => (before + by + screens) % screens);
    };
    window.addEventListener("keydown", turn);
    window.addEventListener("resize", resized);
    return () => {
      window.removeEventListener("keydown", turn);
      window.removeEventListener("resize", resized);
    };
  }, [screens]);
  useEffect(() => {
    if (screens === 1 || still) return undefined;
    const timer = setTimeout(() => setTurned((now + 1) % screens), EVERY);
    return () => clearTimeout(timer);
  }, [screens, now, still]);
  return (
    <>
      <div className={paged ? "screens paged" : "screens"}>
        <div className="flow" ref={flow}>
          {children}
        </div>
      </div>
      {screens > 1 ? (
        <p className="row turning screen-only">
          <span>{t("screen.of", { now: now + 1, screens })}</span>
          <button type="button" className="plain small" onClick={() => setStill(!still)}>
            {still ? t("screen.goOn") : t("screen.still")}
          </button>
          <button
            type="button"
            className="plain small"
            onClick={() => setTurned((now + 1) % screens)}
          >
            {t("screen.next")}
          </button>
        </p>
      ) : null}
    </>
  );
}
