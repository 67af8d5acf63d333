import { useState } from "react";
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useMutation } from "urql";
import { useHere } from "../here.ts";
import { Problem } from "../parts.tsx";
import { say } from "../said.tsx";
import { t } from "../texts.ts";
import { type SentFile, useFetched } from "./files.tsx";

/** A button for a verb that makes a file, such as a list in Excel; the file is fetched at once. */
export function Export<D, V extends AnyVariables>(props: {
  verb: TypedDocumentNode<D, V>;
  action: string;
  text: string;
  variables: V;
  file: (data: D) => SentFile | null;
}) {
  const here = useHere();
  const fetched = useFetched();
  const [{ fetching }, make] = useMutation<D, V>(props.verb);
  const [error, setError] = useState<CombinedError>();
  if (!here.can(props.action)) return null;
  async function go() {
    const answer = await make(props.variables);
    setError(answer.error);
    const file = answer.data ? props.file(answer.data) : null;
    if (answer.error || !file) return;
    if (await fetched(file)) say(t("kit.exported", { name: file.name }));
  }
  return (
    <div className="act">
      <button type="button" className="plain" aria-disabled={fetching} onClick={() => void go()}>
        {fetching ? t("kit.making") : props.text}
      </button>
      <Problem error={error} />
    </div>
  );
}
