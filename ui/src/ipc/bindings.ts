// Made by `cargo xtask bindings` from crates/ipc. Not to be edited.

/**
 * A connection that was added.
 */
export type Added = { connection: Connection, probes: Array<Probe>, };

/**
 * How old somebody is, in the unit that a front desk says it in.
 */
export type Age = { count: number, unit: AgeUnit, };

/**
 * What an age is counted in.
 */
export type AgeUnit = "years" | "months" | "weeks" | "days";

/**
 * A field of somebody beside that of somebody to be registered.
 */
export type AlikeField = { field: PatientField, ours: string, theirs: string, 
/**
 * Whether both say something, and not the same.
 */
differs: boolean, };

/**
 * Who is like somebody to be registered, the likeliest first.
 */
export type AlikePeople = { rows: Array<AlikeView>, };

/**
 * Somebody registered who is like somebody to be registered.
 */
export type AlikeView = { patient: string, 
/**
 * `Last, First M. Jr`
 */
name: string, 
/**
 * athenahealth's, where it gave one. Names and date of birth alone come to 23.
 */
score: number | null, likeness: Likeness, 
/**
 * What is known of them beside what was asked with, field by field.
 */
fields: Array<AlikeField>, };

/**
 * A patient's allergies with their age.
 */
export type AllergiesView = { standing: AllergyStanding, 
/**
 * Those that count come first.
 */
rows: Array<AllergyView>, note: string | null, 
/**
 * When the list was read, as an RFC 3339 instant.
 */
asOf: string | null, trouble: AllergyTrouble | null, };

/**
 * What is known of a patient's allergies.
 */
export type AllergyStanding = "withheld" | "unread" | "listed" | "noneKnown" | "notRecorded";

/**
 * Why a list of allergies is not read anew.
 */
export type AllergyTrouble = "noRight" | "notGiven";

/**
 * An allergy.
 */
export type AllergyView = { 
/**
 * None where athenahealth no longer knows which allergen was meant.
 */
allergen: string | null, reactions: Array<ReactionView>, onset: string | null, 
/**
 * Whether it counts today.
 */
active: boolean, deactivated: string | null, note: string | null, };

/**
 * What the audit is held against.
 */
export type Anchoring = "keychain" | "silent" | "exports";

/**
 * What asking athenahealth brought.
 */
export type Asked = { 
/**
 * Patients found there, now in the copy.
 */
rows: Array<PatientRow>, 
/**
 * How many of them the copy did not hold before.
 */
new: number, 
/**
 * Whether it knows more people than these.
 */
more: boolean, };

/**
 * Says that somebody saw what was found, up to an entry.
 */
export type AuditAcknowledge = { until: number, };

/**
 * Verifies a file that was exported.
 */
export type AuditCheckFile = { 
/**
 * What is in the file.
 */
text: string, };

/**
 * What a file turned out to be.
 */
export type AuditChecked = { "verdict": "whole", entries: number, 
/**
 * RFC 3339.
 */
exported: string, fingerprint: string, 
/**
 * By what names those go who did what is in it; nobody in a file from before names were in it.
 */
people: Array<AuditPerson>, 
/**
 * What this profile's audit still holds of it; nothing where another profile signed it.
 */
ours: AuditSince | null, 
/**
 * Whether another program saved it since: its line ends are not those that were signed.
 */
resaved: boolean, } | { "verdict": "notWhole" } | { "verdict": "altered" } | { "verdict": "broken" };

/**
 * A computer of the audit.
 */
export type AuditDevice = { 
/**
 * Opaque: of its profile, which another has that was restored from an exported vault.
 */
id: string, 
/**
 * Whether it is this one.
 */
here: boolean, };

/**
 * Whose practice it is: the real one, or one to try things at.
 */
export type AuditEnvironment = "demo" | "preview" | "production" | "other";

/**
 * Exports the audit.
 */
export type AuditExport = Record<symbol, never>;

/**
 * Where an export is.
 */
export type AuditExported = { 
/**
 * The file with its folder, to be shown.
 */
file: string, entries: number, fingerprint: string, };

/**
 * What was found wrong with the audit and nobody acknowledged.
 */
export type AuditFound = { 
/**
 * Each thing that was found, the worst first.
 */
wrong: Array<AuditWrong>, 
/**
 * The latest entry that says so; nothing where nothing was found.
 */
until: number | null, 
/**
 * How many entries say so.
 */
times: number, };

/**
 * Asks for what was found wrong with the audit and nobody acknowledged.
 */
export type AuditFoundRead = Record<symbol, never>;

/**
 * What kind of deed an entry is about.
 */
export type AuditKind = "view" | "search" | "export" | "print" | "write" | "unlock" | "failedUnlock" | "signIn" | "refusal" | "setting" | "emergency" | "finding";

/**
 * One entry.
 */
export type AuditLine = { sequence: number, 
/**
 * `YYYY-MM-DD`, in the practice's own calendar.
 */
day: string, 
/**
 * Minutes since midnight there.
 */
minute: number, person: AuditPerson, device: AuditDevice, kind: AuditKind, words: string, outcome: Outcome, patient: AuditPatient | null, 
/**
 * A name for what was looked for: the same words have the same.
 */
search: string | null, 
/**
 * A day, a connection, a person, or what was said of a write.
 */
about: string | null, write: AuditWrite | null, practice: AuditPractice | null, 
/**
 * By which emergency access it was done: the number of the entry that began it.
 */
emergency: number | null, 
/**
 * Why emergency access began, in that person's words.
 */
reason: string | null, };

/**
 * Who did what here, the latest first.
 */
export type AuditPage = { rows: Array<AuditLine>, 
/**
 * Where the next page begins; `None` on the last.
 */
cursor: string | null, 
/**
 * Everybody who can be asked for.
 */
people: Array<AuditPerson>, 
/**
 * The practice's own today.
 */
today: string, };

/**
 * A patient of the audit.
 */
export type AuditPatient = { id: string, 
/**
 * Where the copy in use holds them.
 */
name: string | null, };

/**
 * A person of the audit.
 */
export type AuditPerson = { id: string, 
/**
 * `None` where nobody was told apart from others at this desktop.
 */
name: string | null, };

/**
 * A practice of the audit.
 */
export type AuditPractice = { number: string, 
/**
 * What people here call it; `None` where its connection is here no more.
 */
label: string | null, 
/**
 * Where it is or was; `None` where nobody kept that.
 */
environment: AuditEnvironment | null, };

/**
 * Lists who did what here.
 */
export type AuditRead = { 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * Rows wanted, 1 to 200.
 */
limit: number, 
/**
 * Of one person, by id.
 */
person?: string, kind?: AuditKind, 
/**
 * About one patient, by any id that they have or had. A patient belongs to one practice: the one in
 * use where no connection is named.
 */
patient?: string, 
/**
 * Of the practice of one connection.
 */
connection?: string, 
/**
 * `YYYY-MM-DD`, in the practice's own calendar.
 */
day?: string, };

/**
 * What an audit still holds of a file that was exported from it.
 */
export type AuditSince = { "since": "goesOn", more: number, } | { "since": "lost", exported: number, held: number, } | { "since": "another", exported: number, } | { "since": "altered" };

/**
 * Whether the audit is as it was written.
 */
export type AuditStanding = { entries: number, troubles: Array<AuditTrouble>, anchoring: Anchoring, 
/**
 * How often the console found it wrong when it started, before now.
 */
foundBefore: number, 
/**
 * Of the key that signs exports.
 */
fingerprint: string, };

/**
 * What is wrong with the audit.
 */
export type AuditTrouble = { "kind": "changed", sequence: number, } | { "kind": "missing", first: number, last: number, } | { "kind": "unlinked", sequence: number, } | { "kind": "reason", sequence: number, } | { "kind": "cutOff", anchored: number, found: number, } | { "kind": "replaced", anchored: number, };

/**
 * Says whether the audit is as it was written.
 */
export type AuditVerify = Record<symbol, never>;

/**
 * A write of the audit.
 */
export type AuditWrite = { id: string, 
/**
 * Whether it is still to be seen among the writes of the practice in use.
 */
here: boolean, };

/**
 * What was found wrong with the audit, the worst first.
 */
export type AuditWrong = "altered" | "older" | "unanchored";

/**
 * A row of what a patient owes.
 */
export type BalanceView = { 
/**
 * By name; by its number where the name is not known.
 */
providerGroup: string, 
/**
 * Names of the departments it covers.
 */
departments: Array<string>, cents: number, };

/**
 * athenahealth's day, in which calls are counted.
 */
export type CallDay = { 
/**
 * When it ends and calls are counted anew.
 */
ends: PracticeTime, 
/**
 * Its 24 hours.
 */
hours: Array<CallHour>, };

/**
 * Calls within an hour of athenahealth's day, by what they were for.
 */
export type CallHour = { 
/**
 * When it begins.
 */
from: PracticeTime, 
/**
 * Whether the practice's clock shows this hour for the second time in the day, because it was put back.
 */
again: boolean, 
/**
 * What people asked for.
 */
people: number, 
/**
 * Bookings, eligibility and what is written.
 */
bookings: number, 
/**
 * What changed.
 */
feeds: number, 
/**
 * Filling the copy.
 */
fill: number, };

/**
 * The day's calls.
 */
export type Calls = { limit: number | null, left: number | null, sentToday: number, 
/**
 * What the next hour takes if all stays as it is; none while the copy is filled.
 */
nextHour: number | null, };

/**
 * A reason to cancel.
 */
export type CancelReasonView = { id: string, name: string, 
/**
 * Whether it says that they did not come.
 */
noShow: boolean, 
/**
 * Whether the time is free again.
 */
frees: boolean, };

/**
 * The practice's reasons to cancel.
 */
export type CancelReasons = { rows: Array<CancelReasonView>, };

/**
 * What a key may be allowed to read.
 */
export type Capability = "practice" | "departments" | "providers" | "patients" | "schedule" | "records" | "charts" | "appointmentTypes" | "customFields";

/**
 * Says what was put on the clipboard.
 */
export type ClipboardNote = { text: SecretText, };

/**
 * A provider in a department.
 */
export type Column = { provider: string, name: string, department: string, departmentName: string, zone: string, 
/**
 * Minutes since midnight there, where the day is today there.
 */
now: number | null, visits: Array<Visit>, };

/**
 * A connection.
 */
export type Connection = { id: string, environment: Environment, practice: string, 
/**
 * The practice's name.
 */
label: string, clientId: string, fill: FillTime, signIn: SignInKind, 
/**
 * The scopes that are asked for, with a blank between two.
 */
scopes: string, wayBack: WayBack, 
/**
 * Who is signed in, by name; an empty one where athenahealth does not tell it.
 */
person: string | null, 
/**
 * Whether that is somebody else than whoever sits here, as far as is known: nothing of theirs is written.
 */
another: boolean, 
/**
 * Writes to a practice that is not in use, which wait until it is: released, held or unknown. For who may
 * write.
 */
waits: number, 
/**
 * What goes with it where it is removed. For who may remove it.
 */
unsent: Unsent, 
/**
 * Whether the profile's description says something else by now than what its secret belongs to, which
 * stands here. It is not used.
 */
changed: boolean, };

