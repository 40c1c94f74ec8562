//! DOCX: the parts of an Office Open XML file (ECMA-376, transitional), packed into a ZIP archive.
//!
//! The parts are written here: the crate that writes DOCX knows neither rows of heads that come again on every page nor the words
//! for a picture. The archive is that of the `zip` crate, its times all the first that it knows, so that the same report gives the
//! same bytes.

mod body;
mod frame;

use super::paper::{Paper, Picture};
use crate::report::ReportError;
use crate::report::xml::Element;
use body::Body;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Of the elements of a text, of drawings and of references between parts.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PLACED: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

pub fn write(paper: &Paper) -> Result<Vec<u8>, ReportError> {
    let mut body = Body::new(paper);
    let document = body.document();
    let mut parts = vec![
        Part::of("[Content_Types].xml", &frame::content_types()),
        Part::of("_rels/.rels", &frame::package_relations()),
        Part::of("docProps/core.xml", &frame::core(paper)),
        Part::of("word/document.xml", &document),
        Part::of("word/_rels/document.xml.rels", &frame::relations(body.pictures.len())),
        Part::of("word/styles.xml", &frame::styles(paper.language)),
        Part::of("word/settings.xml", &frame::settings()),
    ];
    for turned in [false, true] {
        parts.push(Part::of(&format!("word/{}", frame::header_file(turned)), &body.header(turned)));
    }
    parts.push(Part::of("word/footer.xml", &body.footer()));
    // A picture is packed already.
    let picture = |(at, picture): (usize, &&Picture)| Part {
        name: format!("word/{}", frame::picture_file(at)),
        bytes: picture.png.to_vec(),
        method: CompressionMethod::Stored,
    };
    parts.extend(body.pictures.iter().enumerate().map(picture));
    packed(&parts).map_err(|e| ReportError::new(format!("a document could not be packed: {e}")))
}

/// A file of the archive.
struct Part {
    name: String,
    bytes: Vec<u8>,
    method: CompressionMethod,
}

impl Part {
    fn of(name: &str, root: &Element) -> Part {
        Part { name: name.to_string(), bytes: root.file(), method: CompressionMethod::Deflated }
    }
}

fn packed(parts: &[Part]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(vec![]));
    for Part { name, bytes, method } in parts {
        let options = SimpleFileOptions::default().compression_method(*method).last_modified_time(DateTime::default());
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
