//! The report as a tree of blocks, whatever it will be printed with: what is said, in which order, what stands in which
//! column, which records a text prints, and where it leads. How wide a column is, which letter a font lacks or how long
//! a page is, is known to the back ends only.
//!
//! Invariant: every text in it has passed [`clean`]; [`Span`] has no other constructor.

use super::clean::clean;
use super::figure::Drawing;
use crate::catalogue::Language;
use crate::words::{Part, parts};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize)]
pub struct Document {
    pub language: Language,
    /// What it is: a report, or a plan.
    pub kind: &'static str,
    pub title: Text,
    /// In short, for the head of a page.
    pub running: Text,
    /// To be said wherever the document is opened: that the data are not those of patients, that the arms were dealt by chance,
    /// that it is a copy for circulation.
    pub marked: Option<&'static str>,
    pub draft: bool,
    /// Plan and data are as they are on record.
    pub locked: bool,
    /// Two documents have the same one when plan, data and engine are the same.
    pub identity: String,
    /// The date of the data, as the results have it: the only date that the document may bear.
    pub cut_off: String,
    pub cover: Vec<Block>,
    /// In the order in which they are read.
    pub sections: BTreeMap<Section, Vec<Block>>,
    /// Of each line of the index of results, by its place, the records that the report shows.
    pub index: BTreeMap<String, Vec<String>>,
}

/// The parts of the report, in the order in which they are read; then those of the plan as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Synopsis,
    Patients,
    Baseline,
    Matching,
    Analyses,
    Effects,
    Course,
    Safety,
    Rules,
    Findings,
    Deviations,
    Amendments,
    References,
    Numbers,
    Clauses,
    Trial,
    Statements,
    Assumptions,
    Methods,
    Proof,
    Terms,
    Shells,
    Checklists,
    Sources,
}

/// Where a text can lead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A line of the index of results, named by the first of the records that share it.
    Results(String),
    /// A clause of the plan, by its number.
    Clause(String),
    /// A publication, by its citation.
    Reference(String),
}

/// Text in one style, which may lead to a place or be one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Span {
    pub text: String,
    #[serde(skip_serializing_if = "is_plain")]
    pub style: Style,
    /// The records whose values it prints, by identifier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<String>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Place>,
    /// The place that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Place>,
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
    pub fn to(mut self, place: Place) -> Span {
        self.to = Some(place);
        self
    }
    pub fn anchored(mut self, place: Place) -> Span {
        self.anchor = Some(place);
        self
    }
    pub fn showing(mut self, records: impl IntoIterator<Item = String>) -> Span {
        self.shows.extend(records);
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

/// The same on one line.
pub fn said(text: &[Span]) -> String {
    text.iter().map(|span| if span.style == Style::Break { " " } else { &span.text }).collect()
}

/// Each note on one line, behind its mark.
pub fn noted(notes: &[(String, Text)]) -> impl Iterator<Item = String> {
    notes.iter().map(|(mark, note)| format!("{mark} {}", said(note)).trim().to_string())
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
    /// Short lines in two columns, small: a list.
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

    /// Every text of it and of the blocks within, in the order in which they are read.
    pub fn texts_mut(&mut self) -> Vec<&mut Text> {
        match self {
            Block::Heading { text, .. }
            | Block::Paragraph { text }
            | Block::Introduction { text }
            | Block::Subtitle { text }
            | Block::Aside { text } => vec![text],
            Block::Callout { title, text } => vec![title, text],
            Block::PageBreak | Block::Code { .. } => vec![],
            Block::Entries { lines } => lines.iter_mut().collect(),
            Block::List { items, .. } => items.iter_mut().flatten().flat_map(Block::texts_mut).collect(),
            Block::Pairs { pairs } => pairs.iter_mut().flat_map(|(name, value)| [name, value]).collect(),
            Block::Table(table) => table.texts_mut(),
            Block::Figure(figure) => {
                let notes = figure.notes.iter_mut().map(|(_, note)| note);
                [&mut figure.caption, &mut figure.about].into_iter().chain(notes).collect()
            }
        }
    }
}

impl Table {
    /// Every text of it, in the order in which they are read.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let groups = self.groups.iter().map(|(_, head)| head);
        let heads = groups.chain(self.columns.iter().map(|column| &column.head));
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let notes = self.notes.iter().map(|(_, note)| note);
        [&self.caption, &self.about].into_iter().chain(heads).chain(cells).chain(notes)
    }

    fn texts_mut(&mut self) -> Vec<&mut Text> {
        let groups = self.groups.iter_mut().map(|(_, head)| head);
        let heads = self.columns.iter_mut().map(|column| &mut column.head);
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        let notes = self.notes.iter_mut().map(|(_, note)| note);
        let about = [&mut self.caption, &mut self.about].into_iter();
        about.chain(groups).chain(heads).chain(cells).chain(notes).collect()
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

#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub head: Text,
    pub kind: ColumnKind,
}

/// What stands in a column, from which a back end finds its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Texts of any length: it takes the room that the others leave.
    Prose(Align),
    /// Short texts: no wider than they are.
    Short(Align),
    /// Numbers, whose decimal points stand below each other.
    Numbers,
}

impl Column {
    pub fn new(head: Text, kind: ColumnKind) -> Column {
        Column { head, kind }
    }
    /// What the rows are about.
    pub fn prose(head: &str) -> Column {
        Column::new(text(head), ColumnKind::Prose(Align::Left))
    }
    pub fn short(head: &str, align: Align) -> Column {
        Column::new(text(head), ColumnKind::Short(align))
    }
    pub fn numbers(head: &str) -> Column {
        Column::new(text(head), ColumnKind::Numbers)
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
    pub cells: Vec<Text>,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Figure {
    /// Every text of it but those of the drawing.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        [&self.caption, &self.about].into_iter().chain(self.notes.iter().map(|(_, note)| note))
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
    /// The records that are drawn, or printed in the drawing, by identifier.
    pub shows: Vec<String>,
}