/**
 * Adds a connection. Where a person signs in, it waits for them.
 */
export type ConnectionAdd = { environment: Environment, 
/**
 * Ignored for the demo practice.
 */
practice: string, 
/**
 * Ignored for the demo practice.
 */
clientId: string, 
/**
 * Ignored for the demo practice. A person's registration may have none.
 */
clientSecret: SecretText, signIn?: SignInKind, 
/**
 * The scopes, with blanks between them; those of the kind of registration where nothing is said.
 */
scopes?: string, 
/**
 * Any port where nothing is said. Ignored where nobody comes back.
 */
wayBack?: WayBack, };

/**
 * Lists the connections.
 */
export type ConnectionList = { 
/**
 * Where the last page ended.
 */
cursor?: string, };

/**
 * Chooses when the copy of a practice is filled.
 */
export type ConnectionPrefer = { connection: string, fill: FillTime, };

/**
 * Says anew what a connection's app is registered for. The demo practice's is its own.
 */
export type ConnectionRegister = { connection: string, 
/**
 * The scopes, with blanks between them; those of the kind of registration where nothing is said.
 */
scopes: string, wayBack: WayBack, };

/**
 * Removes a connection, its secret and its copy.
 */
export type ConnectionRemove = { connection: string, };

/**
 * What became of a connection that was removed.
 */
export type ConnectionRemoved = { 
/**
 * Folders in which copies of its downtime packet are that could not be removed.
 */
left: Array<string>, };

/**
 * Signs a person in at a connection's practice, and waits for them.
 */
export type ConnectionSignIn = { connection: string, };

/**
 * Ends the waiting for a person.
 */
export type ConnectionSignInCancel = Record<symbol, never>;

/**
 * Signs the person of a connection out.
 */
export type ConnectionSignOut = { connection: string, };

/**
 * Works with another connection.
 */
export type ConnectionSwitch = { connection: string, };

/**
 * A page of the connections.
 */
export type Connections = { rows: Array<Connection>, cursor: string | null, 
/**
 * The one in use.
 */
current: string | null, workingHours: WorkingHours, };

/**
 * Says that what was typed in the window is kept, as an event asked.
 */
export type ConsoleKept = Record<symbol, never>;

/**
 * Locks the console.
 */
export type ConsoleLock = Record<symbol, never>;

/**
 * Says that the person at the window touched it.
 */
export type ConsoleTouch = Record<symbol, never>;

/**
 * How a patient is reached.
 */
export type ContactView = { homePhone: string | null, mobilePhone: string | null, workPhone: string | null, email: string | null, 
/**
 * Lines of the postal address.
 */
address: Array<string>, preference: string | null, consentToText: boolean | null, language: string | null, };

/**
 * A copay.
 */
export type CopayView = { kind: string, cents: number, };

/**
 * A policy.
 */
export type CoverageView = { id: string, plan: string, payer: string | null, memberId: string | null, policyNumber: string | null, sequence: number | null, active: boolean, selfPay: boolean, cancelled: string | null, expires: string | null, relationship: string | null, eligibility: EligibilityView | null, copays: Array<CopayView>, };

/**
 * A custom field with its value.
 */
export type CustomValueView = { field: string, name: string, 
/**
 * In words: an option's name, or the text; the option's bare id where its name is not known.
 */
value: string, };

/**
 * A part of the day.
 */
export type DayPart = "morning" | "afternoon";

/**
 * A day's schedule.
 */
export type DaySheet = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Today in the department shown, or in most departments.
 */
today: string, 
/**
 * The zones of the departments shown, in words.
 */
zones: Array<string>, 
/**
 * First and last minute to be shown.
 */
from: number, to: number, columns: Array<Column>, tally: Tally, 
/**
 * When the day was read, the oldest of its departments; none where it has not been read.
 */
asOf: string | null, 
/**
 * Whether the day lies in the window that is kept.
 */
kept: boolean, };

/**
 * A day's open times to which a visit could be moved, the earliest first.
 */
export type DaySlots = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Of which kind the visit is; none where athenahealth gave it none, and nothing is open for it.
 */
kind: string | null, rows: Array<Opening>, 
/**
 * Whether there are later ones that were left out.
 */
more: boolean, 
/**
 * When the oldest of them was read: never more than five minutes ago.
 */
asOf: string, };

/**
 * The size of the demo practice.
 */
export type DemoSize = "solo" | "clinic" | "group";

/**
 * How dense lists are.
 */
export type Density = "dense" | "roomy";

/**
 * A department and how its day stands.
 */
export type DepartmentView = { id: string, name: string, place: string | null, 
/**
 * The zone in the practice's words: Eastern, Central, Arizona.
 */
zone: string, 
/**
 * False where the practice does not say its zone and the server's own is used.
 */
zoneKnown: boolean, 
/**
 * Today there, as `YYYY-MM-DD`.
 */
today: string, booked: number, here: number, done: number, };

/**
 * How many records that were read again differed from the copy although their feed said nothing.
 */
export type Divergence = { 
/**
 * Records that were read again.
 */
read: number, 
/**
 * Of them, those that differed.
 */
differed: number, 
/**
 * Since when they are counted, as an RFC 3339 instant.
 */
since: string, 
/**
 * Until when the feed is relied on no more; none where it is.
 */
doubted: PracticeTime | null, };

/**
 * A write that has nothing to say but that it was done.
 */
export type Done = Record<symbol, never>;

/**
 * What is put there.
 */
export type DoubleDeed = { "kind": "book", patient: string, 
/**
 * Of which kind it is to be.
 */
of: string, 
/**
 * Two at least, each of which the patient has.
 */
confirmed: Array<Identifier>, } | { "kind": "move", visit: string, patient: string, };

/**
 * Where a visit is put beside another.
 */
export type DoublePlace = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Minutes since the midnight of the department's zone.
 */
minute: number, provider: string, department: string, };

/**
 * What was drafted.
 */
export type Drafted = { write: string, 
/**
 * What keeps it from being released.
 */
troubles: Array<FieldTrouble>, };

/**
 * What is known of eligibility.
 */
export type EligibilityView = { status: string, reason: string | null, 
/**
 * The day of the last check; none where it never was.
 */
checked: string | null, message: string | null, };

/**
 * Ends emergency access.
 */
export type EmergencyEnd = Record<symbol, never>;

/**
 * Opens a copy that stays closed until athenahealth was reached, to be read for an hour at the desk.
 */
export type EmergencyOpen = { 
/**
 * Why, in 10 to 500 characters. It may be about a patient, and is kept for ever.
 */
reason: SecretText, };

/**
 * Which athenahealth a connection reaches.
 */
export type Environment = { "kind": "demo", size: DemoSize, } | { "kind": "preview", } | { "kind": "production", } | { "kind": "other", address: string, };

/**
 * Says what became stale, never the new data.
 */
export type Event = { "event": "changed", 
/**
 * The parts.
 */
tags: Array<Tag>, } | { "event": "keep", } | { "event": "browser", 
/**
 * The page.
 */
url: string, };

/**
 * Why a command was not answered. The kind is decided here, the words by the window; the cause is
 * in the log under a reference.
 */
export type Failure = { "code": "invalid", 
/**
 * Which.
 */
field: Field, } | { "code": "locked" } | { "code": "forbidden", 
/**
 * What they would need.
 */
permission: Permission, } | { "code": "wrongPin" } | { "code": "tooManyTries", 
/**
 * When to try again, in milliseconds.
 */
retryAfterMs: number, } | { "code": "passphraseRests", 
/**
 * When to try again, in milliseconds.
 */
retryAfterMs: number, } | { "code": "wrongRecoveryCode" } | { "code": "notRestored", 
/**
 * Why.
 */
why: RestoreStop, } | { "code": "nameTaken" } | { "code": "lastManager" } | { "code": "nobodyToUnlock" } | { "code": "unrecorded" } | { "code": "noPractice" } | { "code": "leaseOver" } | { "code": "notInEmergency" } | { "code": "notHeld" } | { "code": "deceased" } | { "code": "badFields", 
/**
 * Which, and why; none where nothing is to be written at all.
 */
troubles: Array<FieldTrouble>, } | { "code": "outOfTurn" } | { "code": "writesAtLarge", 
/**
 * Of how many writes.
 */
count: number, } | { "code": "tooSoon" } | { "code": "alreadyUndone" } | { "code": "beingUndone" } | { "code": "cannotBeUndone" } | { "code": "tooLate" } | { "code": "offline" } | { "code": "captivePortal" } | { "code": "untrusted" } | { "code": "noTls" } | { "code": "notAthena" } | { "code": "outage" } | { "code": "serverTrouble" } | { "code": "signInRefused" } | { "code": "signInNeeded" } | { "code": "signInFirst", 
/**
 * What it is called here.
 */
practice: string, } | { "code": "signInStopped", 
/**
 * Why.
 */
why: SignInStop, } | { "code": "practiceUnknown" } | { "code": "practiceNotAllowed" } | { "code": "notAskable" } | { "code": "tooManyMatches" } | { "code": "rateLimited", 
/**
 * When to try again, in milliseconds.
 */
retryAfterMs: number, } | { "code": "unreadable", 
/**
 * For the log.
 */
reference: string, } | { "code": "notPrinted" } | { "code": "alreadyConnected" } | { "code": "connectionChanged" } | { "code": "profile", 
/**
 * Why.
 */
trouble: Trouble, } | { "code": "copyDamaged" } | { "code": "unexpected", 
/**
 * For the log.
 */
reference: string, };

/**
 * What a feed told of, or may have missed, that is not in the copy yet.
 */
export type FeedBacklog = { 
/**
 * Whether athenahealth has more to tell than was taken out.
 */
more: boolean, 
/**
 * What is to be read anew: spans of the schedule, patients, or lists.
 */
left: number, };

/**
 * Changes of a feed.
 */
export type FeedCount = { feed: FeedName, count: number, };

/**
 * A time in which something may have changed that was not told.
 */
export type FeedGap = { why: GapWhy, since: PracticeTime, until: PracticeTime, 
/**
 * As an RFC 3339 instant, when all that it may be about was read anew; none while that is not done.
 */
closed: string | null, 
/**
 * When that is read anew; none where it is under way or about to be.
 */
anew: PracticeTime | null, 
/**
 * Whether athenahealth does not let the key read it.
 */
withheld: boolean, };

/**
 * A feed in which athenahealth tells what changed.
 */
export type FeedName = "appointments" | "patients" | "providers";

/**
 * A feed, and how far it is.
 */
export type FeedView = { feed: FeedName, 
/**
 * Whether the subscription is in effect: before that, silence is no sign that nothing changed.
 */
inEffect: boolean, 
/**
 * When it was last read to its end, as an RFC 3339 instant.
 */
read: string | null, 
/**
 * Up to when nothing is missed though other desktops read the same feed, as an RFC 3339 instant.
 */
proven: string | null, 
/**
 * When it is read next, as an RFC 3339 instant.
 */
next: string | null, 
/**
 * Whether another desktop on the same key has shown itself lately.
 */
shared: boolean, backlog: FeedBacklog, 
/**
 * Why it could not be read; none where it could.
 */
problem: Failure | null, 
/**
 * The latest gaps, those that are open first.
 */
gaps: Array<FeedGap>, 
/**
 * None before any was measured.
 */
divergence: Divergence | null, };

