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
            blocks.push(Block::Figure(matching.figure(book, metrics)));
            blocks.extend(matching.score(book, metrics).map(Block::Table));
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
        let wanted = |r: &Record| {
            r.statistic == statistic && r.term.as_deref() == term && r.group.as_deref() == group
        };
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
        text.push(Span::new(". The estimates in matched patients describe those who could be matched, and nobody else."));
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
        let column = |name: &str, share| Column {
            head: text(name),
            align: if share > 0.0 { Align::Left } else { Align::Center },
            share,
        };
        let mut wanted: Vec<(String, &str, Option<&str>)> = Vec::new();
        for (statistic, when) in [("mean_before", "before"), ("mean_after", "after")] {
            for arm in &book.results.arms {
                let group = Some(arm.name.as_str());
                if self.members.iter().any(|(_, r)| r.statistic == statistic && r.group.as_deref() == group) {
                    wanted.push((format!("{}, mean {when}", arm.label), statistic, group));
                }
            }
        }
        wanted.push(("SMD before".to_string(), "smd_before", None));
        wanted.push(("SMD after".to_string(), "smd_after", None));
        let mut columns = vec![column("Characteristic", 1.0)];
        columns.extend(wanted.iter().map(|(name, ..)| column(name, 0.0)));
        if self.aim().is_some() {
            columns.push(column("Aim", 0.0));
        }
        let mut table = Table {
            caption: text("Standardised mean differences before and after matching"),
            about: vec![
                Span::new(&format!("{}. Clause ", book.population_line(self.population, self.n))),
                book.clause(self.clause),
                Span::new("."),
            ],
            columns,
            ..Table::default()
        };
        let missed = self.missed();
        for (term, label) in &self.terms {
            let mut cells: Vec<Cell> = vec![text(label).into()];
            for (_, statistic, group) in &wanted {
                let found = self.find(statistic, Some(term), *group).map(|(i, _)| book.number_with_unit(i));
                cells.push(found.into_iter().collect::<Text>().into());
            }
            if self.aim().is_some() {
                let (word, style) = if missed.contains(label) { ("missed", Style::Strong) } else { ("met", Style::Quiet) };
                cells.push(vec![Span::styled(word, style)].into());
            }
            table.rows.push(Row { cells, ..Row::default() });
        }
        for column in 1..=wanted.len() {
            table.align_decimals(column, metrics);
        }
        let arms: Vec<&str> = book.results.arms.iter().map(|a| a.label.as_str()).collect();
        let direction = match arms.as_slice() {
            [first, second] => format!(" Positive: higher with {}; negative: higher with {}.", lower(first), lower(second)),
            _ => String::new(),
        };
        table.notes.push((String::new(), text(&format!("SMD: standardised mean difference.{direction}"))));
        if let Some(method) = self.members.iter().find_map(|(_, r)| r.method.as_ref()) {
            table.notes.push((String::new(), super::analysis::method_note(method)));
        }
        table
    }

    /// The coefficients of the propensity model.
    fn score(&self, book: &Book, metrics: &Metrics) -> Option<Table> {
        let coefficients = self.members.iter().filter(|(_, r)| r.statistic == "coefficient");
        let row = |(i, r): &(usize, &Record)| {
            let term = r.term.as_deref().unwrap_or("");
            let label = self.terms.iter().find(|(t, _)| *t == term).map(|(_, label)| *label);
            let cells: Vec<Cell> = vec![text(label.unwrap_or(term)).into(), Text::from([book.number(*i)]).into()];
            Row { cells, ..Row::default() }
        };
        let mut table = Table {
            caption: text("Propensity model"),
            about: vec![
                Span::new(&format!("{}. Clause ", book.population_line(self.population, self.n))),
                book.clause(self.clause),
                Span::new("."),
            ],
            columns: vec![
                Column { head: text("Term"), align: Align::Left, share: 1.0 },
                Column { head: text("Coefficient, log odds"), align: Align::Center, share: 0.0 },
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
        let state = if missed.is_empty() { "all meet the aim".to_string() } else { format!("not met by {}", join(&missed)) };
        let alt = format!(
            "Love plot of {}: standardised mean differences before and after matching; after matching, {state}. The values \
             are those of the table above.",
            counted(rows.len(), "characteristic", "characteristics")
        );
        let note = aim.map(|a| (String::new(), text(&format!("Shaded: the aim, an absolute difference below {a}."))));
        Figure {
            caption: text("Balance before and after matching (Love plot)"),
            about: vec![
                Span::new(&format!("{}. Clause ", book.population_line(self.population, self.n))),
                book.clause(self.clause),
                Span::new("."),
            ],
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
