//! The notes of visits. Their keys differ from those that a visit's own row has for them.

use chrono::{DateTime, Utc};
use http::Method;
use model::{AppointmentId, Phi, VisitNote, VisitNoteDraft, VisitNoteId};
use serde::Deserialize;

use super::visit_form::{Form, done};
use crate::{Answer, Error, Objection, Session, Written, wire};

#[derive(Deserialize)]
struct NoteRow {
    #[serde(deserialize_with = "wire::req")]
    noteid: String,
    #[serde(default, deserialize_with = "wire::text")]
    notetext: String,
    #[serde(default, deserialize_with = "wire::opt")]
    displayonschedule: Option<bool>,
    #[serde(default, deserialize_with = "wire::opt")]
    created: Option<DateTime<Utc>>,
    #[serde(default, deserialize_with = "wire::opt")]
    createdby: Option<String>,
}

impl From<NoteRow> for VisitNote {
    fn from(row: NoteRow) -> Self {
        Self {
            id: VisitNoteId::new(row.noteid),
            text: Phi::new(row.notetext),
            on_schedule: row.displayonschedule.unwrap_or(false),
            written: row.created,
            by: row.createdby,
        }
    }
}

fn form(draft: &VisitNoteDraft) -> Result<Form, Objection> {
    if draft.text.expose().trim().is_empty() {
        return Err(Objection::Missing);
    }
    let shown = if draft.on_schedule { "true" } else { "false" };
    Ok(Form::default().with_words("notetext", Some(&draft.text)).with("displayonschedule", shown))
}

impl Session {
    /// The notes of a visit: `GET /appointments/{appointmentid}/notes`.
    pub async fn appointment_notes(&self, id: &AppointmentId) -> Result<Answer<Vec<VisitNote>>, Error> {
        let path = ["appointments", id.as_str(), "notes"];
        let call = self.call("GET /appointments/{appointmentid}/notes", &path)?;
        self.all(call, "notes", |row: NoteRow| row.into()).await
    }

    /// Writes a note: `POST /appointments/{appointmentid}/notes`.
    pub async fn add_appointment_note(&self, visit: &AppointmentId, draft: &VisitNoteDraft) -> Written<()> {
        let form = match form(draft) {
            Ok(form) => form,
            Err(why) => return Written::unfit(why, Vec::new()),
        };
        let path = ["appointments", visit.as_str(), "notes"];
        self.tell(("POST /appointments/{appointmentid}/notes", &path), (Method::POST, form), done).await
    }

    /// Changes a note: `PUT /appointments/{appointmentid}/notes/{noteid}`.
    pub async fn edit_appointment_note(
        &self,
        visit: &AppointmentId,
        note: &VisitNoteId,
        draft: &VisitNoteDraft,
    ) -> Written<()> {
        let form = match form(draft) {
            Ok(form) => form,
            Err(why) => return Written::unfit(why, Vec::new()),
        };
        let path = ["appointments", visit.as_str(), "notes", note.as_str()];
        let place = ("PUT /appointments/{appointmentid}/notes/{noteid}", &path[..]);
        self.tell(place, (Method::PUT, form), done).await
    }

    /// Takes a note off: `DELETE /appointments/{appointmentid}/notes/{noteid}`.
    pub async fn delete_appointment_note(&self, visit: &AppointmentId, note: &VisitNoteId) -> Written<()> {
        let path = ["appointments", visit.as_str(), "notes", note.as_str()];
        let place = ("DELETE /appointments/{appointmentid}/notes/{noteid}", &path[..]);
        self.tell(place, (Method::DELETE, Form::default()), done).await
    }
}
