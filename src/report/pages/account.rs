//! What the analyses make of an imbalance that matching left: which take account of it and which do not, and the largest
//! imbalance among the characteristics for which no aim was set.

use crate::catalogue::Statistic;
use crate::number::Number;
use crate::report::document::{Span, Text, sentence, text};
use crate::report::select::Book;
use crate::results::{Account, AnalysisInfo, Record, Role, Term};
use crate::words::lower_first;
use std::borrow::Cow;

/// A characteristic and its label.
type Labelled<'a> = (&'a Term, &'a str);

/// Which analyses take account of the characteristics that missed the aim of a matching, and of which nothing does.
pub fn of_missed(book: &Book, matching: &str, among: &str, missed: &[Labelled]) -> Text {
    if missed.is_empty() {
        return vec![];
    }
    let words = book.words;
    let groups = |how: Account, populations: &[&str]| groups(book, how, populations, missed);
    let models = groups(Account::Model, &pairs_of(book, matching));
    let weights = groups(Account::Weights, &[among]);
    if models.is_empty() && weights.is_empty() {
        return [vec![Span::new(" ")], text(words.accounted_nowhere)].concat();
    }
    let mut all = Text::new();
    for (template, groups) in [(words.accounted_model, &models), (words.accounted_weights, &weights)] {
        for (terms, analyses) in groups {
            let labels: Vec<String> = analyses.iter().map(|a| a.label.clone()).collect();
            let fillings = [("names", text(&names(book, terms))), ("analyses", text(&labels.join("; ")))];
            all.push(Span::new(" "));
            all.extend(sentence(template, &fillings));
        }
    }
    let taken = |term: &Labelled| models.iter().chain(&weights).any(|(terms, _)| terms.contains(term));
    let none: Vec<Labelled> = missed.iter().copied().filter(|t| !taken(t)).collect();
    if !none.is_empty() {
        all.push(Span::new(" "));
        all.extend(sentence(words.accounted_none, &[("names", text(&names(book, &none)))]));
    }
    all.push(Span::new(" "));
    all.extend(text(words.accounted_others));
    all
}

/// The analyses in these populations that take account of some of the characteristics, those of the same ones together.
fn groups<'a, 'b>(
    book: &Book<'a>,
    how: Account,
    populations: &[&str],
    missed: &[Labelled<'b>],
) -> Vec<(Vec<Labelled<'b>>, Vec<&'a AnalysisInfo>)> {
    let mut groups: Vec<(Vec<Labelled>, Vec<&AnalysisInfo>)> = vec![];
    for analysis in book.results.analyses.iter().filter(|a| a.accounts_by == how) {
        let within = |r: &Record| r.analysis == analysis.name && populations.contains(&r.population.as_str());
        let taken = |term: &Term| written(term).is_some_and(|t| analysis.accounts_for.iter().any(|a| *a == t));
        let terms: Vec<Labelled> = missed.iter().copied().filter(|(t, _)| taken(t)).collect();
        if terms.is_empty() || !book.results.records.iter().any(within) {
            continue;
        }
        match groups.iter_mut().find(|(t, _)| *t == terms) {
            Some((_, members)) => members.push(analysis),
            None => groups.push((terms, vec![analysis])),
        }
    }
    groups
}

/// The populations made of the pairs of a matching.
fn pairs_of<'a>(book: &Book<'a>, matching: &str) -> Vec<&'a str> {
    let of = |p: &&crate::results::PopulationInfo| p.pairs_of.as_deref() == Some(matching);
    book.results.populations.iter().filter(of).map(|p| p.name.as_str()).collect()
}

/// The characteristic described at baseline in the pairs that differs most among those without an aim, where it differs by
/// at least as much as the aim allows to any. `aimed` has the differences of those with one.
pub fn largest_without_aim(book: &Book, matching: &str, aimed: &[(&Term, f64)]) -> Text {
    let words = book.words;
    let pairs = pairs_of(book, matching);
    let described = |r: &Record| {
        r.role == Role::Baseline
            && r.statistic == Statistic::StandardisedDifference
            && pairs.contains(&r.population.as_str())
    };
    let without = |r: &Record| r.term.as_ref().is_some_and(|term| !aimed.iter().any(|(a, _)| reads(a, term)));
    let found = book.indices(|r| described(r) && without(r));
    let difference = |index: usize| match book.record(index).map(|r| &r.value) {
        Some(Number::Real(d)) => Some(d.abs()),
        _ => None,
    };
    let largest = found.into_iter().filter_map(|i| Some((i, difference(i)?))).max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((index, size)) = largest else { return vec![] };
    let most = aimed.iter().map(|(_, d)| d.abs()).fold(0.0, f64::max);
    let aim =
        book.results.records.iter().find(|r| r.analysis == matching && r.statistic == Statistic::Aim).map(|r| &r.value);
    if matches!(aim, Some(Number::Real(aim)) if size < *aim) {
        return vec![];
    }
    let label = book.record(index).and_then(|r| book.term_label(r)).unwrap_or_default();
    let fillings = [("name", text(&lower_first(&label))), ("difference", vec![book.number(index)])];
    let template = if size > most { words.largest_of_all } else { words.largest_without_aim };
    [vec![Span::new(" ")], sentence(template, &fillings)].concat()
}

/// Whether the term of a matching, such as `log10(afp)` or `sex.M`, is of this characteristic.
fn reads(term: &Term, characteristic: &Term) -> bool {
    let (Some(term), Some(characteristic)) = (written(term), written(characteristic)) else { return false };
    term == characteristic || term.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|t| t == characteristic)
}

/// A characteristic as the plan names it; the score is none, whatever a characteristic is called.
fn written(term: &Term) -> Option<Cow<'_, str>> {
    (*term != Term::Score).then(|| term.word())
}

fn names(book: &Book, terms: &[Labelled]) -> String {
    let labels: Vec<String> = terms.iter().map(|(_, label)| lower_first(label)).collect();
    book.words.join(&labels)
}
