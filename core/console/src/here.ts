import { createContext, useContext } from "react";
import { useOutletContext } from "react-router";

export interface Here {
  code: string;
  level: string;
  kind: string;
  name: string;
  body: string;
  organ: string;
  /** Whether the person holds places in other organs of the body too. */
  severalOrgans: boolean;
  /** Plugins that the body has not turned on, by name, with what they are called. */
  off: ReadonlyMap<string, string>;
  can: (action: string) => boolean;
}

/** Who is signed in where; for the pages inside the shell. */
export function useHere(): Here {
  return useOutletContext<Here>();
}

export const SignedOut = createContext<() => void>(() => undefined);

/** To be told by what does not ask through the client that the session has ended. */
export function useSignedOut(): () => void {
  return useContext(SignedOut);
}
