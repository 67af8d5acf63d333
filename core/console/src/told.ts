import { type Room, take } from "./telling.ts";
import { language } from "./texts.ts";

export { shipped, told, toldIn } from "./telling.ts";

/** The English of all rooms; nothing is fetched by who reads Chinese. */
export async function loadTold(): Promise<void> {
  if (language() !== "en") return;
  const rooms = {
    ...import.meta.glob<Room>("./texts/server.en.json", { import: "default" }),
    ...import.meta.glob<Room>("../../../plugins/*/console/texts/server.en.json", {
      import: "default",
    }),
  };
  take(await Promise.all(Object.values(rooms).map((load) => load())));
}
