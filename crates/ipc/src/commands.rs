//! Every command, once.

use crate::Done;
use crate::clipboard::ClipboardNote;
use crate::connection::{
    Added, ConnectionAdd, ConnectionList, ConnectionPrefer, ConnectionRegister, ConnectionRemove,
    ConnectionRemoved, ConnectionSignIn, ConnectionSignInCancel, ConnectionSignOut, ConnectionSwitch,
    Connections, SignedOut,
};
use crate::contract::commands;
use crate::gate::{RequiredFields, VisitGates, VisitGatesRead, VisitRequired};
use crate::keys::{
    KeyChange, Keys, KeysRead, ProfileRecover, RecoveryMade, RecoveryMake, RecoveryNote, RetentionSet,
    VaultExport, VaultExported, VaultList, VaultRestore, Vaults,
};
use crate::packet::{
    PacketBegin, PacketEnd, PacketMake, PacketRead, PacketSet, PacketState, PacketWords, PacketWordsPrint,
};
use crate::parked::{Parked, ParkedList, VisitPark, VisitUnpark};
use crate::patient::{
    Asked, PatientAsk, PatientCard, PatientOpen, PatientPage, PatientRecent, PatientRefresh, PatientRemember,
    PatientSearch,
};
use crate::people::{
    ConsoleKept, ConsoleLock, ConsoleTouch, IdleSet, LeaseSet, People, PeopleList, PersonAdd, PersonChange,
    PersonRemove, PersonSignIn, PinChange, PinReset, RoleList, Roles,
};
use crate::place::PlaceNote;
use crate::plan::{Plan, PlanMake};
use crate::practice::{Overview, PracticeOverview};
use crate::print::{FileMade, PrintPage, PrintPreview, PrintSave, ScheduleExport};
use crate::saved_view::{ViewForget, ViewKeep, ViewList, Views};
use crate::schedule::{DaySheet, ScheduleDay, ScheduleRefresh, ScheduleWeek, VisitOpen, WeekSheet};
use crate::session::{
    EmergencyEnd, EmergencyOpen, LeaseReach, PatienceSet, PreferenceSet, ProfileOpen, ProfileSetAside,
    Session, SessionRead,
};
use crate::slot::{
    DaySlots, Openings, SheetSlots, SlotDay, SlotFind, SlotForm, SlotFormRead, SlotHold, SlotLetGo,
    SlotReasons, SlotReasonsRead, SlotSheet,
};
use crate::support::{SupportBundle, SupportExport, SupportExported, SupportRead};
use crate::sync::{
    SyncAgain, SyncAnew, SyncLogPage, SyncLogRead, SyncPause, SyncRead, SyncResume, SyncUnpause, SyncView,
};
use crate::trail::{
    AuditAcknowledge, AuditCheckFile, AuditChecked, AuditExport, AuditExported, AuditFound, AuditFoundRead,
    AuditPage, AuditRead, AuditStanding, AuditVerify,
};
use crate::visit::{
    CancelReasons, Released, VisitBook, VisitCancel, VisitCancelCheckIn, VisitCancelReasons, VisitCheckIn,
    VisitCheckOut, VisitDouble, VisitMove, VisitStartCheckIn,
};
use crate::waitlist::{FreedTimes, Waiting, WaitlistFill, WaitlistFreed, WaitlistMatch, WaitlistRemove};
use crate::write::{
    AlikePeople, Drafted, PatientAlike, PatientForm, PatientFormRead, WriteAgain, WriteCreate, WriteDiscard,
    WriteEdit, WriteList, WritePage, WriteRedraft, WriteRelease, WriteResolve, WriteSee, WriteUndo,
};

