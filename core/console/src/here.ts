import { useOutletContext } from "react-router";

export interface Here {
  code: string;
  level: string;
  kind: string;
  name: string;
  body: string;
  organ: string;
  can: (action: string) => boolean;
}

/** Who is signed in where; for the pages inside the shell. */
export function useHere(): Here {
  return useOutletContext<Here>();
}
