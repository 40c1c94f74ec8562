//! Matching: how many pairs, and how alike the arms are before and after.

use super::{account, counted, heading};
use crate::catalogue::Statistic;
use crate::number::Number;
use crate::report::clean::clean;
use crate::report::document::{Block, Column, Figure, Row, Span, Style, Table, Text, sentence, text};
use crate::report::figure::love_plot::{self, Difference};
use crate::report::select::Book;
use crate::results::format::value;
use crate::results::{FigureKind, LabelKind, Record, Role, Term};
use crate::words::{capitalised, fill, lower_first};
use std::borrow::Cow;

/// On which side of a matching.
#[derive(Clone, Copy)]
enum When {
    Before,
    After,
}

pub fn section(book: &Book) -> Vec<Block> {
    let all = matchings(book);
    if all.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, book.words.matching, true)];
    let several = all.len() > 1;
    for (i, matching) in all.into_iter().enumerate() {
        blocks.extend(several.then(|| heading(2, book.label(LabelKind::Matching, matching.name), false)));
        blocks.push(Block::Introduction { text: matching.sentence(book) });
        blocks.extend(matching.verdict(book).map(|text| Block::Introduction { text }));
        if !matching.terms.is_empty() {
            blocks.push(Block::Table(matching.table(book)));
            // Matchings made afresh for other analyses show their balance; their scores and models stay in the results.
            if i > 0 {
                continue;
            }
            if book.wants(FigureKind::LovePlot) && !matching.is_withheld() {
                blocks.push(Block::Figure(matching.figure(book)));
            }
            blocks.extend(super::overlap::figure(book, matching.name, matching.about(book)).map(Block::Figure));
            blocks.extend(matching.score(book).map(Block::Table));
        }
    }
    blocks
}

/// For the synopsis: whether the aim was met.
pub fn summary(book: &Book) -> Option<Text> {
    matchings(book).iter().find_map(|m| m.verdict(book))
}

/// For the synopsis: how many pairs there are.
pub fn pairs(book: &Book) -> Option<Text> {
    let all = matchings(book);
    let matching = all.first()?;
    let (pairs, _) = matching.find(Statistic::Pairs, None, None)?;
    let fillings = [("pairs", vec![book.number(pairs)]), ("clause", vec![book.clause(matching.clause)])];
    Some(sentence(book.words.matching_sentence, &fillings))
}

/// The records of one matching.
struct Matching<'a> {
    name: &'a str,
    clause: &'a str,
    population: &'a str,
    n: Option<usize>,
    members: Vec<(usize, &'a Record)>,
    /// Characteristics in order, with their labels.
    terms: Vec<(&'a Term, Cow<'a, str>)>,
}

fn matchings<'a>(book: &Book<'a>) -> Vec<Matching<'a>> {
    let mut all: Vec<Matching> = Vec::new();
    for (i, r) in book.results.records.iter().enumerate().filter(|(_, r)| r.role == Role::Balance) {
        if !all.iter().any(|m| m.name == r.analysis) {
            all.push(Matching {
                name: &r.analysis,
                clause: &r.clause,
                population: &r.population,
                n: r.population_n,
                members: vec![],
                terms: vec![],
            });
        }
        if let Some(matching) = all.iter_mut().find(|m| m.name == r.analysis) {
            matching.members.push((i, r));
            if let Some(term @ (Term::Characteristic { .. } | Term::Score)) = &r.term
                && !matching.terms.iter().any(|(t, _)| *t == term)
            {
                matching.terms.push((term, book.term_label(r).unwrap_or_else(|| term.word())));
            }
        }
    }
    all
}

impl<'a> Matching<'a> {
    fn find(&self, statistic: Statistic, term: Option<&Term>, group: Option<&str>) -> Option<(usize, &'a Record)> {
        let wanted = |r: &Record| r.statistic == statistic && r.term.as_ref() == term && r.group.word() == group;
        self.members.iter().find(|(_, r)| wanted(r)).copied()
    }

    fn real(&self, statistic: Statistic, term: Option<&Term>) -> Option<f64> {
        match self.find(statistic, term, None)?.1.value {
            Number::Real(x) => Some(x),
            Number::Count(n) => Some(n as f64),
            _ => None,
        }
    }

    fn aim(&self) -> Option<f64> {
        self.real(Statistic::Aim, None)
    }