/**
 * A field of a form that cannot be taken as it is.
 */
export type Field = "address" | "practiceId" | "clientId" | "clientSecret" | "scopes" | "port" | "passphrase" | "recoveryCode" | "days" | "date" | "department" | "provider" | "person" | "role" | "pin" | "minutes" | "hours" | "reason" | "patient" | "visit" | "identifiers" | "folder" | "packetWords" | "cursor" | "request";

/**
 * What is to stand in a field in place of what a person saw there.
 */
export type FieldChange = { field: PatientField, 
/**
 * As it stood in the form, or as athenahealth showed it when it held the draft.
 */
saw: string, value: string, };

/**
 * What may stand in a field.
 */
export type FieldChoice = { value: string, 
/**
 * A name that is the practice's own: a department's. Nothing where the value has words of its own.
 */
name: string | null, };

/**
 * What athenahealth made of a field.
 */
export type FieldMade = "kept" | "changed" | "ignored";

/**
 * Whether something must stand in a field.
 */
export type FieldNeed = "required" | "oneOf" | "optional";

/**
 * A field that cannot be written as it is.
 */
export type FieldTrouble = { field: PatientField, why: FieldWhy, };

/**
 * What stands in a field, or is to stand there; empty where nothing does.
 */
export type FieldValue = { field: PatientField, value: string, };

/**
 * Why a field cannot be written as it is.
 */
export type FieldWhy = "missing" | "tooLong" | "malformed" | "unlisted" | "elsewhere";

/**
 * Where a file is that left the console.
 */
export type FileMade = { 
/**
 * The file with its folder, to be shown.
 */
file: string, 
/**
 * Its pages, or its rows.
 */
count: number, };

/**
 * How far the filling of a new copy has come.
 */
export type Fill = { phase: Phase, done: number, left: number, 
/**
 * Steps a minute, measured; none before enough were done.
 */
perMinute: number | null, 
/**
 * Seconds left at that rate.
 */
secondsLeft: number | null, 
/**
 * That what is left waits until nobody works at the practice; none while anything of it is read.
 */
rest: FillRest | null, };

/**
 * When the fill goes on.
 */
export type FillRest = { 
/**
 * An RFC 3339 instant.
 */
until: string, 
/**
 * Minutes since midnight then, in the practice's zone.
 */
minute: number, 
/**
 * That zone in the practice's words.
 */
zone: string, };

/**
 * When the copy of a practice is filled.
 */
export type FillTime = "anyTime" | "offHours";

/**
 * A field of a form.
 */
export type FormField = { field: PatientField, 
/**
 * As the copy holds it.
 */
value: string, 
/**
 * How many characters athenahealth keeps.
 */
longest: number, need: FieldNeed, 
/**
 * What may stand there, where that is a list. What stands there and is none of them stays.
 */
choices: Array<FieldChoice>, };

/**
 * What a person found at athenahealth.
 */
export type FoundThere = { "kind": "there", 
/**
 * Who was registered. A change is about whom it was about.
 */
patient?: string, } | { "kind": "notThere", };

/**
 * A time that was freed.
 */
export type FreedTime = { 
/**
 * The visit that was cancelled or moved away.
 */
visit: string, place: VisitPlace, };

/**
 * The times that were freed from here in the last quarter of an hour, the latest first.
 */
export type FreedTimes = { rows: Array<FreedTime>, };

/**
 * Why a feed may have missed something.
 */
export type GapWhy = "beginning" | "outage" | "edited" | "unreadable" | "clock" | "asked";

/**
 * One thing that is to be seen to.
 */
export type Gate = { kind: GateKind, standing: GateStanding, 
/**
 * When that which says so was read; none where it has not been.
 */
asOf: string | null, };

/**
 * What is looked at before a check-in.
 */
export type GateKind = "identity" | "demographics" | "consents" | "insurance" | "copay" | "balance" | "once";

/**
 * How it stands. Only what is clear needs nobody.
 */
export type GateStanding = { "standing": "clear" } | { "standing": "unread" } | { "standing": "missing", fields: Array<PatientField>, } | { "standing": "deceased" } | { "standing": "notActive", status: string, } | { "standing": "namesake", minute: number, provider: string, } | { "standing": "longAgo", last: string | null, } | { "standing": "noPolicy" } | { "standing": "selfPay" } | { "standing": "neverChecked", plan: string, } | { "standing": "otherMonth", plan: string, checked: string, } | { "standing": "notEligible", plan: string, status: string, checked: string, } | { "standing": "notBegun", plan: string, from: string, } | { "standing": "due", cents: number, } | { "standing": "owes", cents: Array<number>, } | { "standing": "twice", minute: number, provider: string, };

/**
 * Why nothing was read.
 */
export type HaltWhy = "offline" | "outage" | "tooFast" | "dayUsedUp" | "signedOut" | "keyRefused" | "diskFull" | "unreadable" | "other";

/**
 * How times are written.
 */
export type HourClock = "twelve" | "twentyFour";

/**
 * By what a person made sure that it is about whom it should be.
 */
export type Identifier = "name" | "dob" | "phone" | "address" | "patientId" | "memberId";

/**
 * Says after how many minutes without a touch the console locks, 1 to 15.
 */
export type IdleSet = { minutes: number, };

/**
 * Puts another key in the place of the profile's.
 */
export type KeyChange = { 
/**
 * The profile's own, where it opens with one.
 */
passphrase?: SecretText, 
/**
 * That of whoever sits here, where they have one.
 */
pin?: SecretText, };

/**
 * Where the profile's key is kept.
 */
export type Keychain = "ready" | "absent" | "locked" | "silent";

/**
 * How the profile's key stands.
 */
export type Keys = { 
/**
 * Whether a passphrase opens the profile, in place of the keychain.
 */
passphrase: boolean, 
/**
 * Whether somebody has a recovery code.
 */
recovery: boolean, 
/**
 * Whether the one that somebody had opens nothing any more, since the key changed.
 */
recoveryEnded: boolean, 
/**
 * Where exported vaults lie, to be shown.
 */
folder: string, retention: Retention, };

/**
 * Asks how the profile's key stands.
 */
export type KeysRead = Record<symbol, never>;

/**
 * Asks athenahealth at once, for a copy that stays closed until it was reached.
 */
export type LeaseReach = Record<symbol, never>;

/**
 * Says how many hours the copies open without athenahealth having been reached, 4 to 168.
 */
export type LeaseSet = { hours: number, };

/**
 * A lease that is over.
 */
export type LeaseSpent = { 
/**
 * For how long athenahealth was not reached, in milliseconds.
 */
unreachedMs: number, 
/**
 * For how many hours a copy opens without that.
 */
hours: number, };

/**
 * How alike somebody is. None of it decides: a person does.
 */
export type Likeness = "same" | "likely" | "distant";

/**
 * Which field of a patient a search matched.
 */
export type MatchField = "firstName" | "middleName" | "lastName" | "preferredName" | "suffix" | "dob" | "phone" | "patientId" | "previousId" | "memberId";

/**
 * How it matched.
 */
export type MatchKind = "exact" | "prefix" | "inner" | "typo";

/**
 * How many open times a day has.
 */
export type OpenDay = { 
/**
 * `YYYY-MM-DD`
 */
date: string, count: number, };

/**
 * An open time.
 */
export type Opening = { 
/**
 * The slot's number.
 */
slot: string, 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Minutes since the midnight of its zone.
 */
minute: number, minutes: number, provider: string, 
/**
 * The provider, by name.
 */
name: string, department: string, departmentName: string, zone: string, kind: string, };

/**
 * The next open times across all that was asked for, the earliest first.
 */
export type Openings = { rows: Array<Opening>, 
/**
 * Whether there are later ones that were left out.
 */
more: boolean, 
/**
 * How many there are on each day that has any, rows or none, in order.
 */
days: Array<OpenDay>, 
/**
 * When the oldest of them was read: never more than five minutes ago.
 */
asOf: string, };

/**
 * How a command ended.
 */
export type Outcome = "begun" | "done" | "failed" | "refused";

/**
 * The practice and how today stands in a page of its departments.
 */
export type Overview = { name: string, practice: string, rows: Array<DepartmentView>, cursor: string | null, providers: number, 
/**
 * Patients in the copy.
 */
held: number, 
/**
 * When departments and providers were read, as an RFC 3339 instant.
 */
asOf: string | null, };

/**
 * Makes the words that open packets from here on, and has packets made.
 */
export type PacketBegin = Record<symbol, never>;

/**
 * How the copies of packets stand.
 */
export type PacketCopies = { 
/**
 * The folder that takes them.
 */
folder: string, 
/**
 * The last one, to be shown.
 */
file: string | null, 
/**
 * The last try, where it failed.
 */
failed: PacketFailed | null, };

/**
 * Has no more packets made, removes those that there are and forgets their words.
 */
export type PacketEnd = Record<symbol, never>;

/**
 * A packet that could not be made.
 */
export type PacketFailed = { 
/**
 * RFC 3339.
 */
at: string, why: PacketStop, };

/**
 * A packet that was made.
 */
export type PacketMade = { 
/**
 * RFC 3339.
 */
at: string, 
/**
 * The file with its folder, to be shown.
 */
file: string, visits: number, pages: number, };

/**
 * Makes a packet now.
 */
export type PacketMake = Record<symbol, never>;

/**
 * Says how the packet stands.
 */
export type PacketRead = Record<symbol, never>;

/**
 * Says of how many days packets are made, and how often.
 */
export type PacketSet = { 
/**
 * 1 to 7, today being the first.
 */
days: number, 
/**
 * 1 to 24.
 */
hours: number, 
/**
 * The folder that takes a copy of each, with its whole path; none where it is missing.
 */
copyTo?: string, };

/**
 * How the packet stands.
 */
export type PacketState = { 
/**
 * Whether packets are made.
 */
isOn: boolean, days: number, hours: number, 
/**
 * Where they go.
 */
folder: string, 
/**
 * The last one, where it is still there.
 */
made: PacketMade | null, 
/**
 * The last try, where it failed.
 */
failed: PacketFailed | null, 
/**
 * Where a copy of each goes besides.
 */
copies: PacketCopies | null, 
/**
 * Folders in which copies of before are that could not be removed.
 */
left: Array<string>, };

/**
 * Why no packet was made.
 */
export type PacketStop = "diskFull" | "folder" | "disk" | "copy" | "notProven";

/**
 * The words that open packets, shown once.
 */
export type PacketWords = { words: string, };

/**
 * Has the words printed while they are shown: by the system's usual printer, and into no file.
 */
export type PacketWordsPrint = { 
/**
 * As they are shown: nobody prints them later.
 */
words: SecretText, };

/**
 * The visits that wait, the first put aside first.
 */
export type Parked = { rows: Array<ParkedVisit>, 
/**
 * How many are there no more: cancelled, or not in the copy.
 */
gone: number, };

/**
 * Lists the visits that whoever sits here put aside to be moved.
 */
export type ParkedList = Record<symbol, never>;

