//! The text: paragraphs, tables and pictures, and the head and foot of its pages.

use super::frame::{self, FOOTER};
use super::{DRAWING, MAIN, OFFICE, PICTURE, PLACED};
use crate::report::document::{Align, Place, Span, Style};
use crate::report::office::look::Look;
use crate::report::office::paper::{ITEM, Item, Pages, Paper, Paragraph, Picture};
use crate::report::office::sheet::{BESIDE, BOTTOM, Cell, Grid, LEFT, Line, TOP, sheet};
use crate::report::xml::{Element, element};

pub struct Body<'p, 'd> {
    paper: &'p Paper<'d>,
    /// In the order in which they stand.
    pub pictures: Vec<&'p Picture<'d>>,
    bookmarks: usize,
}

/// How the letters of a cell are set, whatever their style.
#[derive(Clone, Copy, Default)]
struct Set {
    strong: bool,
    /// In half points; that of the paragraph, where there is none.
    size: Option<usize>,
}

/// Lengths of drawings are in English metric units.
const EMU_OF_POINT: f64 = 12700.0;

impl<'p, 'd> Body<'p, 'd> {
    pub fn new(paper: &'p Paper<'d>) -> Body<'p, 'd> {
        Body { paper, pictures: vec![], bookmarks: 0 }
    }

    pub fn document(&mut self) -> Element {
        let mut body = element("w:body");
        let parts = &self.paper.parts;
        for (at, part) in parts.iter().enumerate() {
            for item in &part.items {
                body = body.children(self.item(item));
            }
            // A section ends with its last paragraph, the last with the text.
            body = match at + 1 == parts.len() {
                true => body.child(end(None)).child(section(part)),
                false => body.child(end(Some(section(part)))),
            };
        }
        element("w:document")
            .with("xmlns:w", MAIN)
            .with("xmlns:r", OFFICE)
            .with("xmlns:wp", PLACED)
            .with("xmlns:a", DRAWING)
            .with("xmlns:pic", PICTURE)
            .child(body)
    }

    fn item(&mut self, item: &'p Item<'d>) -> Vec<Element> {
        match item {
            Item::Paragraph(of) => vec![self.paragraph(of)],
            Item::Table(grid) => vec![self.table(grid)],
            Item::Picture(picture) => {
                self.pictures.push(picture);
                vec![drawing(picture, self.pictures.len() - 1)]
            }
        }
    }

    fn paragraph(&mut self, of: &Paragraph) -> Element {
        let mut properties = element("w:pPr").child(element("w:pStyle").with("w:val", of.look.style().id));
        if of.new_page {
            properties = properties.child(element("w:pageBreakBefore"));
        }
        if of.indent > 0 {
            let hanging = if of.mark.is_some() { ITEM } else { 0 };
            properties = properties.child(element("w:ind").with("w:left", of.indent).with("w:hanging", hanging));
        }
        let mark = of.mark.as_ref().map(|mark| element("w:r").child(letters(mark)).child(element("w:tab")));
        element("w:p").child(properties).children(mark).children(self.spans(&of.text, Set::default()))
    }

    fn spans(&mut self, spans: &[Span], set: Set) -> Vec<Element> {
        spans.iter().flat_map(|span| self.span(span, set)).collect()
    }

    /// Its run, in a link where it leads to a place of this document, between the marks of a place where it is one.
    fn span(&mut self, span: &Span, set: Set) -> Vec<Element> {
        let name = |place: &Option<Place>| {
            let place = place.as_ref().and_then(|place| self.paper.places.get(place));
            place.map(|number| format!("p{number}"))
        };
        let (to, anchor) = (name(&span.to), name(&span.anchor));
        let run = run(span, set);
        let run = match to {
            Some(to) => element("w:hyperlink").with("w:anchor", to).child(run),
            None => run,
        };
        let Some(anchor) = anchor else { return vec![run] };
        let id = self.bookmarks;
        self.bookmarks += 1;
        let begins = element("w:bookmarkStart").with("w:id", id).with("w:name", anchor);
        vec![begins, run, element("w:bookmarkEnd").with("w:id", id)]
    }

