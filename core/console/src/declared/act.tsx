import { useMemo } from "react";
import { gql } from "urql";
import { Act } from "../kit/act.tsx";
import { Loading, Problem } from "../parts.tsx";
import type { Row, Verb } from "./asked.ts";
import { put, useChoices, useFields, variablesOf } from "./inputs.ts";
import { said } from "./routes.tsx";
import { found } from "./values.tsx";

/** A verb as the kit does it: what is entered, and the record that it is about. */
export function DeclaredAct(props: {
  verb: Verb;
  /** Tells apart what is typed: the page, and the record if there is one. */
  about: string;
  record?: Row;
  open?: boolean;
  done?: (id: string | null) => void;
}) {
  const { verb, record } = props;
  const { offered, error } = useChoices(verb.inputs);
  const fields = useFields(verb.inputs, offered);
  const document = useMemo(() => gql(verb.document), [verb.document]);
  if (!offered) return <Loading />;
  return (
    <>
      <Problem error={error} />
      <Act
        verb={document}
        action={verb.action}
        text={said(verb)}
        about={`${props.about}/${verb.mutation}`}
        fields={fields}
        offered={!record || isOffered(verb, record)}
        open={props.open ?? false}
        variables={(typed) => {
          const variables = variablesOf(verb.inputs, typed);
          if (record && verb.record) put(variables, verb.record, record.id);
          return variables;
        }}
        done={(data) => props.done?.(idOf(data))}
      />
    </>
  );
}

function isOffered(verb: Verb, record: Row): boolean {
  return verb.offered.every(({ path, values }) =>
    found(record, path).some((one) => values.includes(String(one))),
  );
}

function idOf(data: unknown): string | null {
  const [id] = found(data, ["done", "id"]);
  return id === undefined ? null : String(id);
}
