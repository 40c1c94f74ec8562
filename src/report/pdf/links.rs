//! Links to anchors, which are resolved once the pages are made.
//!
//! A link whose place Typst looks up makes it lay out again all that holds one, which takes as long as everything else.
//! So a template writes a link to a page that does not exist, whose number stands for the anchor, and here each is led
//! to the place itself; the words that a screen reader says of it (`page 34`) are put right as well.

use crate::report::ReportError;
use std::fmt::Display;
use typst::foundations::{Label, Packed};
use typst::introspection::{Introspector, Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, Document, LinkMarker};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// No document has as many pages; as in `blocks.typ`.
const FIRST: usize = 1_000_000;

/// The same document with its links led to their anchors.
pub fn lead(document: &PagedDocument) -> Result<PagedDocument, ReportError> {
    let mut lost = None;
    let mut pages = document.pages().to_vec();
    for page in &mut pages {
        lead_frame(&mut page.frame, document, &mut lost);
    }
    match lost {
        Some(error) => Err(error),
        None => Ok(PagedDocument::new(pages.into_iter().collect(), document.info().clone())),
    }
}

/// In place. `lost` becomes the first error.
fn lead_frame(frame: &mut Frame, document: &PagedDocument, lost: &mut Option<ReportError>) {
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => lead_frame(&mut group.frame, document, lost),
            FrameItem::Link(destination, _) => {
                if let Destination::Position(position) = destination
                    && let Some(name) = anchor(position.page.get())
                {
                    match place(document, &name) {
                        Ok(location) => *destination = Destination::Location(location),
                        Err(error) => *lost = lost.take().or(Some(error)),
                    }
                }
            }
            FrameItem::Tag(Tag::Start(content, _)) => {
                if let Some(marker) = content.to_packed::<LinkMarker>()
                    && let Some(marker) = said(marker, document)
                {
                    *content = marker.pack();
                }
            }
            _ => {}
        }
        true
    });
}

/// The marker with the page that its link leads to; none where it says a page already.
fn said(marker: &Packed<LinkMarker>, document: &PagedDocument) -> Option<Packed<LinkMarker>> {
    let (words, number) = marker.alt.as_ref()?.rsplit_once(' ')?;
    let location = place(document, &anchor(number.parse().ok()?)?).ok()?;
    let page = document.introspector().position(location)?.page;
    let alt = format!("{words} {page}");
    let mut marker = marker.clone();
    marker.alt = Some(alt.into());
    Some(marker)
}

/// The anchor that the number of a page stands for.
fn anchor(page: usize) -> Option<String> {
    Some(format!("p{}", page.checked_sub(FIRST)?))
}

fn place(document: &PagedDocument, name: &str) -> Result<Location, ReportError> {
    let lost = |why: &dyn Display| ReportError(format!("a link of the report to {name} leads nowhere: {why}"));
    let label = Label::new(PicoStr::intern(name)).ok_or_else(|| lost(&"it has no name"))?;
    let introspector: &dyn Introspector = document.introspector().as_ref();
    let content = introspector.query_label(label).map_err(|e| lost(&e))?;
    content.location().ok_or_else(|| lost(&"it has no place"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_does_not_exist_stands_for_an_anchor() {
        assert_eq!(anchor(FIRST), Some("p0".to_string()));
        assert_eq!(anchor(FIRST + 12), Some("p12".to_string()));
        assert_eq!(anchor(73), None);
    }
}
