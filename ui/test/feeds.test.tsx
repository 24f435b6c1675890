import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { openSchedule } from "./open.tsx";

describe("what athenahealth tells as it changes", () => {
  it("is listed with its age, what is not yet told and what may have been missed", async () => {
    const { user } = await openSchedule({}, (fake) => {
      const [appointments, patients, providers] = fake.sync.feeds;
      if (appointments === undefined || patients === undefined || providers === undefined) {
        return;
      }
      const gap = { why: "outage", since: "2026-11-22T01:00:00Z", until: "2026-11-23T15:00:00Z" } as const;
      fake.sync = {
        ...fake.sync,
        feeds: [
          { ...appointments, shared: true },
          { ...patients, gaps: [{ ...gap, closed: null }] },
          { ...providers, inEffect: false, read: null },
        ],
      };
    });
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "What athenahealth tells as it changes" });
    const card = heading.closest("section") ?? document.body;
    const rows = within(card).getAllByRole("listitem");
    const text = rows.map((row) => row.textContent);
    const said = (start: string) => text.find((line) => line?.startsWith(start)) ?? "";
    expect(said("Appointments")).toContain("another computer uses the same key");
    expect(said("Patients")).toContain("nothing was read for longer than athenahealth remembers");
    expect(said("Providers")).toContain("begins to tell within a quarter of an hour");
    expect(said("Providers")).toContain("not read yet");
  });
});
