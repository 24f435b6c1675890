import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, describe, expect, it } from "vitest";
import { Pick, readChoices } from "../src/kit/pick.tsx";

const HOURS = ["4 hours", "8 hours", "12 hours"].map((name) => ({ id: name, name }));

function Asked({ first }: { first: string | null }) {
  const [hours, setHours] = useState(first);
  return <Pick label="Lease" options={HOURS} value={hours} onChange={setHours} />;
}

/** Opens it as Enter on its button does, while something is in transition on the page. */
async function opened(first: string | null, chosen: string) {
  render(
    <>
      <p>It fades</p>
      <Asked first={first} />
    </>,
  );
  const fades = new Event("transitionrun", { bubbles: true });
  fireEvent(screen.getByText("It fades"), Object.assign(fades, { propertyName: "opacity" }));
  fireEvent.click(screen.getByRole("button", { name: /Lease/ }), { detail: 0 });
  const option = await screen.findByRole("option", { name: chosen });
  expect(option).toBe(document.activeElement);
  return userEvent.setup();
}

// React Aria knows only of what happened since it was read.
beforeAll(readChoices);

describe("a list of choices", () => {
  it("has the focus at once at the one that is chosen, whatever is still in transition, and is moved by arrows", async () => {
    const user = await opened("8 hours", "8 hours");
    await user.keyboard("{ArrowDown}");
    expect(screen.getByRole("option", { name: "12 hours" })).toBe(document.activeElement);
    await user.keyboard("{Enter}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.getByRole("button", { name: /Lease/ }).textContent).toContain("12 hours");
  });

  it("begins at the first where none is chosen", async () => {
    await opened(null, "4 hours");
  });
});