/**
 * A visit that waits, and where it stands.
 */
export type ParkedVisit = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Where it stands, with it alone.
 */
column: Column, };

/**
 * A part of a card with its age.
 */
export type Part<T> = { rows: Array<T>, 
/**
 * When it was read, as an RFC 3339 instant; none where it has not been read.
 */
asOf: string | null, };

/**
 * A part of the copy with its age.
 */
export type PartAge = { part: PartName, 
/**
 * An RFC 3339 instant; none where it has not been read.
 */
asOf: string | null, };

/**
 * A part of the copy.
 */
export type PartName = "practice" | "schedule" | "patients" | "coverages" | "customFields";

/**
 * Says after how many minutes in the waiting room a wait is long.
 */
export type PatienceSet = { minutes: number, };

/**
 * Asks athenahealth who is like somebody to be registered.
 */
export type PatientAlike = { 
/**
 * Names and date of birth at least; phones, e-mail and ZIP make it sharper.
 */
fields: Array<FieldValue>, };

/**
 * Asks athenahealth for people whom the copy does not hold.
 */
export type PatientAsk = { 
/**
 * As in a search: athenahealth is asked by name, whole date of birth, whole phone or patient id.
 */
text: string, };

/**
 * A patient's card.
 */
export type PatientCard = { 
/**
 * Another id than was asked for where that one was merged into it.
 */
id: string, name: string, preferred: string | null, dob: string | null, age: Age | null, sex: string | null, deceased: string | null, 
/**
 * In words.
 */
status: string, flags: Array<PatientFlag>, contact: ContactView, department: string | null, primaryDepartment: string | null, provider: string | null, previousIds: Array<string>, 
/**
 * When identity and contact were read.
 */
asOf: string | null, allergies: AllergiesView, coverages: Part<CoverageView>, balances: Part<BalanceView>, nextVisits: Part<VisitLine>, lastVisits: Part<VisitLine>, customValues: Part<CustomValueView>, };

/**
 * A field of a patient that can be written.
 */
export type PatientField = "first" | "middle" | "last" | "suffix" | "preferred" | "dob" | "sex" | "homePhone" | "mobilePhone" | "workPhone" | "email" | "line1" | "line2" | "city" | "state" | "zip" | "language" | "consentToText" | "status" | "department";

/**
 * Something about a patient that must be seen before anything is done.
 */
export type PatientFlag = "deceased" | "inactive" | "prospective";

/**
 * A form's fields.
 */
export type PatientForm = { 
/**
 * Another id than was asked for where that one was merged into it.
 */
patient: string | null, 
/**
 * `Last, First M. Jr`
 */
name: string | null, dob: string | null, flags: Array<PatientFlag>, 
/**
 * In the order in which a front desk asks for them.
 */
fields: Array<FormField>, 
/**
 * When what stands in them was read.
 */
asOf: string | null, 
/**
 * A write of this patient that is still open.
 */
open: string | null, };

/**
 * Gives the fields of a patient, or of somebody to be registered, as a form takes them.
 */
export type PatientFormRead = { 
/**
 * Nobody where somebody is to be registered.
 */
patient?: string, };

/**
 * Gives a patient's card.
 */
export type PatientOpen = { patient: string, };

/**
 * A page of patients.
 */
export type PatientPage = { rows: Array<PatientRow>, cursor: string | null, 
/**
 * Patients in the copy.
 */
held: number, 
/**
 * Whether everyone with a visit in the schedule's window is held yet.
 */
filled: boolean, 
/**
 * Whether athenahealth can be asked for what was typed.
 */
askable: boolean, };

/**
 * Lists the patients lately opened here.
 */
export type PatientRecent = Record<symbol, never>;

/**
 * Asks for a patient to be read anew.
 */
export type PatientRefresh = { patient: string, };

/**
 * Puts a patient at the head of those lately opened.
 */
export type PatientRemember = { patient: string, };

/**
 * A patient in a list.
 */
export type PatientRow = { id: string, 
/**
 * `Last, First M. Jr`
 */
name: string, preferred: string | null, 
/**
 * `YYYY-MM-DD`
 */
dob: string | null, age: Age | null, sex: string | null, 
/**
 * The phone that matched, else the first there is; digits.
 */
phone: string | null, flags: Array<PatientFlag>, nextVisit: VisitLine | null, 
/**
 * Whether all that is booked for them has been read: no next visit says nothing before that.
 */
bookedKnown: boolean, why: Array<Why>, };

/**
 * Finds patients.
 */
export type PatientSearch = { 
/**
 * Name parts in any order, a date of birth, a phone, a patient id, a member id.
 */
text: string, 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * Rows wanted, 1 to 100.
 */
limit: number, };

/**
 * For how long reading is to rest.
 */
export type PauseFor = "hour" | "untilResumed";

/**
 * That reading rests because a person said so.
 */
export type Paused = { 
/**
 * Until when; none where until somebody says otherwise.
 */
until: PracticeTime | null, };

/**
 * The people, and when the console locks.
 */
export type People = { people: Array<PersonView>, 
/**
 * After how many minutes without a touch the console locks.
 */
idleMinutes: number, 
/**
 * How many hours the copies open without athenahealth having been reached.
 */
leaseHours: number, };

/**
 * Lists the people, and says when the console locks.
 */
export type PeopleList = Record<symbol, never>;

/**
 * What a command needs its caller to be allowed.
 */
export type Permission = "anyone" | "useConsole" | "connect" | "viewPatients" | "viewCharts" | "editPatients" | "viewSchedule" | "editSchedule" | "print" | "exportSchedule" | "makePacket" | "emergencyAccess" | "viewAudit" | "managePeople" | "manageProfile";

/**
 * Adds a person. The first one is a manager, and sits at the desktop then.
 */
export type PersonAdd = { name: string, role: Role, 
/**
 * Six to twelve digits.
 */
pin: SecretText, };

/**
 * Changes a person.
 */
export type PersonChange = { person: string, name: string, role: Role, 
/**
 * Another PIN, where there is to be one.
 */
pin?: SecretText, };

/**
 * A person by name.
 */
export type PersonName = { id: string, name: string, };

/**
 * Removes a person. The audit goes on to name them.
 */
export type PersonRemove = { person: string, };

/**
 * Signs a person in, in place of whoever sat here.
 */
export type PersonSignIn = { person: string, pin: SecretText, };

/**
 * A person with their role.
 */
export type PersonView = { id: string, name: string, role: Role, };

/**
 * What is being read.
 */
export type Phase = "reference" | "nearSchedule" | "farSchedule" | "details" | "fresh";

/**
 * Gives whoever sits here another PIN.
 */
export type PinChange = { 
/**
 * The one there is.
 */
pin: SecretText, 
/**
 * Six to twelve digits.
 */
newPin: SecretText, };

/**
 * Gives a manager who forgot theirs another PIN, by the recovery code, and unlocks the console for them.
 */
export type PinReset = { person: string, code: SecretText, 
/**
 * Six to twelve digits.
 */
newPin: SecretText, };

/**
 * Says where in the window its person is: in the window's own words, which nobody else reads.
 */
export type PlaceNote = { place: SecretText, };

/**
 * Where each visit of a provider's day could be moved to.
 */
export type Plan = { 
/**
 * In the order of their time.
 */
rows: Array<PlanRow>, 
/**
 * What cannot be moved: whoever is here, is gone, or is not shown.
 */
stays: Array<Visit>, 
/**
 * When the oldest of the open times was read: never more than five minutes ago.
 */
asOf: string, };

/**
 * Plans where the visits of a provider's day could be moved to. Nothing is moved by it.
 */
export type PlanMake = { 
/**
 * `YYYY-MM-DD`: the day that is moved.
 */
date: string, provider: string, department: string, 
/**
 * To whom; one at least, and ten at most.
 */
providers: Array<string>, 
/**
 * Where; one at least, and four at most.
 */
departments: Array<string>, 
/**
 * `YYYY-MM-DD`: the first day that they are moved to.
 */
from: string, 
/**
 * To how many days, 14 at most.
 */
days: number, };

/**
 * A visit, and where it could go.
 */
export type PlanRow = { visit: Visit, 
/**
 * None where no open time is left for it.
 */
to: Opening | null, 
/**
 * The open times of its kind that are nearest, whoever else could have them.
 */
others: Array<Opening>, };

/**
 * Asks for the practice in use.
 */
export type PracticeOverview = { 
/**
 * Where the last page of departments ended.
 */
cursor?: string, };

/**
 * A time as the practice's clock shows it.
 */
export type PracticeTime = { 
/**
 * An RFC 3339 instant.
 */
at: string, 
/**
 * The day there.
 */
date: string, 
/**
 * Minutes since midnight there.
 */
minute: number, 
/**
 * The zone in the practice's words.
 */
zone: string, };

/**
 * Sets how the console looks.
 */
export type PreferenceSet = { preferences: Preferences, };

/**
 * How the console looks.
 */
export type Preferences = { theme: Theme, density: Density, hourClock: HourClock, 
/**
 * Whether the desktop shows no notices of what asks for a person.
 */
quiet: boolean, 
/**
 * Whether the day sheet shows what is open and what is frozen.
 */
openTimes: boolean, };

/**
 * A page as it would be printed.
 */
export type PrintPage = { 
/**
 * PNG, in Base64.
 */
png: string, 
/**
 * The first is 0.
 */
page: number, pages: number, };

/**
 * Gives a page of a sheet as it would be printed.
 */
export type PrintPreview = { sheet: Sheet, 
/**
 * The first is 0.
 */
page: number, };

/**
 * Makes a sheet as a PDF.
 */
export type PrintSave = { sheet: Sheet, };

/**
 * One capability and what its trial showed.
 */
export type Probe = { capability: Capability, trial: Trial, };

/**
 * Opens the profile, or makes it on first run.
 */
export type ProfileOpen = { 
/**
 * Where there is no keychain, or the profile was made with a passphrase.
 */
passphrase?: SecretText, };

/**
 * Opens the profile with its recovery code.
 */
export type ProfileRecover = { code: SecretText, 
/**
 * What opens it from here on; the keychain where there is none.
 */
passphrase?: SecretText, };

/**
 * Sets a profile aside that does not open, so that another can begin.
 */
export type ProfileSetAside = Record<symbol, never>;

/**
 * A reaction to an allergen.
 */
export type ReactionView = { name: string, 
/**
 * In athenahealth's word.
 */
severity: string | null, };

/**
 * A recovery code, which is shown this once.
 */
export type RecoveryMade = { code: string, };

/**
 * Makes a recovery code.
 */
export type RecoveryMake = { 
/**
 * That of whoever sits here, where they have one.
 */
pin?: SecretText, };

/**
 * Says that the code made last was written down.
 */
export type RecoveryNote = Record<symbol, never>;

/**
 * A draft as it is to be. It stays what it was, and about whom.
 */
export type Redraft = { "kind": "create", fields: Array<FieldValue>, ruledOut: Array<string>, } | { "kind": "edit", changes: Array<FieldChange>, };

/**
 * A write that was released: nothing says yet that athenahealth has it.
 */
export type Released = { write: string, };

/**
 * What a restored vault takes the place of.
 */
