import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useKeysOfWindow } from "./early-keys.tsx";
import { inDialog, isMeantFor, isUnderDialog, takesText } from "./key-owner.ts";

/** A key of the one table: what it is called, what it does and where it works. */
export type Key<Id extends string, Scope extends string, Desk> = {
  id: Id;
  /** Strokes as `g s`, `Mod+k`, `ArrowDown`; any one of them. */
  keys: readonly string[];
  scope: Scope;
  label: string;
  /** Other words it is looked for by. */
  also?: string;
  /** The short word of the foot; keys without one are not shown there. */
  foot?: string;
  /** What it says there instead while an action is live. */
  footWith?: Readonly<Record<string, string>>;
  /** Whether it also works while text is being typed, by those of its strokes that type nothing. */
  inText?: boolean;
  /** Whether it also works in a dialog, which otherwise has the keyboard to itself, by the same strokes. */
  inDialog?: boolean;
  /** Whether an element handles it where it has the focus, rather than the window. */
  byElement?: boolean;
  run: (desk: Desk) => void;
};

type AnyKey = Key<string, string, never>;

type Actions = Map<string, () => void>;

type Keymap = {
  keys: readonly AnyKey[];
  actions: Actions;
  /** The names of the actions, joined; it changes when they do. */
  names: () => string;
  changed: () => void;
  subscribe: (hear: () => void) => () => void;
};

const KeymapContext = createContext<Keymap | null>(null);

function useKeymap(): Keymap {
  const keymap = useContext(KeymapContext);
  if (keymap === null) {
    throw new Error("no keymap above");
  }
  return keymap;
}

const isMac = typeof navigator !== "undefined" && /Mac/.test(navigator.platform);

/** The stroke of a keyboard event, as the table writes it. */
export function stroke(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): string {
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const alt = event.altKey ? "Alt+" : "";
  return `${mod}${alt}${event.key === " " ? "Space" : event.key}`;
}

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  PageUp: "Page Up",
  PageDown: "Page Down",
};

/** The sign of the Shift key. */
export const SHIFT = "⇧";

/** A stroke as it is printed on the keyboard. A capital letter is the letter's key with Shift. */
export function keySign(keys: string): string {
  if (/^[A-Z]$/.test(keys)) {
    return `${SHIFT} ${keys}`;
  }
  const signed = keys.replace("Mod+", isMac ? "⌘ " : "Ctrl ").replace("Alt+", "Alt ");
  return signed
    .split(" ")
    .map((part) => SIGNS[part] ?? (signed.includes("⌘") || signed.includes("Ctrl") ? upper(part) : part))
    .join(" ");
}

/** The same to be heard. */
export function spokenKeys(keys: string): string {
  return keySign(keys).replace(SHIFT, "Shift");
}

function upper(part: string): string {
  return part.length === 1 ? part.toUpperCase() : part;
}

function createKeymap(keys: readonly AnyKey[]): Keymap {
  const actions: Actions = new Map();
  const heard = new Set<() => void>();
  let names = "";
  return {
    keys,
    actions,
    names: () => names,
    changed() {
      names = [...actions.keys()].join(" ");
      for (const hear of heard) {
        hear();
      }
    },
    subscribe(hear) {
      heard.add(hear);
      return () => heard.delete(hear);
    },
  };
}

