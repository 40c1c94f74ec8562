//! The back end for pictures: each figure of the report as PNG at the density of print, drawn from its SVG with the fonts of the
//! report, so that it needs no font of the machine.

use super::document::Figure;
use super::pdf::{fit, font_files};
use super::pieces::Piece;
use super::svg::picture;
use super::{Export, Exported, Exporting, ReportError};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, OnceLock};

pub const PNG: Export = Export { name: "png", write };

/// Pixels of an inch, which printers of journals ask for.
const DENSITY: f64 = 300.0;
const INCH: f64 = 72.0;
/// As the file has it.
const PIXELS_OF_METRE: u32 = (DENSITY / 0.0254) as u32;

fn write(of: &Exporting) -> Result<Vec<Exported>, ReportError> {
    let file = |(piece, figure): (&Piece, &Figure)| {
        let bytes = drawn(figure, &of.title(piece), &of.flags())?;
        Ok(Exported::new(&format!("{}.png", piece.name), bytes))
    };
    of.figures().map(file).collect()
}

impl Exporting<'_> {
    /// Each figure as PNG, by its number; drawn once, whatever takes them.
    pub fn pictures(&self) -> Result<&[Vec<u8>], ReportError> {
        let picture = |(piece, figure): (&Piece, &Figure)| drawn(figure, &self.title(piece), &[]);
        let pictures = self.drawn.get_or_init(|| self.figures().map(picture).collect());
        pictures.as_deref().map_err(Clone::clone)
    }
}

/// The figure as a PNG file, of its width on the page.
fn drawn(figure: &Figure, title: &str, flags: &[&str]) -> Result<Vec<u8>, ReportError> {
    let failed = |why: String| ReportError::new(format!("a figure could not be drawn ({title}): {why}"));
    let svg = picture(figure, title, flags, &fit).file();
    let options = Options { fontdb: fonts(), font_family: "Libertinus Serif".to_string(), ..Options::default() };
    let tree = Tree::from_data(&svg, &options).map_err(|e| failed(e.to_string()))?;
    let width = pixels(figure.drawing.width);
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| failed("it has no size".to_string()))?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    encoded(&pixmap).map_err(|e| failed(e.to_string()))
}

/// Of a length in points.
fn pixels(points: f64) -> u32 {
    (points / INCH * DENSITY).round() as u32
}

fn encoded(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = vec![];
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let density = png::PixelDimensions { xppu: PIXELS_OF_METRE, yppu: PIXELS_OF_METRE, unit: png::Unit::Meter };
    encoder.set_pixel_dims(Some(density));
    // Nothing is transparent on a white ground.
    let solid: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&solid)?;
    writer.finish()?;
    Ok(bytes)
}

/// The fonts of the report, and no others; loaded once.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        for file in font_files() {
            fonts.load_font_source(fontdb::Source::Binary(file));
        }
        Arc::new(fonts)
    };
    FONTS.get_or_init(load).clone()
}
