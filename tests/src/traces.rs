//! What a program leaves in files.

use std::io;
use std::path::{Path, PathBuf};

use crate::Canaries;

/// Every file of a folder and of the folders in it; what is no file, such as a socket, is left out.
pub fn files_under(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            found.extend(files_under(&entry.path())?);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Whether the bytes of a file are those of a database that anybody may read.
pub fn is_plain_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3")
}

/// Which files of a folder hold one of the words, as it is or with two bytes to a letter.
pub fn told(words: &Canaries, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut telling = Vec::new();
    for path in files_under(folder)? {
        let bytes = std::fs::read(&path)?;
        let letters: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        if words.found_in(&bytes) + words.found_in(&letters) > 0 {
            telling.push(path);
        }
    }
    Ok(telling)
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::Canaries;

    #[test]
    fn a_word_is_found_in_any_folder_and_in_wide_letters() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).expect("made");
        let wide: Vec<u8> = "Whitcombe".encode_utf16().flat_map(u16::to_le_bytes).collect();
        std::fs::write(deep.join("wide"), wide).expect("written");
        std::fs::write(deep.join("plain"), b"..Whitcombe").expect("written");
        std::fs::write(folder.path().join("clean"), b"Whitcomb").expect("written");
        let found = told(&Canaries::new(["Whitcombe".to_owned()]), folder.path()).expect("read");
        assert_eq!(found, [deep.join("plain"), deep.join("wide")]);
    }
}
