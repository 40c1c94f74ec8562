//! Agreement of readers: one line for each timepoint, one column for each coefficient.

use super::analysis::{about, labels, panel_title};
use super::notes;
use crate::number::{Number, Quantity};
use crate::report::document::{Column, ColumnKind, Row, Span, Style, Table, Text, plain, text};
use crate::report::lines::Measure;
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, MethodUse};

pub fn table<'a>(book: &Book<'a>, analysis: &AnalysisInfo, panels: &[Panel<'a>]) -> Table {
    let mut heads: Vec<(String, Option<&'a MethodUse>)> = Vec::new();
    let mut methods: Vec<&'a MethodUse> = Vec::new();
    for panel in panels {
        for (line, label) in panel.lines.iter().zip(labels(book, &analysis.basis, panel)) {
            let head = plain(&label);
            if !heads.iter().any(|(known, _)| *known == head) {
                heads.push((head, line.method));
            }
            methods.extend(line.method.filter(|m| !methods.contains(m)));
        }
    }
    let head = |(head, method): &(String, Option<&'a MethodUse>)| {
        let mark = method.and_then(|m| methods.iter().position(|known| known == &m));
        let mark = mark.map(|at| Span::styled(&notes::mark(at), Style::Superscript));
        let head = text(head).into_iter().chain(mark).collect();
        Column::new(head, ColumnKind::Numbers)
    };
    let mut columns = vec![Column::prose(book.words.timepoint)];
    columns.extend(heads.iter().map(head));
    let mut table = Table {
        caption: text(&analysis.label),
        about: about(book, analysis, panels),
        columns,
        small: true,
        ..Table::default()
    };
    let mut population = "";
    let mut beyond = false;
    for panel in panels {
        if panel.population != population {
            population = panel.population;
            let title = book.population_line(population, panel.population_n);
            table.rows.push(Row { group: true, cells: vec![text(&title)], ..Row::default() });
        }
        let mut cells: Vec<Text> = vec![text(&panel_title(book, panel))];
        let labels: Vec<String> = labels(book, &analysis.basis, panel).iter().map(|l| plain(l)).collect();
        for (head, _) in &heads {
            let line = labels.iter().position(|l| l == head).and_then(|at| panel.lines.get(at));
            let measure = line.and_then(|l| l.comparison);
            let mut shown: Text = measure.map(|m| book.measure(&m)).into_iter().collect();
            if measure.is_some_and(|m| is_beyond_one(book, &m)) {
                beyond = true;
                shown.push(Span::styled(BEYOND, Style::Superscript));
            }
            cells.push(shown);
        }
        table.rows.push(Row { indent: 1, cells, ..Row::default() });
    }
    table.notes = notes::of(book, analysis, panels, &methods, &[]);
    if beyond {
        let note = text(book.words.beyond_one);
        table.notes.insert(0, (BEYOND.to_string(), note));
    }
    table
}

const BEYOND: &str = "†";

/// The interval of a coefficient of agreement is not bounded by what the coefficient can be.
fn is_beyond_one(book: &Book, measure: &Measure) -> bool {
    let limit = measure.upper.and_then(|i| book.record(i));
    limit.is_some_and(|r| r.quantity == Quantity::Statistic && matches!(r.value, Number::Real(x) if x > 1.0))
}
