import { useState } from "react";
import { useNavigate } from "react-router";
import { Field } from "./parts.tsx";
import { LanguageSwitch } from "./language_switch.tsx";
import { t } from "./texts.ts";

export function ChooseBody() {
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  return (
    <main className="narrow">
      <LanguageSwitch />
      <h1>{t("choose.title")}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate(`/c/${encodeURIComponent(code.trim())}/`);
        }}
      >
        <Field
          label={t("choose.code")}
          hint={t("choose.hint")}
          value={code}
          onChange={setCode}
          required
        />
        <button type="submit">{t("choose.go")}</button>
      </form>
    </main>
  );
}
