//! The contract, command by command. Each says where its work is done.

use std::sync::Arc;

use ipc::clipboard::ClipboardNote;
use ipc::connection::{
    Added, ConnectionAdd, ConnectionList, ConnectionPrefer, ConnectionRegister, ConnectionRemove,
    ConnectionRemoved, ConnectionSignIn, ConnectionSignInCancel, ConnectionSignOut, ConnectionSwitch,
    Connections, SignedOut,
};
use ipc::gate::{RequiredFields, VisitGates, VisitGatesRead, VisitRequired};
use ipc::keys::{
    KeyChange, Keys, KeysRead, ProfileRecover, RecoveryMade, RecoveryMake, RecoveryNote, RetentionSet,
    VaultExport, VaultExported, VaultList, VaultRestore, Vaults,
};
use ipc::packet::{
    PacketBegin, PacketEnd, PacketMake, PacketRead, PacketSet, PacketState, PacketWords, PacketWordsPrint,
};
use ipc::parked::{Parked, ParkedList, VisitPark, VisitUnpark};
use ipc::patient::{
    Asked, PatientAsk, PatientCard, PatientOpen, PatientPage, PatientRecent, PatientRefresh, PatientRemember,
    PatientSearch,
};
use ipc::people::{
    ConsoleKept, ConsoleLock, ConsoleTouch, IdleSet, LeaseSet, People, PeopleList, PersonAdd, PersonChange,
    PersonRemove, PersonSignIn, PinChange, PinReset, RoleList, Roles,
};
use ipc::place::PlaceNote;
use ipc::plan::{Plan, PlanMake};
use ipc::practice::{Overview, PracticeOverview};
use ipc::print::{FileMade, PrintPage, PrintPreview, PrintSave, ScheduleExport};
use ipc::saved_view::{ViewForget, ViewKeep, ViewList, Views};
use ipc::schedule::{DaySheet, ScheduleDay, ScheduleRefresh, ScheduleWeek, VisitOpen, WeekSheet};
use ipc::session::{
    EmergencyEnd, EmergencyOpen, LeaseReach, PatienceSet, PreferenceSet, ProfileOpen, ProfileSetAside,
    Session, SessionRead,
};
use ipc::slot::{
    DaySlots, Openings, SheetSlots, SlotDay, SlotFind, SlotForm, SlotFormRead, SlotHold, SlotLetGo,
    SlotReasons, SlotReasonsRead, SlotSheet,
};
use ipc::support::{SupportBundle, SupportExport, SupportExported, SupportRead};
use ipc::sync::{
    SyncAgain, SyncAnew, SyncLogPage, SyncLogRead, SyncPause, SyncRead, SyncResume, SyncUnpause, SyncView,
};
use ipc::trail::{
    AuditAcknowledge, AuditCheckFile, AuditChecked, AuditExport, AuditExported, AuditFound, AuditFoundRead,
    AuditPage, AuditRead, AuditStanding, AuditVerify,
};
use ipc::visit::{
    CancelReasons, Released, VisitBook, VisitCancel, VisitCancelCheckIn, VisitCancelReasons, VisitCheckIn,
    VisitCheckOut, VisitDouble, VisitMove, VisitStartCheckIn,
};
use ipc::waitlist::{FreedTimes, Waiting, WaitlistFill, WaitlistFreed, WaitlistMatch, WaitlistRemove};
use ipc::write::{
    AlikePeople, Drafted, PatientAlike, PatientForm, PatientFormRead, WriteAgain, WriteCreate, WriteDiscard,
    WriteEdit, WriteList, WritePage, WriteRedraft, WriteRelease, WriteResolve, WriteSee, WriteUndo,
};
use ipc::{Api, Call, Done, Failure};
use model::Secret;

use crate::console::Console;
use crate::{
    alarm, asking, connections, doubling, emergency, gates, holds, keeping, lease, moving, new_pin, opening,
    openings, overdue, packet, parked, patience, patients, pausing, people, place, planning, practice,
    printing, recovery, rekeying, saved_views, schedule, setting_aside, sign_in, support, sync_log,
    sync_view, trail, visits, waitlist, writes,
};

