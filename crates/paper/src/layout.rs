//! A document as pages: what stands where. Letter paper, in points from the top left.

use crate::block::{Block, Document, Entry, Section, Table};
use crate::shaping::{Cut, Fonts, Line};

/// The paper.
pub(crate) const WIDTH: f32 = 612.0;
pub(crate) const HEIGHT: f32 = 792.0;
const LEFT: f32 = 40.0;
const WIDE: f32 = WIDTH - 2.0 * LEFT;
const TOP: f32 = 100.0;
const BOTTOM: f32 = 744.0;
const FOOT: f32 = 764.0;

const TEXT: f32 = 8.5;
const SMALL: f32 = 7.5;
const HEADING: f32 = 11.0;
const TITLE: f32 = 14.0;
/// From one line to the next, as a part of the letters' size.
const LEAD: f32 = 1.32;
const GAP: f32 = 6.0;
/// Where what a fact says begins.
const SAYS: f32 = 130.0;
const TO_WRITE: f32 = 26.0;
/// The most lines of one cell: a page holds them below the head of its table.
const MOST_LINES: usize = 40;

/// Something that is drawn.
pub(crate) enum Mark {
    Text { x: f32, y: f32, size: f32, cut: Cut, line: Line },
    Rule { x: f32, y: f32, width: f32, weight: f32 },
}

/// What stands on a page.
#[derive(Default)]
pub(crate) struct Page {
    pub marks: Vec<Mark>,
    /// Which section it is of.
    pub section: usize,
}

/// Lays a document out.
pub(crate) fn pages(document: &Document, fonts: &Fonts) -> Vec<Page> {
    let mut by_section: Vec<Vec<Page>> =
        document.sections.iter().map(|section| open(section, fonts, &[])).collect();
    let begins = begins(&by_section);
    for (pages, section) in by_section.iter_mut().zip(&document.sections) {
        // An index is as long with the numbers as without them.
        if section.blocks.iter().any(|block| matches!(block, Block::Index(_))) {
            *pages = open(section, fonts, &begins);
        }
    }
    let sections = document.sections.iter().enumerate().zip(by_section);
    let laid: Vec<(&Section, Page)> = sections
        .flat_map(|((nth, section), pages)| {
            pages.into_iter().map(move |page| (section, Page { section: nth, ..page }))
        })
        .collect();
    let count = laid.len();
    let framed = laid.into_iter().enumerate().map(|(place, (section, mut page))| {
        notice(&mut page, fonts, &document.notice);
        frame(&mut page, fonts, section);
        foot(&mut page, fonts, document, &format!("Page {} of {count}", place + 1));
        page
    });
    framed.collect()
}

fn open(section: &Section, fonts: &Fonts, begins: &[usize]) -> Vec<Page> {
    let mut open = Open { fonts, begins, pages: vec![Page::default()], y: TOP };
    section.blocks.iter().for_each(|block| open.block(block));
    open.pages
}

/// The page on which each section begins, the first being 1.
fn begins(by_section: &[Vec<Page>]) -> Vec<usize> {
    let pages = by_section.iter().scan(1, |next, pages| {
        let first = *next;
        *next += pages.len();
        Some(first)
    });
    pages.collect()
}

fn notice(page: &mut Page, fonts: &Fonts, words: &str) {
    let line = first_line(fonts, words, HEADING, Cut::Bold, WIDE);
    page.marks.extend(line.map(|line| text(LEFT, 34.0, HEADING, Cut::Bold, line)));
}

fn frame(page: &mut Page, fonts: &Fonts, section: &Section) {
    let frame = &section.frame;
    // Smaller letters before fewer.
    let fits = |size: &f32| fonts.line(&frame.title, Cut::Bold).width * size <= WIDE;
    let size = [TITLE, HEADING, TEXT].into_iter().find(fits).unwrap_or(TEXT);
    let title = first_line(fonts, &frame.title, size, Cut::Bold, WIDE);
    page.marks.extend(title.map(|line| text(LEFT, 52.0, size, Cut::Bold, line)));
    let mut put = |y, size, cut, (left, right): (&str, &str)| {
        let half = WIDE / 2.0 - GAP;
        page.marks
            .extend(first_line(fonts, left, size, cut, half).map(|line| text(LEFT, y, size, cut, line)));
        page.marks.extend(first_line(fonts, right, size, cut, half).map(|line| {
            let x = LEFT + WIDE - line.width * size;
            text(x, y, size, cut, line)
        }));
    };
    put(66.0, HEADING, Cut::Bold, (&frame.day, &frame.department));
    put(79.0, TEXT, Cut::Regular, (&frame.as_of, &frame.practice));
    page.marks.push(Mark::Rule { x: LEFT, y: 86.0, width: WIDE, weight: 0.8 });
}

