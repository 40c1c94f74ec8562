//! The looks that paragraphs have, by their names in a word processor.

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Body,
    Title,
    Heading1,
    Heading2,
    Heading3,
    Subtitle,
    CalloutTitle,
    Callout,
    Entry,
    Aside,
    Code,
    Caption,
    About,
    Note,
    Cell,
    Header,
    Footer,
}

/// Lengths are in twips, sizes in half points.
#[derive(Default)]
pub struct Style {
    /// As a word processor lists it: those of its own have its names, so that it knows headings and captions.
    pub name: &'static str,
    pub id: &'static str,
    pub size: usize,
    pub before: usize,
    pub after: usize,
    pub strong: bool,
    pub quiet: bool,
    pub mono: bool,
    /// Stays on the page of the next paragraph.
    pub keep: bool,
    /// Of a heading, from 0.
    pub outline: Option<usize>,
}

impl Look {
    pub const ALL: [Look; 17] = [
        Look::Body,
        Look::Title,
        Look::Heading1,
        Look::Heading2,
        Look::Heading3,
        Look::Subtitle,
        Look::CalloutTitle,
        Look::Callout,
        Look::Entry,
        Look::Aside,
        Look::Code,
        Look::Caption,
        Look::About,
        Look::Note,
        Look::Cell,
        Look::Header,
        Look::Footer,
    ];

    pub fn heading(level: usize) -> Look {
        match level {
            0 | 1 => Look::Heading1,
            2 => Look::Heading2,
            _ => Look::Heading3,
        }
    }

    /// Its place among all, by which RTF knows it.
    pub fn number(self) -> usize {
        Look::ALL.iter().position(|look| *look == self).unwrap_or_default()
    }

    pub fn style(self) -> Style {
        let style = |name, id, size, before, after| Style { name, id, size, before, after, ..Style::default() };
        let strong = |style: Style| Style { strong: true, keep: true, ..style };
        let quiet = |style: Style| Style { quiet: true, ..style };
        let heading = |style: Style, level| Style { outline: Some(level), ..strong(style) };
        match self {
            Look::Body => style("Normal", "Normal", 20, 60, 120),
            Look::Title => Style { keep: true, ..style("Title", "Title", 44, 120, 240) },
            Look::Heading1 => heading(style("heading 1", "Heading1", 32, 360, 160), 0),
            Look::Heading2 => heading(style("heading 2", "Heading2", 24, 280, 120), 1),
            Look::Heading3 => heading(style("heading 3", "Heading3", 21, 220, 100), 2),
            Look::Subtitle => strong(style("Subtitle", "Subtitle", 20, 240, 100)),
            Look::CalloutTitle => strong(style("Callout Title", "CalloutTitle", 20, 160, 40)),
            Look::Callout => style("Callout", "Callout", 20, 0, 160),
            Look::Entry => style("Entry", "Entry", 16, 0, 30),
            Look::Aside => quiet(style("Aside", "Aside", 17, 60, 120)),
            Look::Code => Style { mono: true, ..style("Code", "Code", 15, 60, 120) },
            Look::Caption => strong(style("caption", "Caption", 20, 240, 60)),
            Look::About => Style { keep: true, ..quiet(style("About", "About", 18, 0, 80)) },
            Look::Note => quiet(style("Table Note", "TableNote", 16, 20, 60)),
            Look::Cell => style("Table Cell", "TableCell", 17, 20, 20),
            Look::Header => quiet(style("header", "Header", 16, 0, 0)),
            Look::Footer => quiet(style("footer", "Footer", 16, 0, 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_has_a_name_and_a_number_of_its_own() {
        for (at, look) in Look::ALL.into_iter().enumerate() {
            assert_eq!(look.number(), at);
            let same = Look::ALL.into_iter().filter(|other| other.style().id == look.style().id);
            assert_eq!(same.count(), 1, "{look:?}");
        }
    }
}
