import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, first, onFirst, open, openSchedule } from "./open.tsx";

const DATE = "2026-11-23";
const OLA = { id: "p1", name: "Ola Berg", role: "consultant" } as const;

describe("printing a day", () => {
  it("opens by its key, shows the page, and saves the sheet that was chosen", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("p");
    const dialog = await screen.findByRole("dialog", { name: "Print Monday, November 23, 2026" });
    await within(dialog).findByRole("img", { name: "By provider, page 1 of 2" });
    await user.click(within(dialog).getByRole("button", { name: "Next page" }));
    await within(dialog).findByRole("img", { name: "By provider, page 2 of 2" });
    await user.click(within(dialog).getByRole("radio", { name: "Call list" }));
    await within(dialog).findByRole("img", { name: "Call list, page 1 of 2" });
    await user.click(within(dialog).getByRole("button", { name: "Save as PDF" }));
    await within(dialog).findByText("Saved: 2 pages.");
    expect(within(dialog).getByText(/day-sheet-2026-11-23-120000000\.pdf/)).toBeTruthy();
    expect(askedOf(fake, "print_save")).toEqual([{ sheet: { kind: "callList", date: DATE } }]);
    await user.click(within(dialog).getByRole("button", { name: "Save as CSV" }));
    await within(dialog).findByText("Saved: 34 visits.");
    expect(askedOf(fake, "schedule_export")).toEqual([{ date: DATE }]);
    await user.click(within(dialog).getByRole("radio", { name: "Route slips" }));
    await within(dialog).findByRole("img", { name: "Route slips, page 1 of 2" });
    expect(within(dialog).queryByText(/^Saved:/)).toBeNull();
  });

  it("prints the slip of the visit that is open", async () => {
    const { user, fake } = await onFirst();
    const { id } = first(fake);
    await user.keyboard("{Enter}");
    await screen.findByRole("button", { name: /^Print slip/ });
    await user.keyboard("p");
    const dialog = await screen.findByRole("dialog", { name: /^Print/ });
    await within(dialog).findByRole("img", { name: "This visit's slip, page 1 of 2" });
    expect(within(dialog).queryByRole("button", { name: "Save as CSV" })).toBeNull();
    await user.click(within(dialog).getByRole("button", { name: "Save as PDF" }));
    await within(dialog).findByText("Saved: 2 pages.");
    expect(askedOf(fake, "print_save")).toEqual([{ sheet: { kind: "routeSlips", date: DATE, visit: id } }]);
  });

  it("says what went wrong and what to do about it", async () => {
    const { user } = await openSchedule({}, ({ answers }) => {
      answers.print_save = async () => {
        throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
      };
    });
    await user.keyboard("p");
    const dialog = await screen.findByRole("dialog", { name: /^Print/ });
    await user.click(within(dialog).getByRole("button", { name: "Save as PDF" }));
    await within(dialog).findByRole("alert");
  });

  it("is not there for whoever may not print", async () => {
    const permissions = ["useConsole", "connect", "viewSchedule"] as const;
    const { user } = await openSchedule({
      people: [OLA],
      session: {
        seat: { seat: "person", person: OLA, permissions: [...permissions], idleMinutes: 10 },
      },
    });
    await user.keyboard("p");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("the downtime packet", () => {
  it("shows its words once, and says how old the last one is", async () => {
    const { user, fake } = open();
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("ge");
    await screen.findByRole("heading", { name: "Downtime packet" });
    await user.click(await screen.findByRole("button", { name: "Make the words" }));
    const dialog = await screen.findByRole("dialog", { name: "Words that open the packet" });
    expect(within(dialog).getByText("lemon")).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Print this page" }));
    await within(dialog).findByText("The printer has the page.");
    expect(askedOf(fake, "packet_words_print")).toEqual([
      { words: "ocean-lemon-quiet-river-window-table-planet-garden" },
    ]);
    await user.click(within(dialog).getByRole("button", { name: "They are written down" }));
    await waitFor(() => expect(screen.queryByText("lemon")).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Make it now" }));
    await screen.findByText(/^Last made .* ago: 34 visits on 61 pages\.$/);
    expect(askedOf(fake, "packet_make")).toEqual([{}]);
  });

  it("goes to a folder that is chosen besides, until none is", async () => {
    const { user, fake } = open();
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("ge");
    await user.type(await screen.findByRole("textbox", { name: "Folder for a copy" }), "/media/stick");
    await user.click(screen.getByRole("button", { name: "Use this folder" }));
    await user.click(await screen.findByRole("button", { name: "Make no copies" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Make no copies" })).toBeNull());
    expect(askedOf(fake, "packet_set")).toEqual([
      { days: 2, hours: 4, copyTo: "/media/stick" },
      { days: 2, hours: 4 },
    ]);
  });

  it("is offered where it is said that athenahealth cannot be reached, and made there", async () => {
    const { user, fake } = await openSchedule({}, (fake) => {
      fake.sync = { ...fake.sync, problem: { code: "offline" }, problemSince: "2026-11-23T16:35:00Z" };
    });
    await user.click(await screen.findByRole("button", { name: /^Downtime packet/ }));
    const dialog = await screen.findByRole("dialog", { name: "Downtime packet" });
    await user.click(await within(dialog).findByRole("button", { name: "Make the words" }));
    const words = await screen.findByRole("dialog", { name: "Words that open the packet" });
    await user.click(within(words).getByRole("button", { name: "They are written down" }));
    await user.click(await within(dialog).findByRole("button", { name: "Make it now" }));
    await within(dialog).findByText(/^Last made/);
    expect(askedOf(fake, "packet_make")).toEqual([{}]);
  });

  it("says that none could be made, and what to do", async () => {
    const { user } = open({}, ({ answers }) => {
      answers.packet_read = async () => ({
        isOn: true,
        days: 2,
        hours: 4,
        folder: "data/exports",
        made: null,
        failed: { at: "2026-11-23T16:40:00Z", why: "diskFull" },
        copies: { folder: "/media/stick", file: null, failed: { at: "2026-11-23T16:40:00Z", why: "folder" } },
        left: ["/media/old"],
      });
    });
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("ge");
    const said = await screen.findByText(/^No packet could be made, .* ago\.$/);
    expect(said.parentElement?.textContent).toContain("free some space");
    const copy = screen.getByText(/^No copy could be made, .* ago\./);
    expect(copy.parentElement?.textContent).toContain("plug it in");
    expect(screen.getByText(/^They may still be in \/media\/old/)).toBeTruthy();
  });
});
