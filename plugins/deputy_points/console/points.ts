/** Points are kept in hundredths; for people, in points. */
export function points(hundredths: number | null | undefined): string {
  return hundredths === null || hundredths === undefined ? "" : String(hundredths / 100);
}

/** What a person writes in points, in hundredths. */
export function hundredths(said: string): number {
  return Math.round(Number(said) * 100);
}

/** A mark as it is sent: what is no number is refused by the server, which says the range. */
export function markOf(said: string): number {
  const value = hundredths(said);
  return Number.isNaN(value) ? -1 : value;
}
