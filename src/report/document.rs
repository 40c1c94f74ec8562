//! The report as a tree of blocks, in the form in which the template reads it.
//!
//! Invariant: every text in it has passed [`clean`]; [`Span`] has no other constructor.

use super::clean::clean;
use super::figure::Drawing;
use super::metrics::Metrics;
use crate::words::{Part, parts};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything the template reads.
#[derive(Debug, Serialize)]
pub struct Document {
    pub title: Text,
    /// As metadata and in the running head.
    pub plain_title: String,
    pub running: Text,
    /// On every page, where the data are not those of patients.
    pub simulated: Option<&'static str>,
    pub words: Fixed,
    /// Entries of the contents: a few stand on the title page, many on a page of their own.
    pub entries: usize,
    pub cover: Vec<Block>,
    pub sections: BTreeMap<Section, Vec<Block>>,
}

/// The parts of the report. Closed: the template is composed of these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Synopsis,
    Patients,
    Baseline,
    Matching,
    Analyses,
    Course,
    Safety,
    Effects,
    Findings,
    References,
    Numbers,
    Clauses,
}

impl Section {
    /// Unless the plan orders them otherwise.
    pub const ORDER: &'static [Section] = &[
        Section::Synopsis,
        Section::Patients,
        Section::Baseline,
        Section::Matching,
        Section::Analyses,
        Section::Effects,
        Section::Course,
        Section::Safety,
        Section::Findings,
        Section::References,
        Section::Numbers,
        Section::Clauses,
    ];
}

/// Words of the pages themselves.
#[derive(Debug, Serialize)]
pub struct Fixed {
    pub report_of: &'static str,
    pub contents: &'static str,
    /// Before the number of the page, between it and the number of pages, and after that.
    pub page: [String; 3],
    pub draft: &'static str,
    pub table: &'static str,
    pub figure: &'static str,
}

/// Text in one style, which may lead to an anchor.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Span {
    pub text: String,
    #[serde(skip_serializing_if = "is_plain")]
    pub style: Style,
    /// The anchor it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The anchor it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    #[default]
    Plain,
    Emphasis,
    Strong,
    Code,
    Superscript,
    Quiet,
    /// Ends the line; has no text.
    Break,
}

fn is_plain(style: &Style) -> bool {
    *style == Style::Plain
}

pub type Text = Vec<Span>;

impl Span {
    pub fn new(text: &str) -> Span {
        Span { text: clean(text), ..Span::default() }
    }
    pub fn styled(text: &str, style: Style) -> Span {
        Span { style, ..Span::new(text) }
    }
    pub fn line_break() -> Span {
        Span { style: Style::Break, ..Span::default() }
    }
    pub fn to(mut self, anchor: String) -> Span {
        self.to = Some(anchor);
        self
    }
    pub fn anchored(mut self, anchor: String) -> Span {
        self.anchor = Some(anchor);
        self
    }
}

/// One plain span.
pub fn text(content: &str) -> Text {
    vec![Span::new(content)]
}

/// A template with its places filled by texts. A place without a filling stays as it stands.
pub fn sentence(template: &str, fillings: &[(&str, Text)]) -> Text {
    let part = |part: Part| match part {
        Part::Words(words) => text(words),
        Part::Place(name, whole) => match fillings.iter().find(|(n, _)| *n == name) {
            Some((_, filling)) => filling.clone(),
            None => text(whole),
        },
    };
    parts(template).flat_map(part).collect()
}

