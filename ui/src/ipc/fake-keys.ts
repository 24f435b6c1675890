import type { Keys, Vaults } from "./bindings.ts";

/** The recovery code that the invented console makes. */
export const FAKE_CODE = "7K3M-9QRT-2X4B-C8DF-GH5J-NPVW-6YZA";

/** How the key of the invented console stands. */
export function fakeKeys(): Keys {
  return {
    passphrase: false,
    recovery: false,
    recoveryEnded: false,
    folder: "data/daybook/exports",
    retention: { recents: 90, writes: 90, people: 730 },
  };
}

/** What another computer exported for it. */
export function fakeVaults(): Vaults {
  const name = "vault-2026-11-20-083000.daybook-vault";
  return {
    rows: [{ name, exported: "2026-11-20T08:30:00Z" }],
    folder: "data/daybook/exports",
    replaces: "nothing",
    ownPassphrase: false,
  };
}