    fn sentence(&self, book: &Book) -> Text {
        let number = |statistic: Statistic| {
            let found = self.find(statistic, None, None).map(|(i, _)| book.number(i));
            found.map(|span| (statistic.code(), vec![span]))
        };
        let words = book.words;
        let names =
            [Statistic::Pairs, Statistic::Treated, Statistic::Controls, Statistic::Unmatched, Statistic::LeftOut];
        let clause = ("clause", vec![book.clause(self.clause)]);
        let counts: Option<Vec<(&str, Text)>> = names.into_iter().map(number).collect();
        match (counts, number(Statistic::Pairs)) {
            (Some(mut counts), _) => {
                counts.push(clause);
                sentence(words.matched_sentence, &counts)
            }
            (None, Some(pairs)) => sentence(words.pairs_sentence, &[pairs, clause]),
            (None, None) => vec![],
        }
    }

    /// In a copy for circulation differences are not told, and nothing is said of them.
    fn is_withheld(&self) -> bool {
        self.members.iter().any(|(_, r)| matches!(r.value, Number::Withheld(_)) && r.statistic == Statistic::SmdAfter)
    }

    /// Characteristics that miss the aim after matching, by label.
    fn missed(&self) -> Vec<&str> {
        self.missed_terms().into_iter().map(|(_, label)| label).collect()
    }

    fn missed_terms(&self) -> Vec<(&Term, &str)> {
        let Some(aim) = self.aim() else { return vec![] };
        let misses = |term: &Term| self.real(Statistic::SmdAfter, Some(term)).is_some_and(|d| d.abs() >= aim);
        self.terms.iter().filter(|(t, _)| misses(t)).map(|(t, l)| (*t, l.as_ref())).collect()
    }

    fn verdict(&self, book: &Book) -> Option<Text> {
        let words = book.words;
        let (aim, _) = self.find(Statistic::Aim, None, None)?;
        if self.is_withheld() {
            return None;
        }
        let missed = self.missed();
        let (title, template) = match missed.is_empty() {
            true => (words.balance, words.balance_met),
            false => (words.balance_missed, words.balance_not_met),
        };
        let count = match self.find(Statistic::Missed, None, None) {
            Some((i, _)) => vec![book.number(i)],
            None => text(&missed.len().to_string()),
        };
        let fillings = [
            ("aim", vec![short_aim(book, aim)?]),
            ("all", text(&self.characteristics(book))),
            ("missed", count),
            ("names", text(&join(book, &missed))),
            ("clause", vec![book.clause(self.clause)]),
        ];
        let mut all = vec![Span::styled(title, Style::Strong), Span::new(" ")];
        all.extend(sentence(template, &fillings));
        all.extend(account::of_missed(book, self.name, self.population, &self.missed_terms()));
        all.extend(account::largest_without_aim(book, self.name, &self.after()));
        Some(all)
    }

    /// Each characteristic that has the aim, with its difference after matching.
    fn after(&self) -> Vec<(&Term, f64)> {
        self.terms.iter().filter_map(|(t, _)| Some((*t, self.real(Statistic::SmdAfter, Some(t))?))).collect()
    }

    fn characteristics(&self, book: &Book) -> String {
        counted(self.terms.len(), book.words.one_characteristic, book.words.characteristics_n)
    }

    fn table(&self, book: &Book) -> Table {
        let sides = [When::Before, When::After].map(|when| (when, self.side(book, when)));
        let mut columns = vec![Column::prose(book.words.characteristic)];
        let mut groups = vec![(1, Text::new())];
        for (when, side) in &sides {
            columns.extend(side.iter().map(|(head, ..)| Column::numbers(head)));
            let title = match when {
                When::Before => book.words.before_matching,
                When::After => book.words.after_matching,
            };
            groups.push((side.len(), text(title)));
        }
        let mut table = Table {
            caption: text(book.words.balance_caption),
            about: self.about(book),
            groups,
            columns,
            small: true,
            ..Table::default()
        };
        let missed = self.missed();
        for (term, label) in &self.terms {
            let mut cells: Vec<Text> = vec![text(&book.with_unit(&term.word(), label))];
            for (_, statistic, group) in sides.iter().flat_map(|(_, side)| side) {
                let found = self.find(*statistic, Some(term), *group).map(|(i, _)| book.number_with_unit(i));
                let mut content: Text = found.into_iter().collect();
                if *statistic == Statistic::SmdAfter && missed.contains(&label.as_ref()) {
                    content.push(Span::styled("†", Style::Superscript));
                }
                cells.push(content);
            }
            table.rows.push(Row { cells, ..Row::default() });
        }
        table.notes = self.notes(book, !missed.is_empty());
        table
    }