export type Replaces = "nothing" | "trial" | "own";

/**
 * A field that is wanted.
 */
export type RequiredField = { 
/**
 * In athenahealth's word.
 */
name: string, 
/**
 * Where Daybook can write it.
 */
field: PatientField | null, 
/**
 * athenahealth's word for what is wrong with it.
 */
said: string | null, };

/**
 * What a check-in wants to know and does not.
 */
export type RequiredFields = { 
/**
 * Whose visit it is.
 */
patient: string, rows: Array<RequiredField>, asOf: string, };

/**
 * Why an exported vault was not restored.
 */
export type RestoreStop = "noExport" | "wrongPassphrase" | "damaged" | "newer" | "notEmpty";

/**
 * How long things are kept, in days; for ever where nothing is said. The audit is kept for ever.
 */
export type Retention = { 
/**
 * Who was lately opened here.
 */
recents: number | null, 
/**
 * Writes that ended.
 */
writes: number | null, 
/**
 * People in the copy who have no visit in it.
 */
people: number | null, };

/**
 * Says how long things are kept.
 */
export type RetentionSet = { retention: Retention, };

/**
 * What a person does in the practice.
 */
export type Role = "frontDesk" | "biller" | "clinician" | "consultant" | "manager";

/**
 * Says what each role may do.
 */
export type RoleList = Record<symbol, never>;

/**
 * What a role may do.
 */
export type RoleView = { role: Role, permissions: Array<Permission>, };

/**
 * Every role.
 */
export type Roles = { roles: Array<RoleView>, };

/**
 * A view of the schedule, on a key. Where nothing is named everything is meant.
 */
export type SavedView = { 
/**
 * From 1 on: the function key that shows it.
 */
key: number, name: string, kind: ViewKind, departments: Array<string>, providers: Array<string>, states: Array<ViewState>, wrongs: Array<VisitWrong>, order: ViewOrder, 
/**
 * Whether the last comes first.
 */
isTurned: boolean, density: Density, };

/**
 * Gives a day's schedule.
 */
export type ScheduleDay = { 
/**
 * `YYYY-MM-DD`; today where it is missing.
 */
date?: string, 
/**
 * One department; all where it is missing.
 */
department?: string, };

/**
 * Writes a day as rows that a spreadsheet reads.
 */
export type ScheduleExport = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * One department; all where it is missing.
 */
department?: string, };

/**
 * Asks for a day to be read anew.
 */
export type ScheduleRefresh = { date: string, };

/**
 * Gives seven days of the schedule, from a Sunday on.
 */
export type ScheduleWeek = { 
/**
 * A day of the week, `YYYY-MM-DD`; today where it is missing.
 */
date?: string, 
/**
 * One department; all where it is missing.
 */
department?: string, 
/**
 * One provider; all where it is missing.
 */
provider?: string, };

/**
 * Who sits at the console.
 */
export type Seat = { "seat": "everybody", } | { "seat": "locked", people: Array<PersonName>, } | { "seat": "atAthena", id: string, name: string, permissions: Array<Permission>, } | { "seat": "signedOut", connection: string, permissions: Array<Permission>, } | { "seat": "person", person: PersonView, permissions: Array<Permission>, idleMinutes: number, };

/**
 * Text that is wiped when dropped, cannot be printed and cannot be sent back.
 */
export type SecretText = string;

/**
 * What stage the console is in, and how it looks.
 */
export type Session = { stage: Stage, preferences: Preferences, 
/**
 * After how many minutes in the waiting room a wait is long.
 */
patienceMinutes: number, 
/**
 * Who sits here.
 */
seat: Seat, 
/**
 * Where the profile is kept, to be shown.
 */
folder: string, 
/**
 * The program's version.
 */
version: string, 
/**
 * Where in the window its person was, as the window noted it: for a page that begins anew, after an unlock or
 * a crash of what drew the one before.
 */
place: string | null, };

/**
 * Asks what stage the console is in.
 */
export type SessionRead = Record<symbol, never>;

/**
 * A sheet of a day.
 */
export type Sheet = { kind: SheetKind, 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * One department; all where it is missing.
 */
department?: string, 
/**
 * One provider; all where it is missing.
 */
provider?: string, 
/**
 * One visit, of which there are route slips alone; all where it is missing.
 */
visit?: string, };

/**
 * What kind of sheet.
 */
export type SheetKind = "dayByProvider" | "dayByDepartment" | "routeSlips" | "callList";

/**
 * An open or a frozen time as a sheet shows it.
 */
export type SheetSlot = { 
/**
 * The slot's number.
 */
slot: string, 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Minutes since the midnight of its zone.
 */
minute: number, minutes: number, provider: string, 
/**
 * The provider, by name.
 */
name: string, department: string, departmentName: string, zone: string, kind: string, 
/**
 * Which kind that is; none where athenahealth did not say, and nothing can be booked into it from here.
 */
kindId: string | null, 
/**
 * Whether nobody is to book it for now.
 */
frozen: boolean, };

/**
 * A day's open and frozen times that are still to come, the earliest first.
 */
export type SheetSlots = { 
/**
 * `YYYY-MM-DD`
 */
date: string, rows: Array<SheetSlot>, 
/**
 * Whether there are later ones that were left out.
 */
more: boolean, 
/**
 * When the oldest of them was read: never more than five minutes ago.
 */
asOf: string, };

/**
 * How an app registration signs in. athenahealth registers an app for one of the two.
 */
export type SignInKind = "app" | "person";

/**
 * Why nobody was signed in. What was signed in before stays so.
 */
export type SignInStop = "denied" | "cancelled" | "late" | "noBrowser" | "noPort" | "scopes" | "registration" | "outOfOrder" | "otherIssuer" | "notTaken";

/**
 * How signing out ended. Here it is done in any case.
 */
export type SignedOut = { 
/**
 * Whether athenahealth was told, so that nothing that was given is good any more.
 */
revoked: boolean, };

/**
 * Asks athenahealth for a day's open times to which a visit could be moved.
 */
export type SlotDay = { visit: string, 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Where; one at least, and eight at most.
 */
departments: Array<string>, };

/**
 * A department.
 */
export type SlotDepartment = { id: string, name: string, zone: string, 
/**
 * `YYYY-MM-DD`: today there.
 */
today: string, };

/**
 * Asks athenahealth for the next open times.
 */
export type SlotFind = { 
/**
 * Of which kind the visit is to be; this, or a reason.
 */
kind?: string, 
/**
 * What somebody is to be seen for, of the practice's reasons. It wants a provider.
 */
reason?: string, 
/**
 * Where; one at least, and eight at most.
 */
departments: Array<string>, 
/**
 * With whom; with anybody where nobody is named.
 */
providers: Array<string>, 
/**
 * `YYYY-MM-DD`: the first day.
 */
from: string, 
/**
 * For how many days, 62 at most.
 */
days: number, 
/**
 * `YYYY-MM-DD`: the first day of the rows, where what is before it is only counted.
 */
since?: string, 
/**
 * Before noon, or from noon on.
 */
part?: DayPart, 
/**
 * Rows wanted, 100 at most.
 */
limit: number, };

/**
 * What a time can be looked for by.
 */
export type SlotForm = { 
/**
 * The kinds of visits that patients have, by name.
 */
kinds: Array<SlotKind>, 
/**
 * The practice's providers, by name.
 */
providers: Array<SlotProvider>, departments: Array<SlotDepartment>, };

/**
 * Gives what a time can be looked for by.
 */
export type SlotFormRead = Record<symbol, never>;

/**
 * Has an open time held for somebody while they are talked to, so that nobody else books it.
 */
export type SlotHold = { slot: string, patient: string, };

/**
 * A kind of visit.
 */
export type SlotKind = { id: string, name: string, minutes: number, };

/**
 * Has a time let go that was held.
 */
export type SlotLetGo = { slot: string, patient: string, };

/**
 * A provider.
 */
export type SlotProvider = { id: string, name: string, };

/**
 * A reason for which patients are seen.
 */
export type SlotReason = { id: string, name: string, 
/**
 * Who of those that were named sees patients for it.
 */
providers: Array<string>, };

/**
 * The reasons for which patients are seen, by name.
 */
export type SlotReasons = { rows: Array<SlotReason>, };

/**
 * Asks athenahealth for the reasons for which patients are seen.
 */
export type SlotReasonsRead = { 
/**
 * Where; each with each provider is a call of its own, and 24 are asked at most.
 */
departments: Array<string>, 
/**
 * With whom; one at least.
 */
providers: Array<string>, whom: SlotWhom, };

/**
 * Asks athenahealth for a day's open and frozen times, whatever they are for.
 */
export type SlotSheet = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Where; one at least, and eight at most.
 */
departments: Array<string>, };

/**
 * For whom a time is looked for.
 */
export type SlotWhom = "new" | "known";

/**
 * What stage the console is in.
 */
export type Stage = { "stage": "firstRun", keychain: Keychain, } | { "stage": "needsPassphrase" } | { "stage": "stuck", trouble: Trouble, } | { "stage": "locked", passphrase: boolean, recovery: boolean, } | { "stage": "leaseOver", connection: string, 
/**
 * None where the vault does not say.
 */
lease: LeaseSpent | null, } | { "stage": "emergency", connection: string, 
/**
 * For how long, in milliseconds.
 */
leftMs: number, } | { "stage": "noPractice" } | { "stage": "ready" };

/**
 * A support bundle. Nothing in it is about a patient, and nothing secret.
 */
export type SupportBundle = { 
/**
 * All of it, line by line.
 */
text: string, };

/**
 * Writes a support bundle.
 */
export type SupportExport = Record<symbol, never>;

/**
 * Where a support bundle is.
 */
export type SupportExported = { 
/**
 * The file with its folder, to be shown.
 */
file: string, };

/**
 * Asks what a support bundle says.
 */
export type SupportRead = Record<symbol, never>;

/**
 * Has all that is kept fresh read now.
 */
export type SyncAgain = Record<symbol, never>;

/**
 * Has everything read anew that the copy holds.
 */
export type SyncAnew = Record<symbol, never>;

/**
 * Something that happened to reading. Nothing of a patient is in it.
 */
export type SyncHappened = { "kind": "changes", counts: Array<FeedCount>, } | { "kind": "merged", count: number, } | { "kind": "another", feed: FeedName, } | { "kind": "gap", feed: FeedName, why: GapWhy, since: PracticeTime, until: PracticeTime, } | { "kind": "gapClosed", feed: FeedName, why: GapWhy, } | { "kind": "halted", why: HaltWhy, until: PracticeTime | null, } | { "kind": "goesOn", } | { "kind": "paused", until: PracticeTime | null, } | { "kind": "resumed", } | { "kind": "again", };

/**
 * What happened to reading, the latest first.
 */
export type SyncLogPage = { rows: Array<SyncLogRow>, 
/**
 * Where the next page begins; none where this is the last.
 */
cursor: string | null, };

/**
 * Asks what happened to reading, the latest first.
 */
export type SyncLogRead = { 
/**
 * Where the page before ended.
 */
cursor?: string, };

/**
 * A line of what happened.
 */
export type SyncLogRow = { id: string, at: PracticeTime, what: SyncHappened, };

