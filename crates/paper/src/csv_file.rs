//! Rows as CSV that a spreadsheet reads as text.

use crate::PaperError;

/// Letters at which a spreadsheet takes a cell for a formula, or a macro of the past.
const FORMULAS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0'];
/// Says to a spreadsheet that what follows is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Rows under their names.
#[derive(Clone, Debug, Default)]
pub struct Csv {
    /// The columns.
    pub columns: Vec<String>,
    /// The rows: as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Writes rows as RFC 4180 has them. What would be taken for a formula gets an apostrophe before it.
///
/// # Errors
/// [`PaperError::Rows`] where a row has another number of cells.
pub fn csv(table: &Csv) -> Result<Vec<u8>, PaperError> {
    let lines = csv::Terminator::CRLF;
    let mut writer = csv::WriterBuilder::new().terminator(lines).from_writer(MARK.to_vec());
    for row in std::iter::once(&table.columns).chain(&table.rows) {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|_| PaperError::Rows)?;
    }
    writer.into_inner().map_err(|_| PaperError::Rows)
}

/// A cell that no spreadsheet computes: blanks before a sign do not hide it, nor does its wide form.
fn harmless(cell: &str) -> String {
    let first = cell.chars().next();
    let shown = cell.trim_start().chars().next();
    let wide = |letter: char| matches!(letter, '＝' | '＋' | '－' | '＠');
    let computes = |letter: Option<char>| letter.is_some_and(|one| FORMULAS.contains(&one) || wide(one));
    if computes(first) || computes(shown) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Csv, csv};
    use crate::PaperError;

    fn written(cells: &[&str]) -> Vec<String> {
        let columns = cells.iter().map(ToString::to_string).collect();
        let bytes = csv(&Csv { columns, rows: Vec::new() }).expect("written");
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
        assert!(text.ends_with(b"\r\n"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let row = reader.records().next().expect("a row").expect("which reads back");
        row.iter().map(ToOwned::to_owned).collect()
    }

    #[test]
    fn no_cell_is_computed() {
        for cell in
            ["=1+1", "+1 602 555 0100", "-5.00", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "  =1", "＝1"]
        {
            assert_eq!(written(&[cell, "x"])[0], format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn what_is_harmless_reads_back_as_it_was() {
        let cells = ["O’Brien, \"Nora\"", "two\r\nlines", "", "אברהם", "👩‍👧", "a=b", "2026-11-29"];
        assert_eq!(written(&cells), cells);
    }

    #[test]
    fn a_row_of_another_length_is_refused() {
        let columns = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(csv(&Csv { columns, rows: vec![vec!["1".to_owned()]] }), Err(PaperError::Rows));
    }
}
