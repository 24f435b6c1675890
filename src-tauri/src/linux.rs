//! What Linux alone needs.

/// A crash may leave the memory on the disk, and with it what was decrypted and its key. Of this
/// process and of all that it starts, the webview among them, no part of the memory is kept.
pub fn keep_memory_out_of_core_dumps() {
    // There is no log yet to say it in; a system without the file keeps its own rules.
    let _ = std::fs::write("/proc/self/coredump_filter", "0");
}
