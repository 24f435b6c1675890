import { screen, waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { PersonView } from "../src/ipc/bindings.ts";
import { fakeSignedOut, seatOf } from "../src/ipc/fake-people.ts";
import { fakeWrite } from "../src/ipc/fake-writes.ts";
import { Failed } from "../src/ipc/host.ts";
import { askedOf, NOW, open, openSchedule } from "./open.tsx";

const OF_A_PERSON = {
  environment: { kind: "production" },
  signIn: "person",
  person: "Rosa Delgado",
} as const;
const TITLE = "Nobody is signed in at athenahealth.";

describe("a sign-in that has ended", () => {
  it("is said on every page while all stays readable, and goes once somebody signed in", async () => {
    const { user, fake, container } = await openSchedule({ connection: OF_A_PERSON });
    expect(screen.queryByText(TITLE)).toBeNull();
    fake.sync = { ...fake.sync, problem: { code: "signInNeeded" }, problemSince: "2026-11-23T16:40:00Z" };
    fake.tell({ event: "changed", tags: ["sync"] });
    const notice = within((await screen.findByText(TITLE)).closest("[role=status]") as HTMLElement);
    notice.getByText(/^Everything that is held here is kept and can be read/);
    screen.getByRole("heading", { name: "Monday, November 23, 2026" });
    expect((await axe.run(container)).violations).toEqual([]);
    await user.keyboard("gp");
    await screen.findByRole("combobox", { name: "Find a patient" });
    await user.click(screen.getByRole("button", { name: "Sign in again" }));
    await waitFor(() => expect(screen.queryByText(TITLE)).toBeNull());
    expect(askedOf(fake, "connection_sign_in")).toEqual([{ connection: "c1" }]);
  });

  it("is said at once where the person signed out, and waits for the browser", async () => {
    const { user, fake } = await openSchedule({ connection: { ...OF_A_PERSON, person: null } }, (each) => {
      each.answers.connection_sign_in = () =>
        new Promise((_, failed) => {
          each.answers.connection_sign_in_cancel = async () => {
            failed(new Failed({ code: "signInStopped", why: "cancelled" }));
            return {};
          };
        });
    });
    await user.click(await screen.findByRole("button", { name: "Sign in again" }));
    await screen.findByText("Waiting for your browser…");
    await user.click(screen.getByRole("button", { name: "Stop waiting" }));
    await screen.findByText("Signing in was ended here.");
    screen.getByRole("button", { name: "Sign in again" });
    expect(askedOf(fake, "connection_sign_in_cancel")).toHaveLength(1);
  });

  it("is said once other scopes were chosen, and what cannot be chosen is said at its field", async () => {
    const { user, fake, container } = await openSchedule({
      connection: { ...OF_A_PERSON, scopes: "openid user/*.read", wayBack: { kind: "port", port: 8400 } },
    });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Scopes and port: / }));
    const dialog = within(await screen.findByRole("dialog"));
    const scopes = dialog.getByRole("textbox", { name: "Scopes" }) as HTMLInputElement;
    const port = dialog.getByRole("textbox", { name: "Port" }) as HTMLInputElement;
    expect([scopes.value, port.value, document.activeElement]).toEqual([
      "openid user/*.read",
      "8400",
      scopes,
    ]);
    fake.answers.connection_register = async () => {
      throw new Failed({ code: "invalid", field: "scopes" });
    };
    await user.clear(scopes);
    await user.type(scopes, "openid  profile{Enter}");
    await dialog.findByText("Copy them from the developer portal, with a space between two.");
    expect(document.activeElement).toBe(scopes);
    expect((await axe.run(container)).violations).toEqual([]);
    delete fake.answers.connection_register;
    await user.clear(port);
    await user.type(port, "8401");
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(askedOf(fake, "connection_register").at(-1)).toEqual({
      connection: "c1",
      scopes: "openid  profile",
      wayBack: { kind: "port", port: 8401 },
    });
    await screen.findByText(TITLE);
    screen.getByRole("button", { name: "Sign in again" });
  });

  it("leaves an app without a port", async () => {
    const { user } = await openSchedule({ connection: { environment: { kind: "production" } } });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Scopes: / }));
    const dialog = within(await screen.findByRole("dialog"));
    dialog.getByRole("textbox", { name: "Scopes" });
    expect(dialog.queryByRole("radiogroup")).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Leave it as it is" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("has nothing to choose for the demo practice", async () => {
    const { user } = await openSchedule();
    await user.keyboard("ge");
    await screen.findByRole("button", { name: /^Remove: / });
    expect(screen.queryByRole("button", { name: /^Scopes/ })).toBeNull();
  });

  it("is nothing to say where the practice's app signs in", async () => {
    await openSchedule({ connection: { environment: { kind: "production" } } }, (fake) => {
      fake.sync = { ...fake.sync, problem: { code: "offline" }, problemSince: "2026-11-23T16:40:00Z" };
    });
    await screen.findAllByText(/athenahealth cannot be reached/);
    expect(screen.queryByRole("button", { name: "Sign in again" })).toBeNull();
  });
});

