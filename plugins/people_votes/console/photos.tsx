import { Download, Photo } from "@renda/console";
import type { Attachment } from "./project_query.ts";

/** Photos as they look and papers, whichever side's file the viewer may open; a place is told in words. */
export function Photos({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="files">
      {files.map((one) => {
        const file = one.file ?? one.receivedFile;
        const place = one.place ? <span className="quiet"> {one.place}</span> : null;
        return (
          <li key={one.id}>
            {file && one.photo ? (
              <p>
                <Photo file={file} about={one.place ? `${one.name} ${one.place}` : one.name} />
              </p>
            ) : null}
            {file ? <Download file={file} text={one.name} /> : one.name}
            {place}
          </li>
        );
      })}
    </ul>
  );
}
