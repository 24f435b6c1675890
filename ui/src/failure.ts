import {
  failureText,
  fieldNextText,
  fieldText,
  keychainChangedText,
  permissionText,
  restoreText,
  stopText,
  troubleText,
} from "./failure-text.ts";
import { span } from "./format.ts";
import type { Failure, SignInStop, Trouble } from "./ipc/bindings.ts";

/** A failure as a person reads it. A notice passes by itself or is the ordinary course; an error needs someone. */
export type FailureWords = { severity: "notice" | "error"; title: string; next: string };

/** The colour of what keeps athenahealth from being read: the same on a page as in the bar above it. */
export function problemTone({ severity }: FailureWords): "warn" | "error" {
  return severity === "error" ? "error" : "warn";
}

function notice(title: string, next: string): FailureWords {
  return { severity: "notice", title, next };
}

function error(title: string, next: string): FailureWords {
  return { severity: "error", title, next };
}

/** Whether the console tries again by itself, or a person asked for it once and it did not happen. */
export type Moment = "ongoing" | "once";

/** The words and the next step of a failure. */
export function failureWords(failure: Failure, moment: Moment = "ongoing"): FailureWords {
  const once = moment === "once";
  const t = failureText;
  switch (failure.code) {
    case "invalid":
      return error(t.invalid(fieldText[failure.field]), fieldNextText[failure.field]);
    case "locked":
      return notice(t.locked, t.lockedNext);
    case "forbidden":
      return error(t.forbidden(permissionText[failure.permission]), t.forbiddenNext);
    case "wrongPin":
      return notice(t.wrongPin, t.wrongPinNext);
    case "passphraseRests":
      return error(t.passphraseRests, t.passphraseRestsNext(span(failure.retryAfterMs)));
    case "tooManyTries":
      return error(t.tooManyTries, t.tooManyTriesNext(span(failure.retryAfterMs)));
    case "wrongRecoveryCode":
      return error(t.wrongRecoveryCode, t.wrongRecoveryCodeNext);
    case "notRestored": {
      const { title, next } = restoreText[failure.why];
      return error(title, next);
    }
    case "nameTaken":
      return error(t.nameTaken, t.nameTakenNext);
    case "lastManager":
      return error(t.lastManager, t.lastManagerNext);
    case "nobodyToUnlock":
      return notice(t.nobodyToUnlock, t.nobodyToUnlockNext);
    case "unrecorded":
      return error(t.unrecorded, t.unrecordedNext);
    case "noPractice":
      return notice(t.noPractice, t.noPracticeNext);
    case "leaseOver":
      return error(t.leaseOver, t.leaseOverNext);
    case "notInEmergency":
      return error(t.notInEmergency, t.notInEmergencyNext);
    case "notHeld":
      return notice(t.notHeld, t.notHeldNext);
    case "badFields":
      return error(t.badFields, t.badFieldsNext);
    case "outOfTurn":
      return notice(t.outOfTurn, t.outOfTurnNext);
    case "writesAtLarge":
      return error(t.writesAtLarge(failure.count), t.writesAtLargeNext);
    case "tooSoon":
      return notice(t.tooSoon, t.tooSoonNext);
    case "alreadyUndone":
      return notice(t.alreadyUndone, t.alreadyUndoneNext);
    case "beingUndone":
      return notice(t.beingUndone, t.beingUndoneNext);
    case "deceased":
      return notice(t.deceased, t.deceasedNext);
    case "cannotBeUndone":
      return notice(t.cannotBeUndone, t.cannotBeUndoneNext);
    case "tooLate":
      return notice(t.tooLate, t.tooLateNext);
    case "offline":
      return notice(t.offline, once ? t.offlineOnce : t.offlineNext);
    case "captivePortal":
      return error(t.captivePortal, t.captivePortalNext);
    case "untrusted":
      return error(t.untrusted, t.untrustedNext);
    case "noTls":
      return error(t.noTls, t.noTlsNext);
    case "notAthena":
      return error(t.notAthena, t.notAthenaNext);
    case "outage":
      return notice(t.outage, once ? t.outageOnce : t.outageNext);
    case "serverTrouble":
      return error(t.serverTrouble, t.serverTroubleNext);
    case "signInRefused":
      return error(t.signInRefused, t.signInRefusedNext);
    case "signInNeeded":
      return error(t.signInNeeded, t.signInNeededNext);
    case "signInFirst":
      return error(t.signInFirst(failure.practice), t.signInFirstNext);
    case "signInStopped":
      return stopWords(failure.why);
    case "practiceUnknown":
      return error(t.practiceUnknown, t.practiceUnknownNext);
    case "practiceNotAllowed":
      return error(t.practiceNotAllowed, t.practiceNotAllowedNext);
    case "notAskable":
      return notice(t.notAskable, t.notAskableNext);
    case "tooManyMatches":
      return notice(t.tooManyMatches, t.tooManyMatchesNext);
    case "rateLimited":
      return notice(
        t.rateLimited,
        (once ? t.rateLimitedOnce : t.rateLimitedNext)(span(failure.retryAfterMs)),
      );
    case "unreadable":
      return error(t.unreadable, t.reported(failure.reference));
    case "notPrinted":
      return error(t.notPrinted, t.notPrintedNext);
    case "alreadyConnected":
      return notice(t.alreadyConnected, t.alreadyConnectedNext);
    case "connectionChanged":
      return error(t.connectionChanged, t.connectionChangedNext);
    case "profile":
      return troubleWords(failure.trouble);
    case "copyDamaged":
      return notice(t.copyDamaged, t.copyDamagedNext);
    case "unexpected":
      return error(t.unexpected, t.reported(failure.reference));
    default:
      return failure satisfies never;
  }
}

function stopWords(why: SignInStop): FailureWords {
  const { title, next } = stopText[why];
  return why === "cancelled" ? notice(title, next) : error(title, next);
}

/** The words and the next step of a profile that does not open. */
export function troubleWords(trouble: Trouble): FailureWords {
  if (trouble.kind === "keychainChanged") {
    return error(keychainChangedText.title, keychainChangedText.next(trouble.kept, trouble.now));
  }
  const { title, next } = troubleText[trouble.kind];
  return error(title, next);
}