/// Commands that are carried out elsewhere, as they are asked.
macro_rules! hands_on {
    ($($command:ident($request:ty) -> $answer:ty: $to:path;)+) => {$(
        async fn $command(&self, call: &Call, request: $request) -> Result<$answer, Failure> {
            $to(self, call, request).await
        }
    )+};
}

impl Api for Console {
    async fn audit_acknowledge(&self, call: &Call, request: AuditAcknowledge) -> Result<Done, Failure> {
        alarm::acknowledge(self, call, request).await
    }

    async fn audit_found(&self, _: &Call, _: AuditFoundRead) -> Result<AuditFound, Failure> {
        alarm::found(self).await
    }

    async fn audit_check(&self, _: &Call, request: AuditCheckFile) -> Result<AuditChecked, Failure> {
        trail::check(self, request).await
    }

    async fn audit_export(&self, call: &Call, _: AuditExport) -> Result<AuditExported, Failure> {
        trail::export(self, call).await
    }

    async fn audit_read(&self, _: &Call, request: AuditRead) -> Result<AuditPage, Failure> {
        trail::read(self, request).await
    }

    async fn audit_verify(&self, _: &Call, _: AuditVerify) -> Result<AuditStanding, Failure> {
        trail::verify(self).await
    }

    async fn clipboard_note(&self, _: &Call, request: ClipboardNote) -> Result<Done, Failure> {
        let text = Secret::new(request.text.expose());
        let ports = self.ports();
        self.copied().note(ports.tasks.as_ref(), Arc::clone(&ports.clipboard), text);
        Ok(Done {})
    }

    async fn connection_list(&self, call: &Call, request: ConnectionList) -> Result<Connections, Failure> {
        connections::list(self, call, request).await
    }

    async fn connection_add(&self, call: &Call, request: ConnectionAdd) -> Result<Added, Failure> {
        connections::add(self, call, request).await.inspect(|added| call.is_about(&added.connection.id))
    }

    async fn connection_prefer(&self, _: &Call, request: ConnectionPrefer) -> Result<Done, Failure> {
        connections::prefer(self, request).await
    }

    async fn connection_register(&self, _: &Call, request: ConnectionRegister) -> Result<Done, Failure> {
        connections::register(self, request).await
    }

    async fn connection_remove(
        &self,
        _: &Call,
        request: ConnectionRemove,
    ) -> Result<ConnectionRemoved, Failure> {
        connections::remove(self, &request.connection).await
    }

    async fn connection_sign_in(&self, call: &Call, request: ConnectionSignIn) -> Result<Done, Failure> {
        sign_in::again(self, call, request).await
    }

    async fn connection_sign_in_cancel(&self, _: &Call, _: ConnectionSignInCancel) -> Result<Done, Failure> {
        Ok(sign_in::cancel(self))
    }

    async fn connection_sign_out(&self, _: &Call, request: ConnectionSignOut) -> Result<SignedOut, Failure> {
        sign_in::out(self, &request.connection).await
    }

    async fn connection_switch(&self, _: &Call, request: ConnectionSwitch) -> Result<Done, Failure> {
        connections::switch(self, &request.connection).await
    }

    async fn console_lock(&self, call: &Call, _: ConsoleLock) -> Result<Session, Failure> {
        people::lock(self, call).await
    }

    async fn console_kept(&self, _: &Call, _: ConsoleKept) -> Result<Done, Failure> {
        self.typed().kept();
        Ok(Done {})
    }

    async fn console_touch(&self, _: &Call, _: ConsoleTouch) -> Result<Done, Failure> {
        self.guard().touch(self.ports().clock.now());
        if let Some(live) = &self.state().read().await.live {
            live.reading.touched();
        }
        Ok(Done {})
    }

    async fn emergency_open(&self, call: &Call, request: EmergencyOpen) -> Result<Session, Failure> {
        emergency::open(self, call, request).await
    }

    async fn emergency_end(&self, call: &Call, _: EmergencyEnd) -> Result<Session, Failure> {
        emergency::end_now(self, call).await
    }

    async fn idle_set(&self, call: &Call, request: IdleSet) -> Result<Done, Failure> {
        people::set_idle(self, call, request).await
    }

