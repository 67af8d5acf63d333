import "./styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { cleanWhatIsPasted } from "./pasted.ts";
import { loadLanguage } from "./texts.ts";

cleanWhatIsPasted();
await loadLanguage();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
