import { useEffect, useId, useRef, useState } from "react";
import { useLocation } from "react-router";
import { keepFile, owned, takeFiles } from "../drafts.ts";
import { useHere, useSignedOut } from "../here.ts";
import { say, unsay } from "../said.tsx";
import { t } from "../texts.ts";
import { told } from "../told.ts";
import { freshKey } from "./fresh_key.ts";

/** A file that the server has. */
export interface SentFile {
  id: string;
  name: string;
  /** It was chosen, and the server has it not: there is its name alone, and no id. */
  unsent?: true;
}

/** Fetch a file, or be told why not: a browser says nothing of a download that is refused. */
export function useFetched(): (file: SentFile) => Promise<boolean> {
  const here = useHere();
  const signedOut = useSignedOut();
  return async (file) => {
    const address = fileAddress(here.code, file.id);
    const refused = await refusalOf(address, signedOut);
    if (refused === null) {
      const link = document.createElement("a");
      link.href = address;
      link.download = file.name;
      link.click();
    } else if (refused) {
      say(refused);
    }
    return refused === null;
  };
}

/** Why a file is not to be had; null where it is, nothing where one is asked to sign in. */
async function refusalOf(address: string, signedOut: () => void): Promise<string | null> {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    if (answer.ok) {
      // Whether it may be had is known by now; the browser itself fetches what is in it.
      void answer.body?.cancel();
      return null;
    }
    if (answer.status === SIGNED_OUT) {
      signedOut();
      return "";
    }
    const told = await answer.json().catch(() => null);
    return t("kit.notDownloaded", { why: String(told?.errors?.[0]?.message ?? "") });
  } catch {
    return t("problem.network");
  }
}

/** A link that fetches a file. */
export function Download(props: { file: SentFile | null | undefined; text?: string }) {
  const here = useHere();
  const fetched = useFetched();
  const { file } = props;
  if (!file) return null;
  return (
    <a
      className="download"
      href={fileAddress(here.code, file.id)}
      download
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void fetched(file);
      }}
    >
      {props.text ?? file.name}
    </a>
  );
}

export function fileAddress(code: string, id: string): string {
  return `/t/${encodeURIComponent(code)}/files/${encodeURIComponent(id)}`;
}

/** A list of files to be fetched. */
export function Files({ files }: { files: readonly SentFile[] }) {
  if (files.length === 0) return <p className="quiet">{t("kit.noFiles")}</p>;
  return (
    <ul className="files">
      {files.map((one) => (
        <li key={one.id}>
          <Download file={one} />
        </li>
      ))}
    </ul>
  );
}

interface Sending {
  key: string;
  file: File;
  share: number;
  fault?: string;
}

const onItsWay = (part: ParentNode | null) => part?.querySelector(".files-input progress") != null;
const brokenOff = (part: ParentNode | null) => part?.querySelector(".files-input .fault") != null;

/** What was said of files that were not there yet goes once they are. */
function unsayAll(): void {
  if (!onItsWay(document)) unsay(t("kit.stillSending"));
  if (!brokenOff(document)) unsay(t("kit.notSent"));
}

/** Whether a file of this part of the page is on its way still, or broke off; then that is said. */
export function stillSending(part: Element | null): boolean {
  const sending = onItsWay(part);
  const broken = brokenOff(part);
  if (sending) say(t("kit.stillSending"));
  else if (broken) say(t("kit.notSent"));
  return sending || broken;
}

