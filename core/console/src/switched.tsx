import { useEffect, useState } from "react";
import { t } from "./texts.ts";

const SWITCHED = "renda-organ";

export interface Place {
  code: string;
  name: string;
}

interface Told extends Place {
  body: string;
}

/** The session acts for this organ from now on: every window of the body is told. */
export function tellSwitched(body: string, to: Place): void {
  const windows = new BroadcastChannel(SWITCHED);
  windows.postMessage({ body, ...to } satisfies Told);
  windows.close();
}

/** The organ that another window switched to, while this one still shows another. */
export function useSwitched(body: string, here: string): Place | null {
  const [to, setTo] = useState<Place | null>(null);
  useEffect(() => {
    const windows = new BroadcastChannel(SWITCHED);
    windows.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.body === body) setTo(data.code === here ? null : { code: data.code, name: data.name });
    };
    return () => windows.close();
  }, [body, here]);
  return to;
}

/** Nothing is done for an organ that the page does not show: first one says for which. */
export function Switched(props: { from: string; to: Place; back: () => void; follow: () => void }) {
  return (
    <div className="problem" role="alert">
      <h1>{t("switched.title")}</h1>
      <p>{t("switched.what", { from: props.from, to: props.to.name })}</p>
      <div className="row">
        <button type="button" onClick={props.back}>
          {t("switched.back", { organ: props.from })}
        </button>
        <button type="button" className="plain" onClick={props.follow}>
          {t("switched.follow", { organ: props.to.name })}
        </button>
      </div>
    </div>
  );
}
