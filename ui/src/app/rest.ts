// One file of what the first frame of a practice does without: few files are read sooner than many.
export { AuditPage } from "../audit/audit-page.tsx";
export { LockScreen } from "../connections/lock-screen.tsx";
export { NoPractice } from "../connections/no-practice.tsx";
export { Passphrase } from "../connections/passphrase.tsx";
export { Probes } from "../connections/probes.tsx";
export { Stuck } from "../connections/stuck.tsx";
export { FirstCode } from "../keys/first-code.tsx";
export { Recover } from "../keys/recover.tsx";
export { Restore } from "../keys/restore.tsx";
export { PatientsPage } from "../patients/patients-page.tsx";
export { SyncPage } from "../sync/sync-page.tsx";
export { FormPage } from "../writes/form-page.tsx";
export { WritesPage } from "../writes/writes-page.tsx";
export { KeySheet } from "./key-sheet.tsx";
export { Palette } from "./palette.tsx";
export { SettingsRoute } from "./settings-route.tsx";
export { SignInAgain } from "./sign-in-again.tsx";
