import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fakeTime, troubledSync } from "../src/ipc/fake-sync.ts";
import { roundUp } from "../src/sync/calls-card.tsx";
import { happenedWords } from "../src/sync/log-card.tsx";
import { askedOf, NOW, openSchedule } from "./open.tsx";

function mark(): string {
  return document.querySelector('header a[href="/sync"]')?.textContent ?? "";
}

describe("the Sync page", () => {
  it("draws the day's calls by the hour and gives the same as a table", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("gy");
    const plot = await screen.findByRole("img", { name: /^Calls by the hour: / });
    const table = screen.getByRole("table", { name: "Calls to athenahealth today" });
    const rows = within(table).getAllByRole("row").slice(1);
    expect(rows).toHaveLength(24);
    expect(rows[0]?.textContent).toBe("6 PM00118160278");
    const sum = fake.sync.day.hours.reduce(
      (all, hour) => all + hour.people + hour.bookings + hour.feeds + hour.fill,
      0,
    );
    expect(plot.getAttribute("aria-label")).toBe(
      `Calls by the hour: ${sum.toLocaleString("en-US")} today, the most at 6 PM with 278.`,
    );
    screen.getByText("Left until 6:00 PM Central, midnight GMT");
  });

  it("has used and left add up to what is allowed, and says what of those sent is not used, or the other way", async () => {
    const { user, fake } = await openSchedule({}, (each) => {
      each.sync = {
        ...each.sync,
        calls: { limit: 900, left: 488, sentToday: 431, nextHour: null },
      };
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "Calls to athenahealth today" });
    const card = within(heading.closest("section") as HTMLElement);
    const said = (name: string) => card.getByText(name).nextElementSibling?.textContent;
    expect(said("Allowed a day")).toBe("900");
    expect(said("Used, as athenahealth counts")).toBe("412");
    expect(said("Left until 6:00 PM Central, midnight GMT")).toBe("488");
    expect(said("Sent from here")).toBe("431");
    card.getByText(/^athenahealth counts no sign-ins/);
    const tell = (calls: Partial<typeof fake.sync.calls>) => {
      fake.sync = { ...fake.sync, calls: { ...fake.sync.calls, ...calls } };
      fake.tell({ event: "changed", tags: ["sync"] });
    };
    tell({ sentToday: 12 });
    await card.findByText(/^athenahealth counts what others send with this key/);
    tell({ sentToday: 412 });
    await waitFor(() => expect(card.queryByText(/^athenahealth counts/)).toBeNull());
    tell({ limit: null, left: null });
    await waitFor(() => expect(said("Used, as athenahealth counts")).toBe("not told by athenahealth"));
  });

  it("says of each part that is held whether it can be relied on", async () => {
    const { user, fake } = await openSchedule({}, (each) => {
      const parts = each.sync.parts.map((every) => ({
        ...every,
        asOf: new Date(NOW - 18_000).toISOString(),
      }));
      const troubled = troubledSync({ ...each.sync, parts, withoutDetails: 0 }, NOW);
      each.sync = { ...troubled, problem: null, problemSince: null };
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What is held, and how old it is" });
    const said = () =>
      within(heading.closest("section") as HTMLElement)
        .getAllByRole("listitem")
        .map((line) => `${/dot-(\w+)/.exec(line.innerHTML)?.[1]}: ${line.textContent}`);
    expect(said()).toEqual([
      "good: Practice, departments, providers18 s ago",
      "good: Schedule18 s ago",
      "warn: Patients18 s ago · a change may be missing",
      "warn: Insurances18 s ago · a change may be missing",
      "warn: Custom fields18 s ago · a change may be missing",
    ]);
    const feeds = fake.sync.feeds.map((feed) => ({ ...feed, gaps: [] }));
    fake.sync = { ...fake.sync, feeds, withoutDetails: 12 };
    fake.tell({ event: "changed", tags: ["sync"] });
    await waitFor(() =>
      expect(said().slice(2)).toEqual([
        "good: Patients18 s ago",
        "hollow: Insurances18 s ago · not of everybody yet",
        "hollow: Custom fields18 s ago · not of everybody yet",
      ]),
    );
    fake.sync = troubledSync(fake.sync, NOW);
    fake.tell({ event: "changed", tags: ["sync"] });
    await waitFor(() => expect(said()[1]).toBe("warn: Schedule18 s ago · not kept fresh now"));
    screen.getByRole("columnheader", { name: "Last heard" });
  });

  it("names an hour that strikes twice", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const [first, ...others] = fake.sync.day.hours;
      if (first !== undefined) {
        fake.sync = {
          ...fake.sync,
          day: { ...fake.sync.day, hours: [{ ...first, again: true }, ...others] },
        };
      }
    });
    await user.keyboard("gy");
    const table = await screen.findByRole("table", { name: "Calls to athenahealth today" });
    within(table).getByRole("rowheader", { name: "6 PM, again" });
  });

  it("reads again, pauses, says so in the top bar and goes on, all by keys", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "What happened" });
    await user.keyboard("r");
    await waitFor(() => expect(askedOf(fake, "sync_again")).toHaveLength(1));
    await user.keyboard("p");
    const dialog = await screen.findByRole("dialog", { name: "Pause reading?" });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(dialog.isConnected).toBe(false));
    expect(askedOf(fake, "sync_pause")).toEqual([{ lasts: "hour" }]);
    await screen.findByText("Reading is paused until 11:47 AM Central.");
    expect(mark()).toContain("reading paused until 11:47 AM");
    await user.keyboard("p");
    await waitFor(() => expect(screen.queryByText(/^Reading is paused/)).toBeNull());
    expect(mark()).not.toContain("paused");
  });

  it("tells no rate and no end while it is paused", async () => {
    const { user, fake } = await openSchedule({}, (each) => {
      const fill = {
        phase: "details",
        done: 3_820,
        left: 11_384,
        perMinute: 240,
        secondsLeft: 2_846,
      } as const;
      each.sync = { ...each.sync, fill: { ...fill, rest: null } };
    });
    await user.keyboard("gy");
    await screen.findByText("240 a minute");
    screen.getByText("about 47 min left");
    fake.sync = { ...fake.sync, paused: { until: null } };
    fake.tell({ event: "changed", tags: ["sync"] });
    const told = await screen.findByText("Reading is paused until somebody resumes it.");
    expect(told.parentElement?.className, "amber, as in the bar").toMatch(/warn/);
    expect(screen.queryByText("240 a minute")).toBeNull();
    expect(screen.queryByText("about 47 min left")).toBeNull();
  });

  it("asks before everything is read again, and says what that takes", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("gy");
    await screen.findByRole("heading", { name: "What happened" });
    await user.keyboard("e");
    const dialog = await screen.findByRole("alertdialog", { name: "Read everything again?" });
    expect(dialog.textContent).toContain(
      "about 15,892 calls, and about 52 min if nobody else calls. 47,012 calls are left today.",
    );
    await user.click(within(dialog).getByRole("button", { name: "Read everything again" }));
    await waitFor(() => expect(askedOf(fake, "sync_anew")).toHaveLength(1));
  });

  it("keeps what a role may not do out of the way", async () => {
    const desk = { id: "p1", name: "Ana", role: "frontDesk" } as const;
    const seat = { seat: "person", person: desk, idleMinutes: 10 } as const;
    const { user, fake } = await openSchedule({
      session: { seat: { ...seat, permissions: ["useConsole", "viewSchedule"] } },
    });
    await user.keyboard("gy");
    await screen.findByRole("button", { name: /Read again now/ });
    expect(screen.queryByRole("button", { name: /Pause|Re-read/ })).toBeNull();
    await user.keyboard("pe");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(askedOf(fake, "sync_pause")).toEqual([]);
  });

  it("tells what happened in plain words, the latest first, under its day", async () => {
    const { user } = await openSchedule();
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What happened" });
    const card = heading.closest("section") ?? document.body;
    const days = within(card).getAllByRole("heading", { level: 3 });
    expect(days.map((day) => day.textContent)).toEqual(["Mon, Nov 23", "Sun, Nov 22"]);
    const lines = within(card)
      .getAllByRole("listitem")
      .map((line) => line.textContent);
    expect(lines[0]).toBe("10:35 AMathenahealth could not be reached.");
    expect(lines[1]).toBe("10:33 AMRead 12 changes: 9 of appointments, 3 of patients.");
    expect(lines.at(-1)).toContain(
      "Today's calls were used up, but for those kept for people. Calls return at 6:00 PM Central.",
    );
  });

  it("says each kind of happening as a sentence", () => {
    const until = fakeTime(NOW);
    const gap = { kind: "gap", feed: "patients", since: until, until } as const;
    for (const why of ["beginning", "outage", "edited", "unreadable", "clock", "asked"] as const) {
      expect(happenedWords({ ...gap, why }, "twelve")).toMatch(/^Patients: .*\.$/);
    }
    expect(happenedWords({ kind: "paused", until: null }, "twelve")).toBe(
      "Somebody paused reading until it is resumed.",
    );
    expect(happenedWords({ kind: "changes", counts: [{ feed: "providers", count: 1 }] }, "twelve")).toBe(
      "Read 1 change: 1 of providers.",
    );
  });

  it("rounds the plot's head up to a number that reads well", () => {
    expect([0, 1, 7, 101, 278, 500, 5_001].map(roundUp)).toEqual([1, 1, 10, 200, 500, 500, 10_000]);
  });
});

