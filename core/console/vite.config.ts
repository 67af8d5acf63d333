import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // A part of the form library that is for its own tests asks for it; ours takes its place.
  resolve: { alias: { "@rjsf/validator-ajv8": "/src/form_validator.ts" } },
  build: {
    outDir: "static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Chromium of the office systems that are in use; named in docs/console.md.
    target: "chrome108",
    license: { fileName: "assets/licenses.txt" },
  },
  server: { proxy: { "/t": "http://127.0.0.1:8700" } },
});
