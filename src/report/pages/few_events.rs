//! Whether a model has few events for its coefficients, which its table says.

use crate::catalogue::{Names, Statistic};
use crate::number::Number;
use crate::report::lines::Line;
use crate::report::select::{Book, Panel};
use crate::words::fill;

/// Fewer for each coefficient than this are few (Peduzzi and others 1995, 1996).
const ENOUGH: i64 = 10;

const FEW: Names = Names::with_places(
    "Fewer than {enough} events, or patients of the rarer outcome, stand behind each of the {n} coefficients of the model: they may be far from the truth, and their intervals too narrow.",
    "Moins de {enough} événements, ou patients dont l’issue est la plus rare, se trouvent derrière chacun des {n} coefficients du modèle\u{a0}: ceux-ci peuvent être loin de la vérité, et leurs intervalles trop étroits.",
);

/// Of the models of a table, the sentence on the one that has most coefficients among those with few events.
pub fn sentence(book: &Book, panels: &[Panel]) -> Option<String> {
    let most = panels.iter().flat_map(|panel| of_panel(book, &panel.lines)).max()?;
    Some(fill(book.said(FEW), &[("enough", &ENOUGH.to_string()), ("n", &most.to_string())]))
}

/// The numbers of coefficients of those models that have few events.
fn of_panel(book: &Book, lines: &[Line]) -> Vec<usize> {
    let of_model = |l: &&Line| l.comparison.is_some() && l.method.is_some();
    let counts = lines.iter().filter(of_model).filter(|l| is_count_of_events(l.statistic));
    let few = |count: &Line| -> Option<usize> {
        let own = || lines.iter().filter(of_model).filter(|l| l.method == count.method);
        let coefficients = own().filter(|l| is_coefficient(l.statistic)).count();
        let n = own().find(|l| l.statistic == Statistic::N).and_then(|l| value(book, l));
        let events = value(book, count)?;
        // Of two outcomes the rarer one counts; of times, the events.
        let rarer = match count.statistic {
            Statistic::Responders => n.map_or(events, |n| events.min(n - events)),
            _ => events,
        };
        is_few(rarer, coefficients).then_some(coefficients)
    };
    counts.filter_map(few).collect()
}

fn is_few(events: i64, coefficients: usize) -> bool {
    coefficients > 1 && i64::try_from(coefficients).is_ok_and(|n| events < ENOUGH.saturating_mul(n))
}

fn is_count_of_events(statistic: Statistic) -> bool {
    [Statistic::Events, Statistic::Responders].contains(&statistic)
}

fn is_coefficient(statistic: Statistic) -> bool {
    let coefficients = [
        Statistic::OddsRatio,
        Statistic::HazardRatio,
        Statistic::SubdistributionHazardRatio,
        Statistic::CauseSpecificHazardRatio,
    ];
    coefficients.contains(&statistic)
}

fn value(book: &Book, line: &Line) -> Option<i64> {
    match book.record(line.comparison?.estimate)?.value {
        Number::Count(n) => Some(n),
        Number::Real(_)
        | Number::Infinite
        | Number::NegativeInfinite
        | Number::NotEstimable(_)
        | Number::Withheld(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_for_each_coefficient_are_enough() {
        // The adjusted models of the first study: 29 responders and 19 deaths for five coefficients.
        assert!(is_few(29, 5) && is_few(19, 5) && is_few(49, 5));
        assert!(!is_few(50, 5));
        // One coefficient is no model of several.
        assert!(!is_few(3, 1));
    }
}