fn foot(page: &mut Page, fonts: &Fonts, document: &Document, count: &str) {
    page.marks.push(Mark::Rule { x: LEFT, y: FOOT - 12.0, width: WIDE, weight: 0.4 });
    let counted = fonts.line(count, Cut::Regular);
    let room = WIDE - counted.width * SMALL - GAP;
    page.marks.extend(
        first_line(fonts, &document.made, SMALL, Cut::Regular, room)
            .map(|line| text(LEFT, FOOT, SMALL, Cut::Regular, line)),
    );
    let x = LEFT + WIDE - counted.width * SMALL;
    page.marks.push(text(x, FOOT, SMALL, Cut::Regular, counted));
    page.marks.extend(
        first_line(fonts, &document.marking, SMALL, Cut::Regular, WIDE)
            .map(|line| text(LEFT, FOOT + 11.0, SMALL, Cut::Regular, line)),
    );
}

fn text(x: f32, y: f32, size: f32, cut: Cut, line: Line) -> Mark {
    Mark::Text { x, y, size, cut, line }
}

/// What of a text fits into one line of a width in points, with a sign that there is more.
fn first_line(fonts: &Fonts, words: &str, size: f32, cut: Cut, width: f32) -> Option<Line> {
    let whole = fonts.line(words, cut);
    if whole.width * size <= width {
        return (!words.is_empty()).then_some(whole);
    }
    let mark = fonts.line("…", cut);
    let mut first = fonts.lines(words, cut, width / size - mark.width).into_iter().next()?;
    first.width += mark.width;
    first.runs.extend(mark.runs);
    Some(first)
}

struct Open<'f> {
    fonts: &'f Fonts,
    /// The page on which each section begins, where that is known.
    begins: &'f [usize],
    pages: Vec<Page>,
    y: f32,
}

