//! What is assumed before there are data, and what a study of this size can then show.

use super::{Signed, heading};
use crate::catalogue::mcnemar::{Form, Options};
use crate::catalogue::{Chosen, Names};
use crate::number::{Number, Quantity};
use crate::plan::ir::{
    Analysis, Assumed, AssumedOutcome, Assumption, Compare, EndpointKind, Hazard, MatchingId, MethodCall, Role,
    Standing,
};
use crate::report::document::{Align, Block, Column, Row, Table, Text, sentence, text};
use crate::stats::contingency::mcnemar;
use crate::stats::feasibility::{
    Events, Group, Normal, expected_events, hazard_of_event_free, hazard_of_median, power_of_means,
    power_of_proportions,
};
use crate::stats::power::{Discordance, PlannedPairs};
use crate::words::fill;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const TITLE: Names = Names { en: "Assumptions and feasibility", fr: "Hypothèses et faisabilité" };
const ABOUT: Names = Names {
    en: "What is assumed stands here with where it is taken from, and below it what the primary and secondary comparisons could show if it were so. No number of the report rests on it. What the planned number of pairs can show without these assumptions stands in the shells, among the patients.",
    fr: "Ce qui est supposé figure ici avec son origine, et dessous ce que les comparaisons principale et secondaires pourraient montrer s’il en était ainsi. Aucun nombre du rapport n’en dépend. Ce que peut montrer le nombre de paires prévu sans ces hypothèses est dans les modèles, parmi les patients.",
};
const ASSUMED_OF: Names = Names { en: "Assumed", fr: "Supposé" };
const PATIENTS: Names = Names { en: "Patients who can be analysed", fr: "Patients pouvant être analysés" };
const FOLLOWED: Names = Names { en: "Followed to day", fr: "Suivis jusqu’au jour" };
const MATCHED: Names =
    Names::with_places("Treated patients matched, {matching}", "Patients traités appariés, {matching}");
const DISCORDANT: Names = Names::with_places("Discordant pairs, {endpoint}", "Paires discordantes, {endpoint}");
const POWER: Names = Names { en: "Power of a detectable effect", fr: "Puissance d’un effet détectable" };
const SOURCE: Names =
    Names::with_places("Taken from: {because} (clause {clause}).", "Origine\u{a0}: {because} (article {clause}).");
const MEDIAN: Names = Names::with_places("exponential, median {days} days", "exponentiel, médiane {days} jours");
const RATE: Names = Names::with_places(
    "exponential, {events} events in {days} days at risk",
    "exponentiel, {events} événements en {days} jours à risque",
);
const FREE: Names = Names::with_places(
    "exponential, {share} without the event on day {day}",
    "exponentiel, {share} sans l’événement au jour {day}",
);
const NORMAL: Names = Names::with_places("mean {mean}, standard deviation {sd}", "moyenne {mean}, écart type {sd}");
pub(super) const SHOWS: Names = Names { en: "What could be shown", fr: "Ce qui pourrait être montré" };
pub(super) const VALUE: Names = Names { en: "Value", fr: "Valeur" };
pub(super) const BY: Names = Names { en: "Formula", fr: "Formule" };
const PAIRS: Names = Names::with_places("Expected pairs, {matching}", "Paires attendues, {matching}");
const PAIRS_BY: Names = Names {
    en: "the share matched of the treated, and no more than there are controls, rounded down",
    fr: "la part appariée des traités, et pas plus qu’il n’y a de témoins, arrondie vers le bas",
};
const EVENTS: Names = Names { en: "Expected events", fr: "Événements attendus" };
const EVENTS_BY: Names = Names::with_places("n (1 − exp(−λt)), t = {days} days", "n (1 − exp(−λt)), t = {days} jours");
const POWER_AT: Names =
    Names::with_places("Power at a hazard ratio of {ratio}", "Puissance pour un rapport de {ratio}");
