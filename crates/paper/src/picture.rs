//! A page as a picture.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use crate::PaperError;

/// A page as a picture.
#[derive(Clone)]
pub struct Picture {
    /// PNG.
    pub png: Vec<u8>,
    /// How many pages there are.
    pub pages: usize,
}

/// Draws a page, the first being 0, at so many dots for each point.
///
/// # Errors
/// [`PaperError::Page`] where there is no such page.
pub fn picture(pdf: &[u8], page: usize, scale: f32) -> Result<Picture, PaperError> {
    let file = Pdf::new(pdf.to_vec()).map_err(|_| PaperError::Page)?;
    let pages = file.pages();
    let shown = pages.get(page).ok_or(PaperError::Page)?;
    let size = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (settings, how) = (InterpreterSettings::default(), RenderSettings::default());
    let drawn = render(shown, &RenderCache::new(), &settings, &how, &size);
    let png = drawn.into_png().map_err(|_| PaperError::Page)?;
    Ok(Picture { png, pages: pages.len() })
}

/// How many pages a PDF has.
///
/// # Errors
/// [`PaperError::Page`] where it cannot be read.
pub fn pages(pdf: &[u8]) -> Result<usize, PaperError> {
    let file = Pdf::new(pdf.to_vec()).map_err(|_| PaperError::Page)?;
    Ok(file.pages().len())
}
