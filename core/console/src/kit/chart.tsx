import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { Loading } from "../parts.tsx";
import { t } from "../texts.ts";
import { useNarrow } from "./records.tsx";

export interface ChartProps {
  title: string;
  kind: "bar" | "line" | "pie";
  /** What is counted: along the axis, or the parts of the whole. */
  names: readonly string[];
  series: readonly { name: string; values: readonly number[] }[];
  /** Where the records behind a number are; null where there are none to be seen. */
  to?: (name: number, series: number) => string | null;
}

const Canvas = lazy(() => import("./chart_canvas.tsx"));

/** A drawing, and the same numbers as a table; a number leads to the records behind it. */
export function Chart(props: ChartProps) {
  if (props.names.length === 0) return <p className="quiet">{t("kit.nothing")}</p>;
  return (
    <figure className="chart">
      <figcaption>{props.title}</figcaption>
      <Drawing {...props} />
      <details>
        <summary>{t("kit.numbers")}</summary>
        <div className="scroll" tabIndex={0} role="group" aria-label={props.title}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t("kit.item")}</th>
                {props.series.map((one) => (
                  <th key={one.name} scope="col">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.names.map((name, row) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {props.series.map((one, column) => (
                    <td key={one.name}>
                      <Behind to={props.to?.(row, column)}>{one.values[row] ?? 0}</Behind>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

const ROW = 24;
const BAR = 10;

/** Many names, such as all units of a county, each get a row that can be read. */
export function lying({ kind, names }: Pick<ChartProps, "kind" | "names">): boolean {
  return kind === "bar" && names.length > 6;
}

function heightOf(props: ChartProps): string | undefined {
  if (!lying(props)) return undefined;
  return `${props.names.length * (ROW + BAR * props.series.length) + 80}px`;
}

/** The library that draws is large: a phone fetches it when the drawing comes in sight. An office screen
    has it at once, so that what is printed is drawn. */
function Drawing(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const narrow = useNarrow();
  const [seen, setSeen] = useState(false);
  const drawn = seen || !narrow;
  useEffect(() => {
    const watching = new IntersectionObserver(
      (places) => places.some((one) => one.isIntersecting) && setSeen(true),
    );
    if (place.current) watching.observe(place.current);
    return () => watching.disconnect();
  }, []);
  return (
    <div className="canvas" ref={place} style={{ height: heightOf(props) }}>
      {drawn ? (
        <Suspense fallback={<Loading />}>
          <Canvas {...props} />
        </Suspense>
      ) : null}
    </div>
  );
}

function Behind({ to, children }: { to: string | null | undefined; children: ReactNode }) {
  return to ? <Link to={to}>{children}</Link> : children;
}
