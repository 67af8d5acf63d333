import { Component, type ReactNode } from "react";
import { t } from "./texts.ts";

/** A page that cannot be shown, as after an update of the server, does not take the menu with it. */
export class Boundary extends Component<{ children: ReactNode }, { fault: boolean }> {
  override state = { fault: false };

  static getDerivedStateFromError() {
    return { fault: true };
  }

  override render() {
    if (!this.state.fault) return this.props.children;
    return (
      <div className="problem" role="alert">
        <h1>{t("fault.title")}</h1>
        <p>{t("fault.what")}</p>
        <button type="button" onClick={() => location.reload()}>
          {t("fault.reload")}
        </button>
      </div>
    );
  }
}
