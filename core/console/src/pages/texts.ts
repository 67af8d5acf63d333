import { textsOf } from "../kit/index.ts";
import en from "./texts/en.json";
import zh from "./texts/zh.json";

export const { t, named, options } = textsOf({ zh, en });
