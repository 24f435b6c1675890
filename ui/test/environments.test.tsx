import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Connection, Environment } from "../src/ipc/bindings.ts";
import { askedOf, open, openSchedule } from "./open.tsx";

const KINDS: Environment[] = [
  { kind: "production" },
  { kind: "preview" },
  { kind: "demo", size: "clinic" },
  { kind: "other", address: "https://practice.example" },
];
const WORDS = { production: "production", preview: "preview", demo: "demo", other: "other address" };

function named(label: string, environment: Environment, id: string): Connection {
  const app = {
    signIn: "app",
    scopes: "",
    wayBack: { kind: "any" },
    person: null,
    another: false,
    waits: 0,
    unsent: { drafts: 0, writes: 0 },
    changed: false,
  } as const;
  return { id, environment, practice: "195900", label, clientId: "", fill: "anyTime", ...app };
}

/** The practice in production, and the same in preview; the first is in use. */
function twoOfOneName() {
  const rows = [
    named("Riverside", { kind: "production" }, "c1"),
    named("Riverside", { kind: "preview" }, "c2"),
  ];
  return openSchedule({}, (fake) => {
    let current = "c1";
    fake.answers.connection_list = async () => ({
      rows,
      cursor: null,
      current,
      workingHours: { from: 420, to: 1140 },
    });
    fake.answers.connection_switch = async ({ connection }) => {
      current = connection;
      return {};
    };
  });
}

describe("which athenahealth a practice is of", () => {
  it.each(KINDS)(
    "is said in the frame, the list, the settings and the window's name: $kind",
    async (environment) => {
      const { user, container, unmount } = await openSchedule({
        connection: { label: "Riverside", environment },
      });
      const word = WORDS[environment.kind];
      await waitFor(() => expect(document.title).toBe(`Riverside · ${word} – Daybook`));
      within(screen.getByRole("banner")).getByText(word);
      within(screen.getByRole("contentinfo")).getByText(`practice 195900 · ${word}`);
      expect((await axe.run(container)).violations).toEqual([]);
      await user.keyboard("w");
      within(await screen.findByRole("option", { name: /Riverside/ })).getByText(word);
      await user.keyboard("{Escape}ge");
      const list = within(
        (await screen.findByRole("heading", { name: "Practices" })).closest("section") as HTMLElement,
      );
      list.getByText(word);
      unmount();
      expect(document.title).toBe("Daybook");
    },
  );

  it("tells one practice in two environments apart, and turns from one to the other by one key", async () => {
    const { user, fake } = await twoOfOneName();
    await user.keyboard("w");
    const options = await screen.findAllByRole("option", { name: /Riverside/ });
    expect(options.map((option) => option.textContent)).toEqual(["Riversideproduction", "Riversidepreview"]);
    await user.keyboard("{Escape}");
    await user.keyboard("W");
    await waitFor(() => expect(document.title).toBe("Riverside · preview – Daybook"));
    await screen.findByText("Now: Riverside, preview.");
    expect(askedOf(fake, "connection_switch")).toEqual([{ connection: "c2" }]);
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("W");
    await waitFor(() => expect(document.title).toBe("Riverside · production – Daybook"));
  });

  it("stays where there is no other practice, and says so", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("W");
    await screen.findByText("There is no other practice.");
    expect(askedOf(fake, "connection_switch")).toEqual([]);
  });

  it("names no practice while none is open", () => {
    open({ session: { stage: { stage: "noPractice" } }, connection: null });
    expect(document.title).toBe("Daybook");
  });

  it("says how many writes wait in a practice that is not in use, in the bar and in the settings", async () => {
    const { user } = await openSchedule({}, (fake) => {
      fake.answers.connection_list = async () => ({
        rows: [
          named("Riverside", { kind: "production" }, "c1"),
          { ...named("Sunrise", { kind: "production" }, "c2"), waits: 2 },
        ],
        cursor: null,
        current: "c1",
        workingHours: { from: 420, to: 1140 },
      });
    });
    const mark = await screen.findByTitle(/^Sunrise: 2\. Switch to it/);
    expect(mark.textContent).toContain("2 writes wait elsewhere");
    await user.click(mark);
    await screen.findByText("2 writes to it are not done: they go on once you work with it");
  });
});
