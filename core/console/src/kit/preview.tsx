import { useEffect, useState } from "react";
import { useHere, useSignedOut } from "../here.ts";
import { t } from "../texts.ts";
import { told } from "../told.ts";
import { Download, fileAddress, SIGNED_OUT, type SentFile } from "./files.tsx";
import { useNarrow } from "./records.tsx";

/** A file of which the server told what it is, by its content. */
export interface KnownFile extends SentFile {
  kind: string;
}

/** A file where it stands: a PDF or a picture as it is, a Word file as its text; others are fetched. */
export function Preview({ file }: { file: KnownFile }) {
  const here = useHere();
  const address = `${fileAddress(here.code, file.id)}/shown`;
  const whole = file.kind === "pdf" || PICTURES.includes(file.kind);
  return (
    <div className="screen-only">
      <p className="row">
        <Download file={file} />
        {whole ? (
          <a href={address} target="_blank" rel="noopener">
            {t("kit.newWindow")}
          </a>
        ) : null}
      </p>
      <Original key={file.id} file={file} address={address} />
    </div>
  );
}

/**
 * A photo, small, that leads to the whole of it; `about` says what is on it. Its place is kept before it
 * is there, so that nothing moves, and it is fetched when it comes in sight.
 */
export function Photo({ file, about }: { file: SentFile; about: string }) {
  const here = useHere();
  const address = `${fileAddress(here.code, file.id)}/shown`;
  return (
    <a className="photo" href={address} target="_blank" rel="noopener">
      <img src={address} alt={about} width={160} height={120} loading="lazy" />
    </a>
  );
}

const PICTURES = ["png", "jpeg"];

function Original({ file, address }: { file: KnownFile; address: string }) {
  const narrow = useNarrow();
  if (PICTURES.includes(file.kind)) return <img className="picture" src={address} alt={file.name} />;
  if (file.kind === "docx") return <Words file={file} address={address} />;
  if (file.kind !== "pdf") return <p className="quiet">{t("kit.notShown")}</p>;
  // Browsers of phones mostly have no viewer of their own; an empty frame would say nothing.
  if (!navigator.pdfViewerEnabled) return <p className="quiet">{t("kit.noViewer")}</p>;
  // A page of A4 in a column of a phone cannot be read, and is fetched for nothing.
  if (narrow) return <p className="quiet">{t("kit.tooNarrow")}</p>;
  return <iframe className="original" src={address} title={file.name} />;
}

/** What a Word file says; how it looks only Word itself can show. */
function Words({ file, address }: { file: KnownFile; address: string }) {
  const [words, setWords] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const signedOut = useSignedOut();
  useEffect(() => {
    const gone = new AbortController();
    fetch(address, { signal: gone.signal })
      .then(async (answer) => {
        if (answer.ok) setWords(await answer.text());
        else if (answer.status === SIGNED_OUT) signedOut();
        else setFault(told(String((await answer.json()).errors[0].message)));
      })
      .catch(() => gone.signal.aborted || setFault(t("kit.notFetched")));
    return () => gone.abort();
  }, [address]);
  if (fault) return <p className="problem">{fault}</p>;
  if (words === null) return <p className="quiet">{t("loading")}</p>;
  return (
    <>
      <p className="quiet">{t("kit.wordsOnly")}</p>
      <div className="original words" role="region" aria-label={file.name} tabIndex={0}>
        {words}
      </div>
    </>
  );
}
