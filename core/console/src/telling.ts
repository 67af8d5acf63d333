/** What one room brings: which fields the server words itself, and its sentences in English. */
export interface Room {
  fields: Record<string, readonly string[]>;
  said: Record<string, string>;
}

interface Pattern {
  /** A part that is in every text of this kind, to look for first. */
  part: string;
  fits: RegExp;
  /** The same, with no place left empty. */
  full: RegExp;
  english: string;
  places: readonly string[];
  weight: number;
  /** Whether it says enough of itself that anything may fill it. */
  says: boolean;
  /** Whether it ends with a place, which would take a word in brackets behind it as well. */
  open: boolean;
  /** What it begins with, where that is a mark: it is added to something said before. */
  mark: string;
}

const PLACE = /\{(\d+)\}/g;
const HAN = /[\u3400-\u9fff]/g;
/**
 * Fewer characters of its own say too little of what a text is: only numbers may fill it. Two do where
 * marks beside them, as of a quotation, tell what it is.
 */
const TELLING = 3;
const TELLING_WITH_MARKS = 5;

const DIGITS = "\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d";
const TEN = "\u5341";
const HUNDRED = "\u767e";

const exact = new Map<string, string>();
const worded = new Map<string, ReadonlySet<string>>();
const known = new Map<string, string | undefined>();
const patterns: Pattern[] = [];

/** What all rooms bring, together. */
export function take(rooms: readonly Room[]): void {
  for (const room of rooms) takeOne(room);
  patterns.sort((one, other) => other.weight - one.weight);
}

function takeOne(room: Room) {
  for (const [type, fields] of Object.entries(room.fields))
    worded.set(type, new Set([...(worded.get(type) ?? []), ...fields]));
  for (const [chinese, english] of Object.entries(room.said))
    if (chinese.includes("{1}")) patterns.push(patternOf(chinese, english));
    else exact.set(chinese, english);
}

function patternOf(chinese: string, english: string): Pattern {
  const own = chinese.split(/\{\d+\}/);
  const weight = chinese.match(HAN)?.length ?? 0;
  const says =
    weight >= TELLING || (weight === TELLING - 1 && own.join("").length >= TELLING_WITH_MARKS);
  return {
    part: own.reduce((longest, one) => (one.length > longest.length ? one : longest)),
    fits: wholly(says ? own.map(escaped).join(`(${ANY}*?)`) : counting(own)),
    full: wholly(says ? filling(own) : counting(own)),
    english,
    places: [...chinese.matchAll(PLACE)].map((one) => one[1] ?? ""),
    weight,
    says,
    open: own.at(-1) === "",
    mark: /^[\uff1b\u3001]/.test(own[0] ?? "") ? (own[0] ?? "") : "",
  };
}

/** What may fill a place; the name of a document is never cut, whatever words are in it. */
const ANY = "(?:\u300a[^\u300a\u300b]*\u300b|[^\u300a]|\u300a(?![^\u300a\u300b]*\u300b))";

const wholly = (made: string) => new RegExp(`^${made}$`, "s");

/** No place is empty, but of several right behind each other. */
function filling(own: readonly string[]): string {
  const [first = "", ...others] = own;
  return others.reduce((made, part, index) => {
    const afterOne = index > 0 && own[index] === "";
    const beforeOne = part === "" && index < others.length - 1;
    return made + (afterOne || beforeOne ? `(${ANY}*?)` : `(${ANY}+?)`) + escaped(part);
  }, escaped(first));
}

/** Only what is not Chinese, or begins with a number, or a numeral; what is counted may stand before. */
function counting(own: readonly string[]): string {
  const [first = "", ...others] = own;
  return others.reduce((made, part, index) => {
    const isCounted = part === "" && index < others.length - 1;
    const isCount = index > 0 && own[index] === "";
    return made + (isCounted ? "(.*?)" : isCount ? "(\\d[\\d.,]*)" : NUMBER) + escaped(part);
  }, escaped(first));
}

const NUMBER = `(\\d.*?|[^\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]+?|[${DIGITS}${TEN}${HUNDRED}]+)`;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * A sentence or title of the server's, in the language that was chosen; as it is where no catalogue
 * knows it. Not for what people wrote: a document may be titled as a button is.
 */
export function told(text: string): string {
  if (exact.size === 0 || text.search(HAN) < 0) return text;
  return found(text) ?? bySentence(text, /[^\n]+\n?/g, "") ?? bySentence(text, SENTENCE, " ") ?? text;
}

