//! Insurance policies of a patient.

use model::{Coverage, DepartmentId, PatientId};

use crate::{Answer, Error, Session};

impl Session {
    /// A patient's insurance policies, cancelled ones too: `GET /patients/{patientid}/insurances`.
    pub async fn coverages(
        &self,
        id: &PatientId,
        department: Option<&DepartmentId>,
    ) -> Result<Answer<Vec<Coverage>>, Error> {
        unimplemented!()
    }
}