const DETECTABLE: Names = Names::with_places(
    "Detectable hazard ratio with a power of {power}",
    "Rapport détectable avec une puissance de {power}",
);
const SCHOENFELD: Names = Names { en: "Schoenfeld 1983", fr: "Schoenfeld 1983" };
const POWER_OF: Names = Names { en: "Power", fr: "Puissance" };
const FLEISS: Names = Names {
    en: "two proportions, normal approximation (Fleiss, Levin and Paik 2003, section 4.2)",
    fr: "deux proportions, approximation normale (Fleiss, Levin et Paik 2003, section 4.2)",
};
const MEANS: Names = Names {
    en: "two means, normal approximation, variances as assumed",
    fr: "deux moyennes, approximation normale, variances telles que supposées",
};
const MCNEMAR: Names = Names {
    en: "McNemar’s test over all tables of the pairs (Schork and Williams 1980)",
    fr: "test de McNemar sur toutes les tables de paires (Schork et Williams 1980)",
};
const NO_POWER: Names = Names {
    en: "not computed: the share of discordant pairs, or of treated patients who are matched, is not assumed",
    fr: "non calculé\u{a0}: la part de paires discordantes, ou de patients traités appariés, n’est pas supposée",
};
pub(super) const OTHER_TEST: Names =
    Names { en: "not computed for the test of this analysis", fr: "non calculé pour le test de cette analyse" };

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    if signed.plan.assumptions.is_empty() {
        return vec![];
    }
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    for assumption in &signed.plan.assumptions {
        blocks.push(heading(2, &assumption.header.label, false));
        blocks.push(Block::Table(assumed(signed, assumption)));
        let source = [
            ("because", text(&assumption.because)),
            ("clause", vec![signed.book.clause(signed.plan.clause_number(assumption.header.clause))]),
        ];
        blocks.push(Block::Aside { text: sentence(signed.said(SOURCE), &source) });
        blocks.push(Block::Table(feasible(signed, assumption)));
    }
    blocks
}

/// Each arm in a column.
fn assumed(signed: &Signed, assumption: &Assumption) -> Table {
    let arms = &signed.plan.arms.arms;
    let heads = arms.iter().map(|arm| Column::prose(&arm.label));
    let columns = std::iter::once(Column::prose(signed.said(ASSUMED_OF))).chain(heads).collect();
    let whole = |name: &str, value: String| {
        let rest = arms.iter().skip(1).map(|_| Text::new());
        [vec![text(name), text(&value)], rest.collect()].concat()
    };
    let patients = assumption.patients.iter().map(|n| text(&n.to_string()));
    let mut cells: Vec<Vec<Text>> = vec![std::iter::once(text(signed.said(PATIENTS))).chain(patients).collect()];
    cells.extend(assumption.followed.map(|day| whole(signed.said(FOLLOWED), day.to_string())));
    for outcome in &assumption.outcomes {
        let of_arm = |arm: usize| outcome.of(arm).map(|of| text(&in_words(signed, of))).unwrap_or_default();
        let first = text(&named(signed, outcome));
        cells.push(std::iter::once(first).chain((0..arms.len()).map(of_arm)).collect());
        if let Some(share) = outcome.discordant {
            let name = fill(signed.said(DISCORDANT), &[("endpoint", &named(signed, outcome))]);
            cells.push(whole(&name, percent(signed, share)));
        }
    }
    for (matching, share) in &assumption.matched {
        let name = fill(signed.said(MATCHED), &[("matching", label(signed, *matching))]);
        cells.push(whole(&name, percent(signed, *share)));
    }
    cells.push(whole(signed.said(POWER), percent(signed, assumption.power)));
    let rows = cells.into_iter().map(|cells| Row { cells, ..Row::default() }).collect();
    Table { columns, rows, unnumbered: true, ..Table::default() }
}

fn label<'a>(signed: &'a Signed, matching: MatchingId) -> &'a str {
    signed.plan.matching(matching).map_or("", |matching| matching.header.label.as_str())
}

/// The endpoint, and where it is measured.
fn named(signed: &Signed, outcome: &AssumedOutcome) -> String {
    let plan = signed.plan;
    let endpoint = &plan.endpoints[outcome.endpoint.0].header.label;
    match outcome.each {
        Some((response, point)) => {
            format!("{endpoint}: {}, {}", plan.responses[response.0].header.label, plan.point(response, point).label)
        }
        None => endpoint.clone(),
    }
}

fn percent(signed: &Signed, share: Decimal) -> String {
    let percent = signed.book.words.number(&(share * Decimal::from(100)).normalize().to_string());
    format!("{percent}\u{a0}%")
}

fn in_words(signed: &Signed, assumed: &Assumed) -> String {
    let plain = |number: &Decimal| signed.book.words.number(&number.normalize().to_string());
    match assumed {
        Assumed::Proportion(share) => percent(signed, *share),
        Assumed::Exponential(Hazard::Median(days)) => fill(signed.said(MEDIAN), &[("days", &plain(days))]),
        Assumed::Exponential(Hazard::Rate { events, in_days }) => {
            fill(signed.said(RATE), &[("events", &plain(events)), ("days", &plain(in_days))])
        }
        Assumed::Exponential(Hazard::EventFree { share, on }) => {
            fill(signed.said(FREE), &[("share", &percent(signed, *share)), ("day", &on.to_string())])
        }
        Assumed::Normal { mean, standard_deviation } => {
            fill(signed.said(NORMAL), &[("mean", &plain(mean)), ("sd", &plain(standard_deviation))])
        }
    }
}