/**
 * Has nothing read but what somebody asks for.
 */
export type SyncPause = { 
/**
 * For how long.
 */
lasts: PauseFor, };

/**
 * Asks how fresh the copy is.
 */
export type SyncRead = Record<symbol, never>;

/**
 * Has the fill go on until the practice's next working day begins, whatever was chosen.
 */
export type SyncResume = Record<symbol, never>;

/**
 * Ends a pause.
 */
export type SyncUnpause = Record<symbol, never>;

/**
 * How fresh the copy is and what is being read.
 */
export type SyncView = { fill: Fill, parts: Array<PartAge>, 
/**
 * What athenahealth tells as it changes.
 */
feeds: Array<FeedView>, calls: Calls, day: CallDay, whole: WholeCost, 
/**
 * None while it is read.
 */
paused: Paused | null, 
/**
 * What keeps athenahealth from being read; none while it is.
 */
problem: Failure | null, 
/**
 * Since when, as an RFC 3339 instant.
 */
problemSince: string | null, 
/**
 * Patients in the copy.
 */
held: number, 
/**
 * Of them, those whose policies and custom fields are still to be read. Whom athenahealth keeps
 * hidden is in no count.
 */
withoutDetails: number, 
/**
 * Whether the copy was damaged and is being read anew.
 */
rebuilt: boolean, };

/**
 * A part of the console's state. A query of the window is dropped when one of its tags is stale.
 */
export type Tag = "session" | "connections" | "practice" | "patients" | "recents" | "views" | "schedule" | "sync" | "audit" | "people" | "writes" | "keys" | "packet";

/**
 * How a day stands.
 */
export type Tally = { booked: number, here: number, done: number, waiting: number, };

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * What a trial showed.
 */
export type Trial = "allowed" | "refused" | "notTold";

/**
 * Why a profile does not open.
 */
export type Trouble = { "kind": "keychainLocked" } | { "kind": "keychainAbsent" } | { "kind": "keychainSilent" } | { "kind": "keyGone" } | { "kind": "keychainChanged", 
/**
 * By which.
 */
kept: string, 
/**
 * Which one the desktop offers now.
 */
now: string, } | { "kind": "wrongKey" } | { "kind": "inUse" } | { "kind": "readOnly" } | { "kind": "diskFull" } | { "kind": "newer" } | { "kind": "vaultDamaged" } | { "kind": "disk" };

/**
 * What is written of a practice, by whomever, and was not sent.
 */
export type Unsent = { drafts: number, 
/**
 * Writes that were to be sent.
 */
writes: number, };

/**
 * Exports the vault into the profile's folder.
 */
export type VaultExport = { 
/**
 * What opens the file: a passphrase, or a recovery code.
 */
passphrase: SecretText, 
/**
 * That of whoever sits here, where they have one.
 */
pin?: SecretText, };

/**
 * An exported vault.
 */
export type VaultExported = { 
/**
 * Where it is, to be shown.
 */
file: string, };

/**
 * Lists the exported vaults in the profile's folder.
 */
export type VaultList = Record<symbol, never>;

/**
 * Makes the profile from an exported vault, where there is none yet or nothing of anybody's own.
 */
export type VaultRestore = { 
/**
 * Its name in the list.
 */
name: string, 
/**
 * What opens the file.
 */
passphrase: SecretText, 
/**
 * What opens the profile from here on; the keychain where there is none.
 */
ownPassphrase?: SecretText, };

/**
 * An exported vault in the list.
 */
export type VaultRow = { name: string, 
/**
 * When it was made, in ISO 8601.
 */
exported: string, };

/**
 * The exported vaults, the latest first: no more than a hundred of them.
 */
export type Vaults = { rows: Array<VaultRow>, 
/**
 * Where they lie, to be shown.
 */
folder: string, replaces: Replaces, 
/**
 * Whether what is restored takes a passphrase of its own: there is no keychain.
 */
ownPassphrase: boolean, };

/**
 * Forgets the view of a key.
 */
export type ViewForget = { key: number, };

/**
 * Keeps a view, in the place of the one that its key had.
 */
export type ViewKeep = { view: SavedView, };

/**
 * How the schedule is shown.
 */
export type ViewKind = "columns" | "list" | "week";

/**
 * Lists the views that whoever sits here keeps for the practice in use.
 */
export type ViewList = Record<symbol, never>;

/**
 * By what a list of visits stands in order.
 */
export type ViewOrder = "time" | "name" | "kind" | "state" | "provider" | "department" | "wrong";

/**
 * How far a visit has come, as far as it is looked for.
 */
export type ViewState = "booked" | "late" | "coming" | "here" | "waiting" | "done" | "other";

/**
 * The views that somebody keeps, in the order of their keys.
 */
export type Views = { rows: Array<SavedView>, };

/**
 * A visit on the day sheet.
 */
export type Visit = { id: string, 
/**
 * None where athenahealth keeps the patient hidden, and where it is booked for nobody.
 */
patient: string | null, 
/**
 * Whether it is booked for nobody.
 */
forNobody: boolean, 
/**
 * `Last, First M.`; none where the patient is hidden.
 */
name: string | null, 
/**
 * Minutes since the midnight of the column's zone.
 */
minute: number, minutes: number, state: VisitState, kind: string, 
/**
 * Which of the visits side by side at that time this one is, and how many there are.
 */
lane: number, lanes: number, urgent: boolean, copayCents: number | null, phone: string | null, dob: string | null, age: Age | null, sex: string | null, 
/**
 * When check-in was completed, minutes since midnight there.
 */
checkedIn: number | null, 
/**
 * For how many minutes somebody who is here and fetched by nobody has waited.
 */
waited: number | null, notes: Array<string>, };

/**
 * Has an open time booked for a patient, of whom it was made sure who they are.
 */
export type VisitBook = { slot: string, patient: string, 
/**
 * Of which kind the visit is to be; this, or a reason.
 */
kind?: string, 
/**
 * What they are to be seen for, of the practice's reasons.
 */
reason?: string, department: string, 
/**
 * Stands with the visit on the schedule.
 */
note?: string, 
/**
 * Two at least, each of which the patient has.
 */
confirmed: Array<Identifier>, };

/**
 * Has a visit cancelled.
 */
export type VisitCancel = { visit: string, patient: string, 
/**
 * One of the practice's reasons.
 */
reason?: string, 
/**
 * More of it, in words.
 */
said?: string, };

/**
 * Has a check-in taken back, begun or done.
 */
export type VisitCancelCheckIn = { visit: string, patient: string, };

/**
 * Asks athenahealth for the practice's reasons to cancel.
 */
export type VisitCancelReasons = Record<symbol, never>;

/**
 * Has whoever comes checked in; their check-in is begun where it was not.
 */
export type VisitCheckIn = { visit: string, patient: string, };

/**
 * Has whoever was here checked out.
 */
export type VisitCheckOut = { visit: string, patient: string, };

/**
 * Has a visit put beside what stands at a time, on purpose: the time is opened for it.
 */
export type VisitDouble = { place: DoublePlace, 
/**
 * Why; stands with the visit at athenahealth.
 */
reason: string, deed: DoubleDeed, };

/**
 * What is to be seen to before a check-in, one row for each thing.
 */
export type VisitGates = { 
/**
 * Whose visit it is.
 */
patient: string, rows: Array<Gate>, };

/**
 * Gives what is to be seen to before a check-in, from the copy.
 */
export type VisitGatesRead = { visit: string, patient: string, };

/**
 * A visit in one line.
 */
export type VisitLine = { id: string, 
/**
 * `YYYY-MM-DD` there.
 */
date: string, 
/**
 * Minutes since midnight there.
 */
minute: number, minutes: number, state: VisitState, kind: string, provider: string, department: string, zone: string, };

/**
 * Has a visit moved to an open time.
 */
export type VisitMove = { visit: string, patient: string, slot: string, };

/**
 * Says that somebody opened a visit out of its day.
 */
export type VisitOpen = { patient: string, 
/**
 * `YYYY-MM-DD`
 */
date: string, };

/**
 * Puts a visit aside, to be moved. Nothing is sent for it.
 */
export type VisitPark = { visit: string, patient: string, };

/**
 * When and where a visit is.
 */
export type VisitPlace = { 
/**
 * `YYYY-MM-DD`
 */
date: string, 
/**
 * Minutes since the midnight of its zone.
 */
minute: number, minutes: number, 
/**
 * The provider, by name.
 */
provider: string, 
/**
 * The department, by name.
 */
department: string, zone: string, kind: string, };

/**
 * Asks athenahealth what a check-in wants to know of a patient.
 */
export type VisitRequired = { visit: string, patient: string, };

/**
 * How a visit, or a slot, stands at athenahealth.
 */
export type VisitStanding = { "state": "free" } | { "state": "held" } | { "state": "booked" } | { "state": "checkingIn" } | { "state": "here" } | { "state": "out" } | { "state": "charged" } | { "state": "cancelled" } | { "state": "moved" } | { "state": "anothers" } | { "state": "gone" } | { "state": "other", word: string, };

/**
 * Has the check-in of whoever comes begun.
 */
export type VisitStartCheckIn = { visit: string, patient: string, };

/**
 * How far a visit has come.
 */
export type VisitState = { "state": "booked" } | { "state": "late" } | { "state": "checkingIn" } | { "state": "here" } | { "state": "waiting", minutes: number, } | { "state": "out" } | { "state": "charged" } | { "state": "cancelled" } | { "state": "other", word: string, };

/**
 * Has a visit wait no more: it stays where it stands.
 */
export type VisitUnpark = { visit: string, patient: string, };

/**
 * What may be wrong with a visit.
 */
export type VisitWrong = "late" | "waiting" | "nobody" | "noProvider" | "noKind" | "noLength" | "double";

/**
 * How much somebody's wait matters.
 */
export type WaitPriority = "low" | "normal" | "high";

/**
 * By what a time meets a wish.
 */
export type WaitWhy = "provider" | "anyProvider" | "kind" | "reason" | "anyPurpose" | "day" | "anyDay" | "hours" | "anyHours";

/**
 * Who waits for a time that was freed, whoever matters most and waits longest first.
 */
export type Waiting = { visit: string, 
/**
 * Whether the time is open; nobody is offered one that is not.
 */
isOpen: boolean, rows: Array<WaitingRow>, 
/**
 * When the list was read.
 */
asOf: string, };

/**
 * Somebody who waits.
 */
export type WaitingRow = { entry: string, patient: string, name: string, 
/**
 * `YYYY-MM-DD`
 */
dob: string | null, 
/**
 * How to reach them, bare digits.
 */
phone: string | null, priority: WaitPriority, 
/**
 * By what the time meets what they wish.
 */
why: Array<WaitWhy>, 
/**
 * Whether they have a visit that they would give up for it: it is moved.
 */
moves: boolean, 
/**
 * The practice's own note.
 */
note: string | null, };

/**
 * Has a time that was freed booked for somebody who waits, or their visit moved there.
 */
export type WaitlistFill = { 
/**
 * The visit that was cancelled or moved away.
 */
visit: string, entry: string, patient: string, };

/**
 * Lists the times that were freed from here lately.
 */