describe("who sits at a desktop that people sign in to", () => {
  it("is named by athenahealth in the frame and among the people, and may do everything", async () => {
    const { user, container } = await openSchedule({ connection: OF_A_PERSON });
    within(screen.getByRole("contentinfo")).getByText("Rosa Delgado (athenahealth)");
    await user.keyboard("ge");
    await screen.findByText(/^Rosa Delgado signed in at athenahealth, and sits here and may do everything/);
    await screen.findByRole("button", { name: "Add the first manager" });
    expect((await axe.run(container)).violations).toEqual([]);
  });

  it("is nobody once they signed out, and nothing about a patient is shown until somebody signs in", async () => {
    const { user, fake, container } = await openSchedule({ connection: OF_A_PERSON });
    await user.keyboard("ge");
    await user.click(await screen.findByRole("button", { name: /^Sign out: / }));
    await screen.findByText("Nobody sits here.");
    within(screen.getByRole("contentinfo")).getByText("nobody is signed in");
    const asked = fake.asked.length;
    await user.keyboard("gs");
    await screen.findByText("This page opens once somebody signs in at athenahealth.");
    expect(screen.queryByRole("heading", { name: "Monday, November 23, 2026" })).toBeNull();
    expect(fake.asked.slice(asked).map(({ name }) => name)).not.toContain("schedule_day");
    expect((await axe.run(container)).violations).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Sign in at athenahealth" }));
    await screen.findByRole("heading", { name: "Monday, November 23, 2026" });
    expect(screen.queryByText("Nobody sits here.")).toBeNull();
  });

  it("is nobody where they signed out at another practice than the one in use, and signs in there", async () => {
    const { user, fake } = open({ connection: null, session: { seat: fakeSignedOut("c2") } }, (each) => {
      const both = {
        practice: "195900",
        clientId: "",
        fill: "anyTime",
        scopes: "",
        waits: 0,
        unsent: { drafts: 0, writes: 0 },
      } as const;
      const at = { ...both, wayBack: { kind: "any" }, person: null, another: false, changed: false } as const;
      each.answers.connection_list = async () => ({
        rows: [
          { ...at, id: "c1", label: "Demo", environment: { kind: "demo", size: "solo" }, signIn: "app" },
          { ...at, id: "c2", label: "Sunrise", environment: { kind: "production" }, signIn: "person" },
        ],
        cursor: null,
        current: "c1",
        workingHours: { from: 420, to: 1140 },
      });
    });
    await screen.findByText("This page opens once somebody signs in at athenahealth.");
    await user.click(await screen.findByRole("button", { name: "Sign in at athenahealth" }));
    await waitFor(() => expect(askedOf(fake, "connection_sign_in")).toEqual([{ connection: "c2" }]));
  });

  it("may sign out where athenahealth ended the sign-in", async () => {
    const { user, fake } = await openSchedule({ connection: { ...OF_A_PERSON, person: null } });
    screen.getByRole("heading", { name: "Monday, November 23, 2026" });
    await user.click(await screen.findByRole("button", { name: "Sign Rosa Delgado out" }));
    await screen.findByText("This page opens once somebody signs in at athenahealth.");
    expect(askedOf(fake, "connection_sign_out")).toEqual([{ connection: "c1" }]);
  });
});

describe("another's sign-in", () => {
  const BEN: PersonView = { id: "b2", name: "Ben Ross", role: "frontDesk" };
  const AT_BENS = {
    people: [BEN],
    session: { seat: seatOf(BEN) },
    connection: { ...OF_A_PERSON, another: true },
  };

  it("is said across every page with whose it is, and goes once they signed in as themselves", async () => {
    const { user, fake, container } = await openSchedule(AT_BENS);
    const title = "athenahealth is signed in as Rosa Delgado, not as you.";
    const notice = within((await screen.findByText(title)).closest("[role=status]") as HTMLElement);
    notice.getByText(/^You can look\. What you send is held here as a draft, .* take it for Rosa Delgado's/);
    expect((await axe.run(container)).violations).toEqual([]);
    await user.keyboard("gp");
    await screen.findByRole("combobox", { name: "Find a patient" });
    await user.click(screen.getByRole("button", { name: "Sign in as yourself" }));
    await waitFor(() => expect(screen.queryByText(title)).toBeNull());
    expect(askedOf(fake, "connection_sign_in")).toEqual([{ connection: "c1" }]);
  });

  it("is said without a name where athenahealth does not tell it", async () => {
    await openSchedule({ ...AT_BENS, connection: { ...AT_BENS.connection, person: "" } });
    await screen.findByText("Somebody else is signed in at athenahealth.");
    screen.getByText(/take it for theirs, until you sign in there as yourself\.$/);
  });

  it("holds what was sent, and says for whose it would be taken and what to do", async () => {
    const { user } = await openSchedule(AT_BENS, (each) => {
      each.writes.rows = [fakeWrite(NOW, { why: "anothersSignIn", over: "Rosa Delgado" })];
    });
    await user.keyboard("gw");
    await screen.findAllByText(/athenahealth would take it for Rosa Delgado's, who is signed in there\./);
    screen.getAllByText(/Nothing was sent\. Sign in at athenahealth as yourself, then send it\./);
  });
});
