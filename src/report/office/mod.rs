//! The back ends for word processors: RTF and DOCX, one file for each table and figure and one for the whole report.
//!
//! [`paper`] lays a report out as sections of paragraphs, tables and pictures with their looks, whatever they are written as;
//! [`sheet`] finds the widths of tables. [`rtf`] and [`docx`] write what comes out and decide nothing.

mod docx;
mod look;
mod paper;
mod rtf;
mod sheet;
mod times;

use super::{Export, Exported, Exporting, ReportError};
use paper::Paper;

pub const RTF: Export = Export { name: "rtf", write: |of| each(of, "rtf", |paper| Ok(rtf::write(paper))) };
pub const DOCX: Export = Export { name: "docx", write: |of| each(of, "docx", docx::write) };

/// The report as one file, before its tables and figures.
const WHOLE: &str = "report";

fn each(
    of: &Exporting,
    extension: &str,
    write: impl Fn(&Paper) -> Result<Vec<u8>, ReportError>,
) -> Result<Vec<Exported>, ReportError> {
    let pictures = of.pictures()?;
    let mut files = vec![Exported::new(&format!("{WHOLE}.{extension}"), write(&paper::whole(of, pictures))?)];
    for piece in &of.pieces {
        let paper = paper::piece(of, pictures, piece);
        files.push(Exported::new(&format!("{}.{extension}", piece.name), write(&paper)?));
    }
    Ok(files)
}
