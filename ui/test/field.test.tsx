import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { Button } from "../src/kit/button.tsx";
import { Field } from "../src/kit/field.tsx";

function Asked() {
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState("");
  return isAsked ? (
    <Field label="Reason" value={reason} onChange={setReason} autoFocus />
  ) : (
    <Button onPress={() => setAsked(true)}>Ask</Button>
  );
}

it("has the focus at once where it begins, whatever is still in transition on the page", () => {
  render(
    <>
      <p>It fades</p>
      <Asked />
    </>,
  );
  const fades = new Event("transitionrun", { bubbles: true });
  fireEvent(screen.getByText("It fades"), Object.assign(fades, { propertyName: "opacity" }));
  // What Enter on a button comes to.
  fireEvent.click(screen.getByRole("button", { name: "Ask" }), { detail: 0 });
  expect(screen.getByRole("textbox", { name: "Reason" })).toBe(document.activeElement);
});
