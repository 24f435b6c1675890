//! The audit left out, for the bench that tells what it costs.
//!
//! Only in a build with the feature `bench`, and none with it is shipped.

use std::path::PathBuf;
use std::sync::LazyLock;

/// While this file is there, nothing is put on record.
static FILE: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| std::env::var_os("DAYBOOK_BENCH_UNAUDITED").map(PathBuf::from));

pub(crate) fn is_left_out() -> bool {
    FILE.as_ref().is_some_and(|file| file.exists())
}
