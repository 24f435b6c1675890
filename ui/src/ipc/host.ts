import type { Commands, Event, Failure } from "./bindings.ts";

export type CommandName = keyof Commands;
export type Request<Name extends CommandName> = Commands[Name]["request"];
export type Response<Name extends CommandName> = Commands[Name]["response"];

/** What answers the window's commands: the program around it, the bridge, or a test's own. */
export type Host = {
  /** Resolves to the response, rejects with `Failed`. */
  call<Name extends CommandName>(
    name: Name,
    request: Request<Name>,
    signal?: AbortSignal,
  ): Promise<Response<Name>>;
  /** Hears events until the function it returns is called. */
  listen(hear: (event: Event) => void): () => void;
  /** Destroys the page with all that it holds, and begins it anew. */
  renew(): void;
};

/** A command that was not answered, and why. */
export class Failed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = "Failed";
    this.failure = failure;
  }
}

/** The failure behind anything that was thrown: what is not one was foreseen by nobody. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failed) {
    return thrown.failure;
  }
  return { code: "unexpected", reference: thrown instanceof Error ? `window-${thrown.name}` : "window" };
}

/** Reads what a host rejected with. */
export function readFailure(value: unknown, reference: string): Failed {
  const known =
    typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
  return new Failed(known ? (value as Failure) : { code: "unexpected", reference });
}
