import type { Field, Permission, RestoreStop, SignInStop, Trouble } from "./ipc/bindings.ts";

/** What went wrong, and what to do about it. */
export const failureText = {
  invalid: (field: string) => `Daybook cannot take ${field} as it is.`,
  locked: "Daybook is locked.",
  lockedNext: "Unlock it to go on.",
  forbidden: (what: string) => `You do not have the right ${what}.`,
  forbiddenNext: "Ask whoever manages Daybook in your practice.",
  wrongPin: "That is not this person's PIN.",
  wrongPinNext: "Type it again. After five that are wrong, Daybook waits longer each time.",
  tooManyTries: "The PIN was wrong too often.",
  tooManyTriesNext: (time: string) => `Try again in ${time}. A manager can give you another PIN.`,
  passphraseRests: "The passphrase was wrong too often.",
  passphraseRestsNext: (time: string) =>
    `Try again in ${time}. If it is forgotten, a recovery code opens the profile.`,
  wrongRecoveryCode: "That recovery code is none of this profile's.",
  wrongRecoveryCodeNext:
    "Look for the one written down last. Each try is counted, and stands in the audit once the profile is open.",
  nameTaken: "Somebody else here has that name.",
  nameTakenNext: "Add what tells the two apart: a middle initial, or what they do.",
  lastManager: "Nobody would be left who can manage people.",
  lastManagerNext: "Make somebody else a manager first.",
  nobodyToUnlock: "Nobody has a PIN to unlock it with.",
  nobodyToUnlockNext: "Add the first manager in Settings, under People & roles.",
  unrecorded: "It is not shown, because it could not be written down that you looked.",
  unrecordedNext:
    "The audit cannot be written: the disk may be full or cannot be written to. Free some space, then read again.",
  noPractice: "No practice is connected.",
  noPracticeNext: "Add one in Settings.",
  leaseOver: "This copy opens once athenahealth was reached.",
  leaseOverNext: "Connect this computer to the network: Daybook asks athenahealth and opens it by itself.",
  notInEmergency: "Emergency access opens only what is needed at the desk.",
  notInEmergencyNext:
    "The schedule and patients can be looked at. All else opens once athenahealth was reached.",
  notHeld: "The copy on this computer does not hold this patient.",
  notHeldNext: "Find them by name and ask athenahealth.",
  badFields: "Something in it cannot be written as it is.",
  badFieldsNext: "Look at the fields that are marked. Nothing was sent, and the draft is kept.",
  outOfTurn: "That has moved on meanwhile.",
  outOfTurnNext: "Look at how it stands now. Nothing was changed.",
  writesAtLarge: (count: number) =>
    count === 1
      ? "Nobody knows yet what became of one write to this practice."
      : `Nobody knows yet what became of ${count} writes to this practice.`,
  writesAtLargeNext:
    "Work with the practice until Daybook has found out, or say yourself what became of it. Then remove it.",
  tooSoon: "athenahealth may still be at work on it.",
  tooSoonNext: "Wait three minutes from when it was sent. Until then nobody can say that it is not there.",
  alreadyUndone: "This change was undone already.",
  alreadyUndoneNext: "Nothing was drafted. To have it again, undo the change that undid it.",
  beingUndone: "Somebody is undoing this change.",
  beingUndoneNext:
    "Nothing was drafted. Look at the open writes of this patient, and release or discard the one that undoes it.",
  deceased: "They have died.",
  deceasedNext: "Nothing is booked for them. If that is a mistake, have it corrected at athenahealth first.",
  cannotBeUndone: "Nothing takes that back.",
  cannotBeUndoneNext:
    "A registration stays: set the patient inactive, or ask athenahealth to merge the two. Whoever was checked out stays so.",
  tooLate: "It can no longer be undone.",
  tooLateNext:
    "What was done with a visit can be undone for ten seconds; after that others rely on it. Change the visit as it stands now.",
  offline: "athenahealth cannot be reached.",
  offlineNext: "Check this computer's network. Daybook goes on with what it holds and tries again by itself.",
  offlineOnce: "Check this computer's network and the address, then try again.",
  captivePortal: "Something on this network answers in athenahealth's place.",
  captivePortalNext:
    "It is usually a Wi-Fi sign-in page: open a browser, sign in to the network, then read again.",
  untrusted: "The connection to athenahealth cannot be trusted.",
  untrustedNext:
    "Its certificate was refused. Check this computer's date, and ask IT whether a filter looks into the traffic.",
  notAthena: "That address does not answer as athenahealth does.",
  notAthenaNext: "Check the address, its port too, with whoever gave it to you. Nothing was kept.",
  noTls: "The address does not speak TLS.",
  noTlsNext: "It answers unencrypted, and nothing was sent to it. Check the address and its port.",
  outage: "athenahealth has an outage.",
  outageNext: "Nothing to do here: Daybook goes on with what it holds and tries again by itself.",
  outageOnce: "Nothing is wrong here. Try again in a few minutes.",
  serverTrouble: "That server has a trouble of its own.",
  serverTroubleNext:
    "It answers with an error, or breaks off. Ask whoever runs it, or try again later. Nothing was kept.",
  signInRefused: "athenahealth refuses the client id or the secret.",
  signInRefusedNext:
    "Copy both again from the developer portal, and check that they belong to this environment.",
  signInNeeded: "Nobody is signed in at athenahealth.",
  signInNeededNext: "Sign in again in Settings, under Practices. Everything that is held here is kept.",
  signInFirst: (practice: string) => `Sign in at ${practice} first.`,
  signInFirstNext:
    "Whoever adds the first manager can read its copy from then on. Choose that practice, sign in there as yourself, then add them.",
  practiceUnknown: "athenahealth does not know this practice.",
  practiceUnknownNext: "Check the practice id, and whether it is in this environment.",
  practiceNotAllowed: "The key has no right to this practice.",
  practiceNotAllowedNext: "Have the practice approve the app at athenahealth, then try again.",
  notAskable: "athenahealth cannot be asked for that.",
  notAskableNext: "Type a name, a whole birth date such as 3/14/1979, a ten-digit phone or a patient id.",
  tooManyMatches: "More than a thousand people match.",
  tooManyMatchesNext: "Add a first name or a birth date.",
  rateLimited: "The calls athenahealth allows are used up for now.",
  rateLimitedNext: (time: string) => `Daybook tries again in ${time}.`,
  rateLimitedOnce: (time: string) => `Try again in ${time}.`,
  unreadable: "athenahealth answered something Daybook cannot read.",
  reported: (reference: string) => `Try again; if it stays, tell support the reference ${reference}.`,
  notPrinted: "It was not printed.",
  notPrintedNext:
    "No printer of this computer took it. Set a usual printer and try again, or write it down by hand.",
  alreadyConnected: "This practice is connected already.",
  alreadyConnectedNext: "Choose it in the practice list, or remove it first.",
  connectionChanged: "Somebody else changed what is written about this connection.",
  connectionChangedNext:
    "Its secret was not used, and nothing was sent. In Settings, under Practices, connect it anew or remove it, and tell whoever looks after this computer.",
  copyDamaged: "The copy on this computer is damaged.",
  copyDamagedNext:
    "It is set aside and read anew from athenahealth, where nothing is touched. Sync shows how far that has come.",
  unexpected: "Something nobody foresaw went wrong.",
} as const;

