import * as react from "react";
import { createRoot } from "react-dom/client";
import { useNavigate } from "react-router";
import { type CombinedError, gql, useClient } from "urql";
import { useHere } from "../here.ts";
import { Loading } from "../parts.tsx";
import { language, t } from "../texts.ts";
import type { Page } from "./asked.ts";

type Mount = (element: HTMLElement, given: object) => unknown;

/** A page of the plugin's own making: its module is handed a place, React and a client. */
export default function ModulePage({ page }: { page: Page }) {
  const { useEffect, useRef, useState } = react;
  const place = useRef<HTMLDivElement>(null);
  const client = useClient();
  const navigate = useNavigate();
  const here = useHere();
  const [state, setState] = useState<"waiting" | "there" | "failed">("waiting");
  const [tried, setTried] = useState(0);
  useEffect(() => {
    // A place of its own each time: what an earlier one still does to its own harms nobody.
    const element = document.createElement("div");
    place.current?.replaceChildren(element);
    let left = false;
    let takeDown: unknown;

    async function query(text: string, variables: Record<string, unknown> = {}) {
      const document = gql(text);
      const [first] = document.definitions;
      const changes = first && "operation" in first && first.operation === "mutation";
      const answer = await (changes
        ? client.mutation(document, variables)
        : client.query(document, variables, { requestPolicy: "network-only" })
      ).toPromise();
      return { data: answer.data as unknown, error: toldBy(answer.error) };
    }
    const given = {
      react,
      createRoot,
      client,
      query,
      body: here.code,
      organ: here.organ,
      language: language(),
      can: here.can,
      open: (name: string, id?: string) =>
        void navigate(
          [`/c/${here.code}/p/${page.plugin}/${name}`, id && encodeURIComponent(id)]
            .filter(Boolean)
            .join("/"),
        ),
    };
    async function mount() {
      setState("waiting");
      try {
        // What failed to come is asked for again only at another address.
        const again = tried ? `&again=${tried}` : "";
        const module = (await import(/* @vite-ignore */ `${page.module}${again}`)) as {
          mount: Mount;
        };
        if (left) return;
        takeDown = await module.mount(element, given);
        setState("there");
      } catch (fault) {
        console.warn(fault);
        if (!left) setState("failed");
      }
    }
    void mount();
    return () => {
      left = true;
      // Not while React is drawing: the module may have a root of its own.
      setTimeout(() => {
        if (typeof takeDown === "function") takeDown();
        element.remove();
      });
    };
  }, [page.module, tried, client]);
  return (
    <>
      {state === "waiting" ? <Loading /> : null}
      {state === "failed" ? (
        <div className="problem" role="alert">
          <p>{t("declared.moduleFailed")}</p>
          <button type="button" className="plain" onClick={() => setTried(tried + 1)}>
            {t("kit.retry")}
          </button>
        </div>
      ) : null}
      <div ref={place} />
    </>
  );
}

function toldBy(error: CombinedError | undefined): string | undefined {
  if (!error) return undefined;
  if (error.networkError) return t("problem.network");
  return error.graphQLErrors.map((one) => one.message).join("\n");
}
