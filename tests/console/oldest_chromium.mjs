// Unpacks the browser that the package carries, beside this file; prints where it is.
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const packed = "node_modules/@sparticuz/chromium/bin/chromium.br";
if (!existsSync("chromium")) {
  await pipeline(
    createReadStream(packed),
    createBrotliDecompress(),
    createWriteStream("chromium.part", { mode: 0o755 }),
  );
  await rename("chromium.part", "chromium");
}
console.log("chromium");