impl Open<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => self.heading(words),
            Block::Note(words) => self.note(words),
            Block::Facts(facts) => facts.iter().for_each(|(name, says)| self.fact(name, says)),
            Block::Table(table) => self.table(table),
            Block::Blanks(names) => names.chunks(2).for_each(|pair| self.blanks(pair)),
            Block::Lines(count) => (0..*count).for_each(|_| self.ruled()),
            Block::Index(entries) => self.index(entries),
        }
    }

    fn put(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(mark);
        }
    }

    /// Has a height fit, on this page or the next; says whether another began.
    fn fit(&mut self, height: f32) -> bool {
        let begins = self.y + height > BOTTOM && self.y > TOP;
        if begins {
            self.pages.push(Page::default());
            self.y = TOP;
        }
        begins
    }

    fn heading(&mut self, words: &str) {
        let lines = self.lines(words, Cut::Bold, HEADING, WIDE);
        // A heading stands on the page of what follows it.
        self.fit(GAP + HEADING * LEAD * lines.len() as f32 + 3.0 * TEXT * LEAD);
        self.y += GAP;
        self.put_lines(lines, LEFT, HEADING, Cut::Bold);
        self.y += GAP / 2.0;
    }

    fn note(&mut self, words: &str) {
        for line in self.lines(words, Cut::Regular, TEXT, WIDE) {
            self.fit(TEXT * LEAD);
            self.put_lines(vec![line], LEFT, TEXT, Cut::Regular);
        }
        self.y += GAP / 2.0;
    }

    fn fact(&mut self, name: &str, says: &str) {
        let names = self.lines(name, Cut::Regular, TEXT, SAYS - GAP);
        let says = self.lines(says, Cut::Bold, TEXT, WIDE - SAYS);
        let height = TEXT * LEAD * names.len().max(says.len()).max(1) as f32 + 1.5;
        self.fit(height);
        let from = self.y;
        self.put_lines(names, LEFT, TEXT, Cut::Regular);
        self.y = from;
        self.put_lines(says, LEFT + SAYS, TEXT, Cut::Bold);
        self.y = from + height;
    }

    fn blanks(&mut self, pair: &[String]) {
        self.fit(TO_WRITE);
        let half = WIDE / 2.0;
        for (place, name) in pair.iter().enumerate() {
            let x = LEFT + half * place as f32;
            let line = first_line(self.fonts, name, SMALL, Cut::Regular, half - GAP);
            let y = self.y + SMALL;
            line.into_iter().for_each(|line| self.put(text(x, y, SMALL, Cut::Regular, line)));
            self.put(Mark::Rule { x, y: self.y + TO_WRITE - 3.0, width: half - 2.0 * GAP, weight: 0.5 });
        }
        self.y += TO_WRITE;
    }

    fn ruled(&mut self) {
        self.fit(TO_WRITE);
        self.y += TO_WRITE;
        self.put(Mark::Rule { x: LEFT, y: self.y - 3.0, width: WIDE, weight: 0.5 });
    }

    fn index(&mut self, entries: &[Entry]) {
        let page = |entry: &Entry| self.begins.get(entry.section).map(usize::to_string).unwrap_or_default();
        let row =
            |entry: &Entry| vec![entry.name.clone(), entry.born.clone(), entry.patient.clone(), page(entry)];
        let columns = [("Patient", 3.0), ("Born", 1.6), ("Number", 1.4), ("Page", 0.8)];
        let rows = entries.iter().map(row).collect();
        self.table(&Table::of(&columns, rows, "Nobody is booked."));
    }

    fn table(&mut self, table: &Table) {
        if table.rows.is_empty() {
            return self.note(&table.empty);
        }
        let all: f32 = table.columns.iter().map(|column| column.share).sum();
        let widths: Vec<f32> = table.columns.iter().map(|column| column.share / all * WIDE).collect();
        let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
        let titles = |open: &Self| open.cells(&titles, &widths, Cut::Bold);
        let head = titles(self);
        self.fit(height(&head) + 4.0 * TEXT * LEAD);
        self.row(head, &widths, Cut::Bold, 0.8);
        for row in &table.rows {
            let cells = self.cells(row, &widths, Cut::Regular);
            if self.fit(height(&cells)) {
                let head = titles(self);
                self.row(head, &widths, Cut::Bold, 0.8);
            }
            self.row(cells, &widths, Cut::Regular, 0.3);
        }
        self.y += GAP;
    }

    fn cells(&self, row: &[String], widths: &[f32], cut: Cut) -> Vec<Vec<Line>> {
        let cells = row.iter().zip(widths).map(|(words, width)| {
            let mut lines = self.lines(words, cut, TEXT, width - GAP);
            if lines.len() > MOST_LINES {
                lines.truncate(MOST_LINES - 1);
                lines.push(self.fonts.line("…", cut));
            }
            lines
        });
        cells.collect()
    }

    fn row(&mut self, cells: Vec<Vec<Line>>, widths: &[f32], cut: Cut, weight: f32) {
        let (from, height) = (self.y, height(&cells));
        let mut x = LEFT;
        for (lines, width) in cells.into_iter().zip(widths) {
            self.y = from + 1.0;
            self.put_lines(lines, x, TEXT, cut);
            x += width;
        }
        self.y = from + height;
        self.put(Mark::Rule { x: LEFT, y: self.y, width: WIDE, weight });
    }

    fn lines(&self, words: &str, cut: Cut, size: f32, width: f32) -> Vec<Line> {
        self.fonts.lines(words, cut, width / size)
    }

    fn put_lines(&mut self, lines: Vec<Line>, x: f32, size: f32, cut: Cut) {
        for line in lines {
            self.y += size * LEAD;
            let y = self.y - size * (LEAD - 1.0);
            self.put(text(x, y, size, cut, line));
        }
    }
}

fn height(cells: &[Vec<Line>]) -> f32 {
    let most = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    TEXT * LEAD * most as f32 + 3.5
}
