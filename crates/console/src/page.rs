//! Lists in pages.

use ipc::{Failure, Field};

/// The most rows that a page has.
pub(crate) const MOST_ROWS: usize = 100;

/// The rows of a list after the one that the cursor names, as many as a page has, and the cursor of
/// those after them.
pub(crate) fn page<'l, T>(
    list: &'l [T],
    id: impl Fn(&T) -> &str,
    cursor: Option<&str>,
) -> Result<(&'l [T], Option<String>), Failure> {
    let rest = match cursor {
        None => list,
        Some(cursor) => {
            let last = list.iter().position(|row| id(row) == cursor);
            &list[1 + last.ok_or(Failure::Invalid { field: Field::Cursor })?..]
        }
    };
    let rows = &rest[..rest.len().min(MOST_ROWS)];
    let next = rows.last().filter(|_| rows.len() < rest.len()).map(|row| id(row).to_owned());
    Ok((rows, next))
}

/// As many rows as are asked for, of which a page has at least one and only so many.
pub(crate) fn rows(asked: u32, most: u32) -> Result<u32, Failure> {
    if (1..=most).contains(&asked) { Ok(asked) } else { Err(Failure::Invalid { field: Field::Request }) }
}

#[cfg(test)]
mod tests {
    use ipc::{Failure, Field};

    use super::{MOST_ROWS, page};

    #[test]
    fn pages_hold_every_row_once_and_none_has_more_than_a_page() {
        for count in [0, 1, MOST_ROWS, MOST_ROWS + 1, 2 * MOST_ROWS + 50] {
            let list: Vec<String> = (0..count).map(|row| row.to_string()).collect();
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let (rows, next) = page(&list, |row| row, cursor.as_deref()).expect("a page");
                assert!(rows.len() <= MOST_ROWS);
                seen.extend_from_slice(rows);
                cursor = next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, list);
        }
    }

    #[test]
    fn a_cursor_of_no_row_is_refused() {
        let list = ["1".to_owned()];
        let refused = page(&list, |row| row, Some("2"));
        assert_eq!(refused, Err(Failure::Invalid { field: Field::Cursor }));
    }
}
