/** A part that others wrote; `texts` are places in the list of texts. */
export type Part = {
  name: string;
  version: string;
  /** In SPDX's words; empty where it does not say. */
  licence: string;
  from: "crates.io" | "npm";
  texts: number[];
};

export type Licences = { parts: Part[]; texts: string[] };

export function licences(): Licences;