describe("the freshness mark", () => {
  it("tells of what stands on the page and was read longest ago", async () => {
    const { user } = await openSchedule();
    await waitFor(() => expect(mark()).toContain("Schedule 18 s ago"));
    await user.keyboard("gy");
    await waitFor(() => expect(mark()).toContain("Custom fields not read yet"));
    await user.keyboard("ge");
    await waitFor(() => expect(mark()).toContain("Schedule 18 s ago"));
  });

  it("says a trouble once, and once that it is over", async () => {
    const { fake } = await openSchedule();
    const voice = () =>
      [...document.querySelectorAll('[role="status"]')].map((each) => each.textContent).join();
    const whole = fake.sync;
    fake.sync = troubledSync(whole, NOW);
    fake.tell({ event: "changed", tags: ["sync"] });
    await waitFor(() => expect(mark()).toContain("athenahealth cannot be reached"));
    expect(voice()).toContain("athenahealth cannot be reached.");
    expect(document.querySelector('header a[href="/sync"] i')?.className).toMatch(/dot-warn/);
    const [notice] = await screen.findAllByText("athenahealth cannot be reached.", { selector: "strong" });
    expect(notice?.parentElement?.className, "the same colour as in the bar").toMatch(/warn/);
    fake.sync = whole;
    fake.tell({ event: "changed", tags: ["sync"] });
    await waitFor(() => expect(voice()).toContain("athenahealth answers again."));
    expect(mark()).toContain("Schedule 18 s ago");
  });
});
