//! The tables and figures of the report as outputs, and the lists of contents.

use super::documents::{HTML, PDF};
use super::model::{
    Analysis, Categorization, Category, DisplaySection, ListItem, ListOfContents, NestedList, OrderedDisplay,
    OrderedSubSection, Output, OutputDisplay, OutputFile, SubSection, Term,
};
use super::{purposes, said};
use crate::report::displays::{Display, DisplayKind};
use crate::results::Results;
use crate::words::{Words, fill};
use std::collections::BTreeMap;

/// What the report shows, and of each display the analyses whose numbers stand in it.
pub struct Shown<'d> {
    displays: &'d [Display],
    analyses: Vec<Vec<usize>>,
    /// The parts of the report that have displays.
    parts: Vec<&'d str>,
}

impl<'d> Shown<'d> {
    pub fn new(displays: &'d [Display], analysis_of: &BTreeMap<&str, usize>) -> Shown<'d> {
        let mut parts: Vec<&str> = vec![];
        for display in displays {
            if !parts.contains(&display.part.as_str()) {
                parts.push(&display.part);
            }
        }
        let of = |display: &Display| {
            let mut places: Vec<usize> =
                display.records.iter().filter_map(|record| analysis_of.get(record.as_str()).copied()).collect();
            places.sort_unstable();
            places.dedup();
            places
        };
        Shown { displays, analyses: displays.iter().map(of).collect(), parts }
    }

    pub fn categories(&self, words: &Words) -> Categorization {
        let category = |(i, part): (usize, &&str)| Category { id: part_id(i), label: part.to_string() };
        Categorization {
            id: "parts".to_string(),
            label: said::PARTS.of(words.language).to_string(),
            categories: self.parts.iter().enumerate().map(category).collect(),
        }
    }

    /// Says of each analysis in which parts its numbers stand.
    pub fn categorise(&self, analyses: &mut [Analysis]) {
        for (display, places) in self.displays.iter().zip(&self.analyses) {
            let category = self.category(display);
            for place in places {
                if let Some(analysis) = analyses.get_mut(*place)
                    && !analysis.category_ids.contains(&category)
                {
                    analysis.category_ids.push(category.clone());
                }
            }
        }
    }

    pub fn outputs(&self, results: &Results, words: &Words) -> Vec<Output> {
        let output = |(i, display): (usize, &Display)| Output {
            id: self.output_id(i),
            name: named(words, display),
            category_ids: vec![self.category(display)],
            file_specifications: vec![
                OutputFile { name: PDF, file_type: Term::ControlledTerm("pdf"), location: PDF },
                OutputFile { name: HTML, file_type: purposes::page(), location: HTML },
            ],
            displays: vec![OrderedDisplay { order: 1, display: self.display(results, words, i, display) }],
        };
        self.displays.iter().enumerate().map(output).collect()
    }

    fn display(&self, results: &Results, words: &Words, place: usize, display: &Display) -> OutputDisplay {
        let id = format!("display.{}", self.output_id(place));
        let study = &results.study;
        let marked = words.marked(study);
        let draft = study.draft.then_some(words.draft);
        let header = [Some(study.title.as_str()), marked, draft].into_iter().flatten();
        let name = named(words, display);
        let title = [name.as_str(), &display.title, &display.about];
        let sections = [
            ("Header", header.collect::<Vec<_>>()),
            ("Title", title.to_vec()),
            ("Rowlabel Header", display.heads.iter().take(1).map(String::as_str).collect()),
            ("Footnote", display.notes.iter().map(String::as_str).collect()),
        ];
        let sections = sections.into_iter().filter_map(|(kind, texts)| section(&id, kind, &texts));
        OutputDisplay {
            display_sections: sections.collect(),
            name: name.clone(),
            display_title: display.title.clone(),
            id,
        }
    }

    /// By part, the outputs with the analyses in each.
    pub fn analyses_list(&self, words: &Words, analyses: &[Analysis]) -> ListOfContents {
        let sublist = |places: &[usize]| {
            let items = places.iter().filter_map(|place| analyses.get(*place)).enumerate();
            let items = items.map(|(i, analysis)| ListItem {
                analysis_id: Some(analysis.id.clone()),
                ..item(3, i, analysis.name.clone())
            });
            Some(NestedList { list_items: items.collect() }).filter(|list| !list.list_items.is_empty())
        };
        let parts = self.parts.iter().enumerate().map(|(i, part)| {
            let outputs = self.displays.iter().enumerate().filter(|(_, display)| display.part == *part);
            let outputs = outputs.enumerate().map(|(order, (place, display))| ListItem {
                output_id: Some(self.output_id(place)),
                sublist: sublist(&self.analyses[place]),
                ..item(2, order, titled(words, display))
            });
            ListItem { sublist: Some(NestedList { list_items: outputs.collect() }), ..item(1, i, part.to_string()) }
        });
        list(said::PLANNED_ANALYSES.of(words.language), "LOPA", parts.collect())
    }

    pub fn outputs_list(&self, words: &Words) -> ListOfContents {
        let outputs = self
            .displays
            .iter()
            .enumerate()
            .map(|(i, display)| ListItem { output_id: Some(self.output_id(i)), ..item(1, i, titled(words, display)) });
        list(said::PLANNED_OUTPUTS.of(words.language), "LOPO", outputs.collect())
    }

    fn category(&self, display: &Display) -> String {
        part_id(self.parts.iter().position(|part| *part == display.part).unwrap_or_default())
    }

    /// `table.12`; of a text the place of its part.
    fn output_id(&self, place: usize) -> String {
        match self.displays[place].kind {
            DisplayKind::Table(number) => format!("output.table.{number}"),
            DisplayKind::Figure(number) => format!("output.figure.{number}"),
            DisplayKind::Text => format!("output.text.{}", place + 1),
        }
    }
}

fn part_id(place: usize) -> String {
    format!("part.{}", place + 1)
}

/// `Table 12`.
fn named(words: &Words, display: &Display) -> String {
    match display.kind {
        DisplayKind::Table(number) => format!("{} {number}", words.table),
        DisplayKind::Figure(number) => format!("{} {number}", words.figure),
        DisplayKind::Text => fill(said::TEXT_OF.of(words.language), &[("part", &display.part)]),
    }
}

/// `Table 12. Overall survival`.
fn titled(words: &Words, display: &Display) -> String {
    match display.kind {
        DisplayKind::Table(_) | DisplayKind::Figure(_) => format!("{}. {}", named(words, display), display.title),
        DisplayKind::Text => named(words, display),
    }
}

fn section(display: &str, section_type: &'static str, texts: &[&str]) -> Option<DisplaySection> {
    let texts = texts.iter().filter(|text| !text.is_empty()).enumerate();
    let subsections = texts.map(|(i, text)| OrderedSubSection {
        order: i + 1,
        sub_section: SubSection {
            id: format!("{display}.{section_type}.{}", i + 1).replace(' ', "_"),
            text: text.to_string(),
        },
    });
    let ordered_sub_sections: Vec<OrderedSubSection> = subsections.collect();
    (!ordered_sub_sections.is_empty()).then_some(DisplaySection { section_type, ordered_sub_sections })
}

fn item(level: usize, place: usize, name: String) -> ListItem {
    ListItem { name, level, order: place + 1, analysis_id: None, output_id: None, sublist: None }
}

fn list(name: &str, label: &'static str, list_items: Vec<ListItem>) -> ListOfContents {
    ListOfContents { name: name.to_string(), label, contents_list: NestedList { list_items } }
}
