//! What the planned size can show whatever is found: it rests on the number of patients and the level, and on no assumption.

use super::assumptions::{BY, OTHER_TEST, SHOWS, VALUE, is_two_sided, main_test, of_test};
use super::{Signed, heading, model};
use crate::catalogue::t_test::Variance;
use crate::catalogue::{Chosen, Id, Names, OutcomeKind, chi_squared, log_rank};
use crate::methods::interval_of_proportion;
use crate::number::{Estimable, Number, Quantity};
use crate::plan::ir::{Analysis, Compare, MethodCall, Role};
use crate::report::document::{Align, Block, Column, Row, Table, text};
use crate::stats::contingency::chi_squared::{Table as Counts, likelihood_ratio, pearson};
use crate::stats::contingency::fisher::{Alternative, Conditional};
use crate::stats::feasibility::{
    Events, least_difference_of_means, least_difference_of_proportions, least_mean_within_pairs, widest_of_proportion,
};
use crate::stats::power::PlannedPairs;
use crate::stats::proportion::Proportion;
use crate::words::fill;

const TITLE: Names = Names { en: "What the planned size can show", fr: "Ce que peut montrer l’effectif prévu" };
const ABOUT: Names = Names::with_places(
    "From the {n} patients who are planned per arm, or {n} pairs of them, and the two-sided level {alpha} of the study; nothing is assumed of what will be found. Fewer patients, and p-values that are adjusted, show less.",
    "D’après les {n} patients prévus par bras, ou {n} paires, et le niveau bilatéral {alpha} de l’étude\u{a0}; rien n’est supposé de ce qui sera trouvé. Moins de patients, et des valeurs p ajustées, montrent moins.",
);
const LEAST: Names = Names {
    en: "Smallest difference that can be significant",
    fr: "Plus petite différence pouvant être significative",
};
const RATIO: Names = Names {
    en: "Hazard ratio nearest to 1 that can be significant",
    fr: "Rapport des risques le plus proche de 1 pouvant être significatif",
};
const PAIRS: Names =
    Names { en: "by the test of every table of the pairs", fr: "par le test de tout tableau des paires" };
const TABLES: Names =
    Names { en: "by the test of every table of two arms", fr: "par le test de tout tableau de deux bras" };
const MEANS: Names =
    Names { en: "t √(2/n), in standard deviations of the patients", fr: "t √(2/n), en écarts types des patients" };
const DIFFERENCES: Names = Names {
    en: "t / √n, in standard deviations of the differences within pairs",
    fr: "t / √n, en écarts types des différences au sein des paires",
};
const SCHOENFELD: Names = Names {
    en: "Schoenfeld 1983, were every patient to have the event; its inverse too",
    fr: "Schoenfeld 1983, si tout patient avait l’événement\u{a0}; son inverse aussi",
};
const WIDTH: Names = Names {
    en: "Widest interval of a proportion of one arm",
    fr: "Intervalle le plus large d’une proportion d’un bras",
};
const COUNTS: Names = Names { en: "of the intervals of every count", fr: "parmi les intervalles de tout effectif" };
const PER_TERM: Names = Names::with_places(
    "Most events per term of the model: {model}",
    "Au plus tant d’événements par terme du modèle\u{a0}: {model}",
);
const ALL_EVENTS: Names =
    Names { en: "were every patient to have the event", fr: "si tout patient avait l’événement" };
const HALF_EVENTS: Names = Names {
    en: "the rarer of the two outcomes, were it that of half of the patients",
    fr: "la plus rare des deux issues, si elle était celle de la moitié des patients",
};
const PATIENTS_PER_TERM: Names =
    Names::with_places("Patients per term of the model: {model}", "Patients par terme du modèle\u{a0}: {model}");
const ALL_PATIENTS: Names = Names { en: "were every patient to have a value", fr: "si tout patient avait une valeur" };
const TOO_MANY: Names = Names { en: "not computed for so many patients", fr: "non calculé pour tant de patients" };

