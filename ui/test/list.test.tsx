import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openSchedule } from "./open.tsx";

type Opened = Awaited<ReturnType<typeof openSchedule>>;

async function openList(...start: Parameters<typeof openSchedule>): Promise<Opened & { list: HTMLElement }> {
  const opened = await openSchedule(...start);
  await opened.user.keyboard("2");
  const list = await screen.findByRole("listbox", { name: "Visits" });
  await waitFor(() => expect(document.activeElement, "the list has the keys").toBe(list));
  return { ...opened, list };
}

function rows(list: HTMLElement): HTMLElement[] {
  return within(list).getAllByRole("option");
}

function current(list: HTMLElement): HTMLElement {
  return within(list).getByRole("option", { selected: true });
}

function named(list: HTMLElement): string[] {
  return rows(list).map((row) => row.querySelector("b")?.textContent ?? "");
}

function cells(list: HTMLElement, at: number): string[] {
  return rows(list).map((row) => row.children[at]?.textContent?.trim() ?? "");
}

describe("the day as a list", () => {
  it("stands in the order of time, and moves, opens and closes by key", async () => {
    const { user, list } = await openList();
    await user.keyboard("{Home}");
    const first = current(list);
    expect(first.getAttribute("aria-posinset")).toBe("1");
    expect(first.textContent).toMatch(/^8:00/);
    await user.keyboard("{ArrowDown}");
    expect(current(list).getAttribute("aria-posinset")).toBe("2");
    expect(list.getAttribute("aria-activedescendant")).toBe(current(list).id);
    await user.keyboard("{Enter}");
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe(
      current(list).querySelector("b")?.textContent,
    );
    await user.keyboard("{ArrowDown}");
    expect(current(list).getAttribute("aria-posinset"), "the panel is turned over as well").toBe("3");
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe(
      current(list).querySelector("b")?.textContent,
    );
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("complementary")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(list));
    await user.keyboard("{End}");
    expect(current(list).getAttribute("aria-posinset")).toBe(current(list).getAttribute("aria-setsize"));
  });

  it("opens a visit where it is pressed", async () => {
    const { user, list } = await openList();
    const row = rows(list)[2] as HTMLElement;
    await user.click(row);
    const panel = await screen.findByRole("complementary", { name: "Visit" });
    expect(within(panel).getByRole("heading", { level: 2 }).textContent).toBe(
      row.querySelector("b")?.textContent,
    );
  });

  it("goes back to the columns with the cursor where it was", async () => {
    const { user, list } = await openList();
    await user.keyboard("{Home}{ArrowDown}{ArrowDown}");
    const visit = current(list).id.replace("visit-row-", "visit-");
    await user.keyboard("1");
    await waitFor(() => expect(document.activeElement?.id).toBe(visit));
    expect(document.activeElement?.getAttribute("aria-current")).toBe("true");
  });

  it("is put in order by its heads, and turned round, by mouse and by key", async () => {
    const { user, list } = await openList();
    const patient = screen.getByRole("button", { name: "Order by patient" });
    await user.click(patient);
    const names = named(list);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en-US", { sensitivity: "base" })));
    expect(document.activeElement, "the keys stay with the list").toBe(list);
    await user.click(patient);
    const [last] = named(list);
    expect(last?.localeCompare(names[0] ?? "")).toBeGreaterThan(0);
    await user.keyboard("S");
    expect(named(list)).toEqual(names);
    await user.keyboard("s");
    const kinds = cells(list, 2);
    expect(kinds).toEqual([...kinds].sort((a, b) => a.localeCompare(b)));
    expect(screen.getByRole("button", { name: /^Type, first at the top/ }).getAttribute("aria-pressed")).toBe(
      "true",
    );
  });

  it("puts first what asks for somebody, in the order of what is wrong", async () => {
    const { user, list } = await openList();
    await user.click(screen.getByRole("button", { name: "Order by what is wrong" }));
    const wrongs = cells(list, 6);
    expect(wrongs[0]).toContain("Not here at its time: call them");
    const clean = wrongs.findIndex((each) => each === "" || each === "urgent");
    expect(wrongs.slice(clean).every((each) => each === "" || each === "urgent")).toBe(true);
    expect(wrongs.slice(0, clean).some((each) => each.includes("No patient is shown"))).toBe(true);
  });

  it("has no more than 600 cells in the page for 3,000 visits, and its end is reached by key", async () => {
    const { user, list } = await openList({ columns: 60, visits: 3_000 });
    expect(rows(list)[0]?.getAttribute("aria-setsize")).toBe("3000");
    expect(list.querySelectorAll("span").length).toBeLessThanOrEqual(600);
    await user.keyboard("{End}");
    expect(current(list).getAttribute("aria-posinset")).toBe("3000");
    expect(list.querySelectorAll("span").length).toBeLessThanOrEqual(600);
  });
});