/** Hears the window's keys and runs what the table says. */
export function KeymapProvider<Id extends string, Scope extends string, Desk>({
  keys,
  scopes,
  covered,
  desk,
  children,
}: {
  keys: readonly Key<Id, Scope, Desk>[];
  scopes: readonly Scope[];
  /** Whether something lies over what they are for: it has the keyboard before it is drawn. */
  covered: boolean;
  desk: (act: (id: string) => boolean) => Desk;
  children: ReactNode;
}) {
  const [keymap] = useState(() => createKeymap(keys as unknown as readonly AnyKey[]));
  const { actions } = keymap;
  const early = useKeysOfWindow();
  const latest = useRef({ scopes, covered, desk });
  useLayoutEffect(() => {
    latest.current = { scopes, covered, desk };
  });
  useEffect(() => {
    let prefix = { stroke: "", at: 0 };
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) {
        return;
      }
      const pressed = stroke(event);
      const types = [...pressed].length === 1;
      const alone = latest.current.covered || isUnderDialog();
      const fresh = event.timeStamp - prefix.at < 1_500 ? prefix.stroke : "";
      const typing = takesText(event.target);
      const usable = keys.filter(
        (key) =>
          !key.byElement &&
          latest.current.scopes.includes(key.scope) &&
          (!typing || (key.inText && !types)) &&
          (!alone || (key.inDialog && !types)),
      );
      const whole = usable.find((key) => key.keys.includes(fresh === "" ? pressed : `${fresh} ${pressed}`));
      const begins = usable.some((key) => key.keys.some((each) => each.startsWith(`${pressed} `)));
      prefix =
        whole === undefined && begins ? { stroke: pressed, at: event.timeStamp } : { stroke: "", at: 0 };
      if (whole !== undefined) {
        event.preventDefault();
        whole.run(
          latest.current.desk((id) => {
            const action = actions.get(id);
            action?.();
            return action !== undefined;
          }),
        );
      }
    };
    return early.hear(hear);
  }, [keys, actions, early]);
  return <KeymapContext value={keymap}>{children}</KeymapContext>;
}

/** Says what the table's actions do while this component is on screen. */
export function useActions(handlers: Record<string, (() => void) | undefined>): void {
  const { actions, changed } = useKeymap();
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const names = Object.keys(handlers)
    .filter((id) => handlers[id] !== undefined)
    .join(" ");
  useLayoutEffect(() => {
    const mine = names.split(" ").map((id) => [id, () => latest.current[id]?.()] as const);
    for (const [id, act] of mine) {
      actions.set(id, act);
    }
    changed();
    return () => {
      for (const [id, act] of mine) {
        if (actions.get(id) === act) {
          actions.delete(id);
        }
      }
      changed();
    };
  }, [actions, changed, names]);
}

/** For an element that has keys of its own: gives what the table says a stroke means there, where it is meant for
 * that element. */
export function useElementKeys(scope: string) {
  const { keys } = useKeymap();
  return (event: Parameters<typeof stroke>[0] & Parameters<typeof isMeantFor>[0]): string | undefined =>
    isMeantFor(event)
      ? keys.find((key) => key.byElement && key.scope === scope && key.keys.includes(stroke(event)))?.id
      : undefined;
}

/** Which actions something on screen answers now. */
export function useLiveActions(): ReadonlySet<string> {
  const { names, subscribe } = useKeymap();
  return new Set(useSyncExternalStore(subscribe, names).split(" "));
}

/** Does what something on screen registered under a name; says whether anything did. */
export function useAct(): (id: string) => boolean {
  const { actions } = useKeymap();
  return (id) => {
    const action = actions.get(id);
    action?.();
    return action !== undefined;
  };
}

/** Whether the focus is where text is typed, whose own keys work where it is, and whether those alone do. */
export type KeyFocus = { typing: boolean; scope: string | null; alone: boolean };

/** Where the focus is, as far as keys go. An element with keys of its own names their scope in `data-keys`. */
export function useKeyFocus(): KeyFocus {
  const focus = useSyncExternalStore(hearFocus, keyFocus);
  const [typing, alone, scope = ""] = focus.split(" ");
  return { typing: typing === "text", alone: alone === "alone", scope: scope === "" ? null : scope };
}

function hearFocus(hear: () => void): () => void {
  document.addEventListener("focusin", hear);
  document.addEventListener("focusout", hear);
  // No event tells that what had the focus is gone from the page, and the focus with it.
  const gone = new MutationObserver(() => {
    if (document.activeElement === document.body) {
      hear();
    }
  });
  gone.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener("focusin", hear);
    document.removeEventListener("focusout", hear);
    gone.disconnect();
  };
}

function keyFocus(): string {
  const active = document.activeElement;
  const own = active?.closest<HTMLElement>("[data-keys]")?.dataset.keys ?? "";
  const alone = inDialog(active) || (active?.closest("[data-choices]") ?? null) !== null;
  return `${takesText(active) ? "text" : "page"} ${alone ? "alone" : "window"} ${own}`;
}

/** How an action's key is printed, by its id. */
export function useKeySign(id: string): string | undefined {
  const { keys } = useKeymap();
  const first = keys.find((key) => key.id === id)?.keys[0];
  return first === undefined ? undefined : keySign(first);
}
