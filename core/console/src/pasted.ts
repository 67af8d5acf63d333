/** What Word puts between the lines of a text: other spaces, marks of its own, lines of nothing. */
export function cleaned(pasted: string): string {
  return pasted
    .replace(/\r\n?/g, "\n")
    .replace(/[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]/g, "")
    .replace(/[\ue000-\uf8ff]/g, "")
    .replace(/[\u00a0\u2000-\u200a\u202f\t\v\f]+/g, " ")
    .replace(/ +\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n");
}

const LINES = new Set(["text", "search"]);

/** Every field for words cleans what is pasted into it, whoever made the field. */
export function cleanWhatIsPasted(): void {
  document.addEventListener("paste", (event) => {
    const field = event.target;
    const line = field instanceof HTMLInputElement && LINES.has(field.type);
    if (!line && !(field instanceof HTMLTextAreaElement)) return;
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const clean = line ? cleaned(pasted).replace(/\s*\n\s*/g, " ").trim() : cleaned(pasted);
    if (clean === pasted) return;
    event.preventDefault();
    // The one way by which it can be undone as if it had been typed.
    document.execCommand("insertText", false, clean);
  });
}
