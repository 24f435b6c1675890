//! Forms as OAuth has them: names are told apart by case, and none may come twice (RFC 6749 §3.1, §3.2).

/// The fields of a query or of a body.
#[derive(Debug)]
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads fields; those without a value count as absent, as the standard has it.
    pub(crate) fn read(text: &[u8]) -> Self {
        let fields = url::form_urlencoded::parse(text).into_owned();
        Form(fields.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// What a field says.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field came twice.
    pub(crate) fn repeats(&self) -> bool {
        self.0.iter().enumerate().any(|(at, (name, _))| self.0[..at].iter().any(|(other, _)| other == name))
    }
}
