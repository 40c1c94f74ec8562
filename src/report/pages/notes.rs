//! What stands under the table of an analysis: how to read it, what could not be estimated, and the methods.

use super::{decisions, few_events};
use crate::catalogue::{self, Effect, Names, Statistic};
use crate::number::{NotEstimable, Number, Quantity};
use crate::report::document::{Span, Style, Text, text};
use crate::report::lines::{Line, Measure};
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, LabelKind, MethodUse, Multiplicity, Role, Term};
use crate::words::{fill, lower_first};

/// `a`, `b`, …, `z`, `aa`, ….
pub fn mark(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    letter.to_string().repeat(index / 26 + 1)
}

pub fn of<'a>(
    book: &Book<'a>,
    analysis: &AnalysisInfo,
    panels: &[Panel<'a>],
    methods: &[&'a MethodUse],
    arms: &[&str],
) -> Vec<(String, Text)> {
    let words = book.words;
    let mut general = Vec::new();
    let compared = panels.iter().flat_map(|p| &p.lines).any(|l| l.comparison.is_some());
    let exposure = ["exposed", "unexposed"];
    let arms = if analysis.basis.exposure.is_some() { &exposure[..] } else { arms };
    if let [first, second] = arms
        && compared
    {
        let (first, second) = (lower_first(book.arm(first)), lower_first(book.arm(second)));
        let arms = [("first", first.as_str()), ("second", second.as_str())];
        let of = |quantities: &[Quantity]| {
            let compared = panels.iter().flat_map(|p| &p.lines).filter(|l| l.comparison.is_some());
            compared.into_iter().any(|l| quantities.contains(&l.quantity))
        };
        let ratios = of(&[Quantity::Ratio]);
        let compared = panels.iter().flat_map(|p| &p.lines).filter(|l| l.comparison.is_some());
        let of_means = compared.into_iter().any(is_difference);
        let differences = of_means || of(&[Quantity::ProportionDifference, Quantity::Days, Quantity::Mean]);
        match (differences, ratios) {
            (true, true) => general.push(fill(words.differences_are, &arms)),
            (true, false) => general.push(fill(words.only_differences_are, &arms)),
            (false, true) => general.push(fill(words.only_ratios_are, &arms)),
            (false, false) => {}
        }
        if panels.iter().flat_map(|p| &p.lines).any(|l| l.pairs) {
            let pairs = if analysis.basis.response { words.pairs_are } else { words.pairs_are_outcome };
            general.push(fill(pairs, &arms));
        }
    }
    if panels.iter().any(|p| p.subgroup.is_some()) {
        general.push(words.subgroups_are.to_string());
    }
    if panels.iter().any(|p| p.contrast.is_some()) {
        general.push(words.contrasts_are.to_string());
    }
    if analysis.role == Role::Lesions {
        general.push(words.lesions_note.to_string());
    }
    general.extend(released(book, analysis));
    general.extend(few_events::sentence(book, panels));
    general.extend(references(book, analysis, panels));
    general.extend(not_estimated(book, panels));
    general.extend(multiplicity(book, panels, analysis.role == Role::Primary));
    let mut notes: Vec<(String, Text)> = Vec::new();
    if !general.is_empty() {
        notes.push((String::new(), text(&general.join(" "))));
    }
    for panel in panels {
        let margins = decisions::margins(book, analysis, panel);
        notes.extend((!margins.is_empty()).then(|| (String::new(), margins)));
    }
    let mut all = Text::new();
    for (i, method) in methods.iter().enumerate() {
        if i > 0 {
            all.push(Span::new(" "));
        }
        all.push(Span::styled(&mark(i), Style::Superscript));
        all.push(Span::new(" "));
        all.extend(method_note(book, method));
    }
    if !all.is_empty() {
        notes.push((String::new(), all));
    }
    notes
}

/// What a method of means or of ranks estimates of two arms.
fn is_difference(line: &Line) -> bool {
    let method = line.method.and_then(|method| catalogue::named(&method.name));
    let is = |effect: &Effect| matches!(effect, Effect::MeanDifference | Effect::LocationShift);
    line.statistic == Statistic::Estimate && line.is_whole() && method.is_some_and(|m| m.estimates.iter().any(is))
}

/// Why the counts of an analysis are told in a copy for circulation, where they would not be.
fn released(book: &Book, analysis: &AnalysisInfo) -> Option<String> {
    let released = book.results.study.circulated.as_ref()?.released.as_ref()?;
    let because = released.because.trim();
    let is_released = released.analyses.contains(&analysis.name);
    is_released.then(|| fill(book.words.circulation().released_here, &[("because", because)]))
}

/// What the p-values of a table are adjusted for.
fn multiplicity(book: &Book, panels: &[Panel], primary: bool) -> Vec<String> {
    let mut families: Vec<(&str, &str)> = Vec::new();
    let mut unadjusted = false;
    for record in panels.iter().flat_map(|p| &p.lines).filter_map(|l| book.record(l.p_value?)) {
        match &record.multiplicity {
            None | Some(Multiplicity::Unadjusted) => unadjusted = true,
            Some(Multiplicity::Family { name, procedure }) => {
                let family = (name.as_str(), procedure.as_str());
                if !families.contains(&family) {
                    families.push(family);
                }
            }
        }
    }
    let words = book.words;
    let mut notes: Vec<String> =
        families.iter().map(|family| fill(words.adjusted_for, &[("family", &named(book, *family))])).collect();
    if unadjusted && !primary {
        notes.push(if families.is_empty() { words.unadjusted } else { words.others_unadjusted }.to_string());
    }
    notes
}

/// `Secondary comparisons (Holm)`.
fn named(book: &Book, (name, procedure): (&str, &str)) -> String {
    let family = book.results.families.iter().find(|f| f.name == name);
    format!("{} ({})", family.map_or(name, |f| f.label.as_str()), book.words.procedure(procedure))
}

/// The name and the options of a method, and where its equations are.
pub fn method_note<'a>(book: &Book<'a>, method: &'a MethodUse) -> Text {
    let options = book.words.options(method);
    let options = if options.is_empty() { String::new() } else { format!(" ({options})") };
    let mut note = text(&format!("{}{options}", book.words.method(method)));
    let reference = book.reference(&method.citation);
    if !reference.is_empty() {
        note.push(Span::new(" "));
        note.extend(reference);
    }
    note.push(Span::new("."));
    note
}

