import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect } from "vitest";
import { App } from "../src/app/app.tsx";
import type { Visit, VisitState } from "../src/ipc/bindings.ts";
import { createQueryClient, followEvents } from "../src/ipc/client.ts";
import { createFake, type Fake, type FakeStart } from "../src/ipc/fake.ts";
import type { Clock } from "../src/kit/clock.tsx";

export const NOW = Date.parse("2026-11-23T16:47:18Z");

const still: Clock = { now: () => NOW, every: () => () => undefined };

/** The whole window over the fake, at a fixed time. When it renews itself, all of it is thrown away and drawn
 * anew; `renewed` counts that. */
export function open(
  start: FakeStart = {},
  prepare: (fake: Fake) => void = () => undefined,
  clock: Clock = still,
) {
  const fake = createFake({ now: NOW, ...start });
  prepare(fake);
  const draw = () => {
    const client = createQueryClient(fake);
    const stop = followEvents(fake, client);
    return { client, stop, view: render(<App host={fake} client={client} clock={clock} />) };
  };
  let page = draw();
  let renewed = 0;
  fake.renew = () => {
    renewed += 1;
    setTimeout(() => {
      page.stop();
      page.view.unmount();
      page = draw();
    });
  };
  return {
    fake,
    user: userEvent.setup(),
    renewed: () => renewed,
    client: () => page.client,
    ...page.view,
  };
}

export async function openPatients(start: FakeStart = {}, prepare?: (fake: Fake) => void) {
  const opened = open(start, prepare);
  await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
  await opened.user.keyboard("/");
  const box = await screen.findByRole("combobox", { name: "Find a patient" });
  return { ...opened, box };
}

export async function openSchedule(start: FakeStart = {}, prepare?: (fake: Fake) => void) {
  const opened = open(start, prepare);
  await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
  return opened;
}

/** The first visit of the first column. */
export function first({ practice }: Fake): Visit {
  const visit = practice.columns[0]?.visits[0];
  if (visit === undefined) {
    throw new Error("no visit");
  }
  return visit;
}

/** Has everybody of the day be still to come. */
export function allToCome({ practice }: Fake) {
  for (const visit of practice.columns.flatMap(({ visits }) => visits)) {
    visit.state = { state: "booked" } as VisitState;
  }
}

/** The day with the cursor on its first visit, which is still to come. */
export async function onFirst(start: FakeStart = {}, prepare: (fake: Fake) => void = () => undefined) {
  const opened = await openSchedule(start, (fake) => {
    first(fake).state = { state: "booked" } as VisitState;
    prepare(fake);
  });
  await waitFor(() => expect(document.activeElement?.id).toMatch(/^visit-/));
  await opened.user.keyboard("{Home}");
  await waitFor(() => expect(document.activeElement?.id).toBe(`visit-${first(opened.fake).id}`));
  return opened;
}

/** The names of the commands asked, in order. */
export function askedOf(fake: Fake, name: string): unknown[] {
  return fake.asked.filter((each) => each.name === name).map((each) => each.request);
}
