import zh from "./texts/zh.json";

export type Word = keyof typeof zh;
export type Language = "zh" | "en";

const KEPT = "renda-language";
let words: Record<Word, string> = zh;

export function language(): Language {
  return localStorage.getItem(KEPT) === "en" ? "en" : "zh";
}

/** Chinese is at hand; English is fetched by who chose it. */
export async function loadLanguage(): Promise<void> {
  document.documentElement.lang = language() === "en" ? "en" : "zh-CN";
  if (language() === "en") words = (await import("./texts/en.json")).default;
}

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  location.reload();
}

/** A text of the catalogue, with `{name}` filled in. */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text for a word of an enumeration, such as `basis.DECISION`. */
export function named(kind: string, value: string): string {
  return (words as Record<string, string>)[`${kind}.${value}`] ?? value;
}