/// Patients per arm of whom every table is gone through.
const MOST: u64 = 1000;

/// Models of which it is said how much there is for each term, the share of the patients that counts for them, and its words.
const MODELS: &[(Id, f64, Names, Names)] = &[
    (Id::Cox, 1.0, PER_TERM, ALL_EVENTS),
    (Id::CauseSpecificCox, 1.0, PER_TERM, ALL_EVENTS),
    (Id::FineGray, 1.0, PER_TERM, ALL_EVENTS),
    (Id::Logistic, 0.5, PER_TERM, HALF_EVENTS),
    (Id::LinearModel, 1.0, PATIENTS_PER_TERM, ALL_PATIENTS),
];

/// A line: what, its value, and by which formula.
type Line = (String, String, Names);

/// Nothing of a study that plans no number of patients.
pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let planned = signed.plan.settings.planned_per_arm.and_then(|planned| u64::try_from(planned).ok());
    let Some(n) = planned else { return vec![] };
    let mut rows: Vec<Row> = vec![];
    for analysis in signed.plan.analyses.iter().filter(|a| matches!(a.role, Role::Primary | Role::Secondary)) {
        let found = of_analysis(signed, analysis, n);
        if !found.is_empty() {
            rows.push(Row { group: true, cells: vec![text(&analysis.header.label)], ..Row::default() });
            rows.extend(found.into_iter().map(|(what, value, by)| Row {
                cells: vec![text(&what), text(&value), text(signed.said(by))],
                ..Row::default()
            }));
        }
    }
    if rows.is_empty() {
        return vec![];
    }
    let alpha = signed.book.words.number(&signed.plan.settings.alpha.normalize().to_string());
    let about = fill(signed.said(ABOUT), &[("n", &n.to_string()), ("alpha", &alpha)]);
    let columns = vec![
        Column::prose(signed.said(SHOWS)),
        Column::short(signed.said(VALUE), Align::Right),
        Column::prose(signed.said(BY)),
    ];
    vec![
        heading(1, signed.said(TITLE), signed.plan.assumptions.is_empty()),
        Block::paragraph(text(&about)),
        Block::Table(Table { columns, rows, unnumbered: true, ..Table::default() }),
    ]
}

fn of_analysis(signed: &Signed, analysis: &Analysis, n: u64) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    // A part of the time is of fewer patients, nobody knows how many.
    if analysis.landmark.is_some() {
        return lines;
    }
    if let (Compare::Arms(arms), Some(call)) = (&analysis.compare, main_test(analysis))
        && arms.len() == 2
    {
        lines.push(match is_two_sided(analysis) {
            true => significant(signed, analysis, call, n),
            false => (signed.said(LEAST).to_string(), String::new(), OTHER_TEST),
        });
    }
    lines.extend(widest(signed, analysis, n));
    lines.extend(per_term(signed, analysis, n));
    lines
}

fn value(signed: &Signed, found: Estimable, quantity: Quantity) -> String {
    let number = found.map_or_else(Number::NotEstimable, Number::real);
    signed.book.words.format(&number, quantity)
}

