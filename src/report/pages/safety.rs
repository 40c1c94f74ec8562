//! Adverse events: how many patients have any, by grade, class and term, the rates, and the most frequent terms.

use super::baseline::count_and_share;
use super::{heading, notes, warnings};
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity};
use crate::report::clean::clean;
use crate::report::document::{Block, Column, Figure, Row, Span, Style, Table, Text, text};
use crate::report::figure::butterfly::{self, Pair};
use crate::report::lines::Measure;
use crate::report::select::{Book, in_order};
use crate::results::format::value;
use crate::results::{EventLevel, EventLine, EventTable, MethodUse, Record, Role, Term};
use crate::words::fill;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many terms the figure shows.
const TERMS: usize = 15;

pub fn section(book: &Book) -> Vec<Block> {
    let tables = shown(book);
    if tables.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, book.words.safety, true)];
    for (i, table) in tables.into_iter().enumerate() {
        let events = Events::new(book, table);
        blocks.push(heading(2, events.label, i > 0));
        let reading = if events.has_rates() { book.words.unequal_follow_up } else { book.words.no_test };
        let mut introduction = text(reading);
        let analysis = book.results.analyses.iter().find(|a| a.name == table.analysis);
        introduction.extend(analysis.map(|a| warnings::of_analysis(book, a, &[])).unwrap_or_default());
        blocks.push(Block::Introduction { text: introduction });
        blocks.push(Block::Table(events.overview()));
        blocks.extend(events.figure().map(Block::Figure));
        // A supplementary analysis repeats the events of another in other patients: its classes and terms stay in the results.
        if !events.supplementary {
            blocks.push(Block::Table(events.by_class()));
        }
    }
    blocks
}

/// For the synopsis: patients with any event and with a severe one, in each analysis of events, below the columns of
/// the arms, the effect, the p-value and the clause.
pub fn summary(book: &Book, arms: &[&str]) -> Vec<Row> {
    let mut rows = vec![];
    for table in shown(book) {
        let events = Events::new(book, table);
        for line in table.lines.iter().filter(|l| matches!(l.level, EventLevel::Any | EventLevel::Severe)) {
            let label = match line.level {
                EventLevel::Any => events.label.to_string(),
                EventLevel::Severe | EventLevel::Class | EventLevel::Term => {
                    fill(book.words.of_which_severe, &[("grade", &events.grade())])
                }
            };
            let mut cells: Vec<Text> = vec![text(&label)];
            cells.extend(arms.iter().map(|arm| events.share_of_arm(&of(line), arm)));
            cells.extend([Text::new(), Text::new(), vec![book.clause(&table.clause)]]);
            rows.push(Row { indent: usize::from(line.level != EventLevel::Any), cells, ..Row::default() });
        }
    }
    rows
}

/// Those that the report shows, in the order of the plan.
fn shown<'a>(book: &Book<'a>) -> Vec<&'a EventTable> {
    let order = &book.results.report.analyses;
    let tables = book.results.events.iter();
    tables.filter(|t| order.is_empty() || order.contains(&t.analysis)).collect()
}

/// The term of the records of a line.
fn of(line: &EventLine) -> Term {
    Term::Line(line.key.clone())
}

/// The records of one analysis of events, by term, arm and statistic.
struct Events<'a, 'b> {
    book: &'b Book<'a>,
    table: &'a EventTable,
    label: &'a str,
    supplementary: bool,
    n: Option<usize>,
    arms: Vec<&'a str>,
    method: Option<&'a MethodUse>,
    records: BTreeMap<(Option<&'a Term>, &'a str, Statistic), usize>,
}

