//! Matching: how many pairs, and how alike the arms are before and after.

use super::{account, counted, heading};
use crate::catalogue::{Names, Statistic};
use crate::number::Number;
use crate::report::clean::clean;
use crate::report::document::{Block, Column, Figure, Row, Span, Style, Table, Text, sentence, text};
use crate::report::figure::love_plot::{self, Difference};
use crate::report::select::Book;
use crate::results::format::value;
use crate::results::{FigureKind, LabelKind, Record, Role, Term};
use crate::words::{capitalised, fill, lower_first};
use std::borrow::Cow;

const BEFORE_WEIGHTING: Names = Names { en: "Before weighting", fr: "Avant pondération" };
const AFTER_WEIGHTING: Names = Names { en: "After weighting", fr: "Après pondération" };
const WEIGHTING_CAPTION: Names = Names {
    en: "Characteristics of the arms before and after weighting",
    fr: "Caractéristiques des bras avant et après pondération",
};
const WEIGHTING_LOVE: Names = Names {
    en: "Balance before and after weighting (Love plot)",
    fr: "Équilibre avant et après pondération (graphique de Love)",
};
const WEIGHTING: Names = Names::with_places(
    "Analyses of this plan weight their patients by the overlap of the same score. Under these weights the arms count as {sizes} (effective sample sizes). What is in the score has equal means; what is not need not have.",
    "Des analyses de ce plan pondèrent leurs patients par le recouvrement selon le même score. Ainsi pondérés, les bras valent {sizes} (effectifs efficaces). Ce qui est dans le score a des moyennes égales\u{a0}; ce qui n’y est pas peut différer.",
);
const SIZE_OF: Names = Names::with_places("{size} patients with {arm}", "{size} patients avec {arm}");
const WEIGHTED_NOTE: Names = Names {
    en: "All patients who have a score, whatever is known of their outcomes. Means, and proportions in %, after weighting the weighted ones. SMD: standardised mean difference, before and after divided by the pooled standard deviation without weights. No test compares the arms.",
    fr: "Tous les patients qui ont un score, quoi que l’on sache de leur évolution. Moyennes, et proportions en\u{a0}%, pondérées après pondération. Diff. std.\u{a0}: différence standardisée des moyennes, divisée avant comme après par l’écart-type commun sans pondération. Aucun test ne compare les bras.",
};
const WEIGHTED_ALT: Names = Names::with_places(
    "Love plot of {all}: standardised mean differences before and after weighting. The values are those of the table.",
    "Graphique de Love de {all}\u{a0}: différences standardisées avant et après pondération. Les valeurs sont celles du tableau.",
);

