import { Suspense, useEffect, useMemo, useRef, useState } from "react";
import { Link, Outlet, useLocation, useOutletContext, useParams } from "react-router";
import { Provider, useMutation } from "urql";
import { Boundary } from "./boundary.tsx";
import { clientOf } from "./client.ts";
import { draftsBelongTo, dropDrafts, useLeftElsewhere } from "./drafts.ts";
import { graphql } from "./graphql.ts";
import { type Here, SignedOut } from "./here.ts";
import { rememberBody } from "./known_bodies.ts";
import { useAsk } from "./kit/ask.ts";
import { LanguageSwitch } from "./language_switch.tsx";
import { Menu } from "./menu.tsx";
import { Choice, Loading, Problem } from "./parts.tsx";
import { type PagesOf, PluginPage, useDeclared, useFetchedEarly, usePluginPages } from "./plugin_pages.tsx";
import { Said, say } from "./said.tsx";
import { ChangePassword, SignIn, SignOut } from "./sign_in.tsx";
import { Switched, tellSwitched, useSwitched } from "./switched.tsx";
import { t } from "./texts.ts";
import { UnreadMessages } from "./unread.tsx";

const Who = graphql(`
  query Who {
    body {
      name
      code
      level
      kind
      demo
      plugins {
        name
        title
        enabled
      }
    }
    viewer {
      account
      name
      actions
      mustChangePassword
      organ {
        code
        name
      }
      organs {
        code
        name
      }
    }
  }
`);
const SwitchOrgan = graphql(`
  mutation SwitchOrgan($organ: String!) {
    switchOrgan(organ: $organ)
  }
`);

interface Shown extends Here {
  pages: PagesOf | null;
}

/** Pages of the plugins that are on, for what leads to a record of any of them. */
export function usePages(): PagesOf | null {
  return useOutletContext<Shown>().pages;
}

/** The page of a plugin, below the shell. */
export function AtPlugin() {
  return <PluginPage pages={useOutletContext<Shown>().pages} />;
}

/** All pages of one body. Another session means another client: nothing of the old one is kept. */
export function AtBody() {
  const { code = "" } = useParams();
  const [session, setSession] = useState(0);
  const [ended, setEnded] = useState(false);
  const [endedHere] = useState(() => () => setEnded(true));
  const client = useMemo(() => clientOf(code, endedHere), [code, session]);
  const renew = () => {
    setEnded(false);
    setSession((number) => number + 1);
  };
  useLeftElsewhere(code, renew);
  return (
    <Provider value={client}>
      <SignedOut value={endedHere}>
        <Shell key={`${code}/${session}`} ended={ended} renew={renew} />
      </SignedOut>
    </Provider>
  );
}

function Shell({ ended, renew }: { ended: boolean; renew: () => void }) {
  // Asked anew after each verb: a plugin that was turned on is in the menu at once.
  const { data, error, fetching } = useAsk(Who, {});
  const declared = useDeclared();
  useFetchedEarly(useLocation().pathname.split("/")[4]);
  const unknown = error && !data && !ended;
  if (unknown)
    return (
      <main className="narrow">
        <h1>{t("cannotOpen")}</h1>
        <Problem error={error} />
        <Link to="/">{t("choose.again")}</Link>
      </main>
    );
  if (!data && !ended) return fetching ? <Loading /> : null;
  if (ended || !data?.viewer.name || !data.viewer.organ)
    return <SignIn body={data?.body.name ?? ""} ended={ended} done={renew} />;
  if (data.viewer.mustChangePassword) return <ChangePassword done={renew} />;
  return <Inside who={data} declared={declared} renew={renew} />;
}

type WhoAnswer = ReturnType<NonNullable<typeof Who.__apiType>>;

