//! Insurance policies of a patient.

use chrono::NaiveDate;
use model::{Cents, Copay, Coverage, CoverageId, DepartmentId, Eligibility, PatientId, Phi};
use serde::Deserialize;

use crate::{Answer, Error, Session, wire};

/// The package that stands for paying without insurance.
const SELF_PAY: i64 = 0;

#[derive(Deserialize)]
struct CopayRow {
    #[serde(default, deserialize_with = "wire::text")]
    copaytype: String,
    #[serde(deserialize_with = "wire::req")]
    copayamount: Cents,
}

/// The holder's and the insured's social security numbers are on the row and not in here.
#[derive(Deserialize)]
pub(super) struct CoverageRow {
    #[serde(deserialize_with = "wire::req")]
    insuranceid: String,
    #[serde(default, deserialize_with = "wire::opt")]
    insurancepackageid: Option<i64>,
    #[serde(default, deserialize_with = "wire::opt")]
    insuranceplandisplayname: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    insuranceplanname: String,
    #[serde(default, deserialize_with = "wire::opt")]
    ircname: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    insuranceidnumber: String,
    #[serde(default, deserialize_with = "wire::text")]
    policynumber: String,
    #[serde(default, deserialize_with = "wire::opt")]
    sequencenumber: Option<u32>,
    #[serde(default, deserialize_with = "wire::opt")]
    cancelled: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::opt")]
    issuedate: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::opt")]
    expirationdate: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::opt")]
    relationshiptoinsured: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    eligibilitystatus: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    eligibilityreason: Option<String>,
    #[serde(default, deserialize_with = "wire::opt")]
    eligibilitylastchecked: Option<NaiveDate>,
    #[serde(default, deserialize_with = "wire::opt")]
    eligibilitymessage: Option<String>,
    #[serde(default, deserialize_with = "wire::many")]
    copays: Option<Vec<CopayRow>>,
}

impl From<CoverageRow> for Coverage {
    fn from(row: CoverageRow) -> Self {
        let eligibility = row.eligibilitystatus.map(|status| Eligibility {
            status,
            reason: row.eligibilityreason,
            checked: row.eligibilitylastchecked,
            message: row.eligibilitymessage.map(Phi::new),
        });
        let copay = |row: CopayRow| Copay { kind: row.copaytype, amount: row.copayamount };
        Self {
            id: CoverageId::new(row.insuranceid),
            plan: row.insuranceplandisplayname.unwrap_or(row.insuranceplanname),
            payer: row.ircname,
            self_pay: row.insurancepackageid == Some(SELF_PAY),
            member_id: Phi::new(row.insuranceidnumber),
            policy_number: Phi::new(row.policynumber),
            sequence: row.sequencenumber,
            cancelled: row.cancelled,
            issued: row.issuedate,
            expires: row.expirationdate,
            relationship: row.relationshiptoinsured,
            eligibility,
            copays: row.copays.unwrap_or_default().into_iter().map(copay).collect(),
        }
    }
}

impl Session {
    /// A patient's insurance policies, cancelled ones too: `GET /patients/{patientid}/insurances`.
    pub async fn coverages(
        &self,
        id: &PatientId,
        department: Option<&DepartmentId>,
    ) -> Result<Answer<Vec<Coverage>>, Error> {
        let path = ["patients", id.as_str(), "insurances"];
        let call = self.call("GET /patients/{patientid}/insurances", &path)?;
        let call = call.with("showcancelled", "true").with("limit", "5000");
        let call = call.with_some("departmentid", department.map(DepartmentId::as_str));
        self.all(call, "insurances", |row: CoverageRow| row.into()).await
    }
}
