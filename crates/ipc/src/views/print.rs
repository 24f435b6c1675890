//! What is put on paper, and what leaves as rows.

#![allow(missing_docs, reason = "a view's fields are named for what they show")]

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contract::Audited;

/// What kind of sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SheetKind {
    /// The day, a page or more for each provider.
    DayByProvider,
    /// The day, a page or more for each department.
    DayByDepartment,
    /// A slip for each visit, which goes with the patient.
    RouteSlips,
    /// Whom to call, and room for what they said.
    CallList,
}

/// A sheet of a day.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sheet {
    pub kind: SheetKind,
    /// `YYYY-MM-DD`
    pub date: String,
    /// One department; all where it is missing.
    #[ts(optional)]
    pub department: Option<String>,
    /// One provider; all where it is missing.
    #[ts(optional)]
    pub provider: Option<String>,
    /// One visit, of which there are route slips alone; all where it is missing.
    #[ts(optional)]
    pub visit: Option<String>,
}

/// Gives a page of a sheet as it would be printed.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintPreview {
    pub sheet: Sheet,
    /// The first is 0.
    pub page: u32,
}

/// Makes a sheet as a PDF.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrintSave {
    pub sheet: Sheet,
}

/// Writes a day as rows that a spreadsheet reads.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScheduleExport {
    /// `YYYY-MM-DD`
    pub date: String,
    /// One department; all where it is missing.
    #[ts(optional)]
    pub department: Option<String>,
}

/// A page as it would be printed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintPage {
    /// PNG, in Base64.
    pub png: String,
    /// The first is 0.
    pub page: u32,
    pub pages: u32,
    /// Whose page it is, for the audit alone; nobody's where it is a list.
    #[serde(skip)]
    #[ts(skip)]
    pub people: Vec<String>,
}

/// Where a file is that left the console.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileMade {
    /// The file with its folder, to be shown.
    pub file: String,
    /// Its pages, or its rows.
    pub count: u32,
    /// Who stands in it, for the audit alone.
    #[serde(skip)]
    #[ts(skip)]
    pub people: Vec<String>,
}

impl Sheet {
    fn words(&self, is_made: bool) -> &'static str {
        match (self.kind, is_made) {
            (SheetKind::RouteSlips, false) if self.visit.is_some() => "looked at a route slip to print",
            (SheetKind::RouteSlips, true) if self.visit.is_some() => "printed a route slip",
            (SheetKind::DayByProvider | SheetKind::DayByDepartment, false) => {
                "looked at a day sheet to print"
            }
            (SheetKind::DayByProvider | SheetKind::DayByDepartment, true) => "printed a day sheet",
            (SheetKind::RouteSlips, false) => "looked at route slips to print",
            (SheetKind::RouteSlips, true) => "printed route slips",
            (SheetKind::CallList, false) => "looked at a call list to print",
            (SheetKind::CallList, true) => "printed a call list",
        }
    }
}

impl Audited for PrintPreview {
    fn words(&self) -> Option<&'static str> {
        Some(self.sheet.words(false))
    }

    fn about(&self) -> Option<&str> {
        Some(&self.sheet.date)
    }

    fn department(&self) -> Option<&str> {
        self.sheet.department.as_deref()
    }
}

impl Audited for PrintSave {
    fn words(&self) -> Option<&'static str> {
        Some(self.sheet.words(true))
    }

    fn about(&self) -> Option<&str> {
        Some(&self.sheet.date)
    }

    fn department(&self) -> Option<&str> {
        self.sheet.department.as_deref()
    }
}

impl Audited for ScheduleExport {
    fn about(&self) -> Option<&str> {
        Some(&self.date)
    }

    fn department(&self) -> Option<&str> {
        self.department.as_deref()
    }
}