export type WaitlistFreed = Record<symbol, never>;

/**
 * Asks athenahealth who waits for a time that was freed.
 */
export type WaitlistMatch = { 
/**
 * The visit that was cancelled or moved away.
 */
visit: string, };

/**
 * Takes somebody off the waiting list.
 */
export type WaitlistRemove = { entry: string, patient: string, };

/**
 * At which port of this computer a person comes back from the browser.
 */
export type WayBack = { "kind": "any", } | { "kind": "listed", } | { "kind": "port", port: number, };

/**
 * Seven days of the schedule.
 */
export type WeekSheet = { 
/**
 * Today in the department shown, or in most departments.
 */
today: string, 
/**
 * The days, each as its own sheet.
 */
days: Array<DaySheet>, };

/**
 * What it takes to read everything anew.
 */
export type WholeCost = { calls: number, 
/**
 * At the rate that is allowed, if nobody else calls.
 */
seconds: number, };

/**
 * Why a row is there.
 */
export type Why = { field: MatchField, kind: MatchKind, };

/**
 * The hours at which a practice is taken to work, Monday to Friday, in the time of each of its
 * departments: minutes since midnight.
 */
export type WorkingHours = { from: number, to: number, };

/**
 * Drafts anew what athenahealth does not have, and says that it is to be written.
 */
export type WriteAgain = { write: string, };

/**
 * How many writes stand where.
 */
export type WriteCounts = { 
/**
 * Drafts, those that were held among them.
 */
drafts: number, 
/**
 * Drafts that were held for a person.
 */
held: number, 
/**
 * To be sent, or sent and not answered yet.
 */
onTheWay: number, 
/**
 * Nobody knows whether they were carried out.
 */
unknown: number, 
/**
 * Ended otherwise than they were written, and nobody saw how.
 */
unseen: number, };

/**
 * Drafts the registration of somebody. Nothing is sent before it is released.
 */
export type WriteCreate = { fields: Array<FieldValue>, 
/**
 * Patients like them whom the person has looked at and ruled out.
 */
ruledOut: Array<string>, };

/**
 * What can be done with a write as it stands.
 */
export type WriteDeed = "release" | "redraft" | "discard" | "resolve" | "again" | "undo" | "see";

/**
 * Takes back a write of which nothing left.
 */
export type WriteDiscard = { write: string, };

/**
 * Drafts a change of a patient. Nothing is sent before it is released.
 */
export type WriteEdit = { patient: string, 
/**
 * Only what is to change.
 */
changes: Array<FieldChange>, };

/**
 * By what a write ended.
 */
export type WriteEnd = "answer" | "readBack" | "person";

/**
 * A field of a write.
 */
export type WriteField = { field: PatientField, 
/**
 * What the person saw there, or what was there just before it was sent; none for a registration.
 */
from: string | null, to: string, 
/**
 * What athenahealth shows there, where that is something else than it should be.
 */
theirs: string | null, made: FieldMade | null, 
/**
 * Whether athenahealth did not take it.
 */
refused: boolean, };

/**
 * What a write does.
 */
export type WriteKind = "create" | "edit" | "book" | "cancel" | "move" | "startCheckIn" | "checkIn" | "cancelCheckIn" | "checkOut" | "hold" | "letGo" | "openTime" | "removeTime" | "offList";

/**
 * Lists what is open, then what ended lately or was not seen yet; the latest first in each.
 */
export type WriteList = { 
/**
 * Where the last page ended.
 */
cursor?: string, 
/**
 * Rows wanted, 100 at most; none where only the counts are.
 */
limit: number, 
/**
 * Only those about this patient.
 */
patient?: string, 
/**
 * This one alone, however long ago it ended.
 */
write?: string, };

/**
 * A page of writes.
 */
export type WritePage = { rows: Array<WriteRow>, cursor: string | null, 
/**
 * The cursor after which what is on its way begins; none where nothing is.
 */
way: string | null, 
/**
 * Of all writes of this practice, whatever page this is.
 */
counts: WriteCounts, };

/**
 * Changes a draft, or one that was held: whole, as it is to be.
 */
export type WriteRedraft = { write: string, draft: Redraft, };

/**
 * Says that a draft is to be written.
 */
export type WriteRelease = { write: string, 
/**
 * Two at least, each of which the write or its patient has; none for what is done with a visit, of which
 * that was made sure when it was pressed.
 */
confirmed: Array<Identifier>, };

/**
 * Takes a person's word on a write of which nobody knows whether it was carried out.
 */
export type WriteResolve = { write: string, found: FoundThere, };

/**
 * A write.
 */
export type WriteRow = { id: string, kind: WriteKind, stage: WriteStage, why: WriteWhy | null, 
/**
 * Of one that was held since somebody else was signed in: who, by name; an empty one where athenahealth does
 * not tell it.
 */
over: string | null, 
/**
 * None where they are not registered as far as is known.
 */
patient: string | null, 
/**
 * `Last, First M. Jr`: the patient's; of somebody to be registered, what they are to be called.
 */
name: string | null, dob: string | null, flags: Array<PatientFlag>, fields: Array<WriteField>, 
/**
 * What it does with a visit; none where it is about a patient's fields.
 */
visit: WriteVisit | null, 
/**
 * Of a draft: what keeps it from being sent, in the order of a form.
 */
troubles: Array<FieldTrouble>, 
/**
 * What athenahealth shows in fields that are not written: who it is now whom it was about.
 */
shows: Array<FieldValue>, 
/**
 * Who is like somebody to be registered.
 */
alike: Array<AlikeView>, 
/**
 * Of one that is saved: whether what athenahealth made of it was read.
 */
readBack: boolean, 
/**
 * athenahealth's own words, where it said no.
 */
said: string | null, end: WriteEnd | null, 
/**
 * The write that it undoes or repeats.
 */
follows: string | null, by: AuditPerson, 
/**
 * Who ended it, where a person did.
 */
endedBy: AuditPerson | null, 
/**
 * RFC 3339 instants.
 */
drafted: string, released: string | null, 
/**
 * When what `from` says was looked at, just before it was sent.
 */
looked: string | null, sent: string | null, ended: string | null, 
/**
 * How often it was looked for at athenahealth, and when last.
 */
readings: number, read: string | null, 
/**
 * What can be done with it now.
 */
can: Array<WriteDeed>, };

/**
 * Says that a person saw how a write ended.
 */
export type WriteSee = { write: string, };

/**
 * How far a write is.
 */
export type WriteStage = "draft" | "waiting" | "sent" | "unknown" | "saved" | "notSaved";

/**
 * Drafts the change that gives fields back what they said before a change. What was done with a visit is
 * taken back at once, within ten seconds.
 */
export type WriteUndo = { write: string, };

/**
 * What a write does with a visit, and how that stands.
 */
export type WriteVisit = { 
/**
 * The visit's number; of a booking the slot's.
 */
id: string, 
/**
 * Where it stood when it was looked at; none of a booking.
 */
from: VisitPlace | null, 
/**
 * Where it is to be; none but of a booking and a move.
 */
to: VisitPlace | null, 
/**
 * How it stood when it was looked at; of a booking the slot.
 */
stood: VisitStanding | null, 
/**
 * How athenahealth showed it since; of a booking and a move the slot.
 */
shows: VisitStanding | null, 
/**
 * Whether that is what the write asks for.
 */
isSo: boolean, 
/**
 * What is to be said with it: a note, or words for why it is cancelled.
 */
said: string | null, };

/**
 * Why a write stands where it stands.
 */
export type WriteWhy = "changedMeanwhile" | "standsAlready" | "likelyDuplicate" | "alreadyUnderWay" | "subjectGone" | "cannotBeSent" | "noConnection" | "resting" | "tooFast" | "dayUsedUp" | "signIn" | "anothersSignIn" | "noAnswer" | "connectionBroke" | "serverFailed" | "unreadable" | "interrupted" | "cannotTell" | "refused" | "noRight" | "notFound" | "conflict" | "missingFields" | "badField" | "notCarriedOut" | "withdrawn";