commands! {
    /// Says that somebody saw what was found wrong with the audit.
    audit_acknowledge(AuditAcknowledge) -> Done,
        writes [Audit], needs ViewAudit, audit (Setting "acknowledged that the audit was found not as it was written");
    /// Verifies a file that was exported from an audit, this one or another's.
    audit_check(AuditCheckFile) -> AuditChecked,
        reads [], needs ViewAudit, audit (none "checked an exported audit");
    /// Exports the audit as signed lines, into the profile's folder.
    audit_export(AuditExport) -> AuditExported,
        writes [Audit], needs ViewAudit, audit (Export "exported the audit");
    /// Says what was found wrong with the audit, until somebody acknowledges it.
    audit_found(AuditFoundRead) -> AuditFound,
        reads [Audit], needs ViewAudit, audit (none "was told what was found wrong with the audit");
    /// Lists who did what here, the latest first.
    audit_read(AuditRead) -> AuditPage,
        reads [Audit], needs ViewAudit, audit "read the audit";
    /// Says whether the audit is as it was written.
    audit_verify(AuditVerify) -> AuditStanding,
        reads [Audit], needs ViewAudit, audit "verified the audit";

    /// Says what was put on the clipboard: a minute later it is taken off, where it still is there.
    clipboard_note(ClipboardNote) -> Done,
        writes [], needs UseConsole, audit (none "noted what was copied");

    /// Lists the connections and says which one is in use.
    connection_list(ConnectionList) -> Connections,
        reads [Connections, Writes], needs UseConsole, audit (none "listed the practices");
    /// Adds a connection after trying it, and says what its key may do.
    connection_add(ConnectionAdd) -> Added,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs Connect, audit (Setting "added a connection");
    /// Chooses when the copy of a practice is filled. How far that is, an event tells.
    connection_prefer(ConnectionPrefer) -> Done,
        writes [Connections], needs Connect, audit (Setting "chose when a practice is read");
    /// Says anew what a connection's app is registered for. Other scopes need another sign-in.
    connection_register(ConnectionRegister) -> Done,
        writes [Session, Connections, Sync],
        needs Connect, audit (Setting "changed scopes or port of a connection");
    /// Removes a connection, its secret and its copy.
    connection_remove(ConnectionRemove) -> ConnectionRemoved,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs Connect, audit (Setting "removed a connection");
    /// Signs a person in: opens the browser and waits until they are back.
    connection_sign_in(ConnectionSignIn) -> Done,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs UseConsole, audit (SignIn "signed in at athenahealth");
    /// Ends the waiting for a person who signs in.
    connection_sign_in_cancel(ConnectionSignInCancel) -> Done,
        writes [Connections], needs UseConsole, audit (none "ended a sign-in");
    /// Signs the person out, here and at athenahealth.
    connection_sign_out(ConnectionSignOut) -> SignedOut,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs UseConsole, audit (SignIn "signed out");
    /// Works with another connection.
    connection_switch(ConnectionSwitch) -> Done,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs UseConsole, audit (Setting "switched the practice");

    /// Says that what was typed is kept: nobody needs to wait for the window.
    console_kept(ConsoleKept) -> Done,
        writes [], needs UseConsole, audit (none "said that what was typed is kept");
    /// Locks the console.
    console_lock(ConsoleLock) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Audit, People],
        needs Anyone, audit (Unlock "locked the console");
    /// Says that the person at the window touched it.
    console_touch(ConsoleTouch) -> Done,
        writes [], needs UseConsole, audit (none "touched the console");
    /// Opens a copy whose lease is over, with a reason, to be read at the desk for an hour.
    emergency_open(EmergencyOpen) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Audit],
        needs EmergencyAccess, audit (Emergency "began emergency access");
    /// Ends emergency access.
    emergency_end(EmergencyEnd) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Audit],
        needs UseConsole, audit (Emergency "ended the emergency access");

    /// Says after how long without a touch the console locks.
    idle_set(IdleSet) -> Done,
        writes [Session, People], needs ManagePeople, audit (Setting "changed when the console locks");

    /// Puts another key in the place of the profile's, and makes a recovery code for it.
    key_change(KeyChange) -> RecoveryMade,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Keys],
        needs ManageProfile, audit (Setting "changed the profile's key");
    /// Says how the profile's key stands, and how long things are kept.
    keys_read(KeysRead) -> Keys,
        reads [Keys], needs ManageProfile, audit (none "looked at the keys");
    /// Asks athenahealth at once, for a copy that stays closed until it was reached.
    lease_reach(LeaseReach) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync],
        needs UseConsole, audit (none "asked athenahealth whether a copy may open");
    /// Says how long the copies open without athenahealth having been reached.
    lease_set(LeaseSet) -> Done,
        writes [People], needs ManagePeople, audit (Setting "changed how long copies open offline");

    /// Makes the words that open packets for an outage, which are shown once, and has packets made.
    packet_begin(PacketBegin) -> PacketWords,
        writes [Packet], needs ManageProfile, audit (Setting "made words that open downtime packets");
    /// Has no more packets made, removes those that there are and forgets their words.
    packet_end(PacketEnd) -> PacketState,
        writes [Packet], needs ManageProfile, audit (Setting "ended the making of downtime packets");
    /// Makes a packet for an outage now.
    packet_make(PacketMake) -> PacketState,
        writes [Packet], needs MakePacket, audit (Export "made a downtime packet");
    /// Says how the packet for an outage stands.
    packet_read(PacketRead) -> PacketState,
        reads [Packet], needs UseConsole, audit (none "looked at how the downtime packet stands");
    /// Says of how many days packets for an outage are made, and how often.
    packet_set(PacketSet) -> PacketState,
        writes [Packet], needs ManageProfile, audit (Setting "changed how downtime packets are made");
    /// Prints the words that open packets, while they are shown.
    packet_words_print(PacketWordsPrint) -> Done,
        writes [Audit], needs ManageProfile, audit (Print "printed the words of the downtime packet");

    /// Lists the visits that whoever sits here put aside to be moved.
    parked_list(ParkedList) -> Parked,
        reads [Views, Schedule, Practice], needs EditSchedule, audit "looked at the visits put aside to be moved";
    /// Says after how many minutes in the waiting room a wait is long.
    patience_set(PatienceSet) -> Done,
        writes [Session, Schedule], needs UseConsole, audit (Setting "changed after how long a wait is told");

    /// Gives a patient's card.
    patient_open(PatientOpen) -> PatientCard,
        reads [Patients, Schedule, Practice], needs ViewPatients, audit "opened a patient";
    /// Asks athenahealth for people whom the copy does not hold.
    patient_ask(PatientAsk) -> Asked,
        writes [Patients, Sync], needs ViewPatients, audit (Search "asked athenahealth for patients");
    /// Asks athenahealth who is like somebody to be registered.
    patient_alike(PatientAlike) -> AlikePeople,
        writes [], needs EditPatients, audit (Search "asked athenahealth for likely duplicates");
    /// Gives a patient's fields, or those of somebody to be registered, as a form takes them.
    patient_form(PatientFormRead) -> PatientForm,
        reads [Patients, Practice, Writes], needs EditPatients, audit "opened a patient to change them";
    /// Lists the patients lately opened here.
    patient_recent(PatientRecent) -> PatientPage,
        reads [Patients, Recents], needs ViewPatients, audit "looked at the patients lately opened";
    /// Asks for a patient to be read anew; an event tells when it is done.
    patient_refresh(PatientRefresh) -> Done,
        writes [Sync], needs ViewPatients, audit (none "asked for a patient to be read anew");
    /// Puts a patient at the head of those lately opened.
    patient_remember(PatientRemember) -> Done,
        writes [Recents], needs ViewPatients, audit (none "noted that a patient was opened");
    /// Finds patients by name, date of birth, phone, patient id or member id.
    patient_search(PatientSearch) -> PatientPage,
        reads [Patients, Schedule], needs ViewPatients, audit (Search "searched for patients");

    /// Lists the people of this desktop, and when it locks.
    people_list(PeopleList) -> People,
        reads [People], needs ManagePeople, audit (none "listed the people");
    /// Adds a person. The first one is a manager, and sits at the desktop then.
    person_add(PersonAdd) -> Done,
        writes [Session, People], needs ManagePeople, audit (Setting "added a person");
    /// Changes a person's name, role or PIN.
    person_change(PersonChange) -> Done,
        writes [Session, People], needs ManagePeople, audit (Setting "changed a person");
    /// Removes a person. The audit goes on to name them.
    person_remove(PersonRemove) -> Done,
        writes [Session, People], needs ManagePeople, audit (Setting "removed a person");
    /// Signs a person in by their PIN, in place of whoever sat here.
    person_sign_in(PersonSignIn) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Audit, People],
        needs Anyone, audit (SignIn "signed in");

    /// Gives whoever sits here another PIN, by the one there is.
    pin_change(PinChange) -> Done,
        writes [], needs UseConsole, audit (Setting "changed their own PIN");
    /// Gives a manager another PIN by the recovery code, and unlocks the console for them.
    pin_reset(PinReset) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Audit, People],
        needs Anyone, audit (Unlock "gave a manager another PIN with the recovery code");

    /// Says where in the window its person is, to be given back to them after a lock.
    place_note(PlaceNote) -> Done,
        writes [], needs UseConsole, audit (none "noted a place in the window");

    /// Plans where the visits of a provider's day could be moved to.
    plan_make(PlanMake) -> Plan,
        writes [], needs EditSchedule, audit "planned where a day could be moved to";
    /// Gives the practice, its departments and how today stands.
    practice_overview(PracticeOverview) -> Overview,
        reads [Practice, Schedule], needs UseConsole, audit (none "looked at the practice");

    /// Sets how the console looks.
    preference_set(PreferenceSet) -> Done,
        writes [Session], needs UseConsole, audit (Setting "changed how the console looks");
    /// Gives a page of a sheet as it would be printed.
    print_preview(PrintPreview) -> PrintPage,
        reads [Schedule, Practice], needs Print, audit "looked at a sheet to print";
    /// Makes a sheet as a PDF, in the profile's folder.
    print_save(PrintSave) -> FileMade,
        writes [Audit], needs Print, audit (Print "printed a sheet");
    /// Opens the profile with the keychain's key or a passphrase, or makes it.
    profile_open(ProfileOpen) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes],
        needs Anyone, audit (Unlock "opened the profile");
    /// Opens the profile with its recovery code, where its key is gone or its passphrase forgotten.
    profile_recover(ProfileRecover) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Keys],
        needs Anyone, audit (Unlock "opened the profile with the recovery code");
    /// Sets a profile aside that does not open, so that another can begin. Nothing of it is erased.
    profile_set_aside(ProfileSetAside) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Writes, Audit],
        needs Anyone, audit (Setting "set the profile aside");

    /// Makes a recovery code, which is shown once.
    recovery_make(RecoveryMake) -> RecoveryMade,
        writes [], needs ManageProfile, audit (Setting "made a recovery code");
    /// Notes that the recovery code made last was written down: the one before opens nothing any more.
    recovery_note(RecoveryNote) -> Done,
        writes [Keys], needs ManageProfile, audit (Setting "wrote the recovery code down");
    /// Says how long things are kept.
    retention_set(RetentionSet) -> Done,
        writes [Keys], needs ManageProfile, audit (Setting "changed how long things are kept");

    /// Says what each role may do.
    role_list(RoleList) -> Roles,
        reads [], needs UseConsole, audit (none "looked at what each role may do");

    /// Gives a day's schedule.
    schedule_day(ScheduleDay) -> DaySheet,
        reads [Schedule, Practice], needs ViewSchedule, audit "looked at the schedule";
    /// Writes a day as rows that a spreadsheet reads, into the profile's folder.
    schedule_export(ScheduleExport) -> FileMade,
        writes [Audit], needs ExportSchedule, audit (Export "exported a day of the schedule");
    /// Asks for a day to be read anew; an event tells when it is done.
    schedule_refresh(ScheduleRefresh) -> Done,
        writes [Sync], needs ViewSchedule, audit (none "asked for a day to be read anew");
    /// Gives a week's schedule.
    schedule_week(ScheduleWeek) -> WeekSheet,
        reads [Schedule, Practice], needs ViewSchedule, audit "looked at a week of the schedule";

    /// Says what stage the console is in, and how it should look.
    session_read(SessionRead) -> Session,
        reads [Session], needs Anyone, audit (none "asked how the console stands");

    /// Asks athenahealth for a day's open times to which a visit could be moved.
    slot_day(SlotDay) -> DaySlots,
        writes [], needs EditSchedule, audit (none "asked athenahealth where a visit could be moved to");
    /// Asks athenahealth for the next open times.
    slot_find(SlotFind) -> Openings,
        writes [], needs ViewSchedule, audit (none "asked athenahealth for open times");
    /// Gives what a time can be looked for by.
    slot_form(SlotFormRead) -> SlotForm,
        reads [Practice], needs ViewSchedule, audit (none "looked at what a time can be looked for by");
    /// Has an open time held for a patient while they are talked to. How far it comes, events tell.
    slot_hold(SlotHold) -> Released,
        writes [Writes], needs EditSchedule, audit "had a time held";
    /// Has a time let go that was held. How far it comes, events tell.
    slot_let_go(SlotLetGo) -> Released,
        writes [Writes], needs EditSchedule, audit "had a held time let go";
    /// Asks athenahealth for the reasons for which patients are seen.
    slot_reasons(SlotReasonsRead) -> SlotReasons,
        writes [], needs ViewSchedule, audit (none "asked athenahealth for the reasons of visits");
    /// Asks athenahealth for a day's open and frozen times.
    slot_sheet(SlotSheet) -> SheetSlots,
        writes [], needs ViewSchedule, audit (none "asked athenahealth for a day's open times");

    /// Writes what whoever helps with Daybook needs to know into the profile's folder.
    support_export(SupportExport) -> SupportExported,
        writes [Audit], needs Connect, audit (Export "exported a support bundle");
    /// Gives what a support bundle says.
    support_read(SupportRead) -> SupportBundle,
        reads [], needs Connect, audit (none "looked at a support bundle");

    /// Has all that is kept fresh read now, whatever rests after a failure.
    sync_again(SyncAgain) -> Done,
        writes [Sync], needs UseConsole, audit (none "had all that is due read again");
    /// Has everything read anew that the copy holds. How far that is, an event tells.
    sync_anew(SyncAnew) -> Done,
        writes [Sync], needs Connect, audit (Setting "had everything read anew");
    /// Says what happened to reading, the latest first.
    sync_log(SyncLogRead) -> SyncLogPage,
        reads [Sync], needs UseConsole, audit (none "looked at what happened to reading");
    /// Has nothing read but what somebody asks for, for a while.
    sync_pause(SyncPause) -> Done,
        writes [Sync], needs Connect, audit (Setting "paused the reading of a practice");
    /// Says how fresh the copy is and what is being read.
    sync_read(SyncRead) -> SyncView,
        reads [Sync], needs UseConsole, audit (none "looked at how fresh the copy is");
    /// Has the fill go on until the practice's next working day begins.
    sync_resume(SyncResume) -> Done,
        writes [Sync], needs Connect, audit (Setting "had a practice read while it works");
    /// Ends a pause.
    sync_unpause(SyncUnpause) -> Done,
        writes [Sync], needs Connect, audit (Setting "ended a pause of the reading of a practice");

    /// Exports the vault into the profile's folder, for this computer or another.
    vault_export(VaultExport) -> VaultExported,
        writes [Keys], needs ManageProfile, audit (Export "exported the vault");
    /// Lists the exported vaults in the profile's folder.
    vault_list(VaultList) -> Vaults,
        reads [Keys], needs Anyone, audit (none "listed the exported vaults");
    /// Makes the profile from an exported vault, where there is none yet or nothing of anybody's own.
    vault_restore(VaultRestore) -> Session,
        writes [Session, Connections, Practice, Patients, Schedule, Recents, Views, Sync, Audit, People, Writes, Keys],
        needs Anyone, audit (Setting "restored the profile from an exported vault");

    /// Forgets a view of the schedule.
    view_forget(ViewForget) -> Done,
        writes [Views], needs ViewSchedule, audit (Setting "removed a view of the schedule");
    /// Keeps a view of the schedule under one of its keys.
    view_keep(ViewKeep) -> Done,
        writes [Views], needs ViewSchedule, audit (Setting "kept a view of the schedule");
    /// Lists the views of the schedule that whoever sits here keeps.
    view_list(ViewList) -> Views,
        reads [Views], needs ViewSchedule, audit (none "listed the views of the schedule");

    /// Has an open time booked for a patient. How far it comes, events tell.
    visit_book(VisitBook) -> Released,
        writes [Writes], needs EditSchedule, audit "had a visit booked";
    /// Has a visit cancelled. How far it comes, events tell.
    visit_cancel(VisitCancel) -> Released,
        writes [Writes], needs EditSchedule, audit "had a visit cancelled";
    /// Has a check-in taken back, begun or done. How far it comes, events tell.
    visit_cancel_check_in(VisitCancelCheckIn) -> Released,
        writes [Writes], needs EditSchedule, audit "had a check-in taken back";
    /// Asks athenahealth for the practice's reasons to cancel.
    visit_cancel_reasons(VisitCancelReasons) -> CancelReasons,
        writes [], needs EditSchedule, audit (none "asked for the reasons to cancel");
    /// Has whoever comes checked in. How far it comes, events tell.
    visit_check_in(VisitCheckIn) -> Released,
        writes [Writes], needs EditSchedule, audit "had a patient checked in";
    /// Has whoever was here checked out. How far it comes, events tell.
    visit_check_out(VisitCheckOut) -> Released,
        writes [Writes], needs EditSchedule, audit "had a patient checked out";
    /// Has a visit put beside another on purpose, with a reason. How far it comes, events tell.
    visit_double(VisitDouble) -> Released,
        writes [Writes], needs EditSchedule, audit "had a visit double-booked";
    /// Gives what is to be seen to before a check-in, from the copy.
    visit_gates(VisitGatesRead) -> VisitGates,
        reads [Patients, Schedule, Practice], needs EditSchedule, audit "looked at what a check-in asks";
    /// Has a visit moved to an open time. How far it comes, events tell.
    visit_move(VisitMove) -> Released,
        writes [Writes], needs EditSchedule, audit "had a visit moved";
    /// Has it put on record that somebody opened a visit: what stands in it came with the day.
    visit_open(VisitOpen) -> Done,
        reads [], needs ViewSchedule, audit "opened a visit";
    /// Puts a visit aside, to be moved.
    visit_park(VisitPark) -> Done,
        writes [Views], needs EditSchedule, audit "put a visit aside to be moved";
    /// Asks athenahealth what a check-in wants to know of a patient, and does not.
    visit_required(VisitRequired) -> RequiredFields,
        writes [], needs EditSchedule, audit "asked athenahealth what a check-in wants";
    /// Has the check-in of whoever comes begun. How far it comes, events tell.
    visit_start_check_in(VisitStartCheckIn) -> Released,
        writes [Writes], needs EditSchedule, audit "had a check-in begun";
    /// Has a visit that was put aside wait no more.
    visit_unpark(VisitUnpark) -> Done,
        writes [Views], needs EditSchedule, audit "had a visit wait to be moved no more";

    /// Has a freed time booked for somebody who waits. How far it comes, events tell.
    waitlist_fill(WaitlistFill) -> Released,
        writes [Writes], needs EditSchedule, audit "had a freed time booked for somebody who waits";
    /// Lists the times that were freed from here lately.
    waitlist_freed(WaitlistFreed) -> FreedTimes,
        reads [Writes], needs EditSchedule, audit (none "listed the times that were freed");
    /// Asks athenahealth who waits for a time that was freed.
    waitlist_match(WaitlistMatch) -> Waiting,
        writes [], needs EditSchedule, audit "asked who waits for a freed time";
    /// Has somebody taken off the waiting list. How far it comes, events tell.
    waitlist_remove(WaitlistRemove) -> Released,
        writes [Writes], needs EditSchedule, audit "had somebody taken off the waiting list";

    /// Writes again what athenahealth does not have, as another write.
    write_again(WriteAgain) -> Drafted,
        writes [Writes], needs EditPatients, audit "wrote again what was not there";
    /// Drafts the registration of somebody.
    write_create(WriteCreate) -> Drafted,
        writes [Writes], needs EditPatients, audit "drafted a registration";
    /// Takes back a write of which nothing left.
    write_discard(WriteDiscard) -> Done,
        writes [Writes], needs EditPatients, audit "took a draft back";
    /// Drafts a change of a patient.
    write_edit(WriteEdit) -> Drafted,
        writes [Writes], needs EditPatients, audit "drafted a change of a patient";
    /// Lists what is being written to athenahealth, and what ended lately.
    write_list(WriteList) -> WritePage,
        reads [Writes, Patients], needs EditPatients, audit "looked at what is being written";
    /// Changes a draft.
    write_redraft(WriteRedraft) -> Drafted,
        writes [Writes], needs EditPatients, audit "changed a draft";
    /// Has a draft written. How far it comes, events tell.
    write_release(WriteRelease) -> Done,
        writes [Writes], needs EditPatients, audit "had a draft written";
    /// Takes a person's word on a write of which nobody knows.
    write_resolve(WriteResolve) -> Done,
        writes [Writes], needs EditPatients, audit "said what became of a write";
    /// Notes that a person saw how a write ended.
    write_see(WriteSee) -> Done,
        writes [Writes], needs EditPatients, audit "saw how a write ended";
    /// Drafts the change that takes a change back.
    write_undo(WriteUndo) -> Drafted,
        writes [Writes], needs EditPatients, audit "asked for a write to be undone";
}
