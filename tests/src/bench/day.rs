//! `day-open`, `day-move`, `day-cells`, `day-select`: a day of 40 columns and 1,000 visits in the real window,
//! beside a bare page that makes as many boxes.

use std::time::Duration;

use anyhow::Context;
use chrono::{Days, NaiveDate};
use serde_json::Value;
use thirtyfour::Key;

use super::figure::Figure;
use super::group::Group;
use super::pairs::{Side, pairs};
use super::recorder::Recorded;
use crate::Walk;

/// Days moved in a turn. Each is new to the window, so that none is remembered.
const MOVES: usize = 5;

/// How often the selection is moved.
const SELECTIONS: usize = 60;

/// Longer than the window remembers a day that no page shows.
const FORGOTTEN: Duration = Duration::from_secs(65);

const COUNT: &str = "const sheet = document.querySelector('[id^=visit-]').closest('section').parentElement;
return sheet.querySelectorAll('section, li, :scope > [aria-hidden=true] *').length;";

/// A page that makes its boxes anew with each key, each with two lines as a visit has them.
const BARE: &str = r#"<!doctype html><meta charset="utf-8"><title>bare</title>
<style>body{margin:0;font:12px sans-serif}div div{position:absolute;width:154px;height:34px;overflow:hidden;
border:1px solid #999;border-radius:4px}b,i{display:block}</style><div></div><script>
let turn = 0;
addEventListener("keydown", () => {
  turn += 1;
  const list = document.createElement("div");
  for (let at = 0; at < BOXES; at += 1) {
    const box = document.createElement("div"), name = document.createElement("b"), kind = document.createElement("i");
    box.style.cssText = `left:${(at % 9) * 160}px;top:${Math.floor(at / 9) * 36}px`;
    name.textContent = `Name ${at}`;
    kind.textContent = `Kind ${turn}`;
    box.append(name, kind);
    list.append(box);
  }
  list.id = `turn-${turn}`;
  document.querySelector("div").replaceWith(list);
});
</script>"#;

/// Measures a day moved, and the boxes that it takes.
pub async fn moved(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let mut ours = Ours::open(group).await?;
    let cells = ours.cells().await?;
    let mut bare = Bare::open(group, most(&cells)).await?;
    let moves = pairs(async |side| {
        let mut spent = 0.0;
        for _ in 0..MOVES {
            spent += match side {
                Side::Product => ours.step().await?,
                Side::Reference => bare.key().await?,
            };
        }
        Ok(spent / MOVES as f64)
    })
    .await?;
    ours.window.close().await?;
    bare.window.close().await?;
    let mut figures = held("day-move", "move to the next day: key to painted", &moves);
    figures.push(Figure::of(
        "day-cells",
        "columns, visits and times in the page",
        "cells",
        Some(600.0),
        &cells,
    ));
    Ok(figures)
}

/// Measures the selection moved from visit to visit: what the page's script works for it.
pub async fn selected(group: &Group) -> anyhow::Result<Vec<Figure>> {
    const HERE: &str = "return document.activeElement?.id ?? ''";
    let ours = Ours::open(group).await?;
    let page = &ours.window.page;
    page.press(Key::Home).await?;
    let mut figures = Vec::new();
    for turn in 0..SELECTIONS {
        let here = page.script(HERE, Vec::new()).await?;
        let here = here.as_str().filter(|id| id.starts_with("visit-")).context("a visit has the keys")?;
        let there = format!("document.activeElement?.id !== '{here}'");
        let key = match turn % 3 {
            0 => Key::Down,
            1 => Key::Right,
            _ => Key::Up,
        };
        ours.window.key(key, &there).await?;
        figures.push(ours.window.worked().await?);
    }
    ours.window.close().await?;
    let what = "move the selection from visit to visit: what the page works for a key";
    Ok(vec![Figure::of("day-select", what, "ms", Some(16.0), &figures)])
}

/// Measures a day opened from another page, which takes a minute for each: the window has to forget it.
pub async fn opened(group: &Group) -> anyhow::Result<Vec<Figure>> {
    let ours = Ours::open(group).await?;
    let mut bare = Bare::open(group, most(&ours.cells().await?)).await?;
    let opens = pairs(async |side| match side {
        Side::Product => ours.open_anew().await,
        Side::Reference => bare.key().await,
    })
    .await?;
    ours.window.close().await?;
    bare.window.close().await?;
    Ok(held("day-open", "open a day that is not remembered: key to painted", &opens))
}

fn most(cells: &[f64]) -> usize {
    cells.iter().copied().fold(0.0, f64::max) as usize
}

fn held(id: &str, what: &str, pairs: &[(f64, f64)]) -> Vec<Figure> {
    let of = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).collect::<Vec<f64>>();
    let bare = "a bare page that makes as many boxes: key to painted";
    let ratio = format!("{id} / {id}-bare");
    vec![
        Figure::of(id, what, "ms", Some(100.0), &of(|(ours, _)| *ours)),
        Figure::of(&format!("{id}-bare"), bare, "ms", None, &of(|(_, bare)| *bare)),
        Figure::of(&format!("{id}-ratio"), &ratio, "ratio", None, &of(|(ours, bare)| ours / bare)),
    ]
}