impl<'a, 'b> Events<'a, 'b> {
    fn new(book: &'b Book<'a>, table: &'a EventTable) -> Events<'a, 'b> {
        let own: Vec<(usize, &'a Record)> =
            book.results.records.iter().enumerate().filter(|(_, r)| r.analysis == table.analysis).collect();
        let info = book.results.analyses.iter().find(|a| a.name == table.analysis);
        let mut arms: Vec<&str> = info.map(in_order).unwrap_or_default();
        let mut records = BTreeMap::new();
        for (i, r) in &own {
            let group = r.group.word().unwrap_or("");
            if !group.is_empty() && !arms.contains(&group) {
                arms.push(group);
            }
            // The first of several methods is the one that is shown.
            let key = (r.term.as_ref(), group, r.statistic);
            records.entry(key).or_insert(*i);
        }
        Events {
            book,
            table,
            label: info.map_or(table.analysis.as_str(), |i| i.label.as_str()),
            supplementary: info.is_some_and(|i| i.role == Role::Supplementary),
            n: own.first().map_or(Some(0), |(_, r)| r.population_n),
            arms,
            method: own.iter().find_map(|(_, r)| r.method.as_ref()),
            records,
        }
    }

    fn find(&self, term: Option<&Term>, arm: &str, statistic: Statistic) -> Option<usize> {
        self.records.get(&(term, arm, statistic)).copied()
    }

    fn has_rates(&self) -> bool {
        self.records.keys().any(|(_, _, statistic)| *statistic == Statistic::Estimate)
    }

    fn grade(&self) -> String {
        self.table.severe_from.to_string()
    }

    fn columns(&self, heads: &[&str]) -> (Vec<(usize, Text)>, Vec<Column>) {
        let words = self.book.words;
        let mut groups = vec![(1, Text::new())];
        let mut columns = vec![Column::prose("\u{a0}")];
        for arm in &self.arms {
            let mut head = self.book.arm(arm).to_string();
            let mut shows = vec![];
            if let Some(n) = self.find(None, arm, Statistic::N) {
                let n = self.book.number(n);
                head.push_str(&format!(", {}", fill(words.n, &[("n", &n.text)])));
                shows = n.shows;
            }
            groups.push((heads.len(), vec![Span::new(&head).showing(shows)]));
            columns.extend(heads.iter().map(|h| Column::numbers(h)));
        }
        (groups, columns)
    }

    /// Any event, severe ones, and the worst grade of each patient, with the rates.
    fn overview(&self) -> Table {
        let words = self.book.words;
        let rates = self.has_rates();
        let with_rates = [words.n_percent, words.events_years, words.rate_head];
        let heads = if rates { &with_rates[..] } else { &with_rates[..1] };
        let (groups, columns) = self.columns(heads);
        let mut table = Table {
            caption: text(&fill(words.events_overview, &[("analysis", self.label)])),
            about: self.book.about(&self.table.population, self.n, &self.table.clause),
            groups,
            columns,
            small: rates,
            ..Table::default()
        };
        for line in self.table.lines.iter().filter(|l| matches!(l.level, EventLevel::Any | EventLevel::Severe)) {
            table.rows.push(self.row(0, &of(line), text(&self.name(line)), rates, false));
        }
        let title = text(words.worst_grade);
        table.rows.push(Row { group: true, cells: vec![title], ..Row::default() });
        for grade in self.table.grades.iter().copied().map(Some).chain([None]) {
            let key = Term::WorstGrade(grade);
            let label = words.own_term(&key).unwrap_or_default();
            let found = self.arms.iter().any(|arm| self.positive(&key, arm));
            if found || grade.is_some() {
                table.rows.push(self.row(1, &key, text(&label), rates, true));
            }
        }
        table.notes = self.notes();
        table
    }

    fn positive(&self, key: &Term, arm: &str) -> bool {
        let record = self.find(Some(key), arm, Statistic::Patients).and_then(|i| self.book.record(i));
        record.is_some_and(|r| r.value != Number::Count(0))
    }

    fn name<'l>(&self, line: &'l EventLine) -> Cow<'l, str> {
        self.book.words.event_line(self.table, line)
    }

    fn row(&self, indent: usize, key: &Term, label: Text, rates: bool, no_rate: bool) -> Row {
        let mut cells: Vec<Text> = vec![label];
        for arm in &self.arms {
            cells.push(self.share(key, arm, Statistic::Patients, Statistic::Proportion));
            if rates {
                cells.push(if no_rate { Text::new() } else { self.events_and_time(key, arm) });
                cells.push(if no_rate { Text::new() } else { self.rate(key, arm) });
            }
        }
        Row { indent, cells, ..Row::default() }
    }

    fn share(&self, key: &Term, arm: &str, count: Statistic, proportion: Statistic) -> Text {
        match (self.find(Some(key), arm, count), self.find(Some(key), arm, proportion)) {
            (Some(count), Some(proportion)) => count_and_share(self.book, count, proportion),
            _ => vec![],
        }
    }

    /// `33/34 (97.1%)`.
    fn share_of_arm(&self, key: &Term, arm: &str) -> Text {
        let find = |term, statistic| self.find(term, arm, statistic);
        match (find(Some(key), Statistic::Patients), find(None, Statistic::N), find(Some(key), Statistic::Proportion)) {
            (Some(count), Some(n), Some(proportion)) => {
                let (n, share) = (self.book.number(n), self.book.number_with_unit(proportion));
                let mut span = self.book.number(count).showing(n.shows).showing(share.shows);
                span.text.push_str(&format!("/{} ({})", n.text, share.text));
                vec![span]
            }
            _ => vec![],
        }
    }

    fn rate(&self, key: &Term, arm: &str) -> Text {
        let find = |statistic| self.find(Some(key), arm, statistic);
        let Some(estimate) = find(Statistic::Estimate) else { return vec![] };
        vec![self.book.measure(&Measure {
            estimate,
            lower: find(Statistic::Lower),
            upper: find(Statistic::Upper),
            of: None,
            share: None,
        })]
    }

    /// `22 / 19.0`: first events, and the time at risk.
    fn events_and_time(&self, key: &Term, arm: &str) -> Text {
        match (self.find(Some(key), arm, Statistic::Events), self.find(Some(key), arm, Statistic::TimeAtRisk)) {
            (Some(events), Some(time)) => vec![self.book.number(events), Span::new(" / "), self.book.number(time)],
            _ => vec![],
        }
    }

    fn by_class(&self) -> Table {
        let words = self.book.words;
        let severe = fill(words.severe_n, &[("grade", &self.grade())]).replace(' ', "\u{a0}");
        let (groups, columns) = self.columns(&[&words.any_n.replace(' ', "\u{a0}"), &severe]);
        let mut table = Table {
            caption: text(&fill(words.events_by_class, &[("analysis", self.label)])),
            about: self.book.about(&self.table.population, self.n, &self.table.clause),
            groups,
            columns,
            notes: vec![(String::new(), text(words.events_note))],
            small: true,
            ..Table::default()
        };
        let has_classes = self.table.lines.iter().any(|l| l.level == EventLevel::Class);
        for line in self.table.lines.iter().filter(|l| matches!(l.level, EventLevel::Class | EventLevel::Term)) {
            let class = line.level == EventLevel::Class;
            let label =
                if class { vec![Span::styled(&self.name(line), Style::Strong)] } else { text(&self.name(line)) };
            let mut cells: Vec<Text> = vec![label];
            for arm in &self.arms {
                cells.push(self.share(&of(line), arm, Statistic::Patients, Statistic::Proportion));
                cells.push(self.share(&of(line), arm, Statistic::Severe, Statistic::SevereProportion));
            }
            table.rows.push(Row { indent: usize::from(has_classes && !class), cells, ..Row::default() });
        }
        table
    }

    fn notes(&self) -> Vec<(String, Text)> {
        let words = self.book.words;
        let mut all = vec![words.events_note.to_string()];
        let mut method = Text::new();
        if let Some(used) = self.method.filter(|_| self.has_rates()) {
            let per = used.options.iter().find(|(key, _)| key == "per").map(|(_, value)| value.to_string());
            let level = self.book.level();
            all.push(match per {
                Some(per) => fill(words.rate_note, &[("per", &per), ("level", &level)]),
                None => fill(words.rate_note_plain, &[("level", &level)]),
            });
            all.extend(self.table.rate_to.map(|day| fill(words.rate_until, &[("day", &day.to_string())])));
            method.push(Span::new(" "));
            method.extend(notes::method_note(self.book, used));
        }
        vec![(String::new(), [text(&all.join(" ")), method].concat())]
    }

    /// The most frequent terms of both arms together; equals in the order of the table.
    fn figure(&self) -> Option<Figure> {
        let [first, second] = self.arms.as_slice() else { return None };
        let words = self.book.words;
        let count = |line: &EventLine, arm: &str| match self
            .find(Some(&of(line)), arm, Statistic::Patients)
            .and_then(|i| self.book.record(i))
            .map(|r| &r.value)
        {
            Some(Number::Count(n)) => *n,
            _ => 0,
        };
        let mut terms: Vec<&EventLine> = self.table.lines.iter().filter(|l| l.level == EventLevel::Term).collect();
        terms.sort_by_key(|l| std::cmp::Reverse(count(l, first) + count(l, second)));
        // What is not told is no bar of nothing.
        let told = |line: &&EventLine, statistic: Statistic| {
            [first, second].iter().all(|arm| {
                let found = self.find(Some(&of(line)), arm, statistic).and_then(|i| self.book.record(i));
                !found.is_some_and(|r| matches!(r.value, Number::Withheld(_)))
            })
        };
        terms.retain(|line| told(line, Statistic::Proportion) && told(line, Statistic::SevereProportion));
        terms.truncate(TERMS);
        let percent = |line: &EventLine, arm: &str, statistic: Statistic| match self
            .find(Some(&of(line)), arm, statistic)
            .and_then(|i| self.book.record(i))
            .map(|r| &r.value)
        {
            Some(Number::Real(x)) => x * 100.0,
            _ => 0.0,
        };
        let bar = |line: &EventLine, arm: &str| {
            (percent(line, arm, Statistic::Proportion), percent(line, arm, Statistic::SevereProportion))
        };
        let share = |line: &EventLine, arm: &str| {
            let record = self.find(Some(&of(line)), arm, Statistic::Proportion).and_then(|i| self.book.record(i));
            record.map(|r| words.value(&r.value, r.quantity)).unwrap_or_default()
        };
        let pair = |l: &&EventLine| Pair {
            label: self.name(l).into_owned(),
            bars: [bar(l, first), bar(l, second)],
            texts: [share(l, first), share(l, second)],
        };
        let pairs: Vec<Pair> = terms.iter().map(pair).collect();
        if pairs.is_empty() {
            return None;
        }
        let printed = |x: f64| words.number(&value(&Number::real(x / 100.0), Quantity::Proportion));
        let one = |p: &Pair| {
            let side = |(any, severe): (f64, f64)| format!("{} ({})", printed(any), printed(severe));
            format!("{}: {}, {}", p.label, side(p.bars[0]), side(p.bars[1]))
        };
        let listed = pairs.iter().map(one).collect::<Vec<_>>().join("; ");
        let grade = self.grade();
        let shown = pairs.len().to_string();
        let note = fill(words.butterfly_note, &[("grade", &grade), ("count", &shown)]);
        Some(Figure {
            caption: text(&fill(words.butterfly_caption, &[("analysis", self.label)])),
            about: self.book.about(&self.table.population, self.n, &self.table.clause),
            alt: clean(&fill(words.butterfly_alt, &[("grade", &grade), ("terms", &listed)])),
            drawing: butterfly::draw(
                words,
                words.butterfly_axis,
                [self.book.arm(first), self.book.arm(second)],
                &pairs,
                self.book.letters,
            ),
            notes: vec![(String::new(), text(&note))],
            shows: vec![],
        })
    }
}
