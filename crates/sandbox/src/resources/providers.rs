//! `/providers` and `/providers/{providerid}`.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::errors::{self, Refusal};
use crate::paging;
use crate::practice::Practice;
use crate::providers::Provider;

/// `GET /providers`: those on staff; who has left is named by old visits only.
pub(crate) fn list(practice: &Practice, ask: &Ask) -> Result<Value, Refusal> {
    let kind = ask.get("providertype");
    let all = (0..practice.providers.len() as u16).map(|at| practice.provider(at));
    let staff = all.filter(|provider| !provider.departed);
    let rows = staff.filter(|provider| kind.is_none_or(|kind| kind == provider.role.kind));
    paging::rows(ask, paging::LIST, "providers", rows.map(|provider| row(practice, &provider)).collect())
}

/// `GET /providers/{providerid}`: an array of one.
pub(crate) fn one(practice: &Practice, id: u64) -> Result<Value, Refusal> {
    let provider = practice.find_provider(id).map(|at| practice.provider(at));
    let provider =
        provider.filter(|provider| !provider.departed).ok_or_else(|| errors::no_such("Provider"))?;
    Ok(json!([row(practice, &provider)]))
}

/// A provider's row in the feed of changes: who has left is told of like everybody else.
pub(crate) fn changed(practice: &Practice, id: u64) -> Result<Value, Refusal> {
    let at = practice.find_provider(id).ok_or_else(|| errors::no_such("Provider"))?;
    Ok(row(practice, &practice.provider(at)))
}

fn row(practice: &Practice, provider: &Provider) -> Value {
    let home = &practice.departments[provider.home];
    let other = provider.supervisor.map(|at| practice.provider(at as u16));
    let supervisor = other.as_ref().unwrap_or(provider);
    let role = provider.role;
    json!({
        "providerid": provider.id,
        "firstname": provider.first,
        "lastname": provider.last,
        "displayname": format!("{} {}, {}", provider.first, provider.last, role.kind),
        "schedulingname": scheduling_name(provider),
        "providerusername": username(provider),
        "providertypeid": role.kind,
        "providertype": role.kind_name,
        "specialty": role.specialty,
        "specialtyid": (!role.specialty_id.is_empty()).then_some(role.specialty_id),
        "ansinamecode": format!("{} ({})", role.specialty, role.taxonomy),
        "ansispecialtycode": role.taxonomy,
        "entitytype": if role.person { "Person" } else { "Non-Person" },
        "sex": provider.sex,
        "billable": role.person,
        "hideinportal": provider.hidden,
        "acceptingnewpatients": !provider.id.is_multiple_of(3),
        "createencounteroncheckin": true,
        "npi": role.person.then(|| 9_000_000_000u64 + 7919 * u64::from(provider.id)),
        "providergrouplist": [home.group.to_string()],
        "homedepartment": home.name,
        "supervisingproviderid": supervisor.id,
        "supervisingproviderusername": username(supervisor),
    })
}

fn scheduling_name(provider: &Provider) -> String {
    format!("{}_{}", provider.last, provider.first)
}

fn username(provider: &Provider) -> String {
    let plain =
        |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    format!("{}{}{}", plain(&provider.first).get(..1).unwrap_or("x"), plain(&provider.last), provider.id)
}
