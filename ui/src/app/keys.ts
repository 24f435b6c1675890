import type { Key } from "../kit/keymap.tsx";
import { VIEW_KEYS, viewAction } from "../place/view.ts";
import type { text } from "../text.ts";
import { appText } from "./text.ts";

export type PageName = keyof typeof text.pages;

export type Scope =
  | "everywhere"
  | "patients"
  | "list"
  | "page"
  | "schedule"
  | "sheet"
  | "audit"
  | "writes"
  | "sync"
  | "form";

/** What a key can do to the window. */
export type Desk = {
  go(page: PageName): void;
  /** Goes to the find box, wherever the person is. */
  find(): void;
  open(what: "palette" | "sheet" | "departments" | "practices" | "pin"): void;
  /** Opens the form of somebody to be registered. */
  register(): void;
  /** Finds a time for somebody who is named later. */
  findTime(): void;
  nextPractice(): void;
  cycleTheme(): void;
  /** Leaves nothing of a patient in the window until somebody unlocks it. */
  lock(): void;
  /** Does what the page on screen registered under the name. */
  act(id: string): boolean;
};

export type AppKey = Key<string, Scope, Desk>;

const t = appText.keys;

function byPage(id: string, scope: Scope, keys: readonly string[], label: string, foot?: string): AppKey {
  return { id, scope, keys, label, ...(foot === undefined ? {} : { foot }), run: (desk) => desk.act(id) };
}

function byElement(id: string, scope: Scope, keys: readonly string[], label: string, foot?: string): AppKey {
  return { ...byPage(id, scope, keys, label, foot), byElement: true };
}