    /// The columns before or after matching: head, statistic and arm.
    fn side(&self, book: &Book<'a>, when: When) -> Vec<(&'a str, Statistic, Option<&'a str>)> {
        let (mean, smd) = match when {
            When::Before => (Statistic::MeanBefore, Statistic::SmdBefore),
            When::After => (Statistic::MeanAfter, Statistic::SmdAfter),
        };
        let has = |arm: &str| self.members.iter().any(|(_, r)| r.statistic == mean && r.group.word() == Some(arm));
        let arms = book.results.arms.iter().filter(|a| has(&a.name));
        let means = arms.map(|a| (a.label.as_str(), mean, Some(a.name.as_str())));
        means.chain([(book.words.smd, smd, None)]).collect()
    }

    fn about(&self, book: &Book) -> Text {
        book.about(self.population, self.n, self.clause)
    }

    fn notes(&self, book: &Book, missed: bool) -> Vec<(String, Text)> {
        let arms: Vec<String> = book.results.arms.iter().map(|a| lower_first(&a.label)).collect();
        let note = match arms.as_slice() {
            [first, second] => fill(book.words.smd_note_arms, &[("first", first), ("second", second)]),
            _ => book.words.smd_note.to_string(),
        };
        let mut notes = vec![(String::new(), text(&note))];
        if missed {
            notes.push(("†".to_string(), text(book.words.aim_missed)));
        }
        let method = self.members.iter().find_map(|(_, r)| r.method.as_ref());
        notes.extend(method.map(|m| (String::new(), super::notes::method_note(book, m))));
        notes
    }

    /// The coefficients of the propensity model.
    fn score(&self, book: &Book) -> Option<Table> {
        let coefficients = self.members.iter().filter(|(_, r)| r.statistic == Statistic::Coefficient);
        let row = |(i, r): &(usize, &Record)| {
            let term = r.term.as_ref().map(Term::word).unwrap_or_default();
            let label = book.term_label(r).unwrap_or_default();
            let cells: Vec<Text> = vec![text(&capitalised(&per_unit(book, &term, &label))), vec![book.number(*i)]];
            Row { cells, ..Row::default() }
        };
        let table = Table {
            caption: text(book.words.propensity_model),
            about: self.about(book),
            columns: vec![Column::prose(book.words.term), Column::numbers(book.words.coefficient)],
            rows: coefficients.map(row).collect(),
            ..Table::default()
        };
        (!table.rows.is_empty()).then_some(table)
    }

    fn figure(&self, book: &Book) -> Figure {
        let mut rows: Vec<Difference> = Vec::new();
        for (term, label) in &self.terms {
            let [before, after] =
                [Statistic::SmdBefore, Statistic::SmdAfter].map(|statistic| self.real(statistic, Some(term)));
            rows.push(Difference { label, before, after });
        }
        let aim = self.find(Statistic::Aim, None, None).and_then(|(i, _)| Some(short_aim(book, i)?.text));
        let missed = self.missed();
        let words = book.words;
        let state = match missed.is_empty() {
            true => words.all_meet.to_string(),
            false => fill(words.not_met_by, &[("names", &join(book, &missed))]),
        };
        let alt = fill(words.love_alt, &[("all", &self.characteristics(book)), ("state", &state)]);
        let note = aim.map(|aim| (String::new(), text(&fill(words.love_note, &[("aim", &aim)]))));
        Figure {
            caption: text(words.love_caption),
            about: self.about(book),
            alt: clean(&alt),
            drawing: love_plot::draw(words, &rows, self.aim(), book.letters),
            notes: note.into_iter().collect(),
            shows: vec![],
        }
    }
}

/// The aim as the plan writes it, without zeros at its end.
fn short_aim(book: &Book, index: usize) -> Option<Span> {
    let record = book.record(index)?;
    let mut span = book.number(index);
    let text = value(&record.value, record.quantity);
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    span.text = book.words.number(short);
    Some(span)
}

/// `Largest lesion, per mm`, of a coefficient.
fn per_unit(book: &Book, term: &str, label: &str) -> String {
    let per = |unit: &str| fill(book.words.per_unit, &[("term", label), ("unit", unit)]);
    book.unit(term).map_or_else(|| label.to_string(), per)
}

fn join(book: &Book, labels: &[&str]) -> String {
    let labels: Vec<String> = labels.iter().map(|l| lower_first(l)).collect();
    book.words.join(&labels)
}
