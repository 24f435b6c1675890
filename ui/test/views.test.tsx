import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { SavedView } from "../src/ipc/bindings.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openSchedule } from "./open.tsx";

const LATE: SavedView = {
  key: 2,
  name: "Late at River Road",
  kind: "list",
  departments: ["2"],
  providers: [],
  states: ["late"],
  wrongs: [],
  order: "provider",
  isTurned: true,
  density: "roomy",
};

function keeps(...views: SavedView[]): NonNullable<Parameters<typeof openSchedule>[1]> {
  return ({ answers }) => {
    answers.view_list = async () => ({ rows: views });
  };
}

describe("a view on a key", () => {
  it("shows its kind, its filter, its order and its density", async () => {
    const { user, fake } = await openSchedule({}, keeps(LATE));
    await waitFor(() => expect(askedOf(fake, "view_list")).toHaveLength(1));
    await waitFor(async () => {
      await user.keyboard("{F2}");
      expect(screen.getByRole("listbox", { name: "Visits" })).toBeTruthy();
    });
    expect(screen.getByRole("region", { name: "Filter" }).textContent).toContain("Only late:");
    expect(screen.getByRole("button", { name: /^Provider, last at the top/ })).toBeTruthy();
    await waitFor(() => expect(askedOf(fake, "schedule_day")).toContainEqual({ department: "2" }));
    await waitFor(() => expect(document.documentElement.dataset.density).toBe("roomy"));
    expect(askedOf(fake, "preference_set").at(-1)).toMatchObject({ preferences: { density: "roomy" } });
  });

  it("is kept from what is shown, under a name, and another takes its place", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("2V");
    const dialog = await screen.findByRole("dialog", { name: "Views on keys" });
    const name = within(dialog).getByRole("textbox", { name: "Name" }) as HTMLInputElement;
    await waitFor(() => expect(document.activeElement).toBe(name));
    expect(name.value).toBe("List · everything · dense");
    await user.clear(name);
    await user.click(within(dialog).getByRole("button", { name: "Keep on F4" }));
    expect(within(dialog).getByText("Write a name of 1 to 40 letters.")).toBeTruthy();
    expect(askedOf(fake, "view_keep")).toEqual([]);
    await user.type(name, "My list");
    await user.click(within(dialog).getByRole("button", { name: "Keep on F4" }));
    await within(dialog).findByText("My list");
    expect(askedOf(fake, "view_keep")).toEqual([
      {
        view: {
          key: 4,
          name: "My list",
          kind: "list",
          departments: [],
          providers: [],
          states: [],
          wrongs: [],
          order: "time",
          isTurned: false,
          density: "dense",
        },
      },
    ]);
    expect(within(dialog).getByRole("button", { name: "Keep on F4 in place of My list" })).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("1");
    await screen.findByRole("region", { name: /^Lindqvist/ });
    await user.keyboard("{F4}");
    await screen.findByRole("listbox", { name: "Visits" });
    await user.keyboard("V");
    const again = await screen.findByRole("dialog", { name: "Views on keys" });
    await user.click(within(again).getByRole("button", { name: "Remove My list from F4" }));
    await within(again).findByRole("button", { name: "Keep on F4" });
  });

  it("keeps the department of the top bar too, and says in words what it shows", async () => {
    const { user } = await openSchedule({}, keeps(LATE));
    await user.keyboard("d");
    await user.click(await screen.findByRole("option", { name: /River Road/ }));
    await user.keyboard("V");
    const dialog = await screen.findByRole("dialog", { name: "Views on keys" });
    expect(within(dialog).getByText("Columns · River Road · dense")).toBeTruthy();
    await within(dialog).findByText("List · River Road · late · roomy");
  });

  it("says why it could not be kept", async () => {
    const { user } = await openSchedule({}, ({ answers }) => {
      answers.view_keep = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
      };
    });
    await user.keyboard("V");
    const dialog = await screen.findByRole("dialog", { name: "Views on keys" });
    await user.click(within(dialog).getByRole("button", { name: "Keep on F1" }));
    await within(dialog).findByText(/disk is full/i);
  });

  it("is not asked for by emergency access", async () => {
    const stage = { stage: "emergency", connection: "c1", leftMs: 3_000_000 } as const;
    const { user, fake } = await openSchedule({ session: { stage } });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await user.keyboard("Vz");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(askedOf(fake, "view_list")).toEqual([]);
    expect(askedOf(fake, "preference_set")).toEqual([]);
  });
});

describe("density", () => {
  it("is changed with a key", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("z");
    await waitFor(() => expect(document.documentElement.dataset.density).toBe("roomy"));
    await user.keyboard("z");
    await waitFor(() => expect(askedOf(fake, "preference_set")).toHaveLength(2));
    await waitFor(() => expect(document.documentElement.dataset.density).toBe("dense"));
  });
});

describe("waiting", () => {
  it("is counted on the visit, and long after as many minutes as were chosen", async () => {
    const { user, fake } = await openSchedule({ session: { patienceMinutes: 20 } }, ({ practice }) => {
      const visit = practice.columns[0]?.visits[0];
      Object.assign(visit ?? {}, { minutes: 45, state: { state: "here" }, waited: 12 });
    });
    const visit = document.getElementById("visit-v0-0");
    expect(visit?.textContent).toContain("here 12 min");
    expect(visit?.getAttribute("aria-label")).toContain("here 12 min");
    expect(screen.getByText("waiting over 20 min")).toBeTruthy();
    await user.keyboard("ge");
    await screen.findByRole("heading", { name: "Settings" });
    await user.click(await screen.findByRole("radio", { name: "30 min" }));
    await waitFor(() => expect(askedOf(fake, "patience_set")).toEqual([{ minutes: 30 }]));
    await user.keyboard("gs");
    await screen.findByText("waiting over 30 min");
  });
});