/// A line: what, its value, and by which formula.
type Line = (String, String, String);

fn feasible(signed: &Signed, assumption: &Assumption) -> Table {
    let mut rows: Vec<Row> = vec![];
    let cells = |(what, value, by): Line| Row { cells: vec![text(&what), text(&value), text(&by)], ..Row::default() };
    for (matching, _) in &assumption.matched {
        let name = fill(signed.said(PAIRS), &[("matching", label(signed, *matching))]);
        let pairs = pairs_of(signed, assumption, *matching).unwrap_or(0);
        rows.push(cells((name, pairs.to_string(), signed.said(PAIRS_BY).to_string())));
    }
    let compared = signed.plan.analyses.iter().filter(|a| matches!(a.role, Role::Primary | Role::Secondary));
    for analysis in compared {
        let found = of_analysis(signed, assumption, analysis);
        if !found.is_empty() {
            rows.push(Row { group: true, cells: vec![text(&analysis.header.label)], ..Row::default() });
            rows.extend(found.into_iter().map(cells));
        }
    }
    let columns = vec![
        Column::prose(signed.said(SHOWS)),
        Column::short(signed.said(VALUE), Align::Right),
        Column::prose(signed.said(BY)),
    ];
    Table { columns, rows, unnumbered: true, ..Table::default() }
}

/// As many as the share of the treated, and as there are controls.
fn pairs_of(signed: &Signed, assumption: &Assumption, matching: MatchingId) -> Option<u64> {
    let (_, share) = assumption.matched.iter().find(|(of, _)| *of == matching)?;
    let matching = signed.plan.matching(matching)?;
    let (treated, control) = (*assumption.patients.get(matching.treated)?, *assumption.patients.get(matching.control)?);
    (*share * Decimal::from(treated)).floor().to_u64().map(|pairs| pairs.min(control))
}

/// Nothing of an analysis that compares no two arms of which something is assumed, or that is of a part of the time.
fn of_analysis(signed: &Signed, assumption: &Assumption, analysis: &Analysis) -> Vec<Line> {
    let Compare::Arms(arms) = &analysis.compare else { return vec![] };
    let (&[first, second], None) = (arms.as_slice(), analysis.landmark) else { return vec![] };
    let is_of = |outcome: &&AssumedOutcome| {
        let there =
            |(response, point)| analysis.each.iter().any(|(r, points)| *r == response && points.contains(&point));
        outcome.endpoint == analysis.endpoint && outcome.each.is_none_or(there)
    };
    let Some(outcome) = assumption.outcomes.iter().find(is_of) else { return vec![] };
    let matching = signed.matching_of(analysis.population);
    let pairs = matching.map(|matching| pairs_of(signed, assumption, matching));
    let sizes = match pairs {
        Some(None | Some(0)) => return vec![not_computed(signed, NO_POWER)],
        Some(Some(pairs)) => (pairs, pairs),
        None => match (assumption.patients.get(first), assumption.patients.get(second)) {
            (Some(a), Some(b)) => (*a, *b),
            (None, _) | (_, None) => return vec![],
        },
    };
    match (outcome.of(first), outcome.of(second)) {
        (Some(Assumed::Exponential(a)), Some(Assumed::Exponential(b))) => {
            of_times(signed, assumption, analysis, (Group { n: sizes.0, of: a }, Group { n: sizes.1, of: b }))
        }
        (Some(_), Some(_)) if !is_two_sided(analysis) => vec![not_computed(signed, OTHER_TEST)],
        (Some(Assumed::Proportion(a)), Some(Assumed::Proportion(b))) => {
            let groups = (Group { n: sizes.0, of: *a }, Group { n: sizes.1, of: *b });
            vec![of_proportions(signed, analysis, outcome.discordant, groups)]
        }
        (
            Some(Assumed::Normal { mean: a, standard_deviation: s }),
            Some(Assumed::Normal { mean: b, standard_deviation: t }),
        ) => {
            let group = |n, mean: &Decimal, sd: &Decimal| Group {
                n,
                of: Normal { mean: real(*mean), standard_deviation: real(*sd) },
            };
            let power = power_of_means(group(sizes.0, a, s), group(sizes.1, b, t), signed.plan.settings.alpha());
            vec![powered(signed, power, MEANS)]
        }
        (Some(_) | None, _) => vec![],
    }
}