/** Why a profile does not open, and what to do about it. */
export const troubleText = {
  keychainLocked: {
    title: "Your keychain is locked",
    next: "Daybook keeps its key there. Unlock it, then try again. Nothing was changed.",
  },
  keychainAbsent: {
    title: "The keychain does not answer",
    next: "The key of this profile is in a keychain that is not running now. Start it or sign in to the desktop again, then try again.",
  },
  keychainSilent: {
    title: "The keychain has not answered yet",
    next: "It may be asking you something in another window. Answer it there, or unlock it, then try again. If nothing asks, restart it, or sign in to the desktop again. Nothing was opened, and no key was made.",
  },
  keyGone: {
    title: "The keychain has no key for this profile",
    next: "It may be another user's keychain, or it was reset. Sign in as the user who set Daybook up. The files are untouched; no new key is made over them. If the key is gone for good, the recovery code opens the profile; without one, set it aside and begin anew.",
  },
  wrongKey: {
    title: "That key does not open this profile",
    next: "Check the passphrase, and whether this is the profile folder you mean. The files are untouched.",
  },
  inUse: {
    title: "Another Daybook has this profile open",
    next: "Use that window, or close it and try again.",
  },
  readOnly: {
    title: "The profile's folder cannot be written to",
    next: "Give your user the right to write there, or move the profile to a disk that allows it, then try again.",
  },
  diskFull: {
    title: "The disk is full",
    next: "Free some space (1 GB is enough to go on), then try again. Nothing that was kept is lost.",
  },
  newer: {
    title: "This profile was made by a newer Daybook",
    next: "Install that version or a later one. This one leaves the files as they are.",
  },
  vaultDamaged: {
    title: "A file that only this computer has is missing or damaged",
    next: "It is profile.json in the profile's folder, or the vault that is named in it. Do not delete anything. If your IT has a backup of the folder, restore it and try again. If there is none, set the profile aside and begin anew.",
  },
  disk: {
    title: "The disk does not answer as it should",
    next: "Check that it is connected and healthy, then try again. Copy the profile folder aside first if you can.",
  },
} as const satisfies Record<Exclude<Trouble["kind"], "keychainChanged">, { title: string; next: string }>;

