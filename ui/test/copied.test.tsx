import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { askedOf, openSchedule } from "./open.tsx";

it("copies the text of what is selected and no markup, and tells the console of it", async () => {
  const { fake } = await openSchedule();
  const heading = screen.getByRole("heading", { name: "Monday, November 23, 2026" });
  const setData = vi.fn();
  document.getSelection()?.selectAllChildren(heading);
  expect(fireEvent.copy(heading, { clipboardData: { setData } }), "the webview copies nothing").toBe(false);
  expect(setData.mock.calls).toEqual([["text/plain", heading.textContent]]);
  await waitFor(() => expect(askedOf(fake, "clipboard_note")).toEqual([{ text: heading.textContent }]));
});
