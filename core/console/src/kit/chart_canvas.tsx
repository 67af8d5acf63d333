import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { type ChartProps, lying } from "./chart.tsx";

const COLOURS = ["#0b5394", "#a35200", "#12632f", "#7a2a8a", "#7d6608", "#46535f"];

export default function Canvas(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    if (!box.current) return undefined;
    use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent]);
    use([CanvasRenderer]);
    const chart = init(box.current);
    chart.setOption({ ...optionOf(props), textStyle: textOf(box.current) });
    chart.on("click", (seen) => {
      const to = props.to?.(seen.dataIndex, seen.seriesIndex ?? 0);
      if (to) void navigate(to);
    });
    // The watcher speaks once at the start: drawn anew is what changed, for a drawing is slow on a phone.
    const watcher = new ResizeObserver(([place]) => {
      const { width = 0, height = 0 } = place?.contentRect ?? {};
      const drawn = [chart.getWidth(), chart.getHeight()];
      if (Math.round(width) !== drawn[0] || Math.round(height) !== drawn[1]) chart.resize();
    });
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [JSON.stringify([props.kind, props.names, props.series])]);
  return <div className="drawing" ref={box} role="img" aria-label={props.title} />;
}

/** As the page around it; a canvas inherits no font. */
function textOf(place: HTMLElement) {
  const { fontFamily, color } = getComputedStyle(place);
  return { fontFamily, fontSize: 14, color };
}

function optionOf({ kind, names, series }: ChartProps) {
  const shared = {
    animation: false,
    color: COLOURS,
    // As a drawing, not as HTML: nothing inline, and no text is ever taken for markup.
    tooltip: { renderMode: "richText" as const, trigger: kind === "pie" ? "item" : "axis" },
    legend: { show: series.length > 1 || kind === "pie", type: "scroll" as const, bottom: 0 },
  };
  if (kind === "pie")
    return {
      ...shared,
      series: series.slice(0, 1).map((one) => ({
        type: "pie",
        name: one.name,
        radius: ["35%", "65%"],
        label: { formatter: "{b} {c}" },
        data: names.map((name, index) => ({ name, value: one.values[index] ?? 0 })),
      })),
    };
  const wide = lying({ kind, names });
  // Each row has room for its name; otherwise the library measures which names fit.
  const label = { width: 160, overflow: "break", ...(wide ? { interval: 0 } : {}) };
  const along = { type: "category", data: [...names], axisLabel: label };
  const up = { type: "value", minInterval: 1 };
  return {
    ...shared,
    grid: { left: 8, right: 24, top: 16, bottom: series.length > 1 ? 40 : 8, containLabel: true },
    xAxis: wide ? up : along,
    yAxis: wide ? { ...along, inverse: true } : up,
    series: series.map((one) => ({ type: kind, name: one.name, data: [...one.values], barMaxWidth: 36 })),
  };
}