describe("the filter", () => {
  async function openFilter({ user }: Opened): Promise<HTMLElement> {
    await user.keyboard("F");
    return screen.findByRole("dialog", { name: "Filter" });
  }

  it("shows what is ticked alone, says so above the list, and everything again with a key", async () => {
    const opened = await openList();
    const { user, list } = opened;
    const all = Number(rows(list)[0]?.getAttribute("aria-setsize"));
    const dialog = await openFilter(opened);
    await user.click(within(dialog).getByRole("checkbox", { name: "late" }));
    await user.click(within(dialog).getByRole("checkbox", { name: "waiting" }));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const found = screen.getByRole("listbox", { name: "Visits" });
    const states = cells(found, 3);
    expect(states.length).toBeGreaterThan(0);
    expect(states.every((each) => each === "late" || each.startsWith("waiting"))).toBe(true);
    const line = screen.getByRole("region", { name: "Filter" });
    expect(line.textContent).toContain(`Only late or waiting: ${states.length} of ${all} visits`);
    expect(screen.getByRole("button", { name: "Filter, 2 on" })).toBeTruthy();
    await user.keyboard("0");
    expect(screen.queryByRole("region", { name: "Filter" })).toBeNull();
    expect(rows(screen.getByRole("listbox", { name: "Visits" }))[0]?.getAttribute("aria-setsize")).toBe(
      String(all),
    );
  });

  it("is worked by the keyboard alone", async () => {
    const opened = await openList();
    const dialog = await openFilter(opened);
    const late = within(dialog).getByRole("checkbox", { name: "Not here at its time" });
    for (let tabs = 0; tabs < 40 && document.activeElement !== late; tabs += 1) {
      await opened.user.keyboard("{Tab}");
    }
    expect(document.activeElement).toBe(late);
    await opened.user.keyboard(" {Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(cells(screen.getByRole("listbox", { name: "Visits" }), 3).every((each) => each === "late")).toBe(
      true,
    );
  });

  it("leaves out the columns of other providers, and counts what is shown", async () => {
    const opened = await openSchedule();
    const dialog = await openFilter(opened);
    await opened.user.click(within(dialog).getByRole("checkbox", { name: "Cho, PA" }));
    await opened.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: /^Lindqvist/ })).toBeNull());
    const column = screen.getByRole("region", { name: /^Cho, PA/ });
    const visits = Number(/(\d+) visits/.exec(column.getAttribute("aria-label") ?? "")?.[1]);
    expect(visits).toBeGreaterThan(0);
    expect(screen.getByRole("region", { name: "Filter" }).textContent).toContain("Only Cho, PA:");
  });

  it("takes one department for the one that the top bar names", async () => {
    const opened = await openSchedule();
    const dialog = await openFilter(opened);
    await opened.user.click(within(dialog).getByRole("checkbox", { name: /^River Road/ }));
    await waitFor(() => expect(screen.queryByRole("region", { name: /^Lindqvist/ })).toBeNull());
    expect(screen.queryByRole("region", { name: "Filter" }), "the top bar says it").toBeNull();
    expect((within(dialog).getByRole("checkbox", { name: /^River Road/ }) as HTMLInputElement).checked).toBe(
      true,
    );
    await opened.user.click(within(dialog).getByRole("checkbox", { name: /^Main Street/ }));
    await opened.user.keyboard("{Escape}");
    await screen.findByRole("region", { name: /^Lindqvist/ });
    expect(screen.getByRole("region", { name: "Filter" }).textContent).toContain("Main Street or River Road");
  });

  it("sets visits back in the columns that are not looked for, and leaves each in its place", async () => {
    const opened = await openSchedule();
    const count = document.querySelectorAll("[id^=visit-]").length;
    const dialog = await openFilter(opened);
    await opened.user.click(within(dialog).getByRole("checkbox", { name: "done" }));
    await opened.user.keyboard("{Escape}");
    await screen.findByRole("region", { name: "Filter" });
    const visits = [...document.querySelectorAll("[id^=visit-]")];
    expect(visits).toHaveLength(count);
    const isFaint = (visit: Element) => /faint/.test(visit.className);
    const isDone = (visit: Element) => /left|charges entered/.test(visit.getAttribute("aria-label") ?? "");
    expect(visits.filter(isFaint).length).toBeGreaterThan(0);
    expect(visits.every((visit) => isFaint(visit) !== isDone(visit))).toBe(true);
  });

  it("says where nothing is looked for, and the way back", async () => {
    const opened = await openList({}, ({ practice }) => {
      for (const visit of practice.columns.flatMap(({ visits }) => visits)) {
        visit.lanes = 1;
      }
    });
    const dialog = await openFilter(opened);
    await opened.user.click(within(dialog).getByRole("checkbox", { name: "Overlaps another" }));
    await opened.user.keyboard("{Escape}");
    await screen.findByText("No visit of this day is looked for.");
    await opened.user.keyboard("0");
    await screen.findByRole("listbox", { name: "Visits" });
  });
});