export type Commands = {
  audit_acknowledge: { request: AuditAcknowledge; response: Done };
  audit_check: { request: AuditCheckFile; response: AuditChecked };
  audit_export: { request: AuditExport; response: AuditExported };
  audit_found: { request: AuditFoundRead; response: AuditFound };
  audit_read: { request: AuditRead; response: AuditPage };
  audit_verify: { request: AuditVerify; response: AuditStanding };
  clipboard_note: { request: ClipboardNote; response: Done };
  connection_list: { request: ConnectionList; response: Connections };
  connection_add: { request: ConnectionAdd; response: Added };
  connection_prefer: { request: ConnectionPrefer; response: Done };
  connection_register: { request: ConnectionRegister; response: Done };
  connection_remove: { request: ConnectionRemove; response: ConnectionRemoved };
  connection_sign_in: { request: ConnectionSignIn; response: Done };
  connection_sign_in_cancel: { request: ConnectionSignInCancel; response: Done };
  connection_sign_out: { request: ConnectionSignOut; response: SignedOut };
  connection_switch: { request: ConnectionSwitch; response: Done };
  console_kept: { request: ConsoleKept; response: Done };
  console_lock: { request: ConsoleLock; response: Session };
  console_touch: { request: ConsoleTouch; response: Done };
  emergency_open: { request: EmergencyOpen; response: Session };
  emergency_end: { request: EmergencyEnd; response: Session };
  idle_set: { request: IdleSet; response: Done };
  key_change: { request: KeyChange; response: RecoveryMade };
  keys_read: { request: KeysRead; response: Keys };
  lease_reach: { request: LeaseReach; response: Session };
  lease_set: { request: LeaseSet; response: Done };
  packet_begin: { request: PacketBegin; response: PacketWords };
  packet_end: { request: PacketEnd; response: PacketState };
  packet_make: { request: PacketMake; response: PacketState };
  packet_read: { request: PacketRead; response: PacketState };
  packet_set: { request: PacketSet; response: PacketState };
  packet_words_print: { request: PacketWordsPrint; response: Done };
  parked_list: { request: ParkedList; response: Parked };
  patience_set: { request: PatienceSet; response: Done };
  patient_open: { request: PatientOpen; response: PatientCard };
  patient_ask: { request: PatientAsk; response: Asked };
  patient_alike: { request: PatientAlike; response: AlikePeople };
  patient_form: { request: PatientFormRead; response: PatientForm };
  patient_recent: { request: PatientRecent; response: PatientPage };
  patient_refresh: { request: PatientRefresh; response: Done };
  patient_remember: { request: PatientRemember; response: Done };
  patient_search: { request: PatientSearch; response: PatientPage };
  people_list: { request: PeopleList; response: People };
  person_add: { request: PersonAdd; response: Done };
  person_change: { request: PersonChange; response: Done };
  person_remove: { request: PersonRemove; response: Done };
  person_sign_in: { request: PersonSignIn; response: Session };
  pin_change: { request: PinChange; response: Done };
  pin_reset: { request: PinReset; response: Session };
  place_note: { request: PlaceNote; response: Done };
  plan_make: { request: PlanMake; response: Plan };
  practice_overview: { request: PracticeOverview; response: Overview };
  preference_set: { request: PreferenceSet; response: Done };
  print_preview: { request: PrintPreview; response: PrintPage };
  print_save: { request: PrintSave; response: FileMade };
  profile_open: { request: ProfileOpen; response: Session };
  profile_recover: { request: ProfileRecover; response: Session };
  profile_set_aside: { request: ProfileSetAside; response: Session };
  recovery_make: { request: RecoveryMake; response: RecoveryMade };
  recovery_note: { request: RecoveryNote; response: Done };
  retention_set: { request: RetentionSet; response: Done };
  role_list: { request: RoleList; response: Roles };
  schedule_day: { request: ScheduleDay; response: DaySheet };
  schedule_export: { request: ScheduleExport; response: FileMade };
  schedule_refresh: { request: ScheduleRefresh; response: Done };
  schedule_week: { request: ScheduleWeek; response: WeekSheet };
  session_read: { request: SessionRead; response: Session };
  slot_day: { request: SlotDay; response: DaySlots };
  slot_find: { request: SlotFind; response: Openings };
  slot_form: { request: SlotFormRead; response: SlotForm };
  slot_hold: { request: SlotHold; response: Released };
  slot_let_go: { request: SlotLetGo; response: Released };
  slot_reasons: { request: SlotReasonsRead; response: SlotReasons };
  slot_sheet: { request: SlotSheet; response: SheetSlots };
  support_export: { request: SupportExport; response: SupportExported };
  support_read: { request: SupportRead; response: SupportBundle };
  sync_again: { request: SyncAgain; response: Done };
  sync_anew: { request: SyncAnew; response: Done };
  sync_log: { request: SyncLogRead; response: SyncLogPage };
  sync_pause: { request: SyncPause; response: Done };
  sync_read: { request: SyncRead; response: SyncView };
  sync_resume: { request: SyncResume; response: Done };
  sync_unpause: { request: SyncUnpause; response: Done };
  vault_export: { request: VaultExport; response: VaultExported };
  vault_list: { request: VaultList; response: Vaults };
  vault_restore: { request: VaultRestore; response: Session };
  view_forget: { request: ViewForget; response: Done };
  view_keep: { request: ViewKeep; response: Done };
  view_list: { request: ViewList; response: Views };
  visit_book: { request: VisitBook; response: Released };
  visit_cancel: { request: VisitCancel; response: Released };
  visit_cancel_check_in: { request: VisitCancelCheckIn; response: Released };
  visit_cancel_reasons: { request: VisitCancelReasons; response: CancelReasons };
  visit_check_in: { request: VisitCheckIn; response: Released };
  visit_check_out: { request: VisitCheckOut; response: Released };
  visit_double: { request: VisitDouble; response: Released };
  visit_gates: { request: VisitGatesRead; response: VisitGates };
  visit_move: { request: VisitMove; response: Released };
  visit_open: { request: VisitOpen; response: Done };
  visit_park: { request: VisitPark; response: Done };
  visit_required: { request: VisitRequired; response: RequiredFields };
  visit_start_check_in: { request: VisitStartCheckIn; response: Released };
  visit_unpark: { request: VisitUnpark; response: Done };
  waitlist_fill: { request: WaitlistFill; response: Released };
  waitlist_freed: { request: WaitlistFreed; response: FreedTimes };
  waitlist_match: { request: WaitlistMatch; response: Waiting };
  waitlist_remove: { request: WaitlistRemove; response: Released };
  write_again: { request: WriteAgain; response: Drafted };
  write_create: { request: WriteCreate; response: Drafted };
  write_discard: { request: WriteDiscard; response: Done };
  write_edit: { request: WriteEdit; response: Drafted };
  write_list: { request: WriteList; response: WritePage };
  write_redraft: { request: WriteRedraft; response: Drafted };
  write_release: { request: WriteRelease; response: Done };
  write_resolve: { request: WriteResolve; response: Done };
  write_see: { request: WriteSee; response: Done };
  write_undo: { request: WriteUndo; response: Drafted };
};

export const ACCESS: { [Name in keyof Commands]: { kind: "reads" | "writes"; tags: readonly Tag[] } } = {
  audit_acknowledge: { kind: "writes", tags: ["audit"] },
  audit_check: { kind: "reads", tags: [] },
  audit_export: { kind: "writes", tags: ["audit"] },
  audit_found: { kind: "reads", tags: ["audit"] },
  audit_read: { kind: "reads", tags: ["audit"] },
  audit_verify: { kind: "reads", tags: ["audit"] },
  clipboard_note: { kind: "writes", tags: [] },
  connection_list: { kind: "reads", tags: ["connections", "writes"] },
  connection_add: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  connection_prefer: { kind: "writes", tags: ["connections"] },
  connection_register: { kind: "writes", tags: ["session", "connections", "sync"] },
  connection_remove: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  connection_sign_in: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  connection_sign_in_cancel: { kind: "writes", tags: ["connections"] },
  connection_sign_out: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  connection_switch: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  console_kept: { kind: "writes", tags: [] },
  console_lock: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "audit", "people"] },
  console_touch: { kind: "writes", tags: [] },
  emergency_open: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "audit"] },
  emergency_end: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "audit"] },
  idle_set: { kind: "writes", tags: ["session", "people"] },
  key_change: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "keys"] },
  keys_read: { kind: "reads", tags: ["keys"] },
  lease_reach: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync"] },
  lease_set: { kind: "writes", tags: ["people"] },
  packet_begin: { kind: "writes", tags: ["packet"] },
  packet_end: { kind: "writes", tags: ["packet"] },
  packet_make: { kind: "writes", tags: ["packet"] },
  packet_read: { kind: "reads", tags: ["packet"] },
  packet_set: { kind: "writes", tags: ["packet"] },
  packet_words_print: { kind: "writes", tags: ["audit"] },
  parked_list: { kind: "reads", tags: ["views", "schedule", "practice"] },
  patience_set: { kind: "writes", tags: ["session", "schedule"] },
  patient_open: { kind: "reads", tags: ["patients", "schedule", "practice"] },
  patient_ask: { kind: "writes", tags: ["patients", "sync"] },
  patient_alike: { kind: "writes", tags: [] },
  patient_form: { kind: "reads", tags: ["patients", "practice", "writes"] },
  patient_recent: { kind: "reads", tags: ["patients", "recents"] },
  patient_refresh: { kind: "writes", tags: ["sync"] },
  patient_remember: { kind: "writes", tags: ["recents"] },
  patient_search: { kind: "reads", tags: ["patients", "schedule"] },
  people_list: { kind: "reads", tags: ["people"] },
  person_add: { kind: "writes", tags: ["session", "people"] },
  person_change: { kind: "writes", tags: ["session", "people"] },
  person_remove: { kind: "writes", tags: ["session", "people"] },
  person_sign_in: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "audit", "people"] },
  pin_change: { kind: "writes", tags: [] },
  pin_reset: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "audit", "people"] },
  place_note: { kind: "writes", tags: [] },
  plan_make: { kind: "writes", tags: [] },
  practice_overview: { kind: "reads", tags: ["practice", "schedule"] },
  preference_set: { kind: "writes", tags: ["session"] },
  print_preview: { kind: "reads", tags: ["schedule", "practice"] },
  print_save: { kind: "writes", tags: ["audit"] },
  profile_open: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes"] },
  profile_recover: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "keys"] },
  profile_set_aside: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "writes", "audit"] },
  recovery_make: { kind: "writes", tags: [] },
  recovery_note: { kind: "writes", tags: ["keys"] },
  retention_set: { kind: "writes", tags: ["keys"] },
  role_list: { kind: "reads", tags: [] },
  schedule_day: { kind: "reads", tags: ["schedule", "practice"] },
  schedule_export: { kind: "writes", tags: ["audit"] },
  schedule_refresh: { kind: "writes", tags: ["sync"] },
  schedule_week: { kind: "reads", tags: ["schedule", "practice"] },
  session_read: { kind: "reads", tags: ["session"] },
  slot_day: { kind: "writes", tags: [] },
  slot_find: { kind: "writes", tags: [] },
  slot_form: { kind: "reads", tags: ["practice"] },
  slot_hold: { kind: "writes", tags: ["writes"] },
  slot_let_go: { kind: "writes", tags: ["writes"] },
  slot_reasons: { kind: "writes", tags: [] },
  slot_sheet: { kind: "writes", tags: [] },
  support_export: { kind: "writes", tags: ["audit"] },
  support_read: { kind: "reads", tags: [] },
  sync_again: { kind: "writes", tags: ["sync"] },
  sync_anew: { kind: "writes", tags: ["sync"] },
  sync_log: { kind: "reads", tags: ["sync"] },
  sync_pause: { kind: "writes", tags: ["sync"] },
  sync_read: { kind: "reads", tags: ["sync"] },
  sync_resume: { kind: "writes", tags: ["sync"] },
  sync_unpause: { kind: "writes", tags: ["sync"] },
  vault_export: { kind: "writes", tags: ["keys"] },
  vault_list: { kind: "reads", tags: ["keys"] },
  vault_restore: { kind: "writes", tags: ["session", "connections", "practice", "patients", "schedule", "recents", "views", "sync", "audit", "people", "writes", "keys"] },
  view_forget: { kind: "writes", tags: ["views"] },
  view_keep: { kind: "writes", tags: ["views"] },
  view_list: { kind: "reads", tags: ["views"] },
  visit_book: { kind: "writes", tags: ["writes"] },
  visit_cancel: { kind: "writes", tags: ["writes"] },
  visit_cancel_check_in: { kind: "writes", tags: ["writes"] },
  visit_cancel_reasons: { kind: "writes", tags: [] },
  visit_check_in: { kind: "writes", tags: ["writes"] },
  visit_check_out: { kind: "writes", tags: ["writes"] },
  visit_double: { kind: "writes", tags: ["writes"] },
  visit_gates: { kind: "reads", tags: ["patients", "schedule", "practice"] },
  visit_move: { kind: "writes", tags: ["writes"] },
  visit_open: { kind: "reads", tags: [] },
  visit_park: { kind: "writes", tags: ["views"] },
  visit_required: { kind: "writes", tags: [] },
  visit_start_check_in: { kind: "writes", tags: ["writes"] },
  visit_unpark: { kind: "writes", tags: ["views"] },
  waitlist_fill: { kind: "writes", tags: ["writes"] },
  waitlist_freed: { kind: "reads", tags: ["writes"] },
  waitlist_match: { kind: "writes", tags: [] },
  waitlist_remove: { kind: "writes", tags: ["writes"] },
  write_again: { kind: "writes", tags: ["writes"] },
  write_create: { kind: "writes", tags: ["writes"] },
  write_discard: { kind: "writes", tags: ["writes"] },
  write_edit: { kind: "writes", tags: ["writes"] },
  write_list: { kind: "reads", tags: ["writes", "patients"] },
  write_redraft: { kind: "writes", tags: ["writes"] },
  write_release: { kind: "writes", tags: ["writes"] },
  write_resolve: { kind: "writes", tags: ["writes"] },
  write_see: { kind: "writes", tags: ["writes"] },
  write_undo: { kind: "writes", tags: ["writes"] },
};