pub(super) fn main_test(analysis: &Analysis) -> Option<&MethodCall> {
    analysis.methods.iter().find(|call| call.standing == Standing::MainTest)
}

/// The powers are of two-sided tests of no effect; a limit that is compared with a margin decides by another hypothesis.
pub(super) fn is_two_sided(analysis: &Analysis) -> bool {
    analysis.hypothesis.is_none() && main_test(analysis).is_none_or(|call| !call.options.is_one_sided())
}

fn of_proportions(
    signed: &Signed,
    analysis: &Analysis,
    discordant: Option<Decimal>,
    (a, b): (Group<Decimal>, Group<Decimal>),
) -> Line {
    let alpha = signed.plan.settings.alpha();
    match (main_test(analysis).map(|call| call.options.chosen()), discordant) {
        (Some(Chosen::Mcnemar(_)), None) => not_computed(signed, NO_POWER),
        (Some(Chosen::Mcnemar(test)), Some(share)) => {
            let truth = Discordance { share: real(share), difference: real(a.of - b.of) };
            let p_value = |table| of_test(test, table);
            powered(signed, PlannedPairs { pairs: a.n, alpha, p_value: &p_value }.power(truth), MCNEMAR)
        }
        (Some(_) | None, _) => {
            let of = |group: Group<Decimal>| Group { n: group.n, of: real(group.of) };
            powered(signed, power_of_proportions(of(a), of(b), alpha), FLEISS)
        }
    }
}

/// The two-sided test in the form that the plan chooses.
pub(super) fn of_test(test: &Options, table: crate::stats::proportion::paired::Pairs) -> crate::number::Estimable {
    match test.form {
        Form::Exact => mcnemar::exact(table),
        Form::MidP => mcnemar::mid_p(table),
        Form::Asymptotic => mcnemar::asymptotic(table, test.correction.is_yes()),
    }
}

fn powered(signed: &Signed, power: f64, by: Names) -> Line {
    let value = signed.book.words.format(&Number::real(power), Quantity::Proportion);
    (signed.said(POWER_OF).to_string(), value, signed.said(by).to_string())
}

fn not_computed(signed: &Signed, why: Names) -> Line {
    (signed.said(POWER_OF).to_string(), String::new(), signed.said(why).to_string())
}

fn of_times(
    signed: &Signed,
    assumption: &Assumption,
    analysis: &Analysis,
    (a, b): (Group<&Hazard>, Group<&Hazard>),
) -> Vec<Line> {
    let kind = &signed.plan.endpoints[analysis.endpoint.0].kind;
    let Some(days) = followed(assumption, kind) else { return vec![] };
    let (first, second) = (hazard(a.of), hazard(b.of));
    let of_group = |n, of| expected_events(Group { n, of }, days as f64);
    let events = of_group(a.n, first) + of_group(b.n, second);
    let words = signed.book.words;
    let by = fill(signed.said(EVENTS_BY), &[("days", &days.to_string())]);
    let expected = (signed.said(EVENTS).to_string(), words.value(&Number::real(events), Quantity::Mean), by);
    if !is_two_sided(analysis) {
        return vec![expected, not_computed(signed, OTHER_TEST)];
    }
    let compared = Events { events, first: a.n as f64 / (a.n + b.n) as f64, alpha: signed.plan.settings.alpha() };
    let ratio = |x: f64| words.value(&Number::real(x), Quantity::Ratio);
    let schoenfeld = signed.said(SCHOENFELD).to_string();
    let at = fill(signed.said(POWER_AT), &[("ratio", &ratio(first / second))]);
    let detectable = fill(signed.said(DETECTABLE), &[("power", &percent(signed, assumption.power))]);
    let power = words.format(&Number::real(compared.power(first / second)), Quantity::Proportion);
    vec![
        expected,
        (at, power, schoenfeld.clone()),
        (detectable, ratio(compared.detectable(real(assumption.power))), schoenfeld),
    ]
}

/// Up to the horizon and no longer than anybody is followed; of months of the calendar, the fewest days that they have.
fn followed(assumption: &Assumption, kind: &EndpointKind) -> Option<i64> {
    let horizon = kind.last_day().map(|at| at.days().0);
    [horizon, assumption.followed].into_iter().flatten().min()
}

/// A day.
fn hazard(stated: &Hazard) -> f64 {
    match stated {
        Hazard::Median(days) => hazard_of_median(real(*days)),
        Hazard::Rate { events, in_days } => real(*events) / real(*in_days),
        Hazard::EventFree { share, on } => hazard_of_event_free(real(*share), *on as f64),
    }
}

fn real(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}