    async fn lease_reach(&self, _: &Call, _: LeaseReach) -> Result<Session, Failure> {
        overdue::reach(self).await
    }

    async fn lease_set(&self, call: &Call, request: LeaseSet) -> Result<Done, Failure> {
        lease::set(self, call, request).await
    }

    async fn people_list(&self, _: &Call, _: PeopleList) -> Result<People, Failure> {
        people::list(self).await
    }

    async fn role_list(&self, _: &Call, _: RoleList) -> Result<Roles, Failure> {
        Ok(people::roles())
    }

    async fn person_add(&self, call: &Call, request: PersonAdd) -> Result<Done, Failure> {
        people::add(self, call, request).await
    }

    async fn person_change(&self, call: &Call, request: PersonChange) -> Result<Done, Failure> {
        people::alter(self, call, request).await
    }

    async fn person_remove(&self, call: &Call, request: PersonRemove) -> Result<Done, Failure> {
        people::remove(self, call, request).await
    }

    async fn person_sign_in(&self, call: &Call, request: PersonSignIn) -> Result<Session, Failure> {
        people::sign_in(self, call, request).await
    }

    async fn keys_read(&self, _: &Call, _: KeysRead) -> Result<Keys, Failure> {
        recovery::read(self).await
    }

    async fn key_change(&self, call: &Call, request: KeyChange) -> Result<RecoveryMade, Failure> {
        rekeying::change(self, call, request).await
    }

    async fn packet_begin(&self, call: &Call, _: PacketBegin) -> Result<PacketWords, Failure> {
        packet::begin(self, call).await
    }

    async fn packet_end(&self, call: &Call, _: PacketEnd) -> Result<PacketState, Failure> {
        packet::end(self, call).await
    }

    async fn packet_make(&self, _: &Call, _: PacketMake) -> Result<PacketState, Failure> {
        packet::make_now(self).await
    }

    async fn packet_read(&self, _: &Call, _: PacketRead) -> Result<PacketState, Failure> {
        packet::read(self).await
    }

    async fn packet_set(&self, call: &Call, request: PacketSet) -> Result<PacketState, Failure> {
        packet::set(self, call, &request).await
    }

    async fn packet_words_print(&self, call: &Call, request: PacketWordsPrint) -> Result<Done, Failure> {
        packet::words_page::print(self, call, &request.words).await
    }

    async fn patient_open(&self, call: &Call, request: PatientOpen) -> Result<PatientCard, Failure> {
        patients::open(self, call, request).await
    }

    async fn patient_ask(&self, _: &Call, request: PatientAsk) -> Result<Asked, Failure> {
        asking::ask(self, request).await
    }

    async fn patient_recent(&self, _: &Call, _: PatientRecent) -> Result<PatientPage, Failure> {
        patients::recent(self).await
    }

    async fn patient_refresh(&self, _: &Call, request: PatientRefresh) -> Result<Done, Failure> {
        patients::refresh(self, request).await
    }

    async fn patient_remember(&self, _: &Call, request: PatientRemember) -> Result<Done, Failure> {
        patients::remember(self, request).await
    }

    async fn patient_search(&self, _: &Call, request: PatientSearch) -> Result<PatientPage, Failure> {
        patients::find(self, request).await
    }

    async fn pin_change(&self, call: &Call, request: PinChange) -> Result<Done, Failure> {
        new_pin::by_the_one_before(self, call, request).await
    }

    async fn pin_reset(&self, call: &Call, request: PinReset) -> Result<Session, Failure> {
        new_pin::by_code(self, call, request).await
    }

    async fn place_note(&self, _: &Call, request: PlaceNote) -> Result<Done, Failure> {
        place::note(self, &request)
    }

    async fn practice_overview(&self, _: &Call, request: PracticeOverview) -> Result<Overview, Failure> {
        practice::overview(self, request).await
    }

    async fn patience_set(&self, _: &Call, request: PatienceSet) -> Result<Done, Failure> {
        patience::set(self, &request).await
    }

    async fn preference_set(&self, _: &Call, request: PreferenceSet) -> Result<Done, Failure> {
        opening::prefer(self, request.preferences).await
    }

