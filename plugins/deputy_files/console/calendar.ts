/** Every half hour of the day, to choose from. */
export const HALF_HOURS = Array.from({ length: 34 }, (_, at) => {
  const hour = String(6 + Math.floor(at / 2)).padStart(2, "0");
  const value = `${hour}:${at % 2 ? "30" : "00"}`;
  return { value, text: value };
});