/// The characters of a text, without their styles.
pub fn plain(text: &[Span]) -> String {
    text.iter().map(|s| s.text.as_str()).collect()
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading {
        level: usize,
        text: Text,
        /// Starts a new page.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        new_page: bool,
        /// Stands in the table of contents.
        listed: bool,
    },
    Paragraph {
        text: Text,
    },
    /// A paragraph that stays with what follows.
    Introduction {
        text: Text,
    },
    /// A heading in looks only.
    Subtitle {
        text: Text,
    },
    /// Set apart: what the reader must not miss.
    Callout {
        title: Text,
        text: Text,
    },
    PageBreak,
    /// Short lines in two columns, small: an index.
    Entries {
        lines: Vec<Text>,
    },
    /// A quiet line below what it is about.
    Aside {
        text: Text,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Code {
        text: String,
    },
    /// Name and value, one pair a line.
    Pairs {
        pairs: Vec<(Text, Text)>,
    },
    Table(Table),
    Figure(Figure),
}

impl Block {
    pub fn paragraph(text: Text) -> Block {
        Block::Paragraph { text }
    }
}

#[derive(Debug, Default, Serialize)]
pub struct Table {
    pub caption: Text,
    /// The population with its number of patients, and what else holds for the whole table.
    pub about: Text,
    /// Heads over several columns: how many, and what they have in common.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<(usize, Text)>,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Each with its mark (`a`), which may be empty.
    pub notes: Vec<(String, Text)>,
    /// No number and caption: a table within a text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unnumbered: bool,
    /// Smaller type, for listings.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub small: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Column {
    pub head: Text,
    pub align: Align,
    /// Share of the width that is left by the other columns; as wide as its content where 0.
    pub share: f64,
    /// In em, where it is set by the numbers of the column and the longest word of its head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
}

impl Column {
    pub fn new(head: &str, align: Align, share: f64) -> Column {
        Column { head: text(head), align, share, width: None }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
}

#[derive(Debug, Default, Serialize)]
pub struct Row {
    /// A heading over the rows that follow: its first cell takes the whole width.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub group: bool,
    /// Steps of indentation of the first cell.
    #[serde(skip_serializing_if = "is_zero")]
    pub indent: usize,
    pub cells: Vec<Cell>,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Cell {
    pub text: Text,
    /// Space before the text and width of the box it stands in, in em: aligns the decimal points of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<(f64, f64)>,
}

impl From<Text> for Cell {
    fn from(text: Text) -> Cell {
        Cell { text, within: None }
    }
}

#[derive(Debug, Serialize)]
pub struct Figure {
    pub caption: Text,
    pub about: Text,
    /// What the figure shows, for who does not see it.
    pub alt: String,
    pub drawing: Drawing,
    pub notes: Vec<(String, Text)>,
}

impl Table {
    /// Aligns the decimal points of the numbers in a column, centres the column as a whole, and makes it no wider than
    /// they need.
    pub fn align_decimals(&mut self, column: usize, metrics: &Metrics) {
        let cells = self.rows.iter().filter(|r| !r.group).filter_map(|r| r.cells.get(column));
        let parts: Vec<(f64, f64)> = cells.map(|c| around_point(&plain(&c.text), metrics)).collect();
        let before = parts.iter().map(|p| p.0).fold(0.0, f64::max);
        let after = parts.iter().map(|p| p.1).fold(0.0, f64::max);
        if let Some(column) = self.columns.get_mut(column) {
            let head = column.head.iter().flat_map(|s| s.text.split_whitespace());
            // The head is in a bolder face.
            let widths: Vec<f64> = head.map(|word| metrics.width(word) * 1.08).collect();
            // On three lines at most, as far as there is room.
            let third = (widths.iter().sum::<f64>() / 2.2).min(8.0);
            let longest = widths.into_iter().fold(third, f64::max);
            column.width = Some(round(longest.max(before + after) + 0.1));
        }
        let mut parts = parts.into_iter();
        for row in self.rows.iter_mut().filter(|r| !r.group) {
            if let Some(cell) = row.cells.get_mut(column)
                && let Some((left, _)) = parts.next()
                && !cell.text.is_empty()
            {
                cell.within = Some((round(before - left), round(before + after)));
            }
        }
    }
}

impl Table {
    /// Makes the columns of a common head wide enough for it.
    pub fn widen_groups(&mut self, metrics: &Metrics) {
        let mut at = 0;
        for (count, head) in &self.groups {
            let columns = self.columns.iter_mut().skip(at).take(*count);
            at += count;
            let mut columns: Vec<&mut f64> = columns.filter_map(|c| c.width.as_mut()).collect();
            let needed = (metrics.width(&plain(head)) * 1.08 + 1.0).min(14.0);
            let missing = needed - columns.iter().map(|w| **w).sum::<f64>();
            let share = missing / columns.len().max(1) as f64;
            columns.iter_mut().filter(|_| missing > 0.0).for_each(|w| **w = round(**w + share));
        }
    }
}

/// Width before and from the decimal point of the number that a text begins with, in em. A text that begins with
/// another word than the name of a number (`HR 0.75`) is centred on its first word.
fn around_point(text: &str, metrics: &Metrics) -> (f64, f64) {
    let digit = text.find(|c: char| c.is_ascii_digit()).filter(|i| !text[..*i].contains('('));
    let Some(digit) = digit else {
        let word = text.split(' ').next().unwrap_or("");
        let half = metrics.width(word) / 2.0;
        return (half, metrics.width(text) - half);
    };
    let end = text[digit..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |i| digit + i);
    (metrics.width(&text[..end]), metrics.width(&text[end..]))
}

/// To a thousandth: keeps the file small and its digits the same everywhere.
pub fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}
