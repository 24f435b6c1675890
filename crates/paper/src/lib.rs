//! What is put on paper: sheets of a day, face sheets, blank forms and the packet for an outage, as PDF; the
//! day as CSV; a page as a picture; and a packet sealed under words that somebody writes down.
//!
//! It knows no practice, no clock and no disk: text goes in, bytes come out.

mod block;
mod csv_file;
mod draw;
mod layout;
mod outline;
mod packet;
mod picture;
mod sealed;
mod shaping;
mod sheet;

pub use block::{Block, Column, Document, Entry, Frame, Section, Table};
pub use csv_file::{Csv, csv};
pub use draw::{pdf, sections};
pub use packet::{Face, Facts, forms, packet};
pub use picture::{Picture, pages, picture};
pub use sealed::{RANDOM, open, passphrase, seal};
pub use sheet::{Group, Visit, call_list, day_sheet, route_slips};

/// Why nothing came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A font that comes with the program cannot be read.
    #[error("a font cannot be read")]
    Font,
    /// The PDF cannot be written.
    #[error("the PDF cannot be written")]
    Pdf,
    /// There is no such page, or the PDF cannot be shown.
    #[error("the page cannot be shown")]
    Page,
    /// The rows cannot be written.
    #[error("the rows cannot be written")]
    Rows,
    /// The packet cannot be sealed.
    #[error("the packet cannot be sealed")]
    Seal,
    /// The words open nothing, or the packet is damaged.
    #[error("the packet does not open")]
    Open,
}
