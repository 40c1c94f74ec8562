//! For the synopsis: each sensitivity and supplementary analysis of a primary result in a line, with what its estimand differs
//! in, and whether its interval says otherwise.

use super::against;
use super::analysis::panel_title;
use super::attributes::named;
use super::synopsis::{arms_line, effect_of, summary_row, under_label};
use crate::catalogue::Names;
use crate::number::{Number, Quantity};
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, sentence, text};
use crate::report::lines::Measure;
use crate::report::select::{Book, Panel, in_order};
use crate::results::{AnalysisInfo, Role};
use crate::words::fill;
use std::cmp::Ordering;

const CAPTION: Names = Names::with_places("Beside the primary result", "À côté du résultat principal");
const ABOUT: Names = Names::with_places(
    "Sensitivity and supplementary analyses of “{analysis}” (clause {clause}), and in what their estimands differ from its own. Its own line stands first.",
    "Analyses de sensibilité et complémentaires de «\u{a0}{analysis}\u{a0}» (article {clause}), et ce en quoi leur estimand diffère du sien. Sa propre ligne est la première.",
);
const NOTE: Names = Names::with_places(
    "In each arm: patients with the outcome (a response, where the analysis is of responses) out of all, with their proportion. Effect: the first comparison that the clause estimates; differences in percentage points, ratios named.",
    "Dans chaque bras\u{a0}: les patients ayant l’événement (une réponse, si l’analyse porte sur des réponses) sur l’ensemble, avec leur proportion. Effet\u{a0}: la première comparaison qu’estime l’article\u{a0}; différences en points de pourcentage, rapports nommés.",
);
const DIFFERS: Names = Names::with_places("Differs in", "Diffère par");
const MARK: &str = "†";
const OTHERWISE: Names = Names::with_places(
    "The interval says otherwise than that of the primary result: one holds no effect and the other does not, or they lie on different sides of it.",
    "L’intervalle dit autre chose que celui du résultat principal\u{a0}: l’un contient l’absence d’effet et l’autre non, ou ils se trouvent de part et d’autre.",
);
const ALIKE: Names = Names::with_places(
    "No interval says otherwise than that of the primary result.",
    "Aucun intervalle ne dit autre chose que celui du résultat principal.",
);

/// A table for each primary analysis beside which others stand.
pub fn tables(book: &Book, analyses: &[AnalysisInfo]) -> Vec<Block> {
    let of = |primary: &AnalysisInfo| -> Option<Block> {
        let besides = analyses.iter().filter(|a| matches!(a.role, Role::Sensitivity | Role::Supplementary));
        let others: Vec<&AnalysisInfo> =
            besides.filter(|a| a.differs.as_ref().is_some_and(|differs| differs.from == primary.name)).collect();
        (!others.is_empty()).then(|| Block::Table(table(book, primary, &others)))
    };
    analyses.iter().filter(|a| a.role == Role::Primary).filter_map(of).collect()
}

