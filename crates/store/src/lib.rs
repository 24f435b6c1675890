//! Encrypted local data: opening, keys, one writer, readers, one file per table.
