//! Matching: how many pairs, and how alike the arms are before and after.

use super::{counted, heading};
use crate::report::clean::clean;
use crate::report::document::{Align, Block, Cell, Column, Figure, Row, Span, Style, Table, Text, text};
use crate::report::figure::love::{self, Difference};
use crate::report::metrics::Metrics;
use crate::report::select::Book;
use crate::report::words;
use crate::results::format::value;
use crate::results::{Number, Record};

pub fn section(book: &Book, metrics: &Metrics) -> Vec<Block> {
    let all = matchings(book);
    if all.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, "Matching and balance", true)];
    for matching in all {
        blocks.push(Block::paragraph(matching.sentence(book)));
        blocks.extend(matching.verdict(book).map(Block::paragraph));
        if !matching.terms.is_empty() {
            blocks.push(Block::Table(matching.table(book, metrics)));
            blocks.extend(matching.score(book, metrics).map(Block::Table));
            blocks.push(Block::Figure(matching.figure(book, metrics)));
        }
    }
    blocks
}

/// For the synopsis: whether the aim was met.
pub fn summary(book: &Book) -> Option<Text> {
    matchings(book).iter().find_map(|m| m.verdict(book))
}

/// The records of one matching.
struct Matching<'a> {
    name: &'a str,
    clause: &'a str,
    population: &'a str,
    n: usize,
    members: Vec<(usize, &'a Record)>,
    /// Characteristics in order, with their labels.
    terms: Vec<(&'a str, &'a str)>,
}

fn matchings<'a>(book: &Book<'a>) -> Vec<Matching<'a>> {
    let mut all: Vec<Matching> = Vec::new();
    for (i, r) in book.results.records.iter().enumerate().filter(|(_, r)| r.role == "balance") {
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
            if let Some(term) = r.term.as_deref().filter(|_| r.statistic.starts_with("smd"))
                && !matching.terms.iter().any(|(t, _)| *t == term)
            {
                let label = r.term_label.as_deref().filter(|l| !l.is_empty()).unwrap_or(term);
                matching.terms.push((term, label));
            }
        }
    }
    all
}

impl<'a> Matching<'a> {
    fn find(&self, statistic: &str, term: Option<&str>, group: Option<&str>) -> Option<(usize, &'a Record)> {
        let wanted = |r: &Record| r.statistic == statistic && r.term.as_deref() == term && r.group.as_deref() == group;
        self.members.iter().find(|(_, r)| wanted(r)).copied()
    }

    fn real(&self, statistic: &str, term: Option<&str>) -> Option<f64> {
        match self.find(statistic, term, None)?.1.value {
            Number::Real(x) => Some(x),
            Number::Count(n) => Some(n as f64),
            _ => None,
        }
    }

    fn aim(&self) -> Option<f64> {
        self.real("aim", None)
    }

    fn sentence(&self, book: &Book) -> Text {
        let mut text = Vec::new();
        if let Some((pairs, _)) = self.find("pairs", None, None) {
            text.extend([Span::new("The matching (clause "), book.clause(self.clause), Span::new(") formed ")]);
            text.extend([book.number(pairs), Span::new(" pairs")]);
        }
        let counts = [
            ("treated", " out of ", " treated patients"),
            ("controls", " and ", " controls"),
            ("unmatched", "; treated patients without a match: ", ""),
            ("left_out", "; patients left out because a covariate was missing: ", ""),
            ("caliper", "; caliper: ", ""),
        ];
        for (statistic, before, after) in counts {
            if let Some((i, _)) = self.find(statistic, None, None) {
                text.extend([Span::new(before), book.number(i), Span::new(after)]);
            }
        }
        text.push(Span::new(
            ". The estimates in matched patients describe those who could be matched, and nobody else.",
        ));
        text
    }

