//! RTF 1.9: a report as text in seven bits, every character that it could take for a command escaped.

use super::look::Look;
use super::paper::{ITEM, Item, Pages, Paper, Paragraph, Picture};
use super::sheet::{BESIDE, BOTTOM, Cell, Grid, LEFT, Line, POINT, TOP, sheet};
use crate::catalogue::Language;
use crate::report::document::{Align, Place, Span, Style};
use std::collections::BTreeMap;
use std::fmt::Write;

pub fn write(paper: &Paper) -> Vec<u8> {
    let mut out = String::new();
    let language = language(paper.language);
    out.push_str("{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0");
    out.push_str(&format!("\\deflang{language}\\deflangfe{language}\n"));
    out.push_str("{\\fonttbl{\\f0\\froman\\fcharset0 Times New Roman;}{\\f1\\fmodern\\fcharset0 Courier New;}}\n");
    out.push_str("{\\colortbl;\\red90\\green90\\blue90;}\n");
    out.push_str(&styles(language));
    out.push_str(&information(paper));
    let first = sheet(paper.parts.first().is_some_and(|part| part.turned));
    out.push_str(&format!("\\paperw{}\\paperh{}{}\n", first.width, first.height, margins()));
    for (at, part) in paper.parts.iter().enumerate() {
        if at > 0 {
            out.push_str("\\sect\n");
        }
        Writer { paper, language, out: &mut out }.part(part);
    }
    out.push_str("}\n");
    out.into_bytes()
}

/// As Windows numbers languages.
fn language(language: Language) -> u16 {
    match language {
        Language::English => 2057,
        Language::French => 1036,
    }
}

fn margins() -> String {
    format!("\\margl{LEFT}\\margr{LEFT}\\margt{TOP}\\margb{BOTTOM}")
}

fn styles(language: u16) -> String {
    let style = |look: Look| {
        let style = look.style();
        format!("{{{}\\sbasedon0\\snext0 {};}}\n", paragraph(look, language), style.name)
    };
    format!("{{\\stylesheet\n{}}}\n", Look::ALL.into_iter().map(style).collect::<String>())
}

/// How a paragraph of this look begins: RTF says in each what its style says.
fn paragraph(look: Look, language: u16) -> String {
    let style = look.style();
    let mut said =
        format!("\\s{}\\sb{}\\sa{}\\fs{}\\lang{language}", look.number(), style.before, style.after, style.size);
    let flags = [
        (style.strong, "\\b"),
        (style.quiet, "\\cf1"),
        (style.mono, "\\f1"),
        (style.keep, "\\keepn"),
        (style.outline.is_some(), "\\keep"),
    ];
    flags.iter().filter(|(on, _)| *on).for_each(|(_, word)| said.push_str(word));
    if let Some(level) = style.outline {
        said.push_str(&format!("\\outlinelevel{level}"));
    }
    said
}

fn information(paper: &Paper) -> String {
    let mut parts = paper.cut_off.split('-').map(|part| part.parse::<u16>().ok());
    let mut part = || parts.next().flatten();
    let date = match (part(), part(), part()) {
        (Some(year), Some(month), Some(day)) => format!("{{\\creatim\\yr{year}\\mo{month}\\dy{day}\\hr0\\min0}}"),
        _ => String::new(),
    };
    format!("{{\\info{{\\title {}}}{{\\author prespec}}{date}}}\n", escaped(&paper.title))
}

/// A text in which nothing is a command: what ASCII has as it is, all else by its number in UTF-16, `?` for who cannot read it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '{' | '}' => escaped.extend(['\\', c]),
            ' '..='~' => escaped.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // The number is signed.
                    escaped.push_str(&format!("\\u{}?", *unit as i16));
                }
            }
        }
    }
    escaped
}

struct Writer<'p, 'd> {
    paper: &'p Paper<'d>,
    language: u16,
    out: &'p mut String,
}