/** What came with the software, among what people wrote: known word for word, or as it is. */
export const shipped = (text: string) => exact.get(text) ?? text;

const SENTENCE = /[^\u3002]+\u3002?/g;

/** Each sentence stands for itself: the known ones are told, though others are not. */
function bySentence(text: string, each: RegExp, english: string): string | undefined {
  const parts = text.match(each) ?? [];
  if (parts.length < 2) return undefined;
  const done = parts.map((one) => told(one.trimEnd()) + (one.endsWith("\n") ? "\n" : ""));
  return done.some((one, index) => one !== parts[index]) ? done.join(english) : undefined;
}

/** The English of the whole text; nothing where any piece of it is not known, names apart. */
function found(text: string): string | undefined {
  if (text.search(HAN) < 0 || NAMED.test(text)) return text;
  if (!known.has(text)) {
    known.set(text, undefined);
    known.set(text, sought(text));
  }
  return known.get(text);
}

/** A document with its article has no other name in English. */
const NAMED = /^\u300a[^\u300a\u300b]*\u300b(?:\u7b2c[^\uff0c\uff1b\u3001\u3002]*)?$/;

function sought(text: string): string | undefined {
  const ways = [
    exact.get(text),
    () => byParts(text, "\n", "\n"),
    () => tailed(text),
    () => listed(text),
    () => whole(text),
    () => allSentences(text),
    ...MARKS.map(([mark, english]) => () => byParts(text, mark, english)),
    () => bracketed(text),
    () => byNames(text),
  ];
  for (const way of ways) {
    const made = typeof way === "function" ? way() : way;
    if (made !== undefined) return made;
  }
  return undefined;
}

/** A word in brackets behind it is told beside it, unless a pattern has the bracket itself. */
const whole = (text: string) =>
  exact.get(text) ??
  asNumber(text) ??
  (BRACKETED.test(text) ? (byPattern(text, true) ?? bracketed(text)) : undefined) ??
  byPattern(text);

/** Things of one kind in a row, each of them known; a sentence may have such a row within it. */
function listed(text: string): string | undefined {
  const parts = text.split("\uff1b");
  return parts.length < 2 ? undefined : allOf(parts.map(whole), "; ");
}

function allSentences(text: string): string | undefined {
  const parts = text.match(SENTENCE) ?? [];
  return parts.length < 2 ? undefined : allOf(parts.map(found), " ");
}

/** A list is told whole or not at all: half of it would be no language. */
function allOf(parts: readonly (string | undefined)[], english: string): string | undefined {
  return parts.every((one) => one !== undefined) ? parts.join(english) : undefined;
}

/** Names of the catalogue right behind each other, as Chinese needs no space between them. */
function byNames(text: string): string | undefined {
  const names: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = text.length;
    while (end > at && !exact.has(text.slice(at, end))) end -= 1;
    if (end === at) return undefined;
    names.push(exact.get(text.slice(at, end)) ?? "");
    at = end;
  }
  return names.join(" ");
}

const DAY = /^(\d{4})\u5e74(\d{1,2})\u6708(\d{1,2})\u65e5$/;
const NUMERAL = new RegExp(`^(?:([${DIGITS}]?)${TEN})?([${DIGITS}]?)$`);
const COUNTED = /^([\d.,]+)\s?(.+)$/s;

/** A day; a numeral, as of a share; or how many of something the catalogue names, as `5` working days. */
function asNumber(text: string): string | undefined {
  if (text === HUNDRED) return "100";
  const day = DAY.exec(text);
  if (day) return day.slice(1).map((part) => part.padStart(2, "0")).join("-");
  const numeral = NUMERAL.exec(text);
  if (numeral) {
    const [, tens, ones] = numeral;
    const many = tens === undefined ? 0 : tens === "" ? 1 : DIGITS.indexOf(tens);
    return String(many * 10 + (ones ? DIGITS.indexOf(ones) : 0));
  }
  const [, number, what] = COUNTED.exec(text) ?? [];
  const name = what && exact.get(what);
  return name ? `${number} ${name}`.replace(ONE, "$1") : undefined;
}

