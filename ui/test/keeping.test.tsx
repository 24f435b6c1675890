import { act, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PersonView } from "../src/ipc/bindings.ts";
import type { Fake } from "../src/ipc/fake.ts";
import { locked, seatOf } from "../src/ipc/fake-people.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, openPatients, openSchedule } from "./open.tsx";

const ANA: PersonView = { id: "a1", name: "Ana Lee", role: "manager" };
const SEATED = { people: [ANA], session: { seat: seatOf(ANA) } };

const box = (name: string) => screen.getByLabelText(name) as HTMLInputElement;

async function openEdit() {
  const opened = await openPatients(SEATED);
  await opened.user.keyboard("30917{Enter}");
  await screen.findByRole("region", { name: "Insurances" });
  await opened.user.keyboard("e");
  await screen.findByRole("heading", { name: /^Change / });
  return opened;
}

/** The console asks, hears that it is kept, and locks. */
async function lock(fake: Fake) {
  const before = askedOf(fake, "console_kept").length;
  act(() => fake.tell({ event: "keep" }));
  await waitFor(() => expect(askedOf(fake, "console_kept")).toHaveLength(before + 1));
  fake.session = { ...fake.session, ...locked([ANA]) };
  act(() => fake.tell({ event: "changed", tags: ["session"] }));
  await screen.findByRole("heading", { name: "Daybook is locked" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("PIN")));
}

describe("what is typed when the window is about to lose it", () => {
  it("is kept to the last letter, and stands there after the lock with the caret where it was", async () => {
    const { user, fake } = await openEdit();
    await user.clear(box("City"));
    await user.type(box("City"), "Solon", { initialSelectionStart: 0 });
    box("City").setSelectionRange(2, 4);
    expect(askedOf(fake, "write_edit"), "nobody waited").toEqual([]);
    await lock(fake);
    const changes = [{ field: "city", saw: "Cedar Valley", value: "Solon" }];
    expect(askedOf(fake, "write_edit")).toEqual([{ patient: "30917", changes }]);
    const asked = fake.asked.map(({ name }) => name);
    expect(asked.lastIndexOf("place_note"), "where it is names the draft").toBeGreaterThan(
      asked.indexOf("write_edit"),
    );
    expect(asked.indexOf("console_kept")).toBeGreaterThan(asked.lastIndexOf("place_note"));
    await user.keyboard("482915{Enter}");
    await screen.findByRole("heading", { name: /^Change / });
    expect(box("City").value).toBe("Solon");
    await waitFor(() => expect(document.activeElement).toBe(box("City")));
    expect([box("City").selectionStart, box("City").selectionEnd]).toEqual([2, 4]);
    expect(askedOf(fake, "write_edit"), "one draft").toHaveLength(1);
  });

  it("is kept of somebody to be registered, who is gone on with", async () => {
    const { user, fake } = await openSchedule(SEATED);
    await user.keyboard("n");
    await screen.findByRole("heading", { name: "Register a patient" });
    await user.type(box("First name"), "Ada");
    await lock(fake);
    await user.keyboard("482915{Enter}");
    await screen.findByText("This draft was kept. Go on where you left it.");
    expect(box("First name").value).toBe("Ada");
    await waitFor(() => expect(document.activeElement).toBe(box("First name")));
    await user.type(box("First name"), "h");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(askedOf(fake, "write_redraft")).toHaveLength(1));
    expect(askedOf(fake, "write_create")).toHaveLength(1);
  });

  it("is kept by the lock's own key too", async () => {
    const { user, fake } = await openEdit();
    await user.type(box("City"), "s");
    await user.keyboard("{Control>}l{/Control}");
    await screen.findByRole("heading", { name: "Daybook is locked" });
    const asked = fake.asked.map(({ name }) => name);
    expect(asked).toContain("write_edit");
    expect(asked.indexOf("write_edit")).toBeLessThan(asked.indexOf("console_kept"));
  });

  it("says so even where it cannot be kept, and on a page on which nothing is typed", async () => {
    const { user, fake, unmount } = await openEdit();
    fake.answers.write_edit = async () => {
      throw new Failed({ code: "profile", trouble: { kind: "diskFull" } });
    };
    await user.type(box("City"), "s");
    act(() => fake.tell({ event: "keep" }));
    await waitFor(() => expect(askedOf(fake, "console_kept")).toHaveLength(1));
    unmount();
    const page = await openSchedule(SEATED);
    act(() => page.fake.tell({ event: "keep" }));
    await waitFor(() => expect(askedOf(page.fake, "console_kept")).toHaveLength(1));
  });
});

describe("whoever leaves a form after a lock", () => {
  it("is where it was opened: on the card, with the focus in it", async () => {
    const { user, fake } = await openEdit();
    await lock(fake);
    await user.keyboard("482915{Enter}");
    await screen.findByRole("heading", { name: /^Change / });
    await user.keyboard("{Escape}");
    const card = await screen.findByRole("complementary", { name: "Patient" });
    await waitFor(() => expect(card.contains(document.activeElement)).toBe(true));
  });

  it("is where it was opened: on the schedule, and among the writes", async () => {
    const { user, fake } = await openSchedule(SEATED);
    for (const [go, heading] of [
      ["gs", "Monday, November 23, 2026"],
      ["gw", "Writes"],
    ] as const) {
      await user.keyboard(go);
      await screen.findByRole("heading", { name: heading });
      await user.keyboard("n");
      await screen.findByRole("heading", { name: "Register a patient" });
      await lock(fake);
      await user.keyboard("482915{Enter}");
      await screen.findByRole("heading", { name: "Register a patient" });
      await user.keyboard("{Escape}");
      await screen.findByRole("heading", { name: heading });
    }
  });
});
