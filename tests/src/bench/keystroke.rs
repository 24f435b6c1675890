//! `keystroke`: from a key in the find box to the painted rows, in the real window on the encrypted
//! copy, against the search alone and a bare page that changes as many boxes.

use std::collections::HashSet;
use std::time::Instant;

use anyhow::ensure;
use store::Cache;
use store::search::Query;

use super::figure::{Figure, percentile};
use super::group::Group;
use super::pairs::{Side, pairs};
use super::recorder::Recorded;
use super::typing::{Dice, Sought, strokes, words};

const SEED: u64 = 58;
/// Keys in a turn.
const KEYS: usize = 110;
/// Rows that the page asks for.
const ROWS: usize = 50;
/// Rows in sight and around it, and the boxes of a row.
const BOXES: usize = 34 * 8;

/// A page with as many boxes as the list of patients, all of which change with each key.
const BARE: &str = r#"<!doctype html><meta charset="utf-8"><title>bare</title>
<style>body{margin:0;font:13px sans-serif}span{display:inline-block;width:12%;height:28px;overflow:hidden}</style>
<input autofocus><div></div><script>
const list = document.querySelector("div"), field = document.querySelector("input");
for (let box = 0; box < BOXES; box += 1) list.append(document.createElement("span"));
field.focus();
field.addEventListener("input", () => {
  for (const [at, box] of [...list.children].entries()) box.textContent = `${field.value} ${at}`;
});
</script>"#;

/// Measures the p99 of each.
pub async fn measure(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let (cache, _folder) = group.open_second()?;
    let (_, sought) = group.everyone(&cache)?;
    let mut dice = Dice(SEED);
    let ours = Ours::open(group).await?;
    let bare = Bare::open(group).await?;
    let mut searched = Vec::new();
    let measured = pairs(async |side| {
        let words = turn(&mut dice, &sought, &cache)?;
        Ok(match side {
            Side::Product => ours.type_all(&words).await?,
            Side::Reference => {
                let query = percentile(&searches(&cache, &words)?, 0.99);
                searched.push(query);
                query + bare.type_all(&words).await?
            }
        })
    })
    .await?;
    ours.window.close().await?;
    bare.window.close().await?;
    let of = |pick: fn(&(f64, f64)) -> f64| measured.iter().map(pick).collect::<Vec<f64>>();
    Ok(vec![
        Figure::of(
            "keystroke",
            "key to painted rows p99 / (search p99 + a bare page's frame p99), 250,000 people",
            "ratio",
            Some(1.5),
            &of(|(ours, reference)| ours / reference),
        ),
        Figure::of("keystroke-ours", "key to painted rows, p99", "ms", None, &of(|(ours, _)| *ours)),
        Figure::of(
            "keystroke-bare",
            "search p99 + a bare page's frame p99",
            "ms",
            None,
            &of(|(_, reference)| *reference),
        ),
        Figure::of("keystroke-search", "the search alone, p99", "ms", None, &searched),
    ])
}

/// What is typed in a turn: words of which every beginning finds somebody and is typed once, so that
/// no answer is remembered.
fn turn(dice: &mut Dice, sought: &[Sought], cache: &Cache) -> anyhow::Result<Vec<String>> {
    let (mut typed, mut chosen, mut keys) = (HashSet::new(), Vec::new(), 0);
    while keys < KEYS {
        let words = words(dice, sought);
        let plain = words.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
        let fresh = strokes(&words).next().is_some_and(|first| !typed.contains(&first));
        if !plain || !fresh || !finds_throughout(cache, &words)? {
            // Once every first letter was typed, words may begin alike.
            if typed.len() > KEYS / 2 {
                typed.clear();
            }
            continue;
        }
        typed.extend(strokes(&words));
        keys += words.chars().count();
        chosen.push(words);
    }
    Ok(chosen)
}

fn finds_throughout(cache: &Cache, words: &str) -> anyhow::Result<bool> {
    for text in strokes(words) {
        let query = Query::parse(&text);
        if cache.read_blocking(|reader| reader.search(&query, 1, None))?.hits.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How long each search of the words takes without a window.
fn searches(cache: &Cache, words: &[String]) -> anyhow::Result<Vec<f64>> {
    let texts = words.iter().flat_map(|words| strokes(words).collect::<Vec<_>>());
    texts
        .map(|text| {
            let began = Instant::now();
            let query = Query::parse(&text);
            let found = cache.read_blocking(|reader| reader.search(&query, ROWS, None))?;
            ensure!(!found.hits.is_empty(), "somebody is found");
            Ok(began.elapsed().as_secs_f64() * 1_000.0)
        })
        .collect()
}

/// The real window with the list of patients.
struct Ours {
    window: Recorded,
}

impl Ours {
    async fn open(group: &Group) -> anyhow::Result<Self> {
        let (browser, walk) = super::window(group).await?;
        walk.go("p", "Patients").await?;
        walk.page.one("combobox", "Find a patient").await?.focus().await?;
        Ok(Self { window: Recorded::of(browser).await? })
    }

    async fn type_all(&self, words: &[String]) -> anyhow::Result<f64> {
        let mut spent = Vec::new();
        for words in words {
            let mut text = String::new();
            for key in words.chars() {
                text.push(key);
                // A space alone searches for nothing else.
                if text.trim() == text {
                    spent.push(self.window.key(key, &settled(&text)).await?);
                } else {
                    self.window.page.press(key.to_string()).await?;
                }
            }
            self.window.empty().await?;
        }
        Ok(percentile(&spent, 0.99))
    }
}

/// The rows are those of what stands in the box.
fn settled(text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(
        "document.activeElement.value === {text} && \
         document.querySelector('[role=listbox]:not([aria-busy=true])') !== null"
    )
}

/// A bare window.
struct Bare {
    window: Recorded,
}

impl Bare {
    async fn open(group: &Group) -> anyhow::Result<Self> {
        let page = BARE.replace("BOXES", &BOXES.to_string());
        Ok(Self { window: super::bare(group, "keystroke.html", &page).await? })
    }

    async fn type_all(&self, words: &[String]) -> anyhow::Result<f64> {
        let mut spent = Vec::new();
        for words in words {
            let mut text = String::new();
            for key in words.chars() {
                text.push(key);
                let shown = serde_json::Value::from(format!("{text} 0"));
                let condition = format!("document.querySelector('span').textContent === {shown}");
                spent.push(self.window.key(key, &condition).await?);
            }
            self.window.empty().await?;
        }
        Ok(percentile(&spent, 0.99))
    }
}