/** Files are sent when they are chosen; one that failed is tried again without choosing it anew. */
export function FilesInput(props: {
  label: string;
  many: boolean;
  required: boolean;
  /** Which form and field it is: what an ended session broke off goes on there. */
  place?: string;
  value: readonly SentFile[];
  onChange: (files: SentFile[]) => void;
}) {
  const here = useHere();
  const signedOut = useSignedOut();
  const id = useId();
  const place = owned(`${useLocation().pathname} ${props.place ?? ""} ${props.label}`) ?? "";
  const [confirmed, setConfirmed] = useState(false);
  const [sending, setSending] = useState<Sending[]>([]);
  const latest = useRef(props.value);
  latest.current = props.value;
  // What is typed beside it while a file is on its way is not lost when the file is there.
  const tell = useRef(props.onChange);
  tell.current = props.onChange;
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  useEffect(() => unsayAll, []);
  useEffect(unsayAll, [sending]);
  const there = props.value.filter((one) => !one.unsent);
  const underWay = new Set(sending.map((one) => one.file.name));
  // The page was loaded anew, or left, before they were sent: a browser gives no file a second time.
  const lost = props.value.filter((one) => one.unsent && !underWay.has(one.name));
  const hold = (files: SentFile[]) => {
    latest.current = files;
    tell.current([...files]);
  };
  const without = (name: string) => latest.current.filter((one) => !one.unsent || one.name !== name);
  const change = (key: string, next: Partial<Sending> | null) =>
    setSending((all) =>
      all.flatMap((one) => (one.key !== key ? [one] : next ? [{ ...one, ...next }] : [])),
    );

  async function send(one: Sending) {
    change(one.key, { share: 0, fault: undefined as never });
    const told = await upload(here.code, one.file, (share) => change(one.key, { share }));
    if ("ended" in told) {
      keepFile(place, one.file);
      signedOut();
      return;
    }
    if ("fault" in told) {
      change(one.key, { fault: told.fault });
      return;
    }
    // The form was closed or sent: what arrives late must not put it back to how it stood then.
    if (gone.current) return;
    change(one.key, null);
    const others = without(one.file.name);
    hold(props.many ? [...others.filter((other) => !other.unsent), told, ...others.filter((other) => other.unsent)] : [told]);
  }
  function sendAll(chosen: readonly File[]) {
    const fresh = chosen.map((file) => ({ key: freshKey(), file, share: 0 }));
    setSending((all) => [...all, ...fresh]);
    const held = latest.current.filter((one) => props.many || !one.unsent);
    const known = new Set(held.filter((one) => one.unsent).map((one) => one.name));
    const added = chosen.filter((file) => !known.has(file.name));
    // Kept with what is typed until the server has them.
    if (added.length > 0)
      hold([...held, ...added.map((file) => ({ id: "", name: file.name, unsent: true as const }))]);
    for (const one of fresh) void send(one);
  }
  useEffect(() => sendAll(takeFiles(place)), []);
  return (
    <div className="files-input">
      <ul className="files">
        {there.map((one) => (
          <li key={one.id}>
            <Download file={one} />{" "}
            <button
              type="button"
              className="plain small"
              aria-label={t("kit.removeFile", { name: one.name })}
              onClick={() => props.onChange(props.value.filter((other) => other.id !== one.id))}
            >
              {t("kit.remove")}
            </button>
          </li>
        ))}
        {lost.map((one) => (
          <li key={one.name} className="problem">
            {t("kit.lost", { name: one.name })}{" "}
            <button type="button" className="plain small" onClick={() => hold(without(one.name))}>
              {t("kit.close")}
            </button>
          </li>
        ))}
        {sending.map((one) => (
          <li key={one.key}>
            {one.file.name}{" "}
            {one.fault ? (
              <>
                <span className="fault" role="alert">
                  {one.fault}
                </span>{" "}
                <button type="button" className="plain small" onClick={() => void send(one)}>
                  {t("kit.retry")}
                </button>{" "}
                <button
                  type="button"
                  className="plain small"
                  onClick={() => {
                    change(one.key, null);
                    hold(without(one.file.name));
                  }}
                >
                  {t("cancel")}
                </button>
              </>
            ) : (
              <progress
                aria-label={t("kit.sendingFile", { name: one.file.name })}
                max={1}
                value={one.share}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="field yes">
        <input
          id={`${id}-open`}
          type="checkbox"
          checked={confirmed}
          onChange={(event) => setConfirmed(event.target.checked)}
        />
        <label htmlFor={`${id}-open`}>{t("kit.notClassified")}</label>
      </div>
      <input
        type="file"
        aria-label={props.label}
        multiple={props.many}
        required={props.required && there.length === 0}
        disabled={!confirmed}
        onChange={(event) => {
          sendAll([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}

/** How the server answers where the session has ended. */
export const SIGNED_OUT = 401;

/** Asked by XMLHttpRequest, which alone tells how much of a file is sent. */
function upload(
  code: string,
  file: File,
  progress: (share: number) => void,
): Promise<SentFile | { fault: string } | { ended: true }> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("notClassified", "true");
    form.append("file", file);
    request.open("POST", `/t/${encodeURIComponent(code)}/files`);
    request.setRequestHeader("X-Renda-Upload", "1");
    request.upload.onprogress = (seen) => progress(seen.total ? seen.loaded / seen.total : 0);
    request.onerror = () => resolve({ fault: t("kit.uploadNetwork") });
    request.onload = () => {
      try {
        const answer = JSON.parse(request.responseText);
        if (request.status === 201) resolve({ id: answer.id, name: answer.name });
        else if (request.status === SIGNED_OUT) resolve({ ended: true });
        else resolve({ fault: told(String(answer.errors[0].message)) });
      } catch {
        resolve({ fault: t("kit.uploadNetwork") });
      }
    };
    request.send(form);
  });
}
