//! The embedded fonts: which characters they have, and how wide a text is.

use crate::report::figure::letters::Letters;
use std::sync::{Arc, OnceLock};
use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant};
use typst_kit::fonts::{FontStore, embedded};

/// The family of the whole report; the other embedded fonts stand in for what it lacks.
pub const FAMILY: &str = "Libertinus Serif";

/// Every embedded font; the same in every report, so loaded once.
pub fn fonts() -> &'static FontStore {
    static FONTS: OnceLock<FontStore> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut store = FontStore::new();
        store.extend(embedded());
        store
    })
}

/// The files of the fonts, each once.
pub fn font_files() -> Vec<Arc<dyn AsRef<[u8]> + Send + Sync>> {
    let mut files: Vec<Bytes> = vec![];
    for font in (0..).map_while(|i| fonts().font(i)) {
        if files.iter().all(|file| file.as_ptr() != font.data().as_ptr()) {
            files.push(font.data().clone());
        }
    }
    files.into_iter().map(|file| Arc::new(file) as Arc<dyn AsRef<[u8]> + Send + Sync>).collect()
}

/// Whether some embedded font has the character.
pub fn has_glyph(c: char) -> bool {
    let book = fonts().book();
    (0..).map_while(|i| book.info(i)).any(|info| info.coverage.contains(c as u32))
}

/// Widths of characters in the regular face of [`FAMILY`].
pub struct Metrics {
    face: Option<FontInstance>,
}

impl Metrics {
    pub fn new() -> Metrics {
        let book = fonts().book();
        let regular = book.select(&FAMILY.to_lowercase(), FontVariant::default()).and_then(|i| fonts().font(i));
        // The size matters to fonts with an optical axis only.
        let face = regular.map(|f| f.instantiate(FontVariant::default(), Abs::pt(10.0), &Default::default()));
        Metrics { face }
    }

    fn advance(&self, c: char) -> Option<f64> {
        let face = self.face.as_ref()?;
        Some(face.x_advance(face.ttf().glyph_index(c)?.0)?.get())
    }
}

impl Letters for Metrics {
    /// Without kerning. A character the font lacks counts half an em.
    fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c).unwrap_or(0.5)).sum()
    }
}