fn significant(signed: &Signed, analysis: &Analysis, call: &MethodCall, n: u64) -> Line {
    let alpha = signed.plan.settings.alpha();
    let least = |found: Estimable, quantity, by| (signed.said(LEAST).to_string(), value(signed, found, quantity), by);
    let unsaid = |why: Names| (signed.said(LEAST).to_string(), String::new(), why);
    let yes_no = signed.plan.endpoints[analysis.endpoint.0].kind.outcome() == OutcomeKind::YesNo;
    let of_tables = |p_value: &dyn Fn(Proportion, Proportion) -> Estimable| {
        least(least_difference_of_proportions(n, alpha, p_value), Quantity::ProportionDifference, TABLES)
    };
    let chosen = call.options.chosen();
    if let Chosen::TTest(test) = chosen {
        match test.variance {
            Variance::Paired => least(least_mean_within_pairs(n, alpha), Quantity::Statistic, DIFFERENCES),
            Variance::Equal | Variance::Unequal => {
                least(least_difference_of_means(n, alpha), Quantity::Statistic, MEANS)
            }
        }
    } else if is_of_hazards(chosen) {
        let compared = Events { events: (2 * n) as f64, first: 0.5, alpha };
        // What has a power of one half is what is just significant.
        let ratio = signed.book.words.value(&Number::real(compared.detectable(0.5)), Quantity::Ratio);
        (signed.said(RATIO).to_string(), ratio, SCHOENFELD)
    } else if n > MOST {
        unsaid(TOO_MANY)
    } else if let Chosen::Mcnemar(test) = chosen {
        let p_value = |table| of_test(test, table);
        let planned = PlannedPairs { pairs: n, alpha, p_value: &p_value };
        least(planned.least_difference(), Quantity::ProportionDifference, PAIRS)
    } else if let (Chosen::FisherExact(_), true) = (chosen, yes_no) {
        of_tables(&|a, b| Conditional::new(a, b).map(|table| table.p_value(Alternative::TwoSided)))
    } else if let (Chosen::ChiSquared(test), true) = (chosen, yes_no) {
        of_tables(&|a, b| of_counts(test, a, b))
    } else {
        unsaid(OTHER_TEST)
    }
}

/// A test of one ratio of hazards, each event counting the same.
fn is_of_hazards(chosen: &Chosen) -> bool {
    let equal = if let Chosen::LogRank(test) = chosen { test.weight == log_rank::Weight::Equal } else { false };
    equal || matches!(chosen, Chosen::Cox(_))
}

fn of_counts(test: &chi_squared::Options, a: Proportion, b: Proportion) -> Estimable {
    let row = |group: Proportion| vec![group.responders, group.n - group.responders];
    let rows = [row(a), row(b)];
    let found = match test.statistic {
        chi_squared::Statistic::Pearson => pearson(Counts(&rows), test.correction.is_yes()),
        chi_squared::Statistic::LikelihoodRatio => likelihood_ratio(Counts(&rows)),
    };
    found.map(|test| test.p_value())
}

fn widest(signed: &Signed, analysis: &Analysis, n: u64) -> Option<Line> {
    let mut of_calls = analysis.methods.iter().map(|call| call.options.chosen());
    let options =
        of_calls.find_map(|chosen| if let Chosen::Proportion(options) = chosen { Some(options) } else { None })?;
    if n > MOST {
        return Some((signed.said(WIDTH).to_string(), String::new(), TOO_MANY));
    }
    let level = signed.plan.settings.level();
    let width = widest_of_proportion(n, &|count| interval_of_proportion(count, level, options))?;
    let said = value(signed, Ok(width), Quantity::ProportionDifference);
    Some((signed.said(WIDTH).to_string(), said, COUNTS))
}

/// Of how many a model of the analysis has the events at the most, for each of its terms; a term of several categories has more
/// than one coefficient.
fn per_term(signed: &Signed, analysis: &Analysis, n: u64) -> Vec<Line> {
    let terms = model::terms(signed, analysis).len();
    let arms = match &analysis.compare {
        Compare::Arms(arms) => arms.len(),
        Compare::None | Compare::Baseline | Compare::Exposure(_) => signed.plan.arms.arms.len(),
    };
    if terms == 0 {
        return vec![];
    }
    let patients = n as f64 * arms as f64;
    let mut lines: Vec<Line> = vec![];
    for call in &analysis.methods {
        let Some((_, share, what, by)) = MODELS.iter().find(|(id, ..)| *id == call.method.id) else { continue };
        let said = fill(signed.said(*what), &[("model", signed.said(call.method.titles()))]);
        let each = signed.book.words.value(&Number::real(patients * share / terms as f64), Quantity::Mean);
        if lines.iter().all(|(known, ..)| *known != said) {
            lines.push((said, each, *by));
        }
    }
    lines
}
