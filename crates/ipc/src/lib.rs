//! The contract between the window and the console.
