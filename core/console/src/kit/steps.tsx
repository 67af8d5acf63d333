/** Where one is in a form of several steps. */
export function Steps({ current, titles }: { current: number; titles: readonly string[] }) {
  return (
    <ol className="steps">
      {titles.map((title, at) => (
        <li
          key={title}
          className={at < current ? "done" : undefined}
          aria-current={at === current ? "step" : undefined}
        >
          {title}
        </li>
      ))}
    </ol>
  );
}
