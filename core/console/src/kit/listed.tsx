import type { ReactNode } from "react";
import { OpenForms, useOpenForms } from "./open_forms.ts";
import { useNarrow } from "./records.tsx";

/** Rows that are there all at once: a table, and on a phone a card each. The first says which. */
export function Listed<N>(props: ListedProps<N>) {
  return (
    <OpenForms value={useOpenForms()}>
      <Rows {...props} />
    </OpenForms>
  );
}

interface ListedProps<N> {
  rows: readonly N[];
  of: (one: N) => string;
  columns: readonly (readonly [title: string, value: (one: N) => ReactNode])[];
  empty: string;
}

function Rows<N>(props: ListedProps<N>) {
  const narrow = useNarrow();
  const [first, ...rest] = props.columns;
  if (props.rows.length === 0) return <p className="empty">{props.empty}</p>;
  if (narrow)
    return (
      <ul className="cards">
        {props.rows.map((one) => (
          <li key={props.of(one)}>
            <strong>{first?.[1](one)}</strong>
            <dl className="facts">
              {rest
                .map(([title, value]) => [title, value(one)] as const)
                .filter(([, value]) => value !== "" && value !== null && value !== undefined)
                .map(([title, value]) => (
                  <div key={title}>
                    <dt>{title}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
            </dl>
          </li>
        ))}
      </ul>
    );
  return (
    <table className="plain-table whole">
      <thead>
        <tr>
          {props.columns.map(([title]) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((one) => (
          <tr key={props.of(one)}>
            <th scope="row">{first?.[1](one)}</th>
            {rest.map(([title, value]) => (
              <td key={title}>{value(one)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
