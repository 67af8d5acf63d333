export { Reviser as default } from "./assistant.tsx";