    async fn print_preview(&self, call: &Call, request: PrintPreview) -> Result<PrintPage, Failure> {
        printing::preview(self, call, request).await
    }

    async fn print_save(&self, call: &Call, request: PrintSave) -> Result<FileMade, Failure> {
        printing::save(self, call, request.sheet).await
    }

    async fn profile_open(&self, call: &Call, request: ProfileOpen) -> Result<Session, Failure> {
        opening::open(self, call, request).await
    }

    async fn profile_recover(&self, call: &Call, request: ProfileRecover) -> Result<Session, Failure> {
        recovery::recover(self, call, request).await
    }

    async fn profile_set_aside(&self, call: &Call, _: ProfileSetAside) -> Result<Session, Failure> {
        setting_aside::set_aside(self, call).await
    }

    async fn recovery_make(&self, call: &Call, request: RecoveryMake) -> Result<RecoveryMade, Failure> {
        recovery::asked(self, call, request).await
    }

    async fn recovery_note(&self, _: &Call, _: RecoveryNote) -> Result<Done, Failure> {
        recovery::note(self).await
    }

    async fn retention_set(&self, call: &Call, request: RetentionSet) -> Result<Done, Failure> {
        keeping::set(self, call, request).await
    }

    async fn schedule_day(&self, _: &Call, request: ScheduleDay) -> Result<DaySheet, Failure> {
        schedule::day(self, request).await
    }

    async fn schedule_export(&self, call: &Call, request: ScheduleExport) -> Result<FileMade, Failure> {
        printing::export(self, call, request).await
    }

    async fn schedule_refresh(&self, _: &Call, request: ScheduleRefresh) -> Result<Done, Failure> {
        schedule::refresh(self, request).await
    }

    async fn schedule_week(&self, _: &Call, request: ScheduleWeek) -> Result<WeekSheet, Failure> {
        schedule::week(self, request).await
    }

    async fn session_read(&self, _: &Call, _: SessionRead) -> Result<Session, Failure> {
        opening::session(self).await
    }

    async fn support_export(&self, call: &Call, _: SupportExport) -> Result<SupportExported, Failure> {
        support::export(self, call).await
    }

    async fn support_read(&self, _: &Call, _: SupportRead) -> Result<SupportBundle, Failure> {
        support::read(self).await
    }

    async fn sync_again(&self, _: &Call, _: SyncAgain) -> Result<Done, Failure> {
        pausing::again(self).await
    }

    async fn sync_anew(&self, _: &Call, _: SyncAnew) -> Result<Done, Failure> {
        pausing::anew(self).await
    }

    async fn sync_log(&self, _: &Call, request: SyncLogRead) -> Result<SyncLogPage, Failure> {
        sync_log::read(self, request).await
    }

    async fn sync_pause(&self, _: &Call, request: SyncPause) -> Result<Done, Failure> {
        pausing::pause(self, &request).await
    }

    async fn sync_unpause(&self, _: &Call, _: SyncUnpause) -> Result<Done, Failure> {
        pausing::unpause(self).await
    }

    async fn sync_read(&self, _: &Call, _: SyncRead) -> Result<SyncView, Failure> {
        sync_view::view(self).await
    }

    async fn sync_resume(&self, _: &Call, _: SyncResume) -> Result<Done, Failure> {
        sync_view::resume(self).await
    }

    async fn vault_export(&self, call: &Call, request: VaultExport) -> Result<VaultExported, Failure> {
        moving::export(self, call, request).await
    }

    async fn vault_list(&self, _: &Call, _: VaultList) -> Result<Vaults, Failure> {
        moving::list(self).await
    }

    async fn vault_restore(&self, call: &Call, request: VaultRestore) -> Result<Session, Failure> {
        moving::restore(self, call, request).await
    }

    async fn view_forget(&self, call: &Call, request: ViewForget) -> Result<Done, Failure> {
        saved_views::forget(self, call, &request).await
    }

    async fn view_keep(&self, call: &Call, request: ViewKeep) -> Result<Done, Failure> {
        saved_views::keep(self, call, request).await
    }

    async fn view_list(&self, call: &Call, _: ViewList) -> Result<Views, Failure> {
        saved_views::list(self, call).await
    }

