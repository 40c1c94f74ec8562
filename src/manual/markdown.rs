//! A text of the manual as blocks: headings with addresses of their own, links that lead within the site, codes of messages that
//! lead to their pages, and fences with what they are.

use super::chapters::Chapter;
use crate::catalogue;
use crate::diagnostic::codes;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::BTreeSet;

/// A part of a page, as the template reads it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    Heading { level: u8, id: String, spans: Vec<Span> },
    Paragraph { spans: Vec<Span> },
    List { ordered: bool, items: Vec<Vec<Block>> },
    Table { head: Vec<Vec<Span>>, rows: Vec<Vec<Vec<Span>>> },
    Code { caption: String, refused: bool, lines: Vec<Vec<Span>> },
}

/// A text in one style, which may lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    pub text: String,
    pub style: Style,
    pub address: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    #[default]
    Plain,
    Code,
    Emphasis,
    Strong,
}

impl Block {
    /// The text of a heading.
    pub fn heading(&self) -> Option<String> {
        match self {
            Block::Heading { spans, .. } => Some(text(spans)),
            Block::Paragraph { .. } | Block::List { .. } | Block::Table { .. } | Block::Code { .. } => None,
        }
    }
}

pub fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// The pages that links can lead to, by the text that each is made of.
pub struct Site {
    pages: Vec<(&'static str, &'static str)>,
}

impl Site {
    pub fn new(chapters: impl Iterator<Item = &'static Chapter>) -> Site {
        Site { pages: chapters.map(|chapter| (chapter.source, chapter.file)).collect() }
    }

    /// The page of a link in a text; none where it leads out of the site.
    fn address(&self, from: &str, link: &str) -> Option<String> {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
        let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
        if path.is_empty() {
            return Some(fragment);
        }
        let mut folders: Vec<&str> = from.split('/').collect();
        folders.pop();
        for part in path.split('/') {
            match part {
                ".." => {
                    folders.pop();
                }
                "." => {}
                part => folders.push(part),
            }
        }
        let path = folders.join("/");
        let file = self.pages.iter().find(|(source, _)| *source == path).map(|(_, file)| *file)?;
        Some(format!("{file}{fragment}"))
    }
}

/// A page while its texts are read: every heading of it has an address of its own.
pub struct Place<'s> {
    site: &'s Site,
    source: &'s str,
    taken: BTreeSet<String>,
}

#[derive(Default)]
struct Builder {
    /// The page itself, and below it the open items of lists.
    open: Vec<Vec<Block>>,
    lists: Vec<(bool, Vec<Vec<Block>>)>,
    spans: Vec<Span>,
    style: Style,
    address: Option<String>,
    code: Option<(String, String)>,
    cells: Vec<Vec<Span>>,
    head: Vec<Vec<Span>>,
    rows: Vec<Vec<Vec<Span>>>,
}

impl<'s> Place<'s> {
    pub fn new(site: &'s Site, source: &'s str) -> Place<'s> {
        Place { site, source, taken: BTreeSet::new() }
    }

    /// The blocks of a text, its headings so many levels lower; of one that is a part of a page the address of its first heading,
    /// and what is said before it.
    pub fn blocks(&mut self, text: &str, lower: u8, first: Option<(&str, &str)>) -> Vec<Block> {
        let mut builder = Builder { open: vec![vec![]], ..Builder::default() };
        let mut first = first;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(tag) => self.start(&mut builder, tag),
                Event::End(TagEnd::Heading(level)) => {
                    let named = first.take();
                    self.heading(&mut builder, depth(level) + lower, named);
                }
                Event::End(tag) => builder.end(tag),
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => builder.say(&text),
                Event::Code(code) | Event::InlineMath(code) | Event::DisplayMath(code) => {
                    let address = builder.address.clone().or_else(|| self.page_of(&code));
                    builder.spans.push(Span { text: code.to_string(), style: Style::Code, address });
                }
                Event::SoftBreak | Event::HardBreak => builder.say(" "),
                Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {}
            }
        }
        builder.paragraph();
        builder.open.pop().unwrap_or_default()
    }

    fn start(&self, builder: &mut Builder, tag: Tag) {
        match tag {
            Tag::Emphasis => builder.style = Style::Emphasis,
            Tag::Strong => builder.style = Style::Strong,
            Tag::Link { dest_url, .. } => builder.address = self.site.address(self.source, &dest_url),
            Tag::CodeBlock(kind) => {
                builder.paragraph();
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                builder.code = Some((info, String::new()));
            }
            Tag::List(number) => {
                builder.paragraph();
                builder.lists.push((number.is_some(), vec![]));
            }
            Tag::Item => builder.open.push(vec![]),
            _ => {}
        }
    }

    fn heading(&mut self, builder: &mut Builder, level: u8, named: Option<(&str, &str)>) {
        let mut spans = std::mem::take(&mut builder.spans);
        if let Some((_, before)) = named {
            spans.insert(0, Span { text: format!("{before}: "), style: Style::Plain, address: None });
        }
        let id = self.id(&named.map_or_else(|| slug(&text(&spans)), |(id, _)| id.to_string()));
        builder.push(Block::Heading { level: level.min(6), id, spans });
    }

    /// As it is, or with a number where it is taken.
    fn id(&mut self, wanted: &str) -> String {
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        let mut all = std::iter::once(wanted.to_string()).chain(numbered);
        let free = all.find(|id| !self.taken.contains(id)).unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }

    /// A method or a code named in the text leads to its page.
    fn page_of(&self, word: &str) -> Option<String> {
        if catalogue::ALL.iter().any(|method| method.name == word) && self.source != super::METHODS {
            return Some(format!("{}#{word}", super::METHODS));
        }
        is_code(word).then(|| format!("{}#{word}", super::CODES))
    }
}

