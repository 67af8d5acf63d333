const KEPT = "renda-bodies";
const MOST = 5;

/** A body that somebody signed in to in this browser. */
export interface KnownBody {
  code: string;
  name: string;
}

/** The bodies last signed in to here, the latest first; names of bodies are public. */
export function knownBodies(): KnownBody[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isKnown) : [];
  } catch {
    return [];
  }
}

export function rememberBody(body: KnownBody): void {
  const others = knownBodies().filter((one) => one.code !== body.code);
  localStorage.setItem(KEPT, JSON.stringify([body, ...others].slice(0, MOST)));
}

function isKnown(one: unknown): one is KnownBody {
  const body = one as Partial<KnownBody> | null;
  return typeof body?.code === "string" && typeof body.name === "string";
}