/** Every key of the window, once: handling, palette, foot and the sheet of keys read it here. */
export const KEYS: readonly AppKey[] = [
  {
    id: "go.schedule",
    scope: "everywhere",
    keys: ["g s"],
    label: t.goSchedule,
    run: (desk) => desk.go("schedule"),
  },
  {
    id: "go.patients",
    scope: "everywhere",
    keys: ["g p"],
    label: t.goPatients,
    run: (desk) => desk.go("patients"),
  },
  {
    id: "go.writes",
    scope: "everywhere",
    keys: ["g w"],
    label: t.goWrites,
    run: (desk) => desk.go("writes"),
  },
  { id: "go.sync", scope: "everywhere", keys: ["g y"], label: t.goSync, run: (desk) => desk.go("sync") },
  { id: "go.audit", scope: "everywhere", keys: ["g u"], label: t.goAudit, run: (desk) => desk.go("audit") },
  {
    id: "go.settings",
    scope: "everywhere",
    keys: ["g e"],
    label: t.goSettings,
    run: (desk) => desk.go("settings"),
  },
  {
    id: "palette",
    scope: "everywhere",
    keys: ["Mod+k"],
    label: t.palette,
    foot: t.paletteLabel,
    inText: true,
    run: (desk) => desk.open("palette"),
  },
  {
    id: "find",
    scope: "everywhere",
    keys: ["/"],
    label: t.find,
    foot: t.findLabel,
    run: (desk) => desk.find(),
  },
  { id: "register", scope: "everywhere", keys: ["n"], label: t.register, run: (desk) => desk.register() },
  { id: "findTime", scope: "everywhere", keys: ["B"], label: t.findTime, run: (desk) => desk.findTime() },
  {
    id: "departments",
    scope: "everywhere",
    keys: ["d"],
    label: t.department,
    run: (desk) => desk.open("departments"),
  },
  {
    id: "practices",
    scope: "everywhere",
    keys: ["w"],
    label: t.practice,
    run: (desk) => desk.open("practices"),
  },
  {
    id: "practices.next",
    scope: "everywhere",
    keys: ["W"],
    label: t.nextPractice,
    run: (desk) => desk.nextPractice(),
  },
  byPage("again", "everywhere", ["r"], t.again, t.againLabel),
  { id: "theme", scope: "everywhere", keys: ["T"], label: t.theme, run: (desk) => desk.cycleTheme() },
  {
    id: "lock",
    scope: "everywhere",
    keys: ["Mod+l", "L"],
    label: t.lock,
    inText: true,
    inDialog: true,
    run: (desk) => desk.lock(),
  },
  { ...byPage("back", "everywhere", ["Escape"], t.back, t.closeLabel), inText: true },
  {
    id: "sheet",
    scope: "everywhere",
    keys: ["?"],
    label: t.help,
    foot: t.allLabel,
    run: (desk) => desk.open("sheet"),
  },

  { ...byPage("patients.ask", "patients", ["Mod+Enter"], t.ask, t.askLabel), inText: true },
  {
    ...byPage("patients.register", "patients", ["Alt+Enter"], t.registerTyped, t.registerLabel),
    inText: true,
  },
  byPage("patients.book", "patients", ["b"], t.bookVisit, t.bookVisitLabel),
  byPage("patients.change", "patients", ["e"], t.change, t.changeLabel),
  byPage("patients.left", "patients", ["o"], t.left, t.leftLabel),
  { ...byPage("booking.hold", "everywhere", ["Mod+h"], t.hold), inText: true, inDialog: true },
  byPage("waitlist.offer", "everywhere", ["A"], t.waits),
  byElement("list.down", "list", ["ArrowDown"], t.down),
  byElement("list.up", "list", ["ArrowUp"], t.up),
  byElement("list.pageDown", "list", ["PageDown"], t.pageDown),
  byElement("list.pageUp", "list", ["PageUp"], t.pageUp),
  byElement("list.first", "list", ["Home", "Mod+Home"], t.first),
  byElement("list.last", "list", ["End", "Mod+End"], t.last),
  byElement("list.open", "list", ["Enter"], t.open),

  byPage("schedule.today", "schedule", ["t"], t.today, t.todayLabel),
  {
    ...byPage("schedule.previous", "schedule", ["[", "Alt+ArrowLeft"], t.previousDay, t.dayLabel),
    also: t.previousDayAlso,
  },
  {
    ...byPage("schedule.next", "schedule", ["]", "Alt+ArrowRight"], t.nextDay, t.dayLabel),
    also: t.nextDayAlso,
  },
  byPage("schedule.jump", "schedule", ["j"], t.jump),
  byPage("schedule.columns", "schedule", ["1"], t.asColumns),
  byPage("schedule.list", "schedule", ["2"], t.asList),
  byPage("schedule.week", "schedule", ["3"], t.asWeek),
  byPage("schedule.weekBefore", "schedule", ["{", "Alt+PageUp"], t.weekBefore),
  byPage("schedule.weekAfter", "schedule", ["}", "Alt+PageDown"], t.weekAfter),
  byPage("schedule.find", "schedule", ["f"], t.findVisit, t.findVisitLabel),
  byPage("schedule.filter", "schedule", ["F"], t.filter, t.filterLabel),
  byPage("schedule.all", "schedule", ["0"], t.showAll, t.showAllLabel),
  byPage("schedule.order", "schedule", ["s"], t.order, t.orderLabel),
  byPage("schedule.turn", "schedule", ["S"], t.turnOrder),
  byPage("schedule.density", "schedule", ["z"], t.density),
  byPage("schedule.views", "schedule", ["V"], t.views),
  ...VIEW_KEYS.map((key) => byPage(viewAction(key), "schedule", [`F${key}`], t.savedView(key))),
  byPage("schedule.openTimes", "schedule", ["O"], t.openTimes),
  byPage("schedule.book", "schedule", ["b"], t.bookTime, t.bookVisitLabel),
  byPage("schedule.print", "schedule", ["p"], t.print),
  byPage("schedule.packet", "schedule", ["P"], t.packet),
  byPage("schedule.card", "schedule", ["c"], t.card, t.cardLabel),
  byPage("schedule.noShows", "schedule", ["N"], t.noShows, t.noShowsLabel),
  byPage("visit.checkIn", "schedule", ["i"], t.checkIn, t.checkInLabel),
  byPage("visit.startCheckIn", "schedule", ["I"], t.startCheckIn),
  byPage("visit.cancelCheckIn", "schedule", ["k"], t.cancelCheckIn),
  byPage("visit.checkOut", "schedule", ["o"], t.checkOut, t.checkOutLabel),
  byPage("visit.cancel", "schedule", ["x"], t.cancelVisit, t.cancelVisitLabel),
  byPage("visit.move", "schedule", ["m"], t.moveVisit, t.moveVisitLabel),
  byPage("visit.beside", "schedule", ["D"], t.besideVisit),
  byPage("visit.park", "schedule", ["y"], t.parkVisit, t.parkLabel),
  byPage("schedule.parked", "schedule", ["Y"], t.parkedVisit),
  byPage("schedule.plan", "schedule", ["M"], t.planDay),
  byPage("visit.undo", "schedule", ["u"], t.undoVisit, t.undoLabel),
  byElement("sheet.left", "sheet", ["ArrowLeft"], t.columnLeft),
  byElement("sheet.right", "sheet", ["ArrowRight"], t.columnRight),
  byElement("sheet.up", "sheet", ["ArrowUp"], t.visitUp),
  byElement("sheet.down", "sheet", ["ArrowDown"], t.visitDown),
  byElement("sheet.first", "sheet", ["Home"], t.dayFirst),
  byElement("sheet.last", "sheet", ["End"], t.dayLast),
  byElement("sheet.open", "sheet", ["Enter"], t.open),

  byElement("page.down", "page", ["PageDown"], t.pageDown),
  byElement("page.up", "page", ["PageUp"], t.pageUp),
  byElement("page.first", "page", ["Home", "Mod+Home"], t.pageFirst),
  byElement("page.last", "page", ["End", "Mod+End"], t.pageLast),

  byPage("audit.newer", "audit", ["["], t.newer, t.newerLabel),
  byPage("audit.older", "audit", ["]"], t.older, t.olderLabel),

  byPage("writes.release", "writes", ["s"], t.release, t.releaseLabel),
  byPage("writes.redraft", "writes", ["e"], t.redraft, t.changeLabel),
  byPage("writes.resolve", "writes", ["o"], t.resolve, t.resolveLabel),
  byPage("writes.again", "writes", ["a"], t.writeAgain, t.writeAgainLabel),
  byPage("writes.undo", "writes", ["u"], t.undo, t.undoLabel),
  byPage("writes.see", "writes", ["k"], t.see, t.seeLabel),
  byPage("writes.discard", "writes", ["x"], t.discard, t.discardLabel),
  byPage("writes.card", "writes", ["c"], t.card, t.cardLabel),
  byPage("writes.newer", "writes", ["["], t.newerWrites, t.newerLabel),
  byPage("writes.older", "writes", ["]"], t.olderWrites, t.olderLabel),

  byPage("sync.pause", "sync", ["p"], t.pause, t.pauseLabel),
  byPage("sync.anew", "sync", ["e"], t.anew, t.anewLabel),
  byPage("sync.newer", "sync", ["["], t.newerHappened, t.newerLabel),
  byPage("sync.older", "sync", ["]"], t.olderHappened, t.olderLabel),

  {
    ...byPage("form.go", "form", ["Mod+Enter"], t.formGo, t.formSendLabel),
    footWith: { "form.look": t.formLookLabel },
    inText: true,
  },
  { ...byPage("form.left", "form", ["Mod+o"], t.left, t.leftLabel), inText: true },
  { ...byPage("form.nobody", "form", ["Alt+Enter"], t.formNobody, t.formNobodyLabel), inText: true },
];

/** The scopes that count while a page is shown; its elements' own keys come with it. */
export function scopesOf(page: PageName): readonly Scope[] {
  switch (page) {
    case "schedule":
      return ["everywhere", "schedule", "sheet"];
    case "patients":
      return ["everywhere", "patients", "list"];
    case "audit":
      return ["everywhere", "page", "audit"];
    case "writes":
      return ["everywhere", "writes", "list"];
    case "sync":
      return ["everywhere", "page", "sync"];
    case "form":
      return ["everywhere", "form", "writes"];
    default:
      return ["everywhere", "page"];
  }
}
