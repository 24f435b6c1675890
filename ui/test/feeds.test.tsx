import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { fakeTime } from "../src/ipc/fake-sync.ts";
import { openSchedule } from "./open.tsx";

describe("what athenahealth tells as it changes", () => {
  it("is listed with its age, what is not yet told, what is still to be read and what may have been missed", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const [appointments, patients, providers] = fake.sync.feeds;
      if (appointments === undefined || patients === undefined || providers === undefined) {
        return;
      }
      const since = fakeTime(Date.parse("2026-11-22T01:00:00Z"));
      const until = fakeTime(Date.parse("2026-11-23T15:00:00Z"));
      const gap = { why: "outage", since, until, closed: null, anew: null, withheld: false } as const;
      const divergence = { read: 1_200, differed: 0, since: since.at, doubted: null };
      fake.sync = {
        ...fake.sync,
        feeds: [
          { ...appointments, shared: true, divergence },
          { ...patients, gaps: [gap], backlog: { more: false, left: 1_312 } },
          { ...providers, inEffect: false, read: null },
        ],
      };
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What athenahealth tells as it changes" });
    const table = within(heading.closest("section") ?? document.body).getByRole("table");
    const rows = within(table).getAllByRole("rowgroup").slice(1);
    const said = rows.map((row) => row.textContent ?? "");
    expect(said[0]).toContain("Appointments18 s agoin 42 snothing0 of 1,200");
    expect(said[0]).toContain("Another computer uses the same key");
    expect(said[1]).toContain("1,312 patientsnot measured yet");
    expect(said[1]).toContain("Gap from Sat, Nov 21, 7:00 PM to Mon, Nov 23, 9:00 AM Central.");
    expect(said[1]).toContain("Nothing was read for longer than athenahealth remembers");
    expect(said[2]).toContain("begins to tell within a quarter of an hour");
    expect(said[2]).toContain("not read yet");
  });

  it("names one span once with all its reasons, and no beginning beside what may be missed", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const since = fakeTime(Date.parse("2026-11-22T01:00:00Z"));
      const until = fakeTime(Date.parse("2026-11-23T15:00:00Z"));
      const gap = { since, until, closed: null, anew: null, withheld: false } as const;
      const whys = ["beginning", "outage", "edited"] as const;
      const [appointments, ...others] = fake.sync.feeds;
      if (appointments !== undefined) {
        const feed = { ...appointments, gaps: whys.map((why) => ({ ...gap, why })), problem: null };
        fake.sync = { ...fake.sync, feeds: [{ ...feed, backlog: { more: false, left: 7 } }, ...others] };
      }
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What athenahealth tells as it changes" });
    const rows = within(heading.closest("section") as HTMLElement).getAllByRole("row");
    expect(rows[1]?.textContent).toContain("7 parts of the schedule");
    expect(rows[2]?.textContent).toBe(
      "Gap from Sat, Nov 21, 7:00 PM to Mon, Nov 23, 9:00 AM Central. " +
        "Nothing was read for longer than athenahealth remembers. " +
        "Somebody changed what this key is told; it was asked for again. " +
        "Until all is read anew, a change made then may be missing here.",
    );
  });

  it("says what is read anew when, what is not relied on until when, and what a person has to do", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const [appointments, patients, providers] = fake.sync.feeds;
      if (appointments === undefined || patients === undefined || providers === undefined) {
        return;
      }
      const since = fakeTime(Date.parse("2026-11-22T01:00:00Z"));
      const until = fakeTime(Date.parse("2026-11-23T15:00:00Z"));
      const later = fakeTime(Date.parse("2026-11-24T01:30:00Z"));
      const gap = { since, until, closed: null, anew: null, withheld: false } as const;
      fake.sync = {
        ...fake.sync,
        feeds: [
          { ...appointments, divergence: { read: 1_200, differed: 2, since: since.at, doubted: later } },
          { ...patients, gaps: [{ ...gap, why: "unreadable", anew: later }] },
          { ...providers, gaps: [{ ...gap, why: "beginning", withheld: true }] },
        ],
      };
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What athenahealth tells as it changes" });
    const said = heading.closest("section")?.textContent ?? "";
    expect(said).toContain("Until Mon, Nov 23, 7:30 PM Central this is not relied on");
    expect(said).toContain("everything is read anew once a day, next after Mon, Nov 23, 7:30 PM Central");
    expect(said).not.toContain("is being read anew");
    expect(said).toContain("allow it to read providers");
  });
});
