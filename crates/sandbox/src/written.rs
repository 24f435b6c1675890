//! What writes put in a patient's record, by the interface's names: it stands before whatever was made up.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::contact::Contact;

/// The written fields of one record; `null` is a field that was emptied.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written(BTreeMap<&'static str, Value>);

impl Written {
    /// Writes a field.
    pub(crate) fn set(&mut self, name: &'static str, value: Value) {
        self.0.insert(name, value);
    }

    /// All fields, by name.
    pub(crate) fn fields(&self) -> &BTreeMap<&'static str, Value> {
        &self.0
    }

    /// A field's text, in place of what was made up.
    pub(crate) fn text(&self, name: &str, made: Option<String>) -> Option<String> {
        match self.0.get(name) {
            Some(value) => value.as_str().map(str::to_owned),
            None => made,
        }
    }

    fn flag(&self, name: &str, made: bool) -> bool {
        self.0.get(name).map_or(made, |value| *value == Value::Bool(true))
    }

    /// Puts written fields before made-up ones.
    pub(crate) fn over(&self, made: Contact) -> Contact {
        Contact {
            address: self.text("address1", made.address),
            unit: self.text("address2", made.unit),
            city: self.text("city", made.city),
            state: self.text("state", made.state),
            zip: self.text("zip", made.zip),
            home_phone: self.text("homephone", made.home_phone),
            mobile_phone: self.text("mobilephone", made.mobile_phone),
            work_phone: self.text("workphone", made.work_phone),
            email: self.text("email", made.email),
            ssn: self.text("ssn", made.ssn),
            may_text: self.flag("consenttotext", made.may_text),
            may_call: self.flag("consenttocall", made.may_call),
            ..made
        }
    }
}
