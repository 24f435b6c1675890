//! Where a page of people ended.

/// Where a page ended: what its last person cost, and their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) cost: u32,
    pub(crate) ord: i64,
}

impl Cursor {
    /// Reads a cursor that was given out as text.
    pub fn parse(text: &str) -> Option<Self> {
        let (cost, ord) = text.split_once('-')?;
        Some(Self { cost: cost.parse().ok()?, ord: i64::from_str_radix(ord, 16).ok()? })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}-{:x}", self.cost, self.ord)
    }
}
