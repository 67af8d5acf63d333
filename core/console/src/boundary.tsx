import { Component, type ReactNode } from "react";
import { t } from "./texts.ts";

/** Whether the server answers; what it answers does not matter. */
async function reached(): Promise<boolean> {
  try {
    await fetch("/", { method: "GET", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

interface Fault {
  fault: boolean;
  /** The network is gone, and nothing was updated. */
  alone: boolean;
}

/** A page that cannot be shown, as after an update of the server, does not take the menu with it. */
export class Boundary extends Component<{ children: ReactNode }, Fault> {
  override state = { fault: false, alone: false };

  static getDerivedStateFromError() {
    return { fault: true };
  }

  override componentDidCatch() {
    void reached().then((there) => this.setState({ alone: !there }));
  }

  /** A page loaded anew without a network would take what is still shown with it. */
  readonly again = () => {
    void reached().then((there) => (there ? location.reload() : this.setState({ alone: true })));
  };

  override render() {
    if (!this.state.fault) return this.props.children;
    return (
      <div className="problem" role="alert">
        <h1>{t("fault.title")}</h1>
        <p>{this.state.alone ? t("problem.network") : t("fault.what")}</p>
        <button type="button" onClick={this.again}>
          {t("fault.reload")}
        </button>
      </div>
    );
  }
}
