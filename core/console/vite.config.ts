import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const ours = JSON.stringify(here("src/kit/style_sheets.js"));

/**
 * The library of tables and forms writes its styles into <style> elements, which our policy
 * forbids. It does so in two modules only; in their place goes one of ours, with style sheets that
 * are made by script. A build that no longer meets the first of them fails.
 */
function styleSheets(): Plugin {
  const places: [RegExp, string][] = [
    [/@rc-component\/util\/es\/Dom\/dynamicCSS\.js$/, `export * from ${ours};`],
    [
      /@ant-design\/icons\/es\/cssUtils\.js$/,
      `export { updateCSS } from ${ours};
       export const getShadowRoot = () => null;
       export const warningOnce = () => {};`,
    ],
  ];
  let met = false;
  return {
    name: "renda-style-sheets",
    // A page under development is served without the policy.
    apply: "build",
    enforce: "pre",
    load(id) {
      const place = places.find(([theirs]) => theirs.test(id));
      met ||= place === places[0];
      return place ? place[1] : null;
    },
    buildEnd(fault) {
      if (!fault && !met) this.error("dynamicCSS was not met: the policy would refuse its styles");
    },
  };
}

// The entry stays a file of its own: by it the manifest says what is fetched at once.
const NOT_THE_ENTRY = /^(?!.*(index\.html|src\/main\.tsx))/;

export default defineConfig({
  plugins: [styleSheets(), react()],
  resolve: {
    alias: {
      // A part of the form library that is for its own tests asks for it; ours takes its place.
      "@rjsf/validator-ajv8": "/src/form_validator.ts",
      "@renda/console": here("src/kit/index.ts"),
    },
    // Pages of plugins lie outside of this folder and have no packages of their own.
    dedupe: ["react", "react-dom"],
  },
  build: {
    outDir: "static",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Chromium of the office systems that are in use; named in docs/console.md.
    target: "chrome108",
    license: { fileName: "assets/licenses.txt" },
    manifest: "manifest.json",
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // Over a slow line each file costs its way there and back, and six come at a time: what every
        // page needs is one file, and what most pages need is a second.
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], test: NOT_THE_ENTRY, priority: 2 },
            { name: "kit", test: /[\\/]console[\\/]src[\\/]kit[\\/]/, minShareCount: 12, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/t": "http://127.0.0.1:8700" },
    fs: { allow: [here("."), here("../../plugins")] },
  },
});
