//! Figures: medians with the interval that holds them, as JSON and as a table.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Its name.
    pub id: String,
    /// In words.
    pub what: String,
    /// `ratio`, `%`, `ms`, `s`, `calls` or `cells`.
    pub unit: String,
    /// The median of all pairs.
    pub median: f64,
    /// Where the median lies with a certainty of at least 95 %: from here,
    pub low: f64,
    /// to here.
    pub high: f64,
    /// What it must not exceed; `None` for what another figure is held against.
    pub goal: Option<f64>,
    /// Whether the goal is what it must at least be instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_least: bool,
    /// Whether the median is within the goal.
    pub met: Option<bool>,
}

impl Figure {
    /// A figure of samples.
    ///
    /// # Panics
    /// Where there is no sample.
    pub fn of(id: &str, what: &str, unit: &str, goal: Option<f64>, samples: &[f64]) -> Self {
        let (median, low, high) = median_within(samples);
        let met = goal.map(|goal| median <= goal);
        let (id, what, unit) = (id.to_owned(), what.to_owned(), unit.to_owned());
        Self { id, what, unit, median, low, high, goal, at_least: false, met }
    }

    /// A figure of samples whose median must at least be the goal.
    ///
    /// # Panics
    /// Where there is no sample.
    pub fn at_least(id: &str, what: &str, unit: &str, goal: f64, samples: &[f64]) -> Self {
        let figure = Self::of(id, what, unit, Some(goal), samples);
        Self { at_least: true, met: Some(figure.median >= goal), ..figure }
    }
}

/// The sample below which a share of all lies (nearest rank).
pub fn percentile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted[rank.clamp(1, sorted.len()) - 1]
}

/// The median, and two samples between which the true median lies with at least 95 %, whatever
/// the samples' distribution: each sample is above or below it as a coin falls.
fn median_within(samples: &[f64]) -> (f64, f64, f64) {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len();
    let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
    let (mut below, mut chance, mut outside) = (0, 0.5_f64.powi(count as i32), 0.0);
    while outside + chance <= 0.025 && below < count / 2 {
        outside += chance;
        chance *= (count - below) as f64 / (below + 1) as f64;
        below += 1;
    }
    let from = below.saturating_sub(1);
    (median, sorted[from], sorted[count - 1 - from])
}

/// The figures of a file; none where there is no file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Figure>> {
    match std::fs::read(path) {
        Ok(json) => {
            serde_json::from_slice(&json).with_context(|| format!("{} holds no figures", path.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Earlier figures with new ones in their places.
pub fn merged(mut earlier: Vec<Figure>, new: Vec<Figure>) -> Vec<Figure> {
    for figure in new {
        match earlier.iter_mut().find(|known| known.id == figure.id) {
            Some(known) => *known = figure,
            None => earlier.push(figure),
        }
    }
    earlier
}

/// Writes the figures to `performance.json`, and their table between the two marks of
/// `performance.md`, both in `docs`.
pub fn write(docs: &Path, figures: &[Figure]) -> anyhow::Result<()> {
    const MARKS: (&str, &str) = ("<!-- figures -->\n", "<!-- end of figures -->");
    let json = serde_json::to_string_pretty(figures)? + "\n";
    std::fs::write(docs.join("performance.json"), json)?;
    let path = docs.join("performance.md");
    let text = std::fs::read_to_string(&path).context("docs/performance.md")?;
    let marks = "docs/performance.md has no marks between which its table stands";
    let (before, rest) = text.split_once(MARKS.0).context(marks)?;
    let (_, after) = rest.split_once(MARKS.1).context(marks)?;
    std::fs::write(&path, [before, MARKS.0, &table(figures), MARKS.1, after].concat())?;
    Ok(())
}

/// The figures as a table in Markdown.
pub fn table(figures: &[Figure]) -> String {
    let mut table =
        String::from("| figure | what | median | interval | goal | met |\n|---|---|---|---|---|---|\n");
    for figure in figures {
        let sign = if figure.at_least { "≥" } else { "≤" };
        let goal = figure.goal.map_or_else(|| "reference".to_owned(), |goal| format!("{sign} {goal}"));
        let met = figure.met.map_or("", |met| if met { "yes" } else { "**no**" });
        let Figure { id, what, unit, median, low, high, .. } = figure;
        let unit = if unit == "ratio" { String::new() } else { format!(" {unit}") };
        let digits = if *median < 10.0 { 3 } else { 1 };
        let _ = writeln!(
            table,
            "| `{id}` | {what} | {median:.digits$}{unit} | {low:.digits$} – {high:.digits$} | {goal} | {met} |"
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::{Figure, median_within, merged, percentile};

    #[test]
    fn a_percentile_is_a_sample() {
        let samples: Vec<f64> = (1..=300).rev().map(f64::from).collect();
        assert_eq!(percentile(&samples, 0.99), 297.0);
        assert_eq!(percentile(&[5.0], 0.99), 5.0);
    }

    #[test]
    fn nine_samples_hold_their_median_between_the_second_and_the_eighth() {
        let samples: Vec<f64> = (1..=9).map(f64::from).collect();
        assert_eq!(median_within(&samples), (5.0, 2.0, 8.0), "as tables of the sign test have it");
        assert_eq!(median_within(&[2.0, 1.0]), (1.5, 1.0, 2.0), "two say little: all that is known");
    }

    #[test]
    fn a_figure_that_is_to_be_large_is_met_from_its_goal_on() {
        let met = |sample| Figure::at_least("a", "x", "ratio", 0.95, &[sample]).met;
        assert_eq!((met(0.94), met(0.95), met(0.96)), (Some(false), Some(true), Some(true)));
        let table = super::table(&[Figure::at_least("a", "x", "ratio", 0.95, &[0.96])]);
        assert!(table.contains("≥ 0.95 | yes"), "{table}");
    }

    #[test]
    fn a_figure_measured_anew_takes_its_old_place() {
        let old = Figure::of("a", "x", "ms", Some(1.0), &[2.0]);
        let other = Figure::of("b", "y", "ms", None, &[1.0]);
        let new = Figure::of("a", "x", "ms", Some(1.0), &[0.5]);
        assert_eq!((old.met, new.met, other.met), (Some(false), Some(true), None));
        assert_eq!(merged(vec![old, other.clone()], vec![new.clone()]), [new, other]);
    }
}