    fn table(&mut self, grid: &Grid) -> Element {
        let width = grid.widths.iter().sum::<usize>();
        let line =
            |name| element(name).with("w:val", "single").with("w:sz", 6).with("w:space", 0).with("w:color", "auto");
        let beside = |name| element(name).with("w:w", BESIDE).with("w:type", "dxa");
        let mut properties = element("w:tblPr").child(element("w:tblW").with("w:w", width).with("w:type", "dxa"));
        if grid.ruled {
            let lines = element("w:tblBorders").child(line("w:top")).child(line("w:bottom"));
            properties = properties.child(lines);
        }
        let margins = element("w:tblCellMar").child(beside("w:left")).child(beside("w:right"));
        let properties = properties.child(element("w:tblLayout").with("w:type", "fixed")).child(margins);
        let columns = grid.widths.iter().map(|width| element("w:gridCol").with("w:w", width));
        let mut table = element("w:tbl").child(properties).child(element("w:tblGrid").children(columns));
        for (at, line) in grid.heads.iter().enumerate() {
            table = table.child(self.row(grid, line, Some(at + 1 == grid.heads.len())));
        }
        for line in &grid.rows {
            table = table.child(self.row(grid, line, None));
        }
        table
    }

    /// `head`: whether it is the last of the heads, where it is one of them.
    fn row(&mut self, grid: &Grid, line: &Line, head: Option<bool>) -> Element {
        let mut properties = element("w:trPr").child(element("w:cantSplit"));
        if head.is_some() {
            properties = properties.child(element("w:tblHeader"));
        }
        let cells = line.cells.iter().map(|cell| self.cell(grid, cell, line.keep, head)).collect::<Vec<_>>();
        element("w:tr").child(properties).children(cells)
    }

    fn cell(&mut self, grid: &Grid, cell: &Cell, keep: bool, head: Option<bool>) -> Element {
        let mut properties = element("w:tcPr").child(element("w:tcW").with("w:w", cell.width).with("w:type", "dxa"));
        if cell.columns > 1 {
            properties = properties.child(element("w:gridSpan").with("w:val", cell.columns));
        }
        if grid.ruled && (head == Some(true) || cell.ruled) {
            let line =
                element("w:bottom").with("w:val", "single").with("w:sz", 4).with("w:space", 0).with("w:color", "auto");
            properties = properties.child(element("w:tcBorders").child(line));
        }
        if head.is_some() {
            properties = properties.child(element("w:vAlign").with("w:val", "bottom"));
        }
        let mut paragraph = element("w:pPr").child(element("w:pStyle").with("w:val", Look::Cell.style().id));
        if keep {
            paragraph = paragraph.child(element("w:keepNext"));
        }
        if cell.indent + cell.hanging > 0 {
            let (left, hanging) = (cell.indent + cell.hanging, cell.hanging);
            paragraph = paragraph.child(element("w:ind").with("w:left", left).with("w:hanging", hanging));
        }
        let align = match cell.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        paragraph = paragraph.child(element("w:jc").with("w:val", align));
        let runs = self.spans(&cell.text, Set { strong: cell.strong, size: Some(grid.size) });
        element("w:tc").child(properties).child(element("w:p").child(paragraph).children(runs))
    }

    pub fn header(&mut self, turned: bool) -> Element {
        let tab = element("w:tab").with("w:val", "right").with("w:pos", sheet(turned).room());
        let properties = element("w:pPr")
            .child(element("w:pStyle").with("w:val", Look::Header.style().id))
            .child(element("w:tabs").child(tab));
        let mut paragraph = element("w:p").child(properties).child(plain(&self.paper.running));
        paragraph = paragraph.child(element("w:r").child(element("w:tab")));
        let strong = element("w:rPr").child(element("w:b"));
        let flags = self.paper.flags.join(" · ");
        paragraph = paragraph.child(element("w:r").child(strong).child(letters(&flags)));
        element("w:hdr").with("xmlns:w", MAIN).child(paragraph)
    }

    pub fn footer(&mut self) -> Element {
        let properties = element("w:pPr")
            .child(element("w:pStyle").with("w:val", Look::Footer.style().id))
            .child(element("w:jc").with("w:val", "right"));
        let [before, between, after] = self.paper.page;
        let field = |name: &str| element("w:fldSimple").with("w:instr", name).child(plain("1"));
        let paragraph = element("w:p")
            .child(properties)
            .child(plain(before))
            .child(field("PAGE"))
            .child(plain(between))
            .child(field("NUMPAGES"))
            .child(plain(after));
        element("w:ftr").with("xmlns:w", MAIN).child(paragraph)
    }
}

