import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as Foots from "../src/app/foot.tsx";
import type * as Frames from "../src/app/frame.tsx";
import type * as Rails from "../src/app/rail.tsx";
import type * as TopBars from "../src/app/top-bar.tsx";
import type { PatientPage } from "../src/ipc/bindings.ts";
import type * as FindBoxes from "../src/patients/find-box.tsx";
import type * as FoundLists from "../src/patients/found-list.tsx";
import type * as PatientsPages from "../src/patients/patients-page.tsx";
import { openPatients } from "./open.tsx";

const drawn = vi.hoisted((): string[] => []);

// Each real part, heard whenever it is drawn, for whatever reason.
const heard = vi.hoisted(
  () =>
    <Part extends (props: never) => unknown>(name: string, part: Part): Part =>
      ((props: never) => {
        drawn.push(name);
        return part(props);
      }) as Part,
);
vi.mock("../src/app/frame.tsx", async (original) => {
  const real = await original<typeof Frames>();
  return { ...real, Frame: heard("frame", real.Frame) };
});
vi.mock("../src/app/rail.tsx", async (original) => {
  const real = await original<typeof Rails>();
  return { ...real, Rail: heard("rail", real.Rail) };
});
vi.mock("../src/app/top-bar.tsx", async (original) => {
  const real = await original<typeof TopBars>();
  return { ...real, TopBar: heard("top bar", real.TopBar) };
});
vi.mock("../src/app/foot.tsx", async (original) => {
  const real = await original<typeof Foots>();
  return { ...real, Foot: heard("foot", real.Foot) };
});
vi.mock("../src/patients/patients-page.tsx", async (original) => {
  const real = await original<typeof PatientsPages>();
  return { ...real, PatientsPage: heard("page", real.PatientsPage) };
});
vi.mock("../src/patients/find-box.tsx", async (original) => {
  const real = await original<typeof FindBoxes>();
  return { ...real, FindBox: heard("find box", real.FindBox) };
});
vi.mock("../src/patients/found-list.tsx", async (original) => {
  const real = await original<typeof FoundLists>();
  return { ...real, FoundList: heard("list", real.FoundList) };
});

beforeEach(() => {
  drawn.length = 0;
});

function page(name: string): PatientPage {
  const row = {
    id: name,
    name,
    preferred: null,
    dob: null,
    age: null,
    sex: null,
    phone: null,
    flags: [],
    nextVisit: null,
    bookedKnown: true,
    why: [],
  };
  return { rows: [row], cursor: null, held: 1, filled: true, askable: true };
}

describe("a keystroke in the find box", () => {
  it("draws the list alone when its answer comes", async () => {
    const answers: ((page: PatientPage) => void)[] = [];
    const { user, box } = await openPatients({}, (fake) => {
      fake.answers.patient_search = () => new Promise((answer) => answers.push(answer));
    });
    await user.keyboard("r");
    answers.shift()?.(page("Ross, Ada"));
    await screen.findByRole("option", { name: /^Ross, Ada/ });
    expect(new Set(drawn), "all of them are heard").toEqual(
      new Set(["frame", "rail", "top bar", "foot", "page", "find box", "list"]),
    );
    await user.keyboard("e");
    drawn.length = 0;
    answers.shift()?.(page("Reyes, Ben"));
    const row = await screen.findByRole("option", { name: /^Reyes, Ben/ });
    expect(new Set(drawn)).toEqual(new Set(["list"]));
    await waitFor(() =>
      expect(box.getAttribute("aria-activedescendant"), "the box still names the row").toBe(row.id),
    );
    expect(box.getAttribute("aria-expanded")).toBe("true");
  });
});
