//! A printer that keeps what it was given.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use console::{Printer, PrinterTrouble};

/// What came out of a printer.
#[derive(Debug, Default)]
pub struct Tray {
    printed: Mutex<Vec<Vec<u8>>>,
    is_out_of_paper: AtomicBool,
}

impl Tray {
    /// What came out, the first one first.
    pub fn printed(&self) -> Vec<Vec<u8>> {
        self.printed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes nothing more.
    pub fn take_the_paper_out(&self) {
        self.is_out_of_paper.store(true, Ordering::Relaxed);
    }
}

impl Printer for Tray {
    fn print(&self, _: &str, pdf: &[u8]) -> Result<(), PrinterTrouble> {
        if self.is_out_of_paper.load(Ordering::Relaxed) {
            return Err(PrinterTrouble::Refused);
        }
        self.printed.lock().unwrap_or_else(PoisonError::into_inner).push(pdf.to_vec());
        Ok(())
    }
}
