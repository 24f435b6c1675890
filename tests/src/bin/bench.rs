//! `bench [ID…]`: measures the release build, and keeps the figures in `docs/performance.json` and
//! `docs/performance.md`.

use std::io::Write;
use std::path::Path;

use acceptance::bench::{self, Figure};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let mut measured = Vec::new();
    let outcome = bench::run(&wanted, |figure| {
        say(&figure);
        measured.push(figure);
    })
    .await;
    let figures = bench::merged(bench::read(&docs.join("performance.json"))?, measured);
    bench::write(&docs, &figures)?;
    outcome
}

fn say(figure: &Figure) {
    let verdict = match figure.met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "reference",
    };
    let Figure { id, median, low, high, unit, .. } = figure;
    // What nobody reads is measured all the same.
    let _ = writeln!(
        std::io::stdout().lock(),
        "{id:<18} {median:>9.3} {unit:<6} [{low:.3} – {high:.3}] {verdict}"
    );
}