describe("finding a visit", () => {
  async function openFind({ user }: Opened): Promise<HTMLElement> {
    await user.keyboard("f");
    const dialog = await screen.findByRole("dialog", { name: "Find a visit on this day" });
    await waitFor(() => expect(document.activeElement).toBe(within(dialog).getByRole("combobox")));
    return dialog;
  }

  it("leads the cursor to whom was typed, and the keys with it", async () => {
    const opened = await openSchedule();
    const dialog = await openFind(opened);
    await opened.user.keyboard("ross");
    const [first] = within(dialog).getAllByRole("option");
    const name = first?.querySelector("b")?.textContent ?? "";
    expect(name).toMatch(/^Ross/);
    await opened.user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-current")).toBe("true"));
    expect(document.activeElement?.querySelector("b")?.textContent).toBe(name);
    expect(screen.queryByRole("complementary"), "it is found, not opened").toBeNull();
  });

  it("leads to a time", async () => {
    const opened = await openList();
    await openFind(opened);
    await opened.user.keyboard("2p{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(opened.list));
    expect(current(opened.list).textContent).toMatch(/^(1:|2:00)/);
  });

  it("chooses among those found with the arrows", async () => {
    const opened = await openSchedule();
    const dialog = await openFind(opened);
    await opened.user.keyboard("o{ArrowDown}{ArrowDown}");
    const third = within(dialog).getAllByRole("option")[2] as HTMLElement;
    expect(third.getAttribute("aria-selected")).toBe("true");
    const id = third.id.replace("found-", "visit-");
    await opened.user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.id).toBe(id));
  });

  it("shows everything where the visit was left out", async () => {
    const opened = await openSchedule();
    await opened.user.keyboard("F");
    const filter = await screen.findByRole("dialog", { name: "Filter" });
    await opened.user.click(within(filter).getByRole("checkbox", { name: "Cho, PA" }));
    await opened.user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: /^Lindqvist/ })).toBeNull());
    const dialog = await openFind(opened);
    const others = await within(dialog).findAllByRole("option");
    const other = others.find((option) => option.textContent?.includes("Lindqvist"));
    await opened.user.click(other as HTMLElement);
    await screen.findByRole("region", { name: /^Lindqvist/ });
    await waitFor(() => expect(document.activeElement?.id).toBe(other?.id.replace("found-", "visit-")));
  });

  it("says where nobody goes by that", async () => {
    const opened = await openSchedule();
    const dialog = await openFind(opened);
    await opened.user.keyboard("zzzz");
    expect(within(dialog).getByRole("status").textContent).toBe("No visit on this day goes by that.");
    await opened.user.keyboard("{Enter}");
    expect(screen.getByRole("dialog", { name: "Find a visit on this day" })).toBeTruthy();
  });
});