/** What is said of a key that another keychain keeps than the one that the desktop offers. */
export const keychainChangedText = {
  title: "The key is in another keychain",
  next: (kept: string, now: string) =>
    `The key of this profile was kept in ${kept}. This desktop now offers ${now}, which has no key for it. Start ${kept} again, then try again. Or use the recovery code: ${now} keeps the key from then on. The files are untouched; no new key is made over them.`,
} as const;

/** Why nobody was signed in, and what to do about it. */
export const stopText = {
  denied: {
    title: "athenahealth did not sign you in.",
    next: "It was declined in the browser, or your account may not use this app. Try again, and choose Allow.",
  },
  cancelled: {
    title: "Signing in was ended here.",
    next: "Nothing was changed. Start again whenever you like; the page in the browser may be closed.",
  },
  late: {
    title: "Nobody came back from the browser within five minutes.",
    next: "If athenahealth's page said that the address is not registered, ask whoever manages your app. Else try again.",
  },
  noBrowser: {
    title: "No browser opens.",
    next: "Choose a default browser in this computer's settings, then try again.",
  },
  noPort: {
    title: "There is no way back from the browser.",
    next: "Another program uses the port that you would come back to. Close it, or restart this computer, then try again.",
  },
  scopes: {
    title: "The app may not ask for one of these scopes.",
    next: "Compare the scopes with those of the app in the developer portal.",
  },
  registration: {
    title: "People do not sign in through this app.",
    next: "It is registered to sign in as itself. Connect it so, or have another app registered for people.",
  },
  outOfOrder: {
    title: "athenahealth's sign-in page is out of order.",
    next: "Nothing is wrong here. Try again in a few minutes.",
  },
  otherIssuer: {
    title: "The answer came from another server than the one that was asked.",
    next: "Nobody was signed in. Try again; if it comes again, tell your IT, and do not sign in meanwhile.",
  },
  notTaken: {
    title: "athenahealth did not take the sign-in.",
    next: "It may have come too late. Try again from here, not from a page that is open in the browser.",
  },
} as const satisfies Record<SignInStop, { title: string; next: string }>;

