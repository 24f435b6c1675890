import type { WriteWhy } from "../ipc/bindings.ts";

type Why = { title: string; next: string };

const HELD = "Nothing was sent.";

/** Why a write stands where it stands, and what to do about it. */
export const whyText = {
  changedMeanwhile: {
    title: "Somebody else changed the same field meanwhile.",
    next: `${HELD} Compare the three, change the draft, and send it again.`,
  },
  standsAlready: {
    title: "It stands already at athenahealth.",
    next: `${HELD} There is nothing left to write: take it back, or change something else.`,
  },
  likelyDuplicate: {
    title: "Somebody like them is registered already.",
    next: `${HELD} Compare them: it may be the same person.`,
  },
  alreadyUnderWay: {
    title: "The same is being written already.",
    next: `${HELD} Wait for the other one to end, then send this or take it back.`,
  },
  subjectGone: {
    title: "athenahealth shows nobody under this number any more.",
    next: `${HELD} They may have been merged or deleted. Find the person anew, and take this back.`,
  },
  cannotBeSent: {
    title: "It cannot be sent as it is.",
    next: `${HELD} Change the fields that say what is wrong, then send it again.`,
  },
  noConnection: {
    title: "athenahealth cannot be reached.",
    next: "Nothing left yet. It goes by itself once there is a connection, after a look at what changed meanwhile.",
  },
  resting: {
    title: "Calls to athenahealth rest after failures.",
    next: "Nothing left yet. It goes by itself in a moment.",
  },
  tooFast: {
    title: "Calls came faster than athenahealth allows.",
    next: "Nothing left yet. It goes by itself in a moment.",
  },
  dayUsedUp: {
    title: "The calls of this day are used up.",
    next: "Nothing left yet. It goes by itself after midnight GMT.",
  },
  signIn: {
    title: "The sign-in at athenahealth does not hold.",
    next: "Nothing left yet. It goes by itself once somebody signed in again.",
  },
  anothersSignIn: {
    title: "Somebody else is signed in at athenahealth.",
    next: `${HELD} Sign in at athenahealth as yourself, then send it.`,
  },
  noAnswer: { title: "It was sent, and no answer came in time.", next: "" },
  connectionBroke: { title: "It was sent, and the connection broke before the answer.", next: "" },
  serverFailed: { title: "The server failed while it had it.", next: "" },
  unreadable: { title: "The answer could not be read.", next: "" },
  interrupted: { title: "Daybook ended between sending it and hearing the answer.", next: "" },
  cannotTell: {
    title: "What athenahealth shows says neither that it is there nor that it is not.",
    next: "",
  },
  refused: {
    title: "athenahealth said no.",
    next: "Read its words, and change the draft accordingly, or let it be.",
  },
  noRight: {
    title: "This key, or whoever is signed in, has no right to write that.",
    next: "Have the practice allow it at athenahealth, then write it again.",
  },
  notFound: {
    title: "There is nobody under this number.",
    next: "They may have been merged or deleted. Find the person anew.",
  },
  conflict: {
    title: "Something else was faster.",
    next: "Read the patient again, look at what stands there now, and change it anew.",
  },
  missingFields: {
    title: "athenahealth wants something more.",
    next: "Fill in the fields that are marked, then send it again.",
  },
  badField: {
    title: "athenahealth did not take a field as it is.",
    next: "Change the one that is marked, then send it again.",
  },
  notCarriedOut: {
    title: "It was looked for at athenahealth and is not there.",
    next: "Write it again, or let it be.",
  },
  withdrawn: { title: "It was taken back before anything left.", next: "" },
} satisfies Record<WriteWhy, Why>;

/** Whose athenahealth would take a write for that was held over another's sign-in. */
export const takenFor = (who: string) => `athenahealth would take it for ${who}'s, who is signed in there.`;

/** What to do about a write of which nobody knows, whatever the reason. */
export const unknownNext =
  "It may be there or not. Daybook reads back by itself and never sends it again by itself. You can look at athenahealth and say which.";

/** What a server's trouble means while nothing left yet. */
export const waitsNext = "Nothing left yet. It goes by itself in a moment.";