    async fn visit_gates(&self, _: &Call, request: VisitGatesRead) -> Result<VisitGates, Failure> {
        gates::gates(self, request).await
    }

    async fn visit_required(&self, _: &Call, request: VisitRequired) -> Result<RequiredFields, Failure> {
        gates::required(self, request).await
    }

    async fn visit_open(&self, _: &Call, request: VisitOpen) -> Result<Done, Failure> {
        schedule::open(self, &request).await
    }

    async fn patient_alike(&self, _: &Call, request: PatientAlike) -> Result<AlikePeople, Failure> {
        writes::alike(self, request).await
    }

    async fn patient_form(&self, _: &Call, request: PatientFormRead) -> Result<PatientForm, Failure> {
        writes::form(self, request).await
    }

    async fn write_list(&self, _: &Call, request: WriteList) -> Result<WritePage, Failure> {
        writes::list(self, request).await
    }

    hands_on! {
        write_again(WriteAgain) -> Drafted: writes::again;
        write_create(WriteCreate) -> Drafted: writes::create;
        write_discard(WriteDiscard) -> Done: writes::discard;
        write_edit(WriteEdit) -> Drafted: writes::edit;
        write_redraft(WriteRedraft) -> Drafted: writes::redraft;
        write_release(WriteRelease) -> Done: writes::release;
        write_resolve(WriteResolve) -> Done: writes::resolve;
        write_see(WriteSee) -> Done: writes::see;
        write_undo(WriteUndo) -> Drafted: writes::undo;
        slot_hold(SlotHold) -> Released: holds::hold;
        slot_let_go(SlotLetGo) -> Released: holds::let_go;
        visit_start_check_in(VisitStartCheckIn) -> Released: visits::start_check_in;
        visit_cancel_check_in(VisitCancelCheckIn) -> Released: visits::cancel_check_in;
        visit_check_in(VisitCheckIn) -> Released: visits::check_in;
        visit_check_out(VisitCheckOut) -> Released: visits::check_out;
        visit_park(VisitPark) -> Done: parked::park;
        visit_unpark(VisitUnpark) -> Done: parked::unpark;
        visit_double(VisitDouble) -> Released: doubling::double;
        visit_book(VisitBook) -> Released: visits::book;
        visit_move(VisitMove) -> Released: visits::move_to;
        visit_cancel(VisitCancel) -> Released: visits::cancel;
        waitlist_fill(WaitlistFill) -> Released: waitlist::fill;
        waitlist_remove(WaitlistRemove) -> Released: waitlist::remove;
    }

    async fn parked_list(&self, call: &Call, _: ParkedList) -> Result<Parked, Failure> {
        parked::list(self, call).await
    }

    async fn plan_make(&self, _: &Call, request: PlanMake) -> Result<Plan, Failure> {
        planning::make(self, request).await
    }

    async fn slot_day(&self, _: &Call, request: SlotDay) -> Result<DaySlots, Failure> {
        openings::day(self, request).await
    }
    async fn slot_find(&self, _: &Call, request: SlotFind) -> Result<Openings, Failure> {
        openings::find(self, request).await
    }
    async fn slot_form(&self, _: &Call, _: SlotFormRead) -> Result<SlotForm, Failure> {
        openings::form(self).await
    }
    async fn slot_reasons(&self, _: &Call, request: SlotReasonsRead) -> Result<SlotReasons, Failure> {
        openings::reasons(self, request).await
    }
    async fn slot_sheet(&self, _: &Call, request: SlotSheet) -> Result<SheetSlots, Failure> {
        openings::sheet(self, request).await
    }

    async fn visit_cancel_reasons(&self, _: &Call, _: VisitCancelReasons) -> Result<CancelReasons, Failure> {
        visits::cancel_reasons(self).await
    }

    async fn waitlist_freed(&self, _: &Call, _: WaitlistFreed) -> Result<FreedTimes, Failure> {
        waitlist::freed(self).await
    }
    async fn waitlist_match(&self, _: &Call, request: WaitlistMatch) -> Result<Waiting, Failure> {
        waitlist::matches(self, request).await
    }
}
