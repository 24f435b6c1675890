//! Text as it stands on a page: shaped in either direction by fonts that come with the program.
//!
//! What a font has no letter for stands as its empty box, and keeps its text in the file.

use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

use crate::PaperError;

const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");
/// The most letters of one text: more of it is on no sheet.
const LONGEST: usize = 4_000;

/// So many letters of the narrowest are as wide as an em.
const NARROWEST: f32 = 5.0;

/// Which of the two fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Regular,
    Bold,
}

/// The fonts.
pub(crate) struct Fonts {
    regular: One,
    bold: One,
}

struct One {
    font: Font,
    face: Face<'static>,
    em: f32,
}

/// A stretch of one direction, in the order in which it is read.
pub(crate) struct Run {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub width: f32,
}

/// A line of runs, from left to right.
#[derive(Default)]
pub(crate) struct Line {
    pub runs: Vec<Run>,
    /// In ems.
    pub width: f32,
}

impl Fonts {
    pub(crate) fn new() -> Result<Self, PaperError> {
        Ok(Self { regular: One::of(REGULAR)?, bold: One::of(BOLD)? })
    }

    pub(crate) fn font(&self, cut: Cut) -> Font {
        self.one(cut).font.clone()
    }

    fn one(&self, cut: Cut) -> &One {
        match cut {
            Cut::Regular => &self.regular,
            Cut::Bold => &self.bold,
        }
    }

    /// One line of a text, however long it is.
    pub(crate) fn line(&self, text: &str, cut: Cut) -> Line {
        self.shaped(&plain(text), cut, None)
    }

    /// A text in lines of at most a width in ems, broken between words, and within one that is too long.
    pub(crate) fn lines(&self, text: &str, cut: Cut, width: f32) -> Vec<Line> {
        text.lines().flat_map(|part| self.broken(&plain(part), cut, width)).collect()
    }

    fn broken(&self, text: &str, cut: Cut, width: f32) -> Vec<Line> {
        let whole = self.shaped(text, cut, None);
        if whole.width <= width {
            return vec![whole];
        }
        let base = BidiInfo::new(text, None).paragraphs.first().map(|part| part.level);
        let mut lines = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let end = self.fitting(rest, cut, width);
            lines.push(self.shaped(rest[..end].trim_end(), cut, base));
            rest = rest[end..].trim_start();
        }
        lines
    }

    /// How much of a text a line holds: whole words, or letters where the first word is too long.
    fn fitting(&self, text: &str, cut: Cut, width: f32) -> usize {
        let most = (width * NARROWEST) as usize + 1;
        let text = text.grapheme_indices(true).nth(most).map_or(text, |(end, _)| &text[..end]);
        let ends = |pieces: &mut dyn Iterator<Item = (usize, &str)>| {
            let ends: Vec<usize> = pieces.map(|(start, piece)| start + piece.len()).collect();
            let fits = |end: &usize| self.shaped(text[..*end].trim_end(), cut, None).width <= width;
            ends[..ends.partition_point(fits)].last().copied()
        };
        let words = ends(&mut text.split_word_bound_indices());
        let letters = || ends(&mut text.grapheme_indices(true));
        // A line too narrow for one letter takes it all the same.
        let one = || text.graphemes(true).next().map_or(text.len(), str::len);
        words.or_else(letters).unwrap_or_else(one)
    }

    fn shaped(&self, text: &str, cut: Cut, base: Option<Level>) -> Line {
        let bidi = BidiInfo::new(text, base);
        let mut line = Line::default();
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for range in runs {
                let backwards = levels.get(range.start).is_some_and(Level::is_rtl);
                let run = self.one(cut).shape(&text[range], backwards);
                line.width += run.width;
                line.runs.push(run);
            }
        }
        line
    }
}

impl One {
    fn of(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let font = Font::new(bytes.into(), 0).ok_or(PaperError::Font)?;
        let face = Face::from_slice(bytes, 0).ok_or(PaperError::Font)?;
        let em = font.units_per_em();
        Ok(Self { font, face, em })
    }

    fn shape(&self, text: &str, backwards: bool) -> Run {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if backwards { Direction::RightToLeft } else { Direction::LeftToRight });
        let output = rustybuzz::shape(&self.face, &[], buffer);
        let mut starts: Vec<usize> = output.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let infos = output.glyph_infos().iter().zip(output.glyph_positions());
        let glyphs: Vec<KrillaGlyph> = infos
            .map(|(info, at)| {
                let em = |units: i32| units as f32 / self.em;
                let letters = cluster(&starts, info.cluster as usize, text.len());
                let (across, along) = (em(at.x_offset), em(at.y_offset));
                let id = GlyphId::new(info.glyph_id);
                KrillaGlyph::new(id, em(at.x_advance), across, along, em(at.y_advance), letters, None)
            })
            .collect();
        let width = output.glyph_positions().iter().map(|at| at.x_advance as f32 / self.em).sum();
        Run { text: text.to_owned(), glyphs, width }
    }
}

/// The letters that a glyph stands for.
fn cluster(starts: &[usize], start: usize, end: usize) -> Range<usize> {
    let next = starts.partition_point(|known| *known <= start);
    start..starts.get(next).copied().unwrap_or(end)
}

/// A text of one paragraph. What only steers a screen or turns the reading around is left out: nobody's name
/// changes what stands beside it.
fn plain(text: &str) -> String {
    let steers = |letter: &char| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept = text.chars().filter(|letter| !steers(letter));
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    kept.map(|letter| if is_break(letter) { ' ' } else { letter }).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::{Cut, Fonts};

    fn fonts() -> Fonts {
        Fonts::new().expect("the fonts that come with the program")
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_no_letter_is_lost() {
        let fonts = fonts();
        let names = [
            "Wolfeschlegelsteinhausenbergerdorff".repeat(4),
            "אברהם בן יצחק הכהן מירושלים ".repeat(5),
            "محمد عبد الرحمن بن عبد العزيز ".repeat(5),
            "Nora 👩‍👩‍👧‍👦 O’Brien-Ñuñez ".repeat(6),
        ];
        for name in &names {
            let lines = fonts.lines(name, Cut::Regular, 14.0);
            assert!(lines.len() > 1);
            assert!(lines.iter().all(|line| line.width <= 14.0));
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|letter| *letter != ' ').collect();
                letters.sort_unstable();
                letters
            };
            let said: String =
                lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect();
            assert_eq!(letters(&said), letters(name));
        }
    }

    #[test]
    fn hebrew_stands_from_right_to_left_beside_latin() {
        let line = fonts().line("Cohen, אב 12", Cut::Regular);
        let read: Vec<&str> = line.runs.iter().map(|run| run.text.as_str()).collect();
        assert_eq!(read, ["Cohen, ", "12", "אב "]);
    }

    #[test]
    fn arabic_letters_join() {
        let alone = fonts().line("م", Cut::Regular).runs.swap_remove(0);
        let joined = fonts().line("ممم", Cut::Regular).runs.swap_remove(0);
        let ids: Vec<_> = joined.glyphs.iter().map(|glyph| glyph.glyph_id).collect();
        assert!(ids.iter().any(|id| *id != alone.glyphs[0].glyph_id));
    }

    #[test]
    fn a_line_too_narrow_for_a_letter_ends() {
        assert_eq!(fonts().lines("abc", Cut::Bold, 0.1).len(), 3);
        assert!(fonts().lines("", Cut::Bold, 0.1).is_empty());
    }
}
