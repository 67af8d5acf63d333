// Lighthouse over the public pages of a running server: four scores a page, by `make lighthouse`.
// Arguments: the server's address, then paths; without paths one page of each sort is looked for.
// With RENDA_AS="<body's code> <login> <password>" the paths are pages of the console, seen signed in.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [code, login, password] = (process.env.RENDA_AS ?? "").split(" ");
const LEAST = code
  ? { performance: 85, accessibility: 100, "best-practices": 100 }
  : { performance: 95, accessibility: 100, "best-practices": 100, seo: 100 };
const CATEGORIES = Object.keys(LEAST);

const [base = "http://127.0.0.1:8700", ...given] = process.argv.slice(2);

async function cookie() {
  const query = "mutation($i: SignInInput!) { signIn(input: $i) { expiresAt } }";
  const answer = await fetch(`${base}/t/${code}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { i: { login, password } } }),
  });
  const set = answer.headers.get("set-cookie");
  if (!set) throw new Error(`not signed in: ${await answer.text()}`);
  return set.split(";")[0];
}

async function text(path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.text();
}

function links(html, shape) {
  return [...new Set([...html.matchAll(/href="(\/p\/[^"]+)"/g)].map((found) => found[1]))].filter((path) =>
    shape.test(path),
  );
}

async function onePageOfEachSort() {
  const found = new Map([["bodies", "/p/"]]);
  for (const body of links(await text("/p/"), /^\/p\/[^/]+\/$/)) {
    const front = await text(body);
    for (const list of links(front, /^\/p\/[^/]+\/[a-z_]+\.[a-z_]+$/)) {
      const entry = links(await text(list), /\/[0-9a-f-]{36}$/)[0];
      const sort = list.split("/").at(-1);
      if (!entry || found.has(sort)) continue;
      found.set("front", found.get("front") ?? body).set(sort, list).set(`${sort} entry`, entry);
    }
  }
  return [...found.values()];
}

// A demo says of itself that it is not to be listed by search engines; that alone is not held against it.
async function skippedFor(path) {
  const named = (await text(path)).includes('content="noindex');
  return named ? ["is-crawlable"] : [];
}

const chrome = await launch({
  chromePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
let short = 0;
try {
  const paths = given.length ? given : code ? [`/c/${code}/`] : await onePageOfEachSort();
  const extraHeaders = code ? { Cookie: await cookie() } : undefined;
  for (const [device, config] of [["phone", undefined], ["office", desktopConfig]]) {
    console.log(`${device}: ${CATEGORIES.join(", ")}`);
    for (const path of paths) {
      const skipAudits = await skippedFor(path);
      const flags = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error", skipAudits, extraHeaders };
      const { lhr } = (await lighthouse(base + path, flags, config)) ?? {};
      const scores = CATEGORIES.map((name) => Math.round((lhr.categories[name].score ?? 0) * 100));
      const low = CATEGORIES.filter((name, at) => scores[at] < LEAST[name]);
      short += low.length;
      const note = skipAudits.length ? "  (demo: noindex not counted)" : "";
      console.log(`  ${scores.map((score) => String(score).padStart(3)).join(" ")}  ${path}${note}`);
      for (const name of low) {
        for (const { id } of lhr.categories[name].auditRefs) {
          const audit = lhr.audits[id];
          if (audit && audit.score !== null && audit.score < 0.9) {
            console.log(`       ${name}: ${id} ${audit.displayValue ?? ""}`);
          }
        }
      }
    }
  }
} finally {
  await chrome.kill();
}
process.exitCode = short ? 1 : 0;
