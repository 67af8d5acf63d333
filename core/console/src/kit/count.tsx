import { Link } from "react-router";

/** How many of something wait, on the home page; it opens to them. */
export function Count(props: { text: string; number: number; to: string; late?: boolean }) {
  return (
    <li className={props.late && props.number ? "late" : ""}>
      <Link to={props.to}>
        <strong>{props.number}</strong> {props.text}
      </Link>
    </li>
  );
}

/** Several counts; what waits for nobody, or is not asked for this person, is left out. */
export function Counts(props: {
  of: readonly { text: string; number: number | null | undefined; to: string; late?: boolean }[];
}) {
  return props.of.map(({ text, number, to, late }) =>
    number ? <Count key={text} text={text} number={number} to={to} late={late} /> : null,
  );
}