    /// Characteristics that miss the aim after matching.
    fn missed(&self) -> Vec<&'a str> {
        let Some(aim) = self.aim() else { return vec![] };
        let misses = |term: &str| self.real("smd_after", Some(term)).is_some_and(|d| d.abs() >= aim);
        self.terms.iter().filter(|(t, _)| misses(t)).map(|(_, label)| *label).collect()
    }

    fn verdict(&self, book: &Book) -> Option<Text> {
        let (aim, _) = self.find("aim", None, None)?;
        let aim = short_aim(book, aim)?;
        let missed = self.missed();
        let all = counted(self.terms.len(), "characteristic", "characteristics");
        let text = if missed.is_empty() {
            vec![
                Span::styled("Balance. ", Style::Strong),
                Span::new("After matching, the absolute standardised mean difference is below "),
                aim,
                Span::new(&format!(" for each of {all} (clause ")),
                book.clause(self.clause),
                Span::new(")."),
            ]
        } else {
            vec![
                Span::styled("Balance was missed. ", Style::Strong),
                Span::new("After matching, the absolute standardised mean difference is not below "),
                aim,
                Span::new(&format!(" for {} of {all}: {} (clause ", missed.len(), join(&missed))),
                book.clause(self.clause),
                Span::new("). The arms differ in these, and the comparisons below do not account for it."),
            ]
        };
        Some(text)
    }

    fn table(&self, book: &Book, metrics: &Metrics) -> Table {
        let sides = ["before", "after"].map(|when| (when, self.side(book, when)));
        let mut columns = vec![Column::new("Characteristic", Align::Left, 1.0)];
        let mut groups = vec![(1, Text::new())];
        for (when, side) in &sides {
            columns.extend(side.iter().map(|(head, ..)| Column::new(head, Align::Center, 0.0)));
            groups.push((side.len(), text(&format!("{} matching", words::capitalised(when)))));
        }
        let mut table = Table {
            caption: text("Characteristics of the arms before and after matching"),
            about: self.about(book),
            groups,
            columns,
            small: true,
            ..Table::default()
        };
        let missed = self.missed();
        for (term, label) in &self.terms {
            let mut cells: Vec<Cell> = vec![text(label).into()];
            for (_, statistic, group) in sides.iter().flat_map(|(_, side)| side) {
                let found = self.find(statistic, Some(term), *group).map(|(i, _)| book.number_with_unit(i));
                let mut content: Text = found.into_iter().collect();
                if *statistic == "smd_after" && missed.contains(label) {
                    content.push(Span::styled("†", Style::Superscript));
                }
                cells.push(content.into());
            }
            table.rows.push(Row { cells, ..Row::default() });
        }
        (1..table.columns.len()).for_each(|column| table.align_decimals(column, metrics));
        table.notes = self.notes(book, !missed.is_empty());
        table
    }

    /// The columns before or after matching: head, statistic and arm.
    fn side(&self, book: &Book<'a>, when: &str) -> Vec<(&'a str, &'static str, Option<&'a str>)> {
        let (mean, smd) = if when == "before" { ("mean_before", "smd_before") } else { ("mean_after", "smd_after") };
        let has = |arm: &str| self.members.iter().any(|(_, r)| r.statistic == mean && r.group.as_deref() == Some(arm));
        let arms = book.results.arms.iter().filter(|a| has(&a.name));
        let means = arms.map(|a| (a.label.as_str(), mean, Some(a.name.as_str())));
        means.chain([("SMD", smd, None)]).collect()
    }

    fn about(&self, book: &Book) -> Text {
        let population = book.population_line(self.population, self.n);
        vec![Span::new(&format!("{population}. Clause ")), book.clause(self.clause), Span::new(".")]
    }

    fn notes(&self, book: &Book, missed: bool) -> Vec<(String, Text)> {
        let arms: Vec<String> = book.results.arms.iter().map(|a| lower(&a.label)).collect();
        let mut note = "Means, and proportions in %. SMD: standardised mean difference".to_string();
        if let [first, second] = arms.as_slice() {
            note.push_str(&format!(", above 0 where higher with {first}, below where higher with {second}"));
        }
        let mut notes = vec![(String::new(), text(&format!("{note}.")))];
        if missed {
            notes.push(("†".to_string(), text("The aim is missed.")));
        }
        let method = self.members.iter().find_map(|(_, r)| r.method.as_ref());
        notes.extend(method.map(|m| (String::new(), super::analysis::method_note(m))));
        notes
    }

    /// The coefficients of the propensity model.
    fn score(&self, book: &Book, metrics: &Metrics) -> Option<Table> {
        let coefficients = self.members.iter().filter(|(_, r)| r.statistic == "coefficient");
        let row = |(i, r): &(usize, &Record)| {
            let term = r.term.as_deref().unwrap_or("");
            let label = self.terms.iter().find(|(t, _)| *t == term).map(|(_, label)| *label);
            let cells: Vec<Cell> =
                vec![text(&words::capitalised(label.unwrap_or(term))).into(), Text::from([book.number(*i)]).into()];
            Row { cells, ..Row::default() }
        };
        let mut table = Table {
            caption: text("Propensity model"),
            about: self.about(book),
            columns: vec![
                Column::new("Term", Align::Left, 1.0),
                Column::new("Coefficient, log odds", Align::Center, 0.0),
            ],
            rows: coefficients.map(row).collect(),
            ..Table::default()
        };
        table.align_decimals(1, metrics);
        (!table.rows.is_empty()).then_some(table)
    }

    fn figure(&self, book: &Book, metrics: &Metrics) -> Figure {
        let row = |(term, label): &(&str, &'a str)| Difference {
            label,
            before: self.real("smd_before", Some(term)),
            after: self.real("smd_after", Some(term)),
        };
        let rows: Vec<Difference> = self.terms.iter().map(row).collect();
        let aim = self.find("aim", None, None).and_then(|(i, _)| Some(short_aim(book, i)?.text));
        let missed = self.missed();
        let state =
            if missed.is_empty() { "all meet the aim".to_string() } else { format!("not met by {}", join(&missed)) };
        let alt = format!(
            "Love plot of {}: standardised mean differences before and after matching; after matching, {state}. The values \
             are those of the table above.",
            counted(rows.len(), "characteristic", "characteristics")
        );
        let note = aim.map(|a| (String::new(), text(&format!("Shaded: the aim, an absolute difference below {a}."))));
        Figure {
            caption: text("Balance before and after matching (Love plot)"),
            about: self.about(book),
            alt: clean(&alt),
            drawing: love::draw(&rows, self.aim(), metrics),
            notes: note.into_iter().collect(),
        }
    }
}

fn lower(label: &str) -> String {
    words::lower_first(label)
}

/// The aim as the plan writes it, without zeros at its end.
fn short_aim(book: &Book, index: usize) -> Option<Span> {
    let record = book.record(index)?;
    let mut span = book.number(index);
    let text = value(&record.value, record.quantity);
    span.text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text };
    Some(span)
}

fn join(labels: &[&str]) -> String {
    let labels: Vec<String> = labels.iter().map(|l| lower(l)).collect();
    match labels.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
