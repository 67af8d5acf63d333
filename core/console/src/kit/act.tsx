import type { DocumentNode } from "graphql";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { type AnyVariables, CombinedError, type TypedDocumentNode } from "urql";
import { hasDraft, useDraft } from "../drafts.ts";
import { useHere } from "../here.ts";
import { Problem } from "../parts.tsx";
import { say } from "../said.tsx";
import { t } from "../texts.ts";
import { refresh } from "./ask.ts";
import { beginOf, FieldRows, type Fields, type Typed, typedOf, Within } from "./fields.tsx";
import { type Changing, type Said, saysOf, type Seen, useMeanwhile } from "./meanwhile.tsx";
import { stillSending } from "./files.tsx";
import { OpenForms } from "./open_forms.ts";
import { focusField, type Review, Reviewing } from "./review.tsx";
import { useSending } from "./sending.ts";

export interface ActProps<D, V extends AnyVariables, F extends Fields> {
  /** The mutation. */
  verb: TypedDocumentNode<D, V>;
  /** The action it asks for; whoever may not is not offered it. */
  action: string;
  /** What the button says, and the form's heading. */
  text: string;
  /** The id of what it is about: what is typed is kept for this one. */
  about?: string;
  fields?: F;
  /** What the fields hold at first, where that is not nothing. */
  begin?: { [K in keyof F]?: unknown };
  /** `seen`, where a `revision` is given: the revision that the verb is told was seen. */
  variables: (typed: Typed<F>, seen: string | null) => V;
  /** The revision of the record whose fields these are: what others change meanwhile is told. */
  revision?: string;
  /** What that record says, where it is not what the fields begin with. */
  says?: readonly Said[];
  /** The same for a form whose fields stand outside of it. */
  changing?: Changing;
  /** Said before anything is done: what it brings about. */
  before?: ReactNode;
  /** Said when it is done. */
  said?: string | ((data: D) => string);
  /** What else happens then, such as going to another page. */
  done?: (data: D) => void;
  /** What cannot be undone. */
  danger?: boolean;
  /** The form stands open at once, for a page that is a form. */
  open?: boolean;
  /**
   * Whether it can be done as things stand, or the verbs that the server says can be. Where others
   * changed that, an open form stays.
   */
  offered?: boolean | readonly string[];
  /** Nothing of what is typed is kept anywhere before it is sent: for a ballot. */
  secret?: boolean;
  /** Looked at once more before it is sent: the first press shows this, the second one sends. */
  review?: (typed: Typed<F>) => Review;
}

const AreOffered = createContext(true);

/** Verbs that can be done while this holds; a form that is open stays where others changed that. */
export function Offered({ when, children }: { when: boolean; children: ReactNode }) {
  const around = useContext(AreOffered);
  // What never could be done is not made, and asks nothing.
  const [ever, setEver] = useState(when);
  if (when && !ever) setEver(true);
  if (!ever && !when) return null;
  return <AreOffered value={around && when}>{children}</AreOffered>;
}

/** A verb: a button, its form, what was typed and not sent, and what is refused. */
export function Act<D, V extends AnyVariables, F extends Fields = Record<never, never>>(
  props: ActProps<D, V, F>,
) {
  const here = useHere();
  const called = `${nameOf(props.verb)}/${props.about ?? ""}`;
  const key = props.secret ? null : called;
  const forms = useContext(OpenForms);
  const could = typeof props.offered === "object" ? props.offered.includes(props.action) : props.offered;
  const offered = useContext(AreOffered) && could !== false;
  const may = here.can(props.action);
  const [opened, setOpened] = useState(
    () => may && ((props.open === true && offered) || hasDraft(key) || forms?.has(called) === true),
  );
  useEffect(() => {
    // A page that is a form shows it once it can be sent: the vote has begun.
    if (props.open === true && offered) setOpened(true);
  }, [offered]);
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  useEffect(() => {
    // A verb that is done may be offered no more: whoever uses the keyboard is not left nowhere.
    if (!opened && back.current) (button.current ?? document.getElementById("main"))?.focus();
    back.current = opened;
  }, [opened]);
  if (!(may && offered) && !opened) return null;
  const close = () => {
    forms?.delete(called);
    setOpened(props.open === true);
  };
  return (
    <Box opened={opened}>
      {opened ? (
        <ActForm {...props} draft={key} close={close} late={!(may && offered)} />
      ) : (
        <button
          type="button"
          ref={button}
          className={props.danger ? "plain warn" : "plain"}
          onClick={() => {
            say("");
            forms?.add(called);
            setOpened(true);
          }}
        >
          {props.text}
        </button>
      )}
    </Box>
  );
}

/** Where the verb stands; when it goes, offered no more or with its page's part, the focus does not. */
function Box({ opened, children }: { opened: boolean; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const own = box.current;
    return () => {
      if (own?.contains(document.activeElement)) document.getElementById("main")?.focus();
    };
  }, []);
  return (
    <div className={opened ? "act open" : "act"} ref={box}>
      {children}
    </div>
  );
}

/** Verbs beside each other. */
export function Acts({ children }: { children: ReactNode }) {
  return <div className="acts">{children}</div>;
}

