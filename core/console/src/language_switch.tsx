import { chooseLanguage, language } from "./texts.ts";

/** Each language is named in itself, for who cannot read the other. */
const NAMES = { zh: "\u4e2d\u6587", en: "English" } as const;

export function LanguageSwitch() {
  const other = language() === "zh" ? "en" : "zh";
  return (
    <button
      type="button"
      className="plain"
      lang={other === "zh" ? "zh-CN" : "en"}
      onClick={() => chooseLanguage(other)}
    >
      {NAMES[other]}
    </button>
  );
}