/// On which side of a matching, or under the weights of its score.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    Before,
    After,
    Weighted,
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
            blocks.push(Block::Table(matching.table(book, When::After)));
            // Matchings made afresh for other analyses show their balance; their scores and models stay in the results.
            if i > 0 {
                blocks.extend(matching.weighting(book, false));
                continue;
            }
            let drawn = book.wants(FigureKind::LovePlot) && !matching.is_withheld();
            blocks.extend(drawn.then(|| Block::Figure(matching.figure(book, When::After))));
            blocks.extend(matching.weighting(book, drawn));
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
        self.find(statistic, term, None)?.1.value.finite()
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

    /// What the weights that analyses take from the score make of the arms; nothing where none does.
    fn weighting(&self, book: &Book, drawn: bool) -> Vec<Block> {
        let arms = book.results.arms.iter();
        let sizes = arms.filter_map(|arm| {
            let (index, _) = self.find(Statistic::EffectiveSampleSize, None, Some(&arm.name))?;
            let fillings = [("size", vec![book.number(index)]), ("arm", text(&lower_first(&arm.label)))];
            Some(sentence(book.said(SIZE_OF), &fillings))
        });
        let sizes: Vec<Text> = sizes.collect();
        if sizes.is_empty() {
            return vec![];
        }
        let and = [Span::new(&format!(" {} ", book.words.and))];
        let fillings = [("sizes", sizes.join(&and[..]))];
        let mut blocks = vec![
            Block::Introduction { text: sentence(book.said(WEIGHTING), &fillings) },
            Block::Table(self.table(book, When::Weighted)),
        ];
        blocks.extend(drawn.then(|| Block::Figure(self.figure(book, When::Weighted))));
        blocks
    }

    fn table(&self, book: &Book, after: When) -> Table {
        let sides = [When::Before, after].map(|when| (when, self.side(book, when)));
        let mut columns = vec![Column::prose(book.words.characteristic)];
        let mut groups = vec![(1, Text::new())];
        for (when, side) in &sides {
            columns.extend(side.iter().map(|(head, ..)| Column::numbers(head)));
            groups.push((side.len(), text(heads(book, after)[usize::from(*when != When::Before)])));
        }
        let mut table = Table {
            caption: text(match after {
                When::Before | When::After => book.words.balance_caption,
                When::Weighted => book.said(WEIGHTING_CAPTION),
            }),
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
        table.notes = match after {
            When::Before | When::After => self.notes(book, !missed.is_empty()),
            When::Weighted => self.notes_of_weights(book),
        };
        table
    }

    /// The columns before or after matching: head, statistic and arm.
    fn side(&self, book: &Book<'a>, when: When) -> Vec<(&'a str, Statistic, Option<&'a str>)> {
        let (mean, smd) = match when {
            When::Before => (Statistic::MeanBefore, Statistic::SmdBefore),
            When::After => (Statistic::MeanAfter, Statistic::SmdAfter),
            When::Weighted => (Statistic::MeanWeighted, Statistic::SmdWeighted),
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

    fn notes_of_weights(&self, book: &Book) -> Vec<(String, Text)> {
        let own = self.members.iter().find(|(_, r)| r.statistic == Statistic::SmdWeighted);
        let method = own.and_then(|(_, r)| r.method.as_ref());
        let method = method.map(|m| (String::new(), super::notes::method_note(book, m)));
        std::iter::once((String::new(), text(book.said(WEIGHTED_NOTE)))).chain(method).collect()
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

    fn figure(&self, book: &Book, after: When) -> Figure {
        let statistic = match after {
            When::Before => Statistic::SmdBefore,
            When::After => Statistic::SmdAfter,
            When::Weighted => Statistic::SmdWeighted,
        };
        let mut rows: Vec<Difference> = Vec::new();
        for (term, label) in &self.terms {
            let [before, after] = [Statistic::SmdBefore, statistic].map(|statistic| self.real(statistic, Some(term)));
            rows.push(Difference { label, before, after });
        }
        let aim = self.find(Statistic::Aim, None, None).and_then(|(i, _)| Some(short_aim(book, i)?.text));
        let words = book.words;
        let (caption, alt) = match after {
            When::Before | When::After => (words.love_caption, self.alternative(book)),
            When::Weighted => {
                let alt = fill(book.said(WEIGHTED_ALT), &[("all", &self.characteristics(book))]);
                (book.said(WEIGHTING_LOVE), alt)
            }
        };
        let note = aim.map(|aim| (String::new(), text(&fill(words.love_note, &[("aim", &aim)]))));
        Figure {
            caption: text(caption),
            about: self.about(book),
            alt: clean(&alt),
            drawing: love_plot::draw(words, (&rows, heads(book, after)), self.aim(), book.letters),
            notes: note.into_iter().collect(),
            shows: vec![],
        }
    }

    fn alternative(&self, book: &Book) -> String {
        let (words, missed) = (book.words, self.missed());
        let state = match missed.is_empty() {
            true => words.all_meet.to_string(),
            false => fill(words.not_met_by, &[("names", &join(book, &missed))]),
        };
        fill(words.love_alt, &[("all", &self.characteristics(book)), ("state", &state)])
    }
}

/// What stands over the numbers before, and over those after.
fn heads(book: &Book, after: When) -> [&'static str; 2] {
    match after {
        When::Before | When::After => [book.words.before_matching, book.words.after_matching],
        When::Weighted => [book.said(BEFORE_WEIGHTING), book.said(AFTER_WEIGHTING)],
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