function Inside(props: {
  who: WhoAnswer;
  declared: ReturnType<typeof useDeclared>;
  renew: () => void;
}) {
  const { who, renew } = props;
  const { body, viewer } = who;
  // Before any page below asks for what was typed.
  useEffect(() => rememberBody({ code: body.code, name: body.name }), [body.code, body.name]);
  draftsBelongTo(body.code, viewer.account ?? "");
  const [left, signOut] = useMutation(SignOut);
  const [moved, switchOrgan] = useMutation(SwitchOrgan);
  const here: Here = useMemo(() => {
    const actions = new Set(viewer.actions);
    return {
      code: body.code,
      level: body.level,
      kind: body.kind,
      name: viewer.name ?? "",
      body: body.name,
      organ: viewer.organ?.code ?? "",
      severalOrgans: viewer.organs.length > 1,
      off: new Map(body.plugins.filter((one) => !one.enabled).map((one) => [one.name, one.title])),
      can: (action) => actions.has(action),
    };
  }, [who]);
  const plugins = useMemo(() => body.plugins.filter((one) => one.enabled), [body.plugins]);
  // A page that stands open stays, with what was typed in it, where its plugin is turned off meanwhile.
  const ever = useRef(new Set(["core"]));
  for (const one of plugins) ever.current.add(one.name);
  const pages = usePluginPages([...ever.current], props.declared);
  const { pathname } = useLocation();
  useTitle(body.name, pathname);

  async function leave() {
    const done = await signOut({});
    if (done.error) return;
    dropDrafts(body.code);
    say("");
    renew();
  }
  const elsewhere = useSwitched(here.code, here.organ);
  async function act(organ: string) {
    const done = await switchOrgan({ organ });
    if (done.error) return;
    const to = viewer.organs.find((one) => one.code === organ);
    if (to) tellSwitched(here.code, to);
    if (organ !== here.organ) renew();
  }
  return (
    <>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <header className="top">
        <strong className="body">{body.name}</strong>
        <div className="row">
          <span>{viewer.name}</span>
          {viewer.organs.length > 1 ? (
            <Choice
              label={t("shell.organ")}
              value={here.organ}
              options={viewer.organs.map((one) => ({ value: one.code, text: one.name }))}
              onChange={(organ) => void act(organ)}
            />
          ) : (
            <span>{viewer.organ?.name}</span>
          )}
          {here.can("core.read_notifications") ? <UnreadMessages code={here.code} /> : null}
          <button type="button" className="plain" onClick={() => void leave()}>
            {t("shell.signOut")}
          </button>
          <LanguageSwitch />
        </div>
      </header>
      <div className="frame">
        <Menu here={here} plugins={plugins} pages={pages} />
        <main id="main" tabIndex={-1}>
          {body.demo ? <p className="print-only demo-paper">{t("shell.demoPaper")}</p> : null}
          <Said />
          <Problem error={left.error ?? moved.error} />
          {elsewhere ? (
            <Switched
              from={viewer.organ?.name ?? ""}
              to={elsewhere}
              back={() => void act(here.organ)}
              follow={renew}
            />
          ) : null}
          <div inert={elsewhere !== null}>
            <Boundary key={pathname}>
              <Suspense fallback={<Loading />}>
                <Outlet context={{ ...here, pages } satisfies Shown} />
              </Suspense>
            </Boundary>
          </div>
        </main>
      </div>
    </>
  );
}

/** The tab says where one is; after a change of page, the reader begins at its top. */
function useTitle(body: string, pathname: string): void {
  const before = useRef(pathname);
  useEffect(() => {
    const main = document.getElementById("main");
    // Each page says in its heading what it is, some only when their record has come.
    const tell = () => {
      const heading = main?.querySelector("h1")?.textContent;
      document.title = heading ? `${heading} · ${body}` : body;
    };
    tell();
    const watching = new MutationObserver(tell);
    if (main) watching.observe(main, { childList: true, characterData: true, subtree: true });
    return () => watching.disconnect();
  }, [body]);
  useEffect(() => {
    window.scrollTo(0, 0);
    // Who uses the keyboard goes on in the page that was opened, not where its link was.
    if (before.current !== pathname) document.getElementById("main")?.focus();
    before.current = pathname;
  }, [pathname]);
}
