//! Pages as a PDF.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

use crate::PaperError;
use crate::block::Document;
use crate::layout::{HEIGHT, Mark, WIDTH, pages};
use crate::outline::outline;
use crate::shaping::{Fonts, Line};

/// Makes a PDF of a document.
///
/// # Errors
/// [`PaperError::Pdf`] where it cannot be written.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PaperError> {
    let fonts = Fonts::new()?;
    let mut file = krilla::Document::new();
    let about = Metadata::new().title(document.title.clone()).language("en-US".to_owned());
    file.set_metadata(about.creator("Daybook".to_owned()));
    let pages = pages(document, &fonts);
    if let Some(outline) = outline(&document.sections, &pages) {
        file.set_outline(outline);
    }
    for laid in pages {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PaperError::Pdf)?;
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill { paint: rgb::Color::new(0, 0, 0).into(), ..Fill::default() }));
        for mark in laid.marks {
            draw(&mut surface, &fonts, mark);
        }
        surface.finish();
        page.finish();
    }
    file.finish().map_err(|_| PaperError::Pdf)
}

/// Which section each page is of, the first being 0.
///
/// # Errors
/// [`PaperError::Font`] where nothing can be laid out.
pub fn sections(document: &Document) -> Result<Vec<usize>, PaperError> {
    let fonts = Fonts::new()?;
    Ok(pages(document, &fonts).into_iter().map(|page| page.section).collect())
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: Mark) {
    match mark {
        Mark::Rule { x, y, width, weight } => {
            let mut path = PathBuilder::new();
            Rect::from_xywh(x, y, width, weight).into_iter().for_each(|rect| path.push_rect(rect));
            path.finish().iter().for_each(|path| surface.draw_path(path));
        }
        Mark::Text { mut x, y, size, cut, line: Line { runs, .. } } => {
            for run in runs {
                let font = fonts.font(cut);
                surface.draw_glyphs(Point::from_xy(x, y), &run.glyphs, font, &run.text, size, false);
                x += run.width * size;
            }
        }
    }
}
