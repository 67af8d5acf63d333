import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { knownBodies } from "./known_bodies.ts";
import { LanguageSwitch } from "./language_switch.tsx";
import { Field } from "./parts.tsx";
import { t } from "./texts.ts";

export function ChooseBody() {
  const navigate = useNavigate();
  const [code, setCode] = useState("");
  const known = knownBodies();
  return (
    <main className="narrow">
      <LanguageSwitch />
      <h1>{t("choose.title")}</h1>
      {known.length > 0 ? (
        <nav aria-label={t("choose.known")}>
          <h2>{t("choose.known")}</h2>
          <ul className="cards">
            {known.map((one) => (
              <li key={one.code}>
                <Link to={`/c/${encodeURIComponent(one.code)}/`}>{one.name}</Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // As a machine for Chinese types it: wide digits, spaces in between.
          void navigate(`/c/${encodeURIComponent(code.normalize("NFKC").replace(/\s/g, ""))}/`);
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
      <p>
        <a href="/p/">{t("choose.list")}</a>
      </p>
    </main>
  );
}
