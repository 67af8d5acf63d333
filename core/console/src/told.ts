import { language } from "./texts.ts";

/** What one room brings: which fields the server words itself, and its sentences in English. */
interface Room {
  fields: Record<string, readonly string[]>;
  said: Record<string, string>;
}

interface Pattern {
  /** A part that is in every text of this kind, to look for first. */
  part: string;
  fits: RegExp;
  english: string;
  places: readonly string[];
  weight: number;
}

const PLACE = /\{(\d+)\}/g;
const HAN = /[\u3400-\u9fff]/g;
/** Fewer characters of its own say too little of what a text is: only numbers may fill it. */
const TELLING = 3;

const DIGITS = "\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d";
const TEN = "\u5341";
const HUNDRED = "\u767e";

const exact = new Map<string, string>();
const worded = new Map<string, ReadonlySet<string>>();
const known = new Map<string, string>();
let patterns: Pattern[] = [];

/** The English of all rooms; nothing is fetched by who reads Chinese. */
export async function loadTold(): Promise<void> {
  if (language() !== "en") return;
  const rooms = {
    ...import.meta.glob<Room>("./texts/server.en.json", { import: "default" }),
    ...import.meta.glob<Room>("../../../plugins/*/console/texts/server.en.json", {
      import: "default",
    }),
  };
  for (const room of await Promise.all(Object.values(rooms).map((load) => load()))) take(room);
  patterns.sort((one, other) => other.weight - one.weight);
}

function take(room: Room) {
  for (const [type, fields] of Object.entries(room.fields))
    worded.set(type, new Set([...(worded.get(type) ?? []), ...fields]));
  for (const [chinese, english] of Object.entries(room.said))
    if (chinese.includes("{1}")) patterns.push(patternOf(chinese, english));
    else exact.set(chinese, english);
}

function patternOf(chinese: string, english: string): Pattern {
  const own = chinese.split(/\{\d+\}/);
  const weight = chinese.match(HAN)?.length ?? 0;
  return {
    part: own.reduce((longest, one) => (one.length > longest.length ? one : longest)),
    fits: new RegExp(`^${weight < TELLING ? counting(own) : own.map(escaped).join("(.*?)")}$`, "s"),
    english,
    places: [...chinese.matchAll(PLACE)].map((one) => one[1] ?? ""),
    weight,
  };
}

/** Only what is not Chinese, or a numeral; but what is counted may stand right before a number. */
function counting(own: readonly string[]): string {
  const [first = "", ...others] = own;
  return others.reduce((made, part, index) => {
    const isCounted = part === "" && index < others.length - 1;
    const isCount = index > 0 && own[index] === "";
    return made + (isCounted ? "(.*?)" : isCount ? "(\\d[\\d.,]*)" : NUMBER) + escaped(part);
  }, escaped(first));
}

const NUMBER = `([^\\u3000-\\u303f\\u3400-\\u9fff\\uff00-\\uffef]+?|[${DIGITS}${TEN}${HUNDRED}]+)`;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * A sentence or title of the server's, in the language that was chosen; as it is where no catalogue
 * knows it. Not for what people wrote: a document may be titled as a button is.
 */
export function told(text: string): string {
  if (exact.size === 0 || text.search(HAN) < 0) return text;
  const before = known.get(text);
  if (before !== undefined) return before;
  const found =
    exact.get(text) ??
    byParts(text, "\n", "\n") ??
    listed(text) ??
    whole(text) ??
    bySentences(text) ??
    byNames(text) ??
    text;
  known.set(text, found);
  return found;
}

const whole = (text: string) => exact.get(text) ?? asNumber(text) ?? byPattern(text);

/** Things of one kind in a row, each of them known; a sentence may have such a row within it. */
function listed(text: string): string | undefined {
  const parts = text.split("\uff1b");
  if (parts.length < 2) return undefined;
  const done = parts.map(whole);
  return done.every((one) => one !== undefined) ? done.join("; ") : undefined;
}

/** Names of the catalogue right behind each other, as Chinese needs no space between them. */
function byNames(text: string): string | undefined {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = text.length;
    while (end > at && !exact.has(text.slice(at, end))) end -= 1;
    if (end === at) return undefined;
    found.push(exact.get(text.slice(at, end)) ?? "");
    at = end;
  }
  return found.join(" ");
}

const NUMERAL = new RegExp(`^(?:([${DIGITS}]?)${TEN})?([${DIGITS}]?)$`);
const COUNTED = /^([\d.,]+)\s?(.+)$/s;

/** A numeral, as of a share; or how many of something the catalogue names, as `5` working days. */
function asNumber(text: string): string | undefined {
  if (text === HUNDRED) return "100";
  const numeral = NUMERAL.exec(text);
  if (numeral) {
    const [, tens, ones] = numeral;
    const many = tens === undefined ? 0 : tens === "" ? 1 : DIGITS.indexOf(tens);
    return String(many * 10 + (ones ? DIGITS.indexOf(ones) : 0));
  }
  const [, number, what] = COUNTED.exec(text) ?? [];
  const name = what && exact.get(what);
  return name ? `${number} ${name}` : undefined;
}

function byPattern(text: string): string | undefined {
  for (const one of patterns) {
    const fit = text.includes(one.part) ? one.fits.exec(text) : null;
    if (!fit || runsOn(fit)) continue;
    const values = new Map(one.places.map((place, index) => [place, told(fit[index + 1] ?? "")]));
    const filled = one.english.replace(PLACE, (mark, place: string) => values.get(place) ?? mark);
    return filled.replace(/ {2,}/g, " ").trim();
  }
  return undefined;
}

/** Whether what fills a pattern is sentences of its own: they are told one by one. */
const runsOn = (fit: RegExpExecArray) => fit.slice(1).some((value) => /\u3002./s.test(value ?? ""));

/** Several sentences behind each other, or several things in a row. */
function bySentences(text: string): string | undefined {
  const sentences = text.match(/[^\u3002]+\u3002?/g) ?? [];
  if (sentences.length > 1) return sentences.map(told).join(" ");
  for (const [mark, english] of MARKS) {
    const found = byParts(text, mark, english);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MARKS = [
  ["\uff1b", "; "],
  ["\uff0c", ", "],
  ["\u3001", ", "],
  ["\uff1a", ": "],
  ["\u6216", " or "],
] as const;

/** Each part told by itself; nothing where the text has but one, or none of them is known. */
function byParts(text: string, mark: string, english: string): string | undefined {
  const parts = text.split(mark);
  if (parts.length < 2) return undefined;
  const done = parts.map(told);
  return done.some((one, index) => one !== parts[index]) ? done.join(english) : undefined;
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