fn table(book: &Book, primary: &AnalysisInfo, others: &[&AnalysisInfo]) -> Table {
    let words = book.words;
    let arms = in_order(primary);
    let ci = fill(words.ci, &[("level", &book.level())]).replace(' ', "\u{a0}");
    let mut columns = vec![Column::prose(words.analysis)];
    columns.extend(arms.iter().map(|arm| Column::numbers(book.arm_label(arm))));
    columns.push(Column::numbers(&format!("{} ({ci})", words.effect)));
    columns.push(Column::prose(book.said(DIFFERS)));
    columns.push(Column::short(words.clause_head, Align::Center));
    let fillings = [("analysis", text(&primary.label)), ("clause", vec![book.clause(&primary.clause)])];
    let own = book.panels(&primary.name);
    let of_primary = |panel: &Panel| reading(book, primary, (counterpart(&own, panel)?, &own));
    let mut rows = vec![];
    let mut otherwise = false;
    for analysis in std::iter::once(&primary).chain(others) {
        let panels = book.panels(&analysis.name);
        let chosen = of_the_same_time(&own, &panels);
        let mut own_rows = vec![];
        for panel in &chosen {
            let first = of_primary(panel);
            let says_otherwise = |own: Option<Reading>| {
                let own = own.filter(|_| analysis.name != primary.name);
                first.as_ref().zip(own).is_some_and(|(first, own)| own.says_otherwise_than(first))
            };
            let mut push = |mut row: Row, own: Option<Reading>| {
                if says_otherwise(own) {
                    otherwise = true;
                    row.cells[1 + arms.len()].push(Span::styled(MARK, Style::Superscript));
                }
                own_rows.push(row);
            };
            let whole = row(book, analysis, (panel, &panels, chosen.len() > 1), &arms);
            let mut differs = differs(book, analysis).filter(|_| whole.is_none());
            whole.into_iter().for_each(|row| push(row, reading(book, analysis, (panel, &panels))));
            for one in against::of_model(analysis, panel, &panels) {
                let mut row = against::row(book, analysis, panel, &one, arms.len());
                row.cells[2 + arms.len()] = text(&differs.take().unwrap_or_default());
                push(row, read(book, &one.measure));
            }
        }
        rows.extend(under_label(analysis, own_rows));
    }
    let mut notes = vec![(String::new(), text(book.said(NOTE)))];
    let reads = own.iter().any(|panel| of_primary(panel).is_some());
    notes.extend(reads.then(|| match otherwise {
        true => (MARK.to_string(), text(book.said(OTHERWISE))),
        false => (String::new(), text(book.said(ALIKE))),
    }));
    Table {
        caption: text(book.said(CAPTION)),
        about: sentence(book.said(ABOUT), &fillings),
        columns,
        rows,
        notes,
        small: true,
        ..Table::default()
    }
}

/// The panel of the primary result beside which another stands: of its response, timepoint and contrast, else the first.
fn counterpart<'p, 'a>(own: &'p [Panel<'a>], panel: &Panel) -> Option<&'p Panel<'a>> {
    let whole = || own.iter().filter(|p| p.subgroup.is_none());
    let same = |p: &&Panel| (p.response, p.timepoint, p.contrast) == (panel.response, panel.timepoint, panel.contrast);
    whole().find(same).or_else(|| whole().next())
}

/// The panels of the response and timepoint of the primary result, or where there are none of its timepoint, or all.
fn of_the_same_time<'p, 'a>(own: &[Panel<'a>], panels: &'p [Panel<'a>]) -> Vec<&'p Panel<'a>> {
    let whole = || panels.iter().filter(|p| p.subgroup.is_none());
    let alike = |same: &dyn Fn(&Panel, &Panel) -> bool| -> Vec<&'p Panel<'a>> {
        whole().filter(|p| own.iter().any(|q| same(p, q))).collect()
    };
    let both = alike(&|p, q| p.timepoint == q.timepoint && p.response == q.response);
    let time = alike(&|p, q| p.timepoint == q.timepoint);
    [both, time].into_iter().find(|found| !found.is_empty()).unwrap_or_else(|| whole().collect())
}

/// As in the table of main results, with the attributes in place of the p-value.
fn row(
    book: &Book,
    analysis: &AnalysisInfo,
    (panel, panels, several): (&Panel, &[Panel], bool),
    arms: &[&str],
) -> Option<Row> {
    let title = panel_title(book, panel);
    let named_alone = !several || title.is_empty();
    let name = if named_alone { analysis.label.clone() } else { title };
    let mut row = summary_row(book, analysis, (panel, panels), (&name, arms_line(book, analysis, panel)), arms)?;
    row.indent = usize::from(!named_alone);
    let p_value = row.cells.len().checked_sub(2)?;
    row.cells[p_value] = text(&differs(book, analysis).unwrap_or_default());
    Some(row)
}

/// In which attributes the estimand of an analysis beside the primary one is another.
fn differs(book: &Book, analysis: &AnalysisInfo) -> Option<String> {
    let differs = analysis.differs.as_ref().filter(|_| analysis.role != Role::Primary)?;
    Some(match differs.attributes.as_slice() {
        [] => book.words.attributes.none.to_string(),
        some => named(book, some),
    })
}

/// On which side of no effect the interval of an effect lies; `Equal`: it holds no effect.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading {
    quantity: Quantity,
    side: Ordering,
}

impl Reading {
    /// Two of one quantity are on one side; a difference and a ratio need not point the same way.
    fn says_otherwise_than(&self, other: &Reading) -> bool {
        let holds = |reading: &Reading| reading.side == Ordering::Equal;
        holds(self) != holds(other) || (self.quantity == other.quantity && self.side != other.side)
    }
}

fn reading(book: &Book, analysis: &AnalysisInfo, (panel, panels): (&Panel, &[Panel])) -> Option<Reading> {
    // What is of one group alone has no side.
    if analysis.compare.len() < 2 && panel.contrast.is_none() {
        return None;
    }
    let (_, measure) = effect_of(analysis, panel, panels)?;
    read(book, &measure)
}

fn read(book: &Book, measure: &Measure) -> Option<Reading> {
    let (lower, upper) = (book.record(measure.lower?)?, book.record(measure.upper?)?);
    let quantity = book.record(measure.estimate)?.quantity;
    let side = side(no_effect(quantity)?, (&lower.value, &upper.value))?;
    Some(Reading { quantity, side })
}

/// What stands for no effect; none of what is no comparison.
fn no_effect(quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Ratio => Some(1.0),
        Quantity::ProportionDifference | Quantity::Days | Quantity::Mean => Some(0.0),
        Quantity::Count
        | Quantity::Proportion
        | Quantity::Rate
        | Quantity::TimeAtRisk
        | Quantity::PValue
        | Quantity::Statistic => None,
    }
}

