//! A practice's own patient fields. Those of appointments and claims have ids of their own and are
//! not read here.

use model::{CustomField, CustomFieldValue, DepartmentId, PatientId};

use crate::{Answer, Error, Session};

impl Session {
    /// The definitions: `GET /customfields`.
    pub async fn custom_fields(&self) -> Result<Answer<Vec<CustomField>>, Error> {
        unimplemented!()
    }

    /// A patient's values; a field without one is missing: `GET /patients/{patientid}/customfields`.
    pub async fn custom_values(
        &self,
        id: &PatientId,
        department: &DepartmentId,
    ) -> Result<Answer<Vec<CustomFieldValue>>, Error> {
        unimplemented!()
    }
}