impl Writer<'_, '_> {
    fn part(&mut self, part: &Pages) {
        let sheet = sheet(part.turned);
        let turned = if part.turned { "\\lndscpsxn" } else { "" };
        self.push(&format!(
            "\\sectd\\sbkpage{turned}\\pgwsxn{}\\pghsxn{}\\marglsxn{LEFT}\\margrsxn{LEFT}\\margtsxn{TOP}\\margbsxn{BOTTOM}\n",
            sheet.width, sheet.height
        ));
        self.edges(sheet.room());
        for item in &part.items {
            match item {
                Item::Paragraph(paragraph) => self.paragraph(paragraph),
                Item::Table(grid) => self.table(grid),
                Item::Picture(picture) => self.picture(picture),
            }
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// The head and the foot of the pages.
    fn edges(&mut self, room: usize) {
        let (running, flags) = (escaped(&self.paper.running), escaped(&self.paper.flags.join(" · ")));
        let look = paragraph(Look::Header, self.language);
        self.push(&format!("{{\\header\\pard\\plain{look}\\tqr\\tx{room} {running}\\tab {{\\b {flags}}}\\par}}\n"));
        let [before, between, after] = self.paper.page.map(escaped);
        let field = |name: &str| format!("{{\\field{{\\*\\fldinst {name}}}{{\\fldrslt 1}}}}");
        let (page, pages) = (field("PAGE"), field("NUMPAGES"));
        let look = paragraph(Look::Footer, self.language);
        self.push(&format!("{{\\footer\\pard\\plain{look}\\qr {before}{page}{between}{pages}{after}\\par}}\n"));
    }

    fn paragraph(&mut self, of: &Paragraph) {
        let begins = format!("\\pard\\plain{}", paragraph(of.look, self.language));
        let page = if of.new_page { "\\pagebb" } else { "" };
        let hanging = if of.mark.is_some() { ITEM } else { 0 };
        let indent = of.indent;
        self.push(&format!("{begins}{page}\\li{indent}\\fi-{hanging} "));
        if let Some(mark) = &of.mark {
            self.push(&format!("{}\\tab ", escaped(mark)));
        }
        self.spans(&of.text);
        self.push("\\par\n");
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            let span = span_of(span, &self.paper.places);
            self.push(&span);
        }
    }

    fn table(&mut self, grid: &Grid) {
        for (at, line) in grid.heads.iter().enumerate() {
            let rule = Rule { above: at == 0, below: at + 1 == grid.heads.len(), head: true };
            self.line(grid, line, rule);
        }
        for (at, line) in grid.rows.iter().enumerate() {
            let last = at + 1 == grid.rows.len();
            self.line(grid, line, Rule { above: false, below: last && grid.ruled, head: false });
        }
        self.push("\\pard\\plain\n");
    }

    fn line(&mut self, grid: &Grid, line: &Line, rule: Rule) {
        let repeats = if rule.head { "\\trhdr" } else { "" };
        self.push(&format!(
            "\\trowd\\trgaph{BESIDE}\\trleft0\\trkeep{repeats}\\trpaddl{BESIDE}\\trpaddr{BESIDE}\\trpaddfl3\\trpaddfr3"
        ));
        let mut end = 0;
        for cell in &line.cells {
            end += cell.width;
            let bottom = if rule.head { "\\clvertalb" } else { "\\clvertalt" };
            let above = if rule.above && grid.ruled { "\\clbrdrt\\brdrs\\brdrw15" } else { "" };
            let below = match (rule.below && grid.ruled, cell.ruled) {
                (true, _) if rule.head => "\\clbrdrb\\brdrs\\brdrw8",
                (true, _) => "\\clbrdrb\\brdrs\\brdrw15",
                (false, true) => "\\clbrdrb\\brdrs\\brdrw5",
                (false, false) => "",
            };
            self.push(&format!("{bottom}{above}{below}\\cellx{end}"));
        }
        self.push("\n");
        for cell in &line.cells {
            self.cell(cell, grid.size, line.keep);
        }
        self.push("\\row\n");
    }

    fn cell(&mut self, cell: &Cell, size: usize, keep: bool) {
        let align = match cell.align {
            Align::Left => "\\ql",
            Align::Center => "\\qc",
            Align::Right => "\\qr",
        };
        let look = paragraph(Look::Cell, self.language);
        let strong = if cell.strong { "\\b" } else { "" };
        let keep = if keep { "\\keepn" } else { "" };
        let (left, hanging) = (cell.indent + cell.hanging, cell.hanging);
        self.push(&format!("\\pard\\plain\\intbl{look}\\fs{size}{align}\\li{left}\\fi-{hanging}{strong}{keep} "));
        self.spans(&cell.text);
        self.push("\\cell\n");
    }

    /// With what it shows in words, for who does not see it.
    fn picture(&mut self, picture: &Picture) {
        let (wide, high) = size(picture.png).unwrap_or_default();
        let goal = |points: f64| (points * POINT as f64).round() as u32;
        let begins = format!("\\pard\\plain{}", paragraph(Look::Body, self.language));
        self.push(&format!(
            "{begins}\\keepn {{\\pict{{\\*\\picprop{{\\sp{{\\sn wzName}}{{\\sv {}}}}}{{\\sp{{\\sn wzDescription}}{{\\sv {}}}}}}}\\pngblip\\picw{wide}\\pich{high}\\picwgoal{}\\pichgoal{}\n",
            escaped(&picture.name),
            escaped(picture.alt),
            goal(picture.width),
            goal(picture.height)
        ));
        for line in picture.png.chunks(64) {
            let digits = line.iter().fold(String::with_capacity(128), |mut digits, byte| {
                // Writing to a string does not fail.
                let _ = write!(digits, "{byte:02x}");
                digits
            });
            self.push(&digits);
            self.push("\n");
        }
        self.push("}\\par\n");
    }
}

/// Where lines are drawn, and whether the row comes again on every page.
struct Rule {
    above: bool,
    below: bool,
    head: bool,
}

/// Width and height of a PNG in pixels, as its head says.
fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?))
}

fn span_of(span: &Span, places: &BTreeMap<Place, usize>) -> String {
    let text = escaped(&span.text);
    let styled = match span.style {
        Style::Plain => text,
        Style::Emphasis => format!("{{\\i {text}}}"),
        Style::Strong => format!("{{\\b {text}}}"),
        Style::Code => format!("{{\\f1\\fs15 {text}}}"),
        Style::Superscript => format!("{{\\super {text}}}"),
        Style::Quiet => format!("{{\\cf1\\b0 {text}}}"),
        Style::Break => "\\line ".to_string(),
    };
    let place = |place: &Option<Place>| place.as_ref().and_then(|place| places.get(place)).map(|n| format!("p{n}"));
    let led = match place(&span.to) {
        Some(to) => format!("{{\\field{{\\*\\fldinst HYPERLINK \\\\l \"{to}\"}}{{\\fldrslt {styled}}}}}"),
        None => styled,
    };
    match place(&span.anchor) {
        Some(name) => format!("{{\\*\\bkmkstart {name}}}{led}{{\\*\\bkmkend {name}}}"),
        None => led,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_command() {
        assert_eq!(escaped("{\\rtf1 a}"), "\\{\\\\rtf1 a\\}");
        assert_eq!(escaped("é − 😀\n"), "\\u233? \\u8722? \\u-10179?\\u-8704?\\u10?");
    }
}
