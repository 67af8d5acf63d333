// Takes the place of @rc-component/util/es/Dom/dynamicCSS.js: styles that are made while the page
// runs go into style sheets made by script, which a policy without inline styles allows.
// The elements that are handed out are never part of the page: their users only write marks on them.

const known = new Map();

function put(sheet, prepend) {
  const others = document.adoptedStyleSheets;
  document.adoptedStyleSheets = prepend ? [sheet, ...others] : [...others, sheet];
}

export function injectCSS(css, option = {}) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  put(sheet, option.prepend && option.prepend !== "queue");
  return document.createElement("style");
}

export function removeCSS(key) {
  const one = known.get(key);
  if (!one) return;
  known.delete(key);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== one.sheet);
}

export function updateCSS(css, key, option = {}) {
  const one = known.get(key);
  if (one) {
    if (one.css !== css) {
      one.css = css;
      one.sheet.replaceSync(css);
    }
    return one.element;
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  // What is to come first comes before everything of its kind; the rest in the order of coming.
  put(sheet, option.prepend && option.prepend !== "queue");
  const element = document.createElement("style");
  known.set(key, { sheet, css, element });
  return element;
}

export function clearContainerCache() {}
