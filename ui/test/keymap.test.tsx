import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { useKeyFocus } from "../src/kit/keymap.tsx";

function Keys() {
  const { alone, typing } = useKeyFocus();
  return <output>{`${alone ? "the dialog's" : "the page's"}, ${typing ? "text" : "no text"}`}</output>;
}

function Page({ asks }: { asks: boolean }) {
  return (
    <>
      <Keys />
      {asks ? (
        <div role="dialog">
          <input aria-label="Name" />
        </div>
      ) : null}
    </>
  );
}

it("knows that the keys are the page's again when what had the focus is gone", async () => {
  const { rerender } = render(<Page asks={true} />);
  act(() => screen.getByRole("textbox", { name: "Name" }).focus());
  expect(screen.getByRole("status").textContent).toBe("the dialog's, text");
  await act(async () => rerender(<Page asks={false} />));
  expect(document.activeElement).toBe(document.body);
  expect(screen.getByRole("status").textContent).toBe("the page's, no text");
});
