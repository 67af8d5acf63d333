import { useEffect, useMemo, useState } from "react";
import { Link, NavLink, Outlet, useLocation, useOutletContext, useParams } from "react-router";
import { Provider, useMutation, useQuery } from "urql";
import { clientOf } from "./client.ts";
import { dropDrafts } from "./drafts.ts";
import { graphql } from "./graphql.ts";
import { LanguageSwitch } from "./language_switch.tsx";
import { Choice, Loading, Problem } from "./parts.tsx";
import { ChangePassword, SignIn } from "./sign_in.tsx";
import { t } from "./texts.ts";

const Who = graphql(`
  query Who {
    body {
      name
      code
      level
      kind
    }
    viewer {
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
const SignOut = graphql(`
  mutation SignOut {
    signOut
  }
`);

export interface Here {
  code: string;
  level: string;
  kind: string;
  name: string;
  organ: string;
  can: (action: string) => boolean;
}

/** Who is signed in where; for the pages inside the shell. */
export function useHere(): Here {
  return useOutletContext<Here>();
}

/** All pages of one body. Another session means another client: nothing of the old one is kept. */
export function AtBody() {
  const { code = "" } = useParams();
  const [session, setSession] = useState(0);
  const [ended, setEnded] = useState(false);
  const client = useMemo(() => clientOf(code, () => setEnded(true)), [code, session]);
  const renew = () => {
    setEnded(false);
    setSession((number) => number + 1);
  };
  return (
    <Provider value={client}>
      <Shell key={`${code}/${session}`} ended={ended} renew={renew} />
    </Provider>
  );
}

function Shell({ ended, renew }: { ended: boolean; renew: () => void }) {
  const [{ data, error, fetching }] = useQuery({ query: Who });
  const unknown = error && !ended;
  if (unknown)
    return (
      <main className="narrow">
        <Problem error={error} />
        <Link to="/">{t("choose.again")}</Link>
      </main>
    );
  if (!data && !ended) return fetching ? <Loading /> : null;
  if (ended || !data?.viewer.name || !data.viewer.organ)
    return <SignIn body={data?.body.name ?? ""} ended={ended} done={renew} />;
  if (data.viewer.mustChangePassword) return <ChangePassword done={renew} />;
  return <Inside who={data} renew={renew} />;
}

type WhoAnswer = ReturnType<NonNullable<typeof Who.__apiType>>;

function Inside({ who, renew }: { who: WhoAnswer; renew: () => void }) {
  const { body, viewer } = who;
  const [left, signOut] = useMutation(SignOut);
  const [moved, switchOrgan] = useMutation(SwitchOrgan);
  const here: Here = useMemo(() => {
    const actions = new Set(viewer.actions);
    return {
      code: body.code,
      level: body.level,
      kind: body.kind,
      name: viewer.name ?? "",
      organ: viewer.organ?.code ?? "",
      can: (action) => actions.has(action),
    };
  }, [who]);
  useTitle(body.name);

  async function leave() {
    const done = await signOut({});
    if (done.error) return;
    dropDrafts();
    renew();
  }
  async function act(organ: string) {
    const done = await switchOrgan({ organ });
    if (!done.error) renew();
  }
  const base = `/c/${body.code}`;
  return (
    <>
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <header className="top">
        <div className="row">
          <strong className="body">{body.name}</strong>
          <span className="spring" />
          <LanguageSwitch />
        </div>
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
          <button type="button" className="plain" onClick={() => void leave()}>
            {t("shell.signOut")}
          </button>
        </div>
        <nav aria-label={t("shell.pages")}>
          <NavLink to={`${base}/`} end>
            {t("home.title")}
          </NavLink>
          {here.can("core.read_plugins") ? (
            <NavLink to={`${base}/plugins`}>{t("catalogue.title")}</NavLink>
          ) : null}
          <NavLink to={`${base}/practice`}>{t("practice.title")}</NavLink>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        <Problem error={left.error ?? moved.error} />
        <Outlet context={here} />
      </main>
    </>
  );
}

/** The tab says where one is; after a change of page, the reader begins at its top. */
function useTitle(body: string): void {
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = body;
    window.scrollTo(0, 0);
  }, [pathname, body]);
}