fn side(no_effect: f64, (lower, upper): (&Number, &Number)) -> Option<Ordering> {
    let above = known(lower)? > no_effect;
    let below = known(upper)? < no_effect;
    Some(if above {
        Ordering::Greater
    } else if below {
        Ordering::Less
    } else {
        Ordering::Equal
    })
}

fn known(number: &Number) -> Option<f64> {
    match number {
        Number::Real(x) => Some(*x),
        Number::Infinite => Some(f64::INFINITY),
        Number::NegativeInfinite => Some(f64::NEG_INFINITY),
        Number::Count(_) | Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(quantity: Quantity, lower: f64, upper: f64) -> Reading {
        let limits = (&Number::Real(lower), &Number::Real(upper));
        let side = no_effect(quantity).and_then(|no_effect| side(no_effect, limits));
        Reading { quantity, side: side.expect("a comparison") }
    }

    /// The primary result and the adjusted one of the first study: −0.1 to 40.9 percentage points, and 1.15 to 14.17.
    #[test]
    fn an_interval_that_holds_no_effect_says_otherwise_than_one_that_does_not() {
        let primary = of(Quantity::ProportionDifference, -0.001, 0.409);
        assert!(of(Quantity::Ratio, 1.15, 14.17).says_otherwise_than(&primary));
        assert!(!of(Quantity::Ratio, 0.8, 7.63).says_otherwise_than(&primary));
        assert!(!of(Quantity::ProportionDifference, 0.0, 0.2).says_otherwise_than(&primary));
        assert!(of(Quantity::ProportionDifference, 0.01, 0.2).says_otherwise_than(&primary));
    }

    #[test]
    fn sides_are_compared_of_one_quantity_only() {
        let (better, worse) = (of(Quantity::Ratio, 1.2, 2.0), of(Quantity::Ratio, 0.3, 0.9));
        assert!(better.says_otherwise_than(&worse));
        assert!(!of(Quantity::Mean, -3.0, -1.0).says_otherwise_than(&better));
    }

    #[test]
    fn what_cannot_be_read_says_nothing() {
        assert_eq!(side(1.0, (&Number::Count(1), &Number::Infinite)), None);
        assert_eq!(side(1.0, (&Number::Real(1.5), &Number::Infinite)), Some(Ordering::Greater));
        assert_eq!(no_effect(Quantity::Proportion), None);
    }
}
