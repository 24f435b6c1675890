import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { fakeDay } from "../src/ipc/fake-practice.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openSchedule } from "./open.tsx";

function cursor(): Element {
  const found = document.querySelector("[aria-current=true][id^=visit-]");
  if (found === null) {
    throw new Error("no cursor on the sheet");
  }
  return found;
}

describe("the day sheet", () => {
  it("has a column for each provider with the department's name", async () => {
    await openSchedule();
    expect(await screen.findByRole("region", { name: /^Lindqvist, MD, Main Street, 7 visits/ })).toBeTruthy();
    expect(screen.getByRole("region", { name: /^Cho, PA, River Road/ })).toBeTruthy();
  });

  it("names at a column's head what tells it from the others, and no more", async () => {
    const { user } = await openSchedule({}, ({ practice }) => {
      for (const column of practice.columns.filter(({ department }) => department === "2")) {
        column.zone = "Arizona";
        column.now = 587;
      }
    });
    expect((await screen.findAllByText("Arizona · River Road")).length).toBeGreaterThan(0);
    expect(screen.getAllByText("Central · Main Street").length).toBeGreaterThan(0);
    await user.keyboard("d");
    await user.click(await screen.findByRole("option", { name: /River Road/ }));
    await waitFor(() => expect(screen.queryByText("Central · Main Street")).toBeNull());
    expect(screen.queryByText(/· River Road$/), "one department is named in the top bar").toBeNull();
  });

  it("says a column's zone where the others of the practice have no visits that day", async () => {
    await openSchedule({}, (fake) => {
      fake.answers.schedule_day = async ({ date }) => ({
        ...fakeDay(fake.practice, date, "2"),
        zones: ["Central", "Arizona"],
      });
    });
    expect((await screen.findAllByText("Central · River Road")).length).toBeGreaterThan(0);
  });

  it("reads the days before and after once this one stands", async () => {
    const { fake } = await openSchedule();
    await waitFor(() =>
      expect(askedOf(fake, "schedule_day")).toEqual([{}, { date: "2026-11-24" }, { date: "2026-11-22" }]),
    );
  });

  it("moves between visits with the arrows and opens the panel with Enter", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement, "the sheet is ready for the keyboard").toBe(cursor()));
    const start = cursor().id;
    await user.keyboard("{ArrowDown}");
    expect(cursor().id).not.toBe(start);
    expect(document.activeElement).toBe(cursor());
    await user.keyboard("{ArrowUp}");
    expect(cursor().id).toBe(start);
    await user.keyboard("{ArrowRight}");
    expect(cursor().id).toMatch(/^visit-v1-/);
    await user.keyboard("{Home}");
    expect(cursor().id).toBe("visit-v1-0");
    expect(screen.queryByRole("complementary")).toBeNull();
    await user.keyboard("{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe(
      cursor().querySelector("b")?.textContent,
    );
  });

  it("leads to the patient's card by key, and back", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{Home}{Enter}");
    await screen.findByRole("complementary", { name: "Visit" });
    const name = cursor().querySelector("b")?.textContent ?? "";
    await user.keyboard("c");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    expect(await within(card).findByRole("heading", { name })).toBeTruthy();
    await user.keyboard("gs");
    await screen.findByRole("complementary", { name: "Visit" });
  });

  it("scrolls the visit that was opened into what the panel leaves in sight", async () => {
    const scrolled = vi.fn<(this: Element) => void>();
    Element.prototype.scrollIntoView = function () {
      scrolled.call(this);
    };
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.click(screen.getAllByRole("button", { name: /^Ross/ })[0] as HTMLElement);
    await screen.findByRole("complementary", { name: "Visit" });
    expect(scrolled.mock.contexts.at(-1)).toBe(cursor());
  });

  it("closes the panel with Esc and gives the focus back to the visit", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{Enter}");
    await screen.findByRole("complementary", { name: "Visit" });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
  });

  it("turns the open panel to the visits that the arrows lead to, from within the panel too", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{Home}{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    const shown = () => within(panel).getByRole("heading", { level: 2 }).textContent;
    const held = document.activeElement;
    expect(panel.contains(held), "Enter leads into the panel").toBe(true);
    await user.keyboard("{ArrowDown}");
    expect(cursor().id).toBe("visit-v0-1");
    expect(shown()).toBe(cursor().querySelector("b")?.textContent);
    await user.keyboard("{ArrowRight}");
    expect(cursor().id).toMatch(/^visit-v1-/);
    expect(shown()).toBe(cursor().querySelector("b")?.textContent);
    expect(document.activeElement, "the focus stays where it was").toBe(held);
    expect(screen.getByRole("status").textContent, "and who is shown is said").toContain(shown());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    expect(cursor().id).toMatch(/^visit-v1-/);
  });

  it("shows a visit once it is on record that it was opened, and records none that are only passed", async () => {
    let kept: () => void = () => undefined;
    const { user, fake } = await openSchedule({}, ({ answers }) => {
      answers.visit_open = () =>
        new Promise((resolve) => {
          kept = () => resolve({});
        });
    });
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{Home}{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    await waitFor(() => expect(askedOf(fake, "visit_open")).toHaveLength(1));
    expect(askedOf(fake, "visit_open")[0]).toMatchObject({ date: "2026-11-23" });
    expect(within(panel).queryByText("Notes")).toBeNull();
    kept();
    await within(panel).findByText("Notes");
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(within(panel).queryByText("Notes"), "another waits for its own").toBeNull();
    expect(askedOf(fake, "visit_open")).toHaveLength(1);
    await waitFor(() => expect(askedOf(fake, "visit_open")).toHaveLength(2));
    kept();
    await within(panel).findByText("Notes");
  });

  it("shows nothing of a visit that could not be put on record, and says why", async () => {
    const { user } = await openSchedule({}, ({ answers }) => {
      answers.visit_open = async () => {
        throw new Failed({ code: "unrecorded" });
      };
    });
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    await within(panel).findByText(/could not be written down that you looked/);
    expect(within(panel).queryByText("Notes")).toBeNull();
  });

  it("goes to a date as it is typed, and shows beforehand which that is", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("j");
    const dialog = await screen.findByRole("dialog", { name: "Go to a date" });
    await waitFor(() =>
      expect(document.activeElement).toBe(within(dialog).getByRole("textbox", { name: "Date" })),
    );
    await user.keyboard("+7");
    expect(within(dialog).getByText("Monday, November 30, 2026")).toBeTruthy();
    await user.keyboard("{Enter}");
    await screen.findByRole("heading", { name: "Monday, November 30, 2026" });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(askedOf(fake, "schedule_day")).toContainEqual({ date: "2026-11-30" });
  });

  it("says what it cannot read as a date only once it was entered, and how to type one", async () => {
    const { user } = await openSchedule();
    await user.keyboard("j");
    const dialog = await screen.findByRole("dialog", { name: "Go to a date" });
    await user.keyboard("2/30");
    expect(within(dialog).queryByText(/2\/30/)).toBeNull();
    await user.keyboard("{Enter}");
    expect(
      within(dialog).getByText("“2/30” is no day of the calendar. Check the month and the day."),
    ).toBeTruthy();
    await user.keyboard("{Control>}a{/Control}someday");
    expect(within(dialog).queryByText(/2\/30/), "what is typed anew is not yet wrong").toBeNull();
    await user.keyboard("{Enter}");
    expect(within(dialog).getByText(/“someday” cannot be read as a date\. Type it like 3\/14/)).toBeTruthy();
  });

  it("goes no further than the calendar does, and back to today from there", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("j");
    await screen.findByRole("dialog", { name: "Go to a date" });
    await user.keyboard("12/31/9999{Enter}");
    await screen.findByRole("heading", { name: "Friday, December 31, 9999" });
    const foot = screen.getByRole("contentinfo");
    await waitFor(() => expect(foot.textContent).toContain("[day"));
    expect(foot.textContent, "there is no day after it").not.toContain("]day");
    await user.keyboard("]");
    expect(screen.getByRole("heading", { name: "Friday, December 31, 9999" })).toBeTruthy();
    await new Promise((resolve) => setTimeout(resolve, 600));
    for (const asked of askedOf(fake, "schedule_day")) {
      expect((asked as { date?: string }).date ?? "2026-11-23").toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    await user.keyboard("[[");
    await screen.findByRole("heading", { name: "Thursday, December 30, 9999" });
    await user.keyboard("t");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
  });

  it("names the day whose sheet could not be given", async () => {
    const { user, fake } = await openSchedule();
    fake.answers.schedule_day = async () => {
      throw new Failed({ code: "offline" });
    };
    await user.keyboard("j");
    await screen.findByRole("dialog", { name: "Go to a date" });
    await user.keyboard("12/1{Enter}");
    await screen.findByRole("heading", { name: "Tuesday, December 1, 2026" });
  });

  it("leads from the typed date down into the calendar", async () => {
    const { user } = await openSchedule();
    await user.keyboard("j");
    await screen.findByRole("dialog", { name: "Go to a date" });
    await user.keyboard("{ArrowDown}{ArrowRight}{Enter}");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
  });

  it("goes from day to day, and back to today, by key", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("]");
    await screen.findByRole("heading", { name: "Tuesday, November 24, 2026" });
    await user.keyboard("]]]]");
    await screen.findByRole("heading", { name: "Saturday, November 28, 2026" });
    expect(await screen.findByText("No visit is booked on this day.")).toBeTruthy();
    await user.keyboard("t");
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    await user.keyboard("[[[[");
    await screen.findByRole("heading", { name: "Saturday, November 21, 2026" });
    expect(askedOf(fake, "schedule_day")).toContainEqual({ date: "2026-11-24" });
  });

  it("shows one department when it is chosen by key", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("d");
    await user.click(await screen.findByRole("option", { name: /River Road/ }));
    await waitFor(() => expect(screen.queryByRole("region", { name: /^Lindqvist/ })).toBeNull());
    expect(askedOf(fake, "schedule_day")).toContainEqual({ department: "2" });
  });

  it("keeps the keys on its visits when the space beside them is pressed", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    (document.activeElement as HTMLElement).blur();
    const column = screen.getByRole("region", { name: /^Lindqvist/ });
    await user.click(column);
    expect(document.activeElement).toBe(cursor());
  });

  it("hides whom athenahealth hides", async () => {
    const { user } = await openSchedule();
    await user.click((await screen.findAllByRole("button", { name: /^Private/ }))[0] as HTMLElement);
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByText(/keeps this patient hidden/)).toBeTruthy();
    expect(within(panel).queryByRole("button", { name: /card/ })).toBeNull();
  });

  it("names every state in words, not by colour alone", async () => {
    await openSchedule();
    const words = screen.getAllByRole("button").map((button) => button.getAttribute("aria-label") ?? "");
    for (const word of ["late", "here", "waiting 17 min", "cancelled", "left", "charges entered"]) {
      expect(
        words.some((each) => each.includes(word)),
        word,
      ).toBe(true);
    }
  });

  it("keeps at most 600 cells in the page for 40 columns of 1,000 visits", async () => {
    await openSchedule({ columns: 40, visits: 1_000 });
    const cells = document.querySelectorAll("[id^=visit-]").length;
    expect(cells).toBeGreaterThan(100);
    expect(cells).toBeLessThanOrEqual(600);
    expect(screen.getAllByRole("region").length, "columns out of sight are not drawn").toBeLessThan(20);
  });

  it("draws the cursor's visit even where it is out of sight", async () => {
    const { user } = await openSchedule({ columns: 40, visits: 1_000 });
    await waitFor(() => expect(document.activeElement).toBe(cursor()));
    await user.keyboard("{ArrowRight>25/}");
    expect(cursor().id).toMatch(/^visit-v25-/);
    expect(document.activeElement).toBe(cursor());
  });

  it("says what is the matter with a day that is not there", async () => {
    const { user, fake } = await openSchedule({}, (each) => {
      const empty = async (date: string, kept: boolean) => ({
        date,
        today: "2026-11-23",
        zones: [],
        from: 480,
        to: 1_080,
        columns: [],
        tally: { booked: 0, here: 0, done: 0, waiting: 0 },
        asOf: null,
        kept,
      });
      each.answers.schedule_day = ({ date }) => empty(date ?? "2026-11-23", date !== "2026-11-24");
    });
    await screen.findByText("This day has not been read yet.");
    await user.keyboard("]");
    await screen.findByText("This day lies outside the copy.");
    expect(screen.queryByRole("button", { name: /Read again/ }), "what is refused is not offered").toBeNull();
    await user.keyboard("r");
    await user.keyboard("]");
    await screen.findByRole("heading", { name: "Wednesday, November 25, 2026" });
    await waitFor(() =>
      expect(
        askedOf(fake, "schedule_refresh"),
        "a day that is kept and not read is asked for, another is not",
      ).toEqual([{ date: "2026-11-25" }]),
    );
  });

  it("shows what was known while athenahealth cannot be reached, and says so", async () => {
    await openSchedule({}, (fake) => {
      fake.sync = { ...fake.sync, problem: { code: "offline" }, problemSince: "2026-11-23T16:35:00Z" };
    });
    expect((await screen.findAllByText("athenahealth cannot be reached.")).length).toBeGreaterThan(0);
    expect(screen.getByRole("region", { name: /^Lindqvist/ })).toBeTruthy();
  });

  it("is asked anew when the console says that it changed", async () => {
    const { fake } = await openSchedule();
    // The days around it are asked for in a while of their own.
    const [today] = askedOf(fake, "schedule_day");
    const ofToday = () =>
      askedOf(fake, "schedule_day").filter((each) => JSON.stringify(each) === JSON.stringify(today)).length;
    fake.tell({ event: "changed", tags: ["schedule"] });
    await waitFor(() => expect(ofToday()).toBe(2));
    fake.tell({ event: "changed", tags: ["recents"] });
    expect(ofToday(), "another part's change leaves it alone").toBe(2);
  });

  it("says why a day could not be read", async () => {
    const { user } = await openSchedule({}, (fake) => {
      fake.answers.schedule_refresh = async () => {
        throw new Failed({ code: "rateLimited", retryAfterMs: 120_000 });
      };
    });
    await user.keyboard("r");
    await screen.findByText("Try again in 2 min.");
  });
});
