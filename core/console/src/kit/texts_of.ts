import { language } from "../texts.ts";

type Ending<Word extends string, Kind extends string> = Word extends `${Kind}.${infer End}`
  ? End
  : never;

/** The texts of a plugin's pages, of `texts/zh.json` and `texts/en.json`; a name is checked. */
export function textsOf<W extends Record<string, string>>(texts: {
  zh: W;
  en: Record<keyof W, string>;
}) {
  const words: Record<keyof W, string> = texts[language()];
  return {
    /** A text, with `{name}` filled in. */
    t: (word: keyof W & string, values: Record<string, string | number> = {}): string =>
      words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    /** The text for a word of an enumeration, such as `state.ARCHIVED`. */
    named: (kind: string, value: string | null | undefined): string =>
      value ? ((words as Record<string, string>)[`${kind}.${value}`] ?? value) : "",
    /** All words of an enumeration in the catalogue's order, as options of a choice. */
    options: <K extends string>(kind: K): { value: Ending<keyof W & string, K>; text: string }[] =>
      Object.keys(words)
        .filter((word) => word.startsWith(`${kind}.`))
        .map((word) => ({
          value: word.slice(kind.length + 1) as Ending<keyof W & string, K>,
          text: words[word] as string,
        })),
  };
}
