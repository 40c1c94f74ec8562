//! Agreement of readers: one line for each timepoint, one column for each coefficient.

use super::analysis::{about, labels, panel_title};
use super::notes;
use crate::report::document::{Align, Cell, Column, Row, Span, Style, Table, Text, plain, text};
use crate::report::metrics::Metrics;
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, MethodUse};

pub fn table<'a>(book: &Book<'a>, analysis: &AnalysisInfo, panels: &[Panel<'a>], metrics: &Metrics) -> Table {
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
        Column { head, ..Column::new("", Align::Center, 0.0) }
    };
    let mut columns = vec![Column::new(book.words.timepoint, Align::Left, 1.0)];
    columns.extend(heads.iter().map(head));
    let mut table = Table {
        caption: text(&analysis.label),
        about: about(book, analysis, panels),
        columns,
        small: true,
        ..Table::default()
    };
    let mut population = "";
    for panel in panels {
        if panel.population != population {
            population = panel.population;
            let title = book.population_line(population, panel.population_n);
            table.rows.push(Row { group: true, cells: vec![text(&title).into()], ..Row::default() });
        }
        let mut cells: Vec<Cell> = vec![text(&panel_title(book, panel)).into()];
        let labels: Vec<String> = labels(book, &analysis.basis, panel).iter().map(|l| plain(l)).collect();
        for (head, _) in &heads {
            let line = labels.iter().position(|l| l == head).and_then(|at| panel.lines.get(at));
            let measure = line.and_then(|l| l.comparison);
            cells.push(measure.map(|m| book.measure(&m)).into_iter().collect::<Text>().into());
        }
        table.rows.push(Row { indent: 1, cells, ..Row::default() });
    }
    (1..table.columns.len()).for_each(|column| table.align_decimals(column, metrics));
    table.notes = notes::of(book, analysis, panels, &methods, &[]);
    table
}
