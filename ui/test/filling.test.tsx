import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { fakeDay } from "../src/ipc/fake-practice.ts";
import { restingFill } from "../src/ipc/fake-sync.ts";
import { askedOf, openSchedule } from "./open.tsx";

const reading = {
  phase: "details",
  done: 3_820,
  left: 11_384,
  perMinute: 240,
  secondsLeft: 2_846,
  rest: null,
} as const;

describe("while a copy is filled", () => {
  it("says in the bar how old the schedule is, and beside it how far the rest is", async () => {
    await openSchedule({}, (fake) => {
      fake.sync = { ...fake.sync, fill: reading };
    });
    const bar = await screen.findByTitle(
      "Schedule 18 s ago · Reading insurances, 25 % · 94 % of today's calls left",
    );
    expect(bar.textContent, "each of the two lengths is drawn where it has room").toBe(
      "Schedule 18 s ago · Reading insurances, 25 %25 % of insurances · 94 % of today's calls left",
    );
  });

  it("says in the bar what is read before there is any schedule", async () => {
    await openSchedule({}, (fake) => {
      const parts = fake.sync.parts.map((each) => ({ ...each, asOf: null }));
      fake.sync = { ...fake.sync, parts, fill: { ...reading, phase: "nearSchedule", done: 0 } };
      fake.answers.schedule_day = async ({ date }) => ({ ...fakeDay(fake.practice, date), asOf: null });
    });
    await screen.findByTitle("Reading the next two weeks, 0 % · 94 % of today's calls left");
  });

  it("says until when the rest waits, and has it read now", async () => {
    const { user, fake } = await openSchedule({}, (fake) => {
      fake.sync = { ...fake.sync, fill: restingFill() };
    });
    await screen.findByTitle(/^Schedule 18 s ago · the rest waits until 7:00 PM Central · /);
    await user.keyboard("gy");
    const heading = await screen.findByRole("heading", { name: "The rest is read from 7:00 PM Central on" });
    const fill = within(heading.closest("section") as HTMLElement);
    expect(fill.queryByText("not measured yet"), "nothing is measured while nothing is read").toBeNull();
    screen.getByRole("button", { name: "Read now anyway" }).focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(askedOf(fake, "sync_resume")).toEqual([{}]));
    await screen.findByRole("heading", { name: "Reading a year ahead and two years back" });
  });

  it("has the time of the rest on the clock that is chosen", async () => {
    await openSchedule({ preferences: { hourClock: "twentyFour" } }, (fake) => {
      fake.sync = { ...fake.sync, fill: restingFill() };
    });
    await screen.findByTitle(/the rest waits until 19:00 Central/);
  });

  it("lets each practice be read only off-hours, and says when that is", async () => {
    const { user, fake } = await openSchedule();
    await user.keyboard("ge");
    const group = await screen.findByRole("radiogroup", { name: "Cedar Valley Family Medicine" });
    screen.getByText(/^Off-hours are weekdays before 7:00 AM and after 7:00 PM, and weekends/);
    await user.click(within(group).getByRole("radio", { name: "Only off-hours" }));
    await waitFor(() =>
      expect(askedOf(fake, "connection_prefer")).toEqual([{ connection: "c1", fill: "offHours" }]),
    );
    const chosen = await screen.findByRole("radio", { name: "Only off-hours" });
    await waitFor(() => expect((chosen as HTMLInputElement).checked).toBe(true));
  });

  it("counts nobody whom athenahealth hides", async () => {
    const { user } = await openSchedule();
    await user.keyboard("gy");
    const people = (await screen.findByRole("heading", { name: "People" })).closest("section");
    expect(people?.textContent).toContain("Of them, insurances and custom fields still to be read");
    expect(people?.textContent).not.toMatch(/With a visit/);
  });

  it("leaves axe nothing to find while the rest waits", async () => {
    const { user } = await openSchedule({}, (fake) => {
      fake.sync = { ...fake.sync, fill: restingFill() };
    });
    await user.keyboard("gy");
    await screen.findByRole("button", { name: "Read now anyway" });
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
