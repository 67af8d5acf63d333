import { useState } from "react";
import { graphql } from "../graphql.ts";
import { dayText, FieldRow, Link, Problem, Tag, text, useAsk, useHere, useSearchParams } from "../kit/index.ts";
import { placesOf } from "../plugin_pages.tsx";
import { usePages } from "../shell.tsx";
import { usePluginTitles } from "./plugin_titles.ts";
import { t } from "./texts.ts";

const Search = graphql(`
  query Search($words: String!, $kinds: [String!]!) {
    search(words: $words, kinds: $kinds) {
      id
      kind
      plugin
      title
      called
      number
      day
      whose
    }
  }
`);

const LEAST = 2;

/** Records by a part of what they are called: those that have a page, and that one may see. */
export default function SearchPage() {
  const here = useHere();
  const pages = usePages();
  const [address, setAddress] = useSearchParams();
  const words = address.get("words") ?? "";
  const [typed, setTyped] = useState(words);
  const titleOf = usePluginTitles();
  const kinds = [...placesOf(pages, here).keys()];
  const asked = words.length >= LEAST;
  const { data, error } = useAsk(Search, { words, kinds }, !asked || !pages);
  const found = asked ? data?.search : undefined;
  return (
    <>
      <h1>{t("search.title")}</h1>
      <form
        role="search"
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          setAddress(typed.trim() ? { words: typed.trim() } : {});
        }}
      >
        <FieldRow
          loose
          field={text(t("search.words"), { most: 60 })}
          value={typed}
          onChange={(value) => setTyped(String(value))}
        />
        <button type="submit">{t("search.go")}</button>
      </form>
      <p className="quiet">{t("search.what")}</p>
      <Problem error={error} />
      <p role="status" className="quiet">
        {found ? t("search.found", { count: found.length }) : ""}
        {words && !asked ? t("search.longer") : ""}
      </p>
      {found?.length === 0 ? <p className="empty">{t("search.none")}</p> : null}
      <ul className="cards">
        {found?.map((one) => (
          <li key={one.id}>
            <strong>
              <Link to={`/c/${here.code}/r/${one.id}`}>{one.title}</Link>
            </strong>{" "}
            <Tag>{one.plugin === "core" ? t("search.core") : titleOf(one.plugin)}</Tag>
            <p className="quiet">
              {[one.called, one.number, one.whose, dayText(one.day)].filter(Boolean).join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