/// The real window, on a day.
struct Ours {
    window: Recorded,
    walk: Walk,
    date: NaiveDate,
}

impl Ours {
    async fn open(group: &Group) -> anyhow::Result<Self> {
        let (browser, walk) = super::window(group).await?;
        let window = Recorded::of(browser).await?;
        let first = "return document.querySelector('[id^=visit-]').id.slice(6, 14)";
        let shown = window.page.script(first, Vec::new()).await?;
        let date = NaiveDate::parse_from_str(shown.as_str().context("a visit is shown")?, "%Y%m%d")?;
        Ok(Self { window, walk, date })
    }

    async fn step(&mut self) -> anyhow::Result<f64> {
        self.date = self.date + Days::new(1);
        self.window.key(']', &shows(self.date)).await
    }

    /// Opens the day from another page, after the window has forgotten it.
    async fn open_anew(&self) -> anyhow::Result<f64> {
        self.walk.go("p", "Patients").await?;
        tokio::time::sleep(FORGOTTEN).await;
        self.window.page.script("document.activeElement?.blur()", Vec::new()).await?;
        self.window.page.press("g").await?;
        self.window.key('s', &shows(self.date)).await
    }

    /// The boxes in the page, at the first column and hour, in the middle, and at the last.
    async fn cells(&self) -> anyhow::Result<Vec<f64>> {
        const SCROLL: &str = "const sheet = document.querySelector('[id^=visit-]').closest('section');
            let scroller = sheet.parentElement;
            while (scroller.scrollWidth <= scroller.clientWidth || getComputedStyle(scroller).overflowX === 'visible')
                scroller = scroller.parentElement;
            scroller.scrollTo((scroller.scrollWidth - scroller.clientWidth) * arguments[0],
                (scroller.scrollHeight - scroller.clientHeight) * arguments[1]);";
        let mut cells = Vec::new();
        for across in [0.0, 0.5, 1.0] {
            for down in [0.0, 0.5, 1.0] {
                self.window.page.script(SCROLL, vec![Value::from(across), Value::from(down)]).await?;
                self.window.drawn().await?;
                let count = self.window.page.script(COUNT, Vec::new()).await?;
                cells.push(count.as_f64().context("a count")?);
            }
        }
        Ok(cells)
    }
}

/// Visits of a day stand in the page; their ids begin with it.
fn shows(date: NaiveDate) -> String {
    format!("document.querySelector('[id^=visit-{}]') !== null", date.format("%Y%m%d"))
}

/// A bare window.
struct Bare {
    window: Recorded,
    turn: usize,
}

impl Bare {
    async fn open(group: &Group, boxes: usize) -> anyhow::Result<Self> {
        let window = super::bare(group, "day.html", &BARE.replace("BOXES", &boxes.to_string())).await?;
        Ok(Self { window, turn: 0 })
    }

    async fn key(&mut self) -> anyhow::Result<f64> {
        self.turn += 1;
        self.window.key('x', &format!("document.getElementById('turn-{}') !== null", self.turn)).await
    }
}
