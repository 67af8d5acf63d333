import { t } from "./texts.ts";

/** Whole yuan for people; nothing where there is no number. */
export function money(yuan: number | null | undefined): string {
  return yuan === null || yuan === undefined
    ? ""
    : t("money", { yuan: yuan.toLocaleString("en-US") });
}
