//! The system's usual printer.

use std::io::Write;
use std::process::{Command, Stdio};

use console::{Printer, PrinterTrouble};

/// Gives pages to the print queue by `lp`, which macOS and Linux have; Windows has nothing like it.
#[derive(Clone, Copy, Debug)]
pub struct SystemPrinter;

impl Printer for SystemPrinter {
    fn print(&self, title: &str, pdf: &[u8]) -> Result<(), PrinterTrouble> {
        let mut queue = Command::new("lp")
            .args(["-s", "-t", title, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| PrinterTrouble::Absent)?;
        // One that ends before it has read says so by how it ends.
        let _ = queue.stdin.take().map(|mut pipe| pipe.write_all(pdf));
        match queue.wait() {
            Ok(ended) if ended.success() => Ok(()),
            _ => Err(PrinterTrouble::Refused),
        }
    }
}