/** The pattern with most of its own; but before it one that leaves fewer rows to what fills it. */
function byPattern(text: string, closed = false): string | undefined {
  let best: { english: string; rows: number } | undefined;
  for (const one of patterns) {
    if (closed && one.open) continue;
    const fit = fitOf(one, text);
    if (!fit || runsOn(fit)) continue;
    const rows = fit.slice(1).join("").split("\uff1b").length - 1;
    if (best && best.rows <= rows) continue;
    const english = filled(one, fit);
    if (english !== undefined) best = { english, rows };
    if (best?.rows === 0) break;
  }
  return best?.english;
}

/** What fills the places; a place is left empty only where it cannot be otherwise. */
function fitOf(one: Pattern, text: string): RegExpExecArray | null {
  return text.includes(one.part) ? (one.full.exec(text) ?? one.fits.exec(text)) : null;
}

/** A pattern that says little of itself is none where what fills it is not known either. */
function filled(one: Pattern, fit: RegExpExecArray): string | undefined {
  const tell = one.says ? told : found;
  const values = new Map(one.places.map((place, index) => [place, tell(fit[index + 1] ?? "")]));
  if ([...values.values()].includes(undefined)) return undefined;
  const english = one.english.replace(PLACE, (mark, place: string) => values.get(place) ?? mark);
  return english.replace(/ {2,}/g, " ").replace(/ (?=[;,.])/g, "").replace(ONE, "$1").trim();
}

/** One day is no days. */
const ONE = /(?<![\d.,])(1 (?:working )?(?:day|month|year|point|time|item))s\b/g;

/** Whether what fills a pattern is sentences of its own: they are told one by one. */
const runsOn = (fit: RegExpExecArray) => fit.slice(1).some((value) => /\u3002./s.test(value ?? ""));

/** What is said, and what a pattern adds to it behind a mark of its own. */
function tailed(text: string): string | undefined {
  for (const one of patterns) {
    const at = one.mark ? text.indexOf(one.mark) : 0;
    const fit = at > 0 ? one.full.exec(text.slice(at)) : null;
    const head = fit && found(text.slice(0, at));
    const tail = fit && head && filled(one, fit);
    if (tail) return `${head}${tail}`;
  }
  return undefined;
}

const MARKS = [
  ["\uff1b", "; "],
  [" \u2192 ", " \u2192 "],
  ["\uff0c", ", "],
  ["\u3001", ", "],
  ["\uff1a", ": "],
  ["\u6216", " or "],
  ["=", " = "],
  ["\u00d7", " \u00d7 "],
] as const;

/** Each part told by itself; a known one may have the mark within it. */
function byParts(text: string, mark: string, english: string): string | undefined {
  const parts = text.split(mark);
  if (parts.length < 2) return undefined;
  const done: string[] = [];
  for (let at = 0; at < parts.length; ) {
    let end = parts.length;
    const run = () => parts.slice(at, end).join(mark);
    while (end > at + 1 && atOnce(run()) === undefined) end -= 1;
    const one = end > at + 1 ? atOnce(run()) : found(parts[at] ?? "");
    if (one === undefined) return undefined;
    done.push(one);
    at = end;
  }
  const within = english === ", " && done.some((one) => one.includes(english));
  return done.join(within ? "; " : english);
}

/** What the catalogue has word for word, also behind what it is called. */
function atOnce(text: string): string | undefined {
  const [called = "", ...says] = text.split("\uff1a");
  const [name, said] = [exact.get(called), exact.get(says.join("\uff1a"))];
  return exact.get(text) ?? (name && said ? `${name}: ${said}` : undefined);
}

const BRACKETED =
  /^(.+)(\uff08((?:\u300a[^\u300a\u300b]*\u300b|\uff08[^\uff08\uff09]*\uff09|[^\uff08\uff09\u300a])+)\uff09)$/s;

/** What is said, and a word to it in brackets. */
function bracketed(text: string): string | undefined {
  const [, before, within, word] = BRACKETED.exec(text) ?? [];
  if (!before || !within || !word) return undefined;
  const told = exact.get(within) ?? byPattern(within);
  const [one, other] = [found(before), told ?? found(word)];
  if (one === undefined || other === undefined) return undefined;
  return `${one} ${told === undefined ? `(${other})` : other}`;
}

/** An answer of the API with everything told that the server words. */
export function toldIn<T>(answer: T): T {
  return worded.size === 0 ? answer : (walked(answer) as T);
}

function walked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walked);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  const fields = worded.get(String(record.__typename));
  return Object.fromEntries(
    Object.entries(record).map(([name, one]) => [name, fields?.has(name) ? said(one) : walked(one)]),
  );
}

function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  return typeof value === "string" ? told(value) : walked(value);
}