/** Why an exported vault was not restored, and what to do about it. */
export const restoreText = {
  noExport: {
    title: "That file is no export of Daybook.",
    next: "Copy the file whole into the folder that is named here, and look again.",
  },
  wrongPassphrase: {
    title: "That passphrase does not open the file.",
    next: "It is the one that was chosen when the file was exported, or a recovery code.",
  },
  damaged: {
    title: "The file is cut off or damaged.",
    next: "Copy it again from where it was exported, or export it anew there.",
  },
  notEmpty: {
    title: "Here are people or practices already.",
    next: "Restore it on a computer, or in another user's account of this one, where Daybook is not set up yet.",
  },
  newer: {
    title: "A newer Daybook exported this file.",
    next: "Install that version or a later one here, then restore it.",
  },
} as const satisfies Record<RestoreStop, { title: string; next: string }>;

/** What cannot be taken as it is. */
export const fieldText = {
  address: "the address",
  practiceId: "the practice id",
  clientId: "the client id",
  clientSecret: "the client secret",
  scopes: "the scopes",
  port: "the port",
  passphrase: "the passphrase",
  recoveryCode: "the recovery code",
  days: "the number of days",
  date: "the date",
  department: "the department",
  provider: "the provider",
  person: "the name",
  role: "the role",
  pin: "the PIN",
  minutes: "the number of minutes",
  hours: "the number of hours",
  reason: "the reason",
  patient: "the patient’s number",
  visit: "the visit",
  identifiers: "that few identifiers",
  folder: "the folder",
  packetWords: "a packet without words",
  cursor: "the place in the list",
  request: "the request",
} as const satisfies Record<Field, string>;

/** How it should be instead. */
export const fieldNextText = {
  address: "It starts with https:// and names a host, nothing after it.",
  practiceId: "It is a number, such as 195900.",
  clientId: "Copy it from the developer portal, without spaces.",
  clientSecret: "Copy it from the developer portal, without spaces.",
  scopes: "Copy them from the developer portal, with a space between two.",
  port: "It is a number from 1024 to 65535, as in the address that the app is registered with.",
  passphrase:
    "Somebody who tries would find it. Use twelve characters or more: four words that do not belong together, and no name, date, or row of keys.",
  recoveryCode: "A letter of it is another, or missing. Compare it with what was written down.",
  days: "Choose one from the list.",
  date: "Choose a day from the calendar.",
  department: "The practice does not have it, or not any more. Choose one from the list.",
  provider: "Nobody of that number works at the practice. Choose one from the list.",
  person: "Write a name of sixty letters or fewer.",
  role: "The first person here is a manager.",
  pin: "Use six to twelve digits, no row such as 123456 and no repeat such as 121212.",
  minutes: "Choose 1 to 15 minutes.",
  hours: "Choose 4 to 168 hours.",
  reason: "Write 10 to 500 characters on one line.",
  patient: "It is the number under which athenahealth shows them.",
  visit: "It is no longer on that day: look where it was moved to, and print its slip there.",
  identifiers: "Make sure of two: the name and the birth date, or a phone, the address, an id.",
  folder: "Give a folder that is there, by its whole path, and outside Daybook’s own.",
  packetWords: "Make its words first: a manager does that on the Settings page, under Downtime packet.",
  cursor: "Search again from the start.",
  request: "Restart Daybook; if it comes again, tell support.",
} as const satisfies Record<Field, string>;

/** A right, after “you do not have the right”. */
export const permissionText = {
  anyone: "to use Daybook",
  useConsole: "to use this console",
  connect: "to connect practices",
  viewPatients: "to see patients",
  viewCharts: "to look into patients' charts",
  editPatients: "to register and change patients",
  viewSchedule: "to see the schedule",
  editSchedule: "to book, move and cancel visits, and to check people in and out",
  print: "to print",
  exportSchedule: "to save the schedule as CSV",
  makePacket: "to make a downtime packet",
  emergencyAccess: "to use emergency access",
  viewAudit: "to read the audit",
  managePeople: "to manage people",
  manageProfile: "to manage keys and exports",
} as const satisfies Record<Permission, string>;