fn plain(text: &str) -> Element {
    element("w:r").child(letters(text))
}

/// Spaces at its ends are of the text.
fn letters(text: &str) -> Element {
    element("w:t").with("xml:space", "preserve").text(text)
}

fn run(span: &Span, set: Set) -> Element {
    if span.style == Style::Break {
        return element("w:r").child(element("w:br"));
    }
    let bold = set.strong.then(|| element("w:b"));
    let properties = element("w:rPr");
    let properties = match span.style {
        Style::Plain | Style::Superscript | Style::Break => properties.children(bold),
        Style::Emphasis => properties.children(bold).child(element("w:i")),
        Style::Strong => properties.child(element("w:b")),
        Style::Code => properties.child(frame::mono()).children(bold),
        Style::Quiet => properties.child(element("w:b").with("w:val", 0)).child(frame::quiet()),
    };
    let properties = properties.children(set.size.map(|size| element("w:sz").with("w:val", size)));
    let raised = (span.style == Style::Superscript).then(|| element("w:vertAlign").with("w:val", "superscript"));
    element("w:r").child(properties.children(raised)).child(letters(&span.text))
}

/// A paragraph that takes no room, with which a section ends whatever its last item is.
fn end(section: Option<Element>) -> Element {
    let spacing =
        element("w:spacing").with("w:before", 0).with("w:after", 0).with("w:line", 20).with("w:lineRule", "exact");
    let small = element("w:rPr").child(element("w:sz").with("w:val", 2));
    element("w:p").child(element("w:pPr").child(spacing).child(small).children(section))
}

fn section(part: &Pages) -> Element {
    let sheet = sheet(part.turned);
    let reference = |name, id: &str| element(name).with("w:type", "default").with("r:id", id);
    let size = element("w:pgSz").with("w:w", sheet.width).with("w:h", sheet.height);
    let size = if sheet.turned { size.with("w:orient", "landscape") } else { size };
    let margins = element("w:pgMar")
        .with("w:top", TOP)
        .with("w:right", LEFT)
        .with("w:bottom", BOTTOM)
        .with("w:left", LEFT)
        .with("w:header", 700)
        .with("w:footer", 500)
        .with("w:gutter", 0);
    element("w:sectPr")
        .child(reference("w:headerReference", frame::header(part.turned)))
        .child(reference("w:footerReference", FOOTER))
        .child(size)
        .child(margins)
}

/// With what it shows in words, for who does not see it.
fn drawing(picture: &Picture, at: usize) -> Element {
    let emu = |points: f64| (points * EMU_OF_POINT).round() as u64;
    let size = |name| element(name).with("cx", emu(picture.width)).with("cy", emu(picture.height));
    let named = |name| element(name).with("id", at + 1).with("name", &picture.name).with("descr", picture.alt);
    let fill = element("pic:blipFill")
        .child(element("a:blip").with("r:embed", frame::picture(at)))
        .child(element("a:stretch").child(element("a:fillRect")));
    let shape = element("pic:spPr")
        .child(element("a:xfrm").child(element("a:off").with("x", 0).with("y", 0)).child(size("a:ext")))
        .child(element("a:prstGeom").with("prst", "rect").child(element("a:avLst")));
    let picture_of = element("pic:pic")
        .child(element("pic:nvPicPr").child(named("pic:cNvPr")).child(element("pic:cNvPicPr")))
        .child(fill)
        .child(shape);
    let graphic = element("a:graphic").child(element("a:graphicData").with("uri", PICTURE).child(picture_of));
    let inline = element("wp:inline")
        .with("distT", 0)
        .with("distB", 0)
        .with("distL", 0)
        .with("distR", 0)
        .child(size("wp:extent"))
        .child(named("wp:docPr"))
        .child(graphic);
    let properties =
        element("w:pPr").child(element("w:pStyle").with("w:val", Look::Body.style().id)).child(element("w:keepNext"));
    element("w:p").child(properties).child(element("w:r").child(element("w:drawing").child(inline)))
}
