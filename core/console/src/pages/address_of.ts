import { options } from "./texts.ts";

/** Whom a package is for that nobody got yet: the organ may be named by its kind or its own code. */
export function addressOf(one: { toBody: string; toBodyName: string | null; toOrgan: string }): string {
  const kind = one.toOrgan.toUpperCase();
  const organ = options("organ").find((known) => known.value === kind)?.text ?? one.toOrgan;
  return `${one.toBodyName ?? one.toBody} · ${organ}`;
}
