import { textsOf } from "@renda/console";
import en from "./texts/en.json";
import zh from "./texts/zh.json";

export const { t, named, options } = textsOf({ zh, en });