impl Builder {
    fn push(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.push(block);
        }
    }

    /// What was said so far, as a paragraph.
    fn paragraph(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if !spans.is_empty() {
            self.push(Block::Paragraph { spans });
        }
    }

    fn say(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        match &self.address {
            Some(_) => {
                self.spans.push(Span { text: text.to_string(), style: self.style, address: self.address.clone() })
            }
            None => self.spans.extend(with_codes(text, self.style)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.style = Style::Plain,
            TagEnd::Link => self.address = None,
            TagEnd::Paragraph => self.paragraph(),
            TagEnd::CodeBlock => {
                let (info, code) = self.code.take().unwrap_or_default();
                let (caption, refused) = caption(&info);
                let lines = code.lines().map(|line| with_codes(line, Style::Plain)).collect();
                self.push(Block::Code { caption, refused, lines });
            }
            TagEnd::Item => {
                self.paragraph();
                let item = self.open.pop().unwrap_or_default();
                self.lists.iter_mut().last().into_iter().for_each(|(_, items)| items.push(item.clone()));
            }
            TagEnd::List(_) => {
                let (ordered, items) = self.lists.pop().unwrap_or_default();
                self.push(Block::List { ordered, items });
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.spans)),
            TagEnd::TableHead => self.head = std::mem::take(&mut self.cells),
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.cells);
                self.rows.push(row);
            }
            TagEnd::Table => {
                let (head, rows) = (std::mem::take(&mut self.head), std::mem::take(&mut self.rows));
                self.push(Block::Table { head, rows });
            }
            _ => {}
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn is_code(word: &str) -> bool {
    codes::ALL.iter().any(|entry| entry.code.0 == word)
}

/// A text in which the codes of messages lead to their pages.
fn with_codes(text: &str, style: Style) -> Vec<Span> {
    let plain = |text: &str| Span { text: text.to_string(), style, address: None };
    let mut spans = vec![];
    let mut from = 0;
    let words = text.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at);
    for at in words {
        let Some(word) = text.get(at..at + 4).filter(|word| at >= from && is_code(word)) else { continue };
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if inside(text[..at].chars().next_back()) || inside(text[at + 4..].chars().next()) {
            continue;
        }
        if at > from {
            spans.push(plain(&text[from..at]));
        }
        spans.push(Span { address: Some(format!("{}#{word}", super::CODES)), ..plain(word) });
        from = at + 4;
    }
    if from < text.len() || spans.is_empty() {
        spans.push(plain(&text[from..]));
    }
    spans
}

/// What a fence is, by its info string, and whether what it shows is refused.
fn caption(info: &str) -> (String, bool) {
    let words: Vec<&str> = info.split_whitespace().collect();
    let said = |judged: &str, place: String| match judged {
        "wrong" => (format!("refused, in {place}"), true),
        "into" => (format!("joins {place}"), false),
        _ => (format!("right, in {place}"), false),
    };
    match words.as_slice() {
        [_, "file", path] => (path.to_string(), false),
        ["plan", judged, folder] => said(judged, format!("the plan of {folder}")),
        ["plan", judged, folder, "in", document] => said(judged, format!("{folder}/{document}")),
        ["yaml", judged, folder] => said(judged, format!("the binding of {folder}")),
        ["console", ..] => ("commands".to_string(), false),
        ["r"] => ("R".to_string(), false),
        ["sas"] => ("SAS".to_string(), false),
        _ => (String::new(), false),
    }
}

/// The address of a heading: its letters in small, with `-` between the words.
fn slug(text: &str) -> String {
    let small = text.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_a_text_lead_to_their_pages() {
        let spans = with_codes("a P001, XP001 and P0011 (P022)", Style::Plain);
        let leads: Vec<&str> = spans.iter().filter(|s| s.address.is_some()).map(|s| s.text.as_str()).collect();
        assert_eq!(leads, ["P001", "P022"]);
        assert_eq!(text(&spans), "a P001, XP001 and P0011 (P022)");
    }

    #[test]
    fn links_lead_within_the_site_or_nowhere() {
        let site = Site { pages: vec![("docs/manual/data.md", "data.html"), ("docs/trace.md", "trace.html")] };
        let from = "docs/manual/README.md";
        assert_eq!(site.address(from, "data.md#check").as_deref(), Some("data.html#check"));
        assert_eq!(site.address(from, "../trace.md").as_deref(), Some("trace.html"));
        assert_eq!(site.address(from, "../../src/lib.rs"), None);
        assert_eq!(site.address(from, "https://example.org"), None);
    }

    #[test]
    fn a_text_becomes_blocks() {
        let site = Site { pages: vec![] };
        let mut place = Place::new(&site, "x.md");
        let text =
            "# A\n\nb `c` **d**\n\n- e\n- f\n\n| g |\n|---|\n| h |\n\n```plan wrong trial\ni // P001: j\n```\n\n# A\n";
        let kinds: Vec<String> = place.blocks(text, 0, None).iter().map(|b| format!("{b:?}")).collect();
        let starts =
            ["Heading { level: 1, id: \"a\"", "Paragraph", "List { ordered: false", "Table", "Code", "Heading"];
        assert_eq!(kinds.len(), starts.len());
        assert!(kinds.iter().zip(starts).all(|(kind, start)| kind.starts_with(start)), "{kinds:#?}");
        assert!(kinds[4].contains("refused: true") && kinds[5].contains("\"a-2\""), "{kinds:#?}");
    }
}