/** Beside what is typed: the record as it was when the form was opened, and what the fields held. */
const BEGAN = "began:";
const HELD = "held:";

/** What was not touched follows the record as others changed it; what was typed stays. */
function followed(typed: Record<string, unknown>, begin: Record<string, unknown>) {
  const held = (typed[HELD] ?? {}) as Record<string, unknown>;
  const untouched = Object.keys(begin).filter((name) => JSON.stringify(typed[name]) === JSON.stringify(held[name]));
  return { ...typed, ...Object.fromEntries(untouched.map((name) => [name, begin[name]])), [HELD]: begin };
}

function ActForm<D, V extends AnyVariables, F extends Fields>(
  props: ActProps<D, V, F> & { draft: string | null; close: () => void; late: boolean },
) {
  const fields = (props.fields ?? {}) as F;
  const begin: Record<string, unknown> = { ...beginOf(fields), ...props.begin };
  const now =
    props.revision === undefined ? undefined : { revision: props.revision, says: props.says ?? saysOf(fields, begin) };
  const [typed, setTyped] = useDraft<Record<string, unknown>>(props.draft, {
    ...begin,
    ...(now ? { [BEGAN]: now, [HELD]: begin } : {}),
  });
  const [kept] = useState(() => hasDraft(props.draft));
  const { send: sendVerb, sending, error, forget } = useSending(props.verb, props.draft);
  const own = {
    began: typed[BEGAN] as Seen | undefined,
    now,
    follows: true,
    tell: (began: Seen) => setTyped({ ...followed(typed, begin), [BEGAN]: began }),
  };
  const { seen, changes } = useMeanwhile(props.changing ?? own, error);
  const heading = useRef<HTMLParagraphElement>(null);
  const id = useId();
  useEffect(() => {
    if (!props.open) heading.current?.focus();
  }, []);
  const names = Object.keys(fields);
  // Made once for an error: what is made anew at each key would take the focus out of the field.
  const faults = useMemo(() => faultsOf(error, names), [error, names.join()]);
  const form = useRef<HTMLFormElement>(null);
  const [looking, setLooking] = useState(false);
  const [to, setTo] = useState<string>();
  useEffect(() => {
    // What is refused is mended in the fields; where the network was lost it is only sent again.
    if (error && !error.networkError) setLooking(false);
  }, [error]);
  useEffect(() => {
    if (!looking && to !== undefined) focusField(form.current, fields, typed, to);
    setTo(undefined);
  }, [looking]);

  async function send() {
    const data = await sendVerb(props.variables(typedOf(fields, typed), seen));
    if (data === null) return;
    setTyped(null);
    say(typeof props.said === "function" ? props.said(data) : (props.said ?? t("kit.done")));
    props.close();
    refresh();
    props.done?.(data);
  }
  return (
    <form
      className="panel"
      aria-labelledby={id}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (sending || stillSending(event.currentTarget)) return;
        if (props.review && !looking) setLooking(true);
        else void send();
      }}
    >
      <p className="form-title" id={id} ref={heading} tabIndex={-1}>
        {props.text}
      </p>
      {kept ? <p className="quiet">{t("kit.kept")}</p> : null}
      {props.late ? <p className="quiet">{t("kit.notNow")}</p> : null}
      {props.before ? <div>{props.before}</div> : null}
      <Problem error={faults.rest} />
      {changes}
      {props.review && looking ? (
        <Reviewing
          review={props.review(typedOf(fields, typed))}
          sending={sending}
          back={(field) => {
            setTo(field);
            setLooking(false);
          }}
        />
      ) : (
        <>
          <Within value={props.draft ?? ""}>
            <FieldRows fields={fields} value={typed} onChange={setTyped} faults={faults.at} />
          </Within>
          <div className="row">
            <button type="submit" className={props.danger ? "danger" : ""} aria-disabled={sending}>
              {sending ? t("kit.sending") : props.text}
            </button>
            <button
              type="button"
              className="plain"
              onClick={() => {
                setTyped(null);
                forget();
                props.close();
              }}
            >
              {props.open ? t("kit.empty") : t("cancel")}
            </button>
          </div>
        </>
      )}
    </form>
  );
}

/** What the server said of a field goes beside it; the rest above them all. */
function faultsOf(error: CombinedError | undefined, names: readonly string[]) {
  const at: Record<string, string> = {};
  if (!error || error.networkError) return { at, rest: error };
  const others = error.graphQLErrors.filter((one) => {
    const name = String(one.extensions.field ?? "")
      .split(".")
      .at(-1);
    if (!name || !names.includes(name)) return true;
    at[name] = one.message;
    return false;
  });
  if (Object.keys(at).length === 0) return { at, rest: error };
  const told = others.length > 0 ? others : [t("kit.fieldsRefused")];
  return { at, rest: new CombinedError({ graphQLErrors: told }) };
}

export function nameOf(document: Pick<DocumentNode, "definitions">): string {
  for (const one of document.definitions)
    if (one.kind === "OperationDefinition" && one.name) return one.name.value;
  return "";
}
