import "./styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { cleanWhatIsPasted } from "./pasted.ts";
import { loadLanguage } from "./texts.ts";
import { loadTold } from "./told.ts";

cleanWhatIsPasted();
await Promise.all([loadLanguage(), loadTold()]);
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