const REFERENCE: Names = Names::with_places("Reference level: {levels}.", "Niveau de référence\u{a0}: {levels}.");

/// Of each covariate of which the table has a level, the one that it is compared with.
fn references(book: &Book, analysis: &AnalysisInfo, panels: &[Panel]) -> Option<String> {
    let mut levels: Vec<&str> = vec![];
    for term in panels.iter().flat_map(|panel| &panel.lines).filter_map(|line| line.term) {
        let Term::Covariate { name, level: Some(_) } = term else { continue };
        let reference = book.results.label(LabelKind::ReferenceLevel, &analysis.name, name);
        levels.extend(reference.filter(|level| !levels.contains(level)));
    }
    (!levels.is_empty()).then(|| fill(book.said(REFERENCE), &[("levels", &levels.join("; "))]))
}

/// Why numbers could not be estimated, with the letters that stand in their place.
fn not_estimated(book: &Book, panels: &[Panel]) -> Vec<String> {
    let mut reasons: Vec<&NotEstimable> = Vec::new();
    let mut not_reached = false;
    let mut look = |i: usize| {
        let Some(record) = book.record(i) else { return };
        if let Number::NotEstimable(reason) = &record.value {
            match reason {
                NotEstimable::NotReached => not_reached = true,
                other if reasons.contains(&other) => {}
                other => reasons.push(other),
            }
        }
    };
    for line in panels.iter().flat_map(|p| &p.lines) {
        for measure in line.groups.iter().map(|(_, m)| m).chain(&line.comparison) {
            let Measure { estimate, lower, upper, .. } = measure;
            look(*estimate);
            lower.iter().chain(upper).for_each(|i| look(*i));
        }
        line.p_value.iter().for_each(|i| look(*i));
    }
    let words = book.words;
    let mut all = Vec::new();
    if !reasons.is_empty() {
        let reasons: Vec<_> = reasons.into_iter().map(|reason| words.reason(reason)).collect();
        all.push(fill(words.ne_note, &[("reasons", &reasons.join("; "))]));
    }
    if not_reached {
        all.push(words.nr_note.to_string());
    }
    all
}
