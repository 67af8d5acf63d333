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
