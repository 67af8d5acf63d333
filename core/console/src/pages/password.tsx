import { ChangingPassword } from "../changing_password.tsx";
import { say } from "../kit/index.ts";
import { t } from "./texts.ts";

export default function PasswordPage() {
  return (
    <>
      <h1>{t("password.title")}</h1>
      <p className="quiet">{t("password.what")}</p>
      <ChangingPassword
        old={t("password.old")}
        className="panel"
        done={() => say(t("password.done"))}
      />
    </>
  );
}
