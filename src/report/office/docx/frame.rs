//! The parts around the text: what the file holds, how its parts refer to each other, its properties and its styles.

use super::{MAIN, OFFICE, PACKAGE};
use crate::catalogue::Language;
use crate::report::office::look::Look;
use crate::report::office::paper::Paper;
use crate::report::xml::{Element, element};

/// By these the text refers to the heads and the foot of its pages.
pub const FOOTER: &str = "rIdFooter";

pub fn header(turned: bool) -> &'static str {
    if turned { "rIdHeaderTurned" } else { "rIdHeader" }
}

pub fn header_file(turned: bool) -> &'static str {
    if turned { "header2.xml" } else { "header1.xml" }
}

pub fn picture(at: usize) -> String {
    format!("rIdPicture{}", at + 1)
}

pub fn picture_file(at: usize) -> String {
    format!("media/image{}.png", at + 1)
}

pub fn content_types() -> Element {
    let of_word = |part: &str| format!("application/vnd.openxmlformats-officedocument.wordprocessingml.{part}+xml");
    let default =
        |extension: &str, kind: &str| element("Default").with("Extension", extension).with("ContentType", kind);
    let own = |name: &str, kind: String| element("Override").with("PartName", name).with("ContentType", kind);
    element("Types")
        .with("xmlns", format!("{PACKAGE}/content-types"))
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(default("png", "image/png"))
        .child(own("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_string()))
        .child(own("/word/document.xml", of_word("document.main")))
        .child(own("/word/styles.xml", of_word("styles")))
        .child(own("/word/settings.xml", of_word("settings")))
        .child(own("/word/header1.xml", of_word("header")))
        .child(own("/word/header2.xml", of_word("header")))
        .child(own("/word/footer.xml", of_word("footer")))
}

fn relation(id: &str, kind: &str, target: &str) -> Element {
    element("Relationship").with("Id", id).with("Type", kind).with("Target", target)
}

fn related(relations: impl IntoIterator<Item = Element>) -> Element {
    element("Relationships").with("xmlns", format!("{PACKAGE}/relationships")).children(relations)
}

pub fn package_relations() -> Element {
    related([
        relation("rIdDocument", &format!("{OFFICE}/officeDocument"), "word/document.xml"),
        relation("rIdCore", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
    ])
}

pub fn relations(pictures: usize) -> Element {
    let of = |id: &str, kind: &str, target: &str| relation(id, &format!("{OFFICE}/{kind}"), target);
    let fixed = [
        of("rIdStyles", "styles", "styles.xml"),
        of("rIdSettings", "settings", "settings.xml"),
        of(header(false), "header", header_file(false)),
        of(header(true), "header", header_file(true)),
        of(FOOTER, "footer", "footer.xml"),
    ];
    related(fixed.into_iter().chain((0..pictures).map(|at| of(&picture(at), "image", &picture_file(at)))))
}

/// The date of the data is the only one that it may bear; where there is none, it bears none.
pub fn core(paper: &Paper) -> Element {
    let day = paper.cut_off;
    let is_date = day.len() == 10 && day.chars().all(|c| c.is_ascii_digit() || c == '-');
    let created = |name| element(name).with("xsi:type", "dcterms:W3CDTF").text(&format!("{day}T00:00:00Z"));
    element("cp:coreProperties")
        .with("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(element("dc:title").text(&paper.title))
        .child(element("dc:creator").text("prespec"))
        .child(element("dc:language").text(language(paper.language)))
        .children(is_date.then(|| created("dcterms:created")))
        .children(is_date.then(|| created("dcterms:modified")))
}

pub fn language(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::French => "fr-FR",
    }
}

/// As the newest form of the format has it: an older one is opened in a mode of its own.
pub fn settings() -> Element {
    let mode = element("w:compatSetting")
        .with("w:name", "compatibilityMode")
        .with("w:uri", "http://schemas.microsoft.com/office/word")
        .with("w:val", 15);
    element("w:settings").with("xmlns:w", MAIN).child(element("w:compat").child(mode))
}

pub fn styles(of: Language) -> Element {
    let font = element("w:rFonts")
        .with("w:ascii", "Times New Roman")
        .with("w:hAnsi", "Times New Roman")
        .with("w:eastAsia", "Times New Roman")
        .with("w:cs", "Times New Roman");
    let usual = element("w:rPr")
        .child(font)
        .child(element("w:sz").with("w:val", 20))
        .child(element("w:lang").with("w:val", language(of)));
    let defaults = element("w:docDefaults")
        .child(element("w:rPrDefault").child(usual))
        .child(element("w:pPrDefault").child(element("w:pPr")));
    element("w:styles").with("xmlns:w", MAIN).child(defaults).children(Look::ALL.map(style))
}

fn style(look: Look) -> Element {
    let style = look.style();
    let mut paragraph = element("w:pPr");
    if style.keep {
        paragraph = paragraph.child(element("w:keepNext"));
    }
    if style.outline.is_some() {
        paragraph = paragraph.child(element("w:keepLines"));
    }
    paragraph = paragraph.child(element("w:spacing").with("w:before", style.before).with("w:after", style.after));
    if let Some(level) = style.outline {
        paragraph = paragraph.child(element("w:outlineLvl").with("w:val", level));
    }
    let mut letters = element("w:rPr");
    if style.mono {
        letters = letters.child(mono());
    }
    if style.strong {
        letters = letters.child(element("w:b"));
    }
    if style.quiet {
        letters = letters.child(quiet());
    }
    letters = letters.child(element("w:sz").with("w:val", style.size));
    let own = element("w:style").with("w:type", "paragraph");
    let own = if look == Look::Body { own.with("w:default", 1) } else { own };
    let own = own.with("w:styleId", style.id).child(element("w:name").with("w:val", style.name));
    let own = if look == Look::Body { own } else { own.child(element("w:basedOn").with("w:val", "Normal")) };
    own.child(element("w:qFormat")).child(paragraph).child(letters)
}

pub fn mono() -> Element {
    element("w:rFonts").with("w:ascii", "Courier New").with("w:hAnsi", "Courier New").with("w:cs", "Courier New")
}

pub fn quiet() -> Element {
    element("w:color").with("w:val", "5A5A5A")
}
