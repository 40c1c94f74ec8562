//! The trial that an observational study imitates: each element of its protocol beside what this study has in its place.

use super::{Signed, estimand, heading};
use crate::catalogue::Names;
use crate::plan::ir::{
    Analysis, Covariate, Design, HorizonAt, Plan, PopulationId, PopulationSource, Requirement, Role, StatedEffect,
};
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, text};
use crate::words::fill;

const TITLE: Names = Names { en: "The trial that this study imitates", fr: "L’essai que cette étude imite" };
const ABOUT: Names = Names::with_places(
    "Worked out from the statements, for {analysis} (clause {clause}). The ideal trial asks the same question of the same patients.",
    "Établi d’après les énoncés, pour {analysis} (article {clause}). L’essai idéal pose la même question aux mêmes patients.",
);
const ELEMENT: Names = Names { en: "Element", fr: "Élément" };
const IDEAL: Names = Names { en: "Ideal trial", fr: "Essai idéal" };
const HERE: Names = Names { en: "This study", fr: "Cette étude" };

const ELIGIBILITY: Names = Names { en: "Eligibility", fr: "Éligibilité" };
const ELIGIBILITY_IDEAL: Names = Names {
    en: "The same requirements, established before assignment",
    fr: "Les mêmes exigences, établies avant l’attribution",
};
const STRATEGIES: Names = Names { en: "Treatment strategies", fr: "Stratégies de traitement" };
const STRATEGIES_IDEAL: Names =
    Names { en: "The same, to be begun at assignment", fr: "Les mêmes, à commencer lors de l’attribution" };
const ASSIGNMENT: Names = Names { en: "Assignment", fr: "Attribution" };
const ASSIGNMENT_IDEAL: Names = Names { en: "At random, concealed", fr: "Au hasard, dissimulée" };
const RECEIVED: Names = Names { en: "By what patients received", fr: "D’après ce que les patients ont reçu" };
const MATCHED: Names = Names::with_places("; matched on {covariates}", "\u{a0}; appariés sur {covariates}");
const ADJUSTED: Names = Names::with_places("; adjusted for {covariates}", "\u{a0}; ajusté sur {covariates}");
const ZERO: Names = Names { en: "Time zero", fr: "Temps zéro" };
const ZERO_IDEAL: Names = Names {
    en: "Randomisation: eligibility, assignment and follow-up begin together",
    fr: "La randomisation\u{a0}: éligibilité, attribution et suivi commencent ensemble",
};
const SETTLED: Names = Names::with_places(
    "{zero}; the arms are settled by day {day} after it",
    "{zero}\u{a0}; les bras sont fixés au jour {day} après lui",
);
const AT_ZERO: Names = Names::with_places("{zero}; the arms are settled at it", "{zero}\u{a0}; les bras y sont fixés");
const FOLLOW_UP: Names = Names { en: "Follow-up", fr: "Suivi" };
const FOLLOW_UP_IDEAL: Names = Names { en: "The same, from randomisation", fr: "Le même, depuis la randomisation" };
const TO_DAY: Names = Names::with_places("From time zero to day {day}", "Du temps zéro au jour {day}");
const TO_MONTHS: Names = Names::with_places("From time zero, {months} months", "Depuis le temps zéro, {months} mois");
const TO_POINTS: Names = Names::with_places("To the timepoint {points}", "Jusqu’au temps {points}");
const TO_END: Names = Names { en: "To the end of observation", fr: "Jusqu’à la fin de l’observation" };
const LANDMARK: Names = Names::with_places("From day {day} on", "À partir du jour {day}");
const OUTCOME: Names = Names { en: "Outcome", fr: "Critère" };
const OUTCOME_IDEAL: Names =
    Names { en: "The same, assessed without knowledge of the arm", fr: "Le même, évalué sans connaître le bras" };
const CONTRAST: Names = Names { en: "Causal contrast", fr: "Contraste causal" };
const CONTRAST_IDEAL: Names = Names {
    en: "The effect of assignment, intercurrent events handled alike",
    fr: "L’effet de l’attribution, les événements intercurrents étant traités de même",
};
const ANALYSIS: Names = Names { en: "Analysis", fr: "Analyse" };
const ANALYSIS_IDEAL: Names = Names {
    en: "The same test and estimates, without matching or adjustment for confounding",
    fr: "Les mêmes test et estimations, sans appariement ni ajustement pour la confusion",
};

fn is_observational(signed: &Signed) -> bool {
    signed.plan.settings.design.is_some_and(Design::is_observational)
}

/// The primary analysis of an observational study, where it compares arms as a trial would.
pub(super) fn emulated<'a>(signed: &Signed<'a>) -> Option<&'a Analysis> {
    let primary = signed.plan.analyses.iter().find(|a| a.role == Role::Primary);
    primary.filter(|a| !a.compare.arms().is_empty() && is_observational(signed))
}

/// Of a study that imitates a trial; else nothing.
pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let Some(analysis) = emulated(signed) else { return vec![] };
    let rows: Vec<(Names, Names, String)> = vec![
        (ELIGIBILITY, ELIGIBILITY_IDEAL, eligibility(signed.plan, analysis.population)),
        (STRATEGIES, STRATEGIES_IDEAL, estimand::treatments(signed, analysis)),
        (ASSIGNMENT, ASSIGNMENT_IDEAL, assignment(signed, analysis)),
        (ZERO, ZERO_IDEAL, zero(signed)),
        (FOLLOW_UP, FOLLOW_UP_IDEAL, follow_up(signed, analysis)),
        (OUTCOME, OUTCOME_IDEAL, estimand::variable(signed, analysis)),
        (CONTRAST, CONTRAST_IDEAL, contrast(signed, analysis)),
        (ANALYSIS, ANALYSIS_IDEAL, methods(signed, analysis)),
    ];
    let row = |(element, ideal, here): (Names, Names, String)| Row {
        cells: vec![vec![Span::styled(signed.said(element), Style::Strong)], text(signed.said(ideal)), text(&here)],
        ..Row::default()
    };
    let fillings: [(&str, Text); 2] = [
        ("analysis", text(&analysis.header.label)),
        ("clause", vec![signed.book.clause(signed.plan.clause_number(analysis.header.clause))]),
    ];
    let columns = vec![
        Column::short(signed.said(ELEMENT), Align::Left),
        Column::prose(signed.said(IDEAL)),
        Column::prose(signed.said(HERE)),
    ];
    let table = Table { columns, rows: rows.into_iter().map(row).collect(), unnumbered: true, ..Table::default() };
    vec![
        heading(1, signed.said(TITLE), true),
        Block::paragraph(crate::report::document::sentence(signed.said(ABOUT), &fillings)),
        Block::Table(table),
    ]
}

/// The labels of all requirements, those of the populations it is taken from first.
fn eligibility(plan: &Plan, population: PopulationId) -> String {
    let labels = requirements(plan, population);
    let labels: Vec<&str> = labels.iter().map(|requirement| requirement.label.as_str()).collect();
    match labels.is_empty() {
        true => plan.populations[population.0].header.label.clone(),
        false => labels.join("; "),
    }
}

fn requirements(plan: &Plan, population: PopulationId) -> Vec<&Requirement> {
    let population = &plan.populations[population.0];
    let above = match &population.of {
        PopulationSource::AllPatients => None,
        PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. } => Some(*of),
        PopulationSource::Pairs(matching) => plan.matching(*matching).map(|matching| matching.among),
    };
    let above = above.map(|of| requirements(plan, of)).unwrap_or_default();
    above.into_iter().chain(&population.require).collect()
}

fn assignment(signed: &Signed, analysis: &Analysis) -> String {
    let mut said = signed.said(RECEIVED).to_string();
    let labels =
        |covariates: &[Covariate]| covariates.iter().map(|covariate| covariate.label.clone()).collect::<Vec<String>>();
    let matching = signed.matching_of(analysis.population);
    if let Some(matching) = matching.and_then(|matching| signed.plan.matching(matching)) {
        let all = [labels(&matching.exact), labels(&matching.covariates)].concat();
        said.push_str(&fill(signed.said(MATCHED), &[("covariates", &signed.book.words.join(&all))]));
    }
    if !analysis.adjustment.covariates.is_empty() {
        let all = signed.book.words.join(&labels(&analysis.adjustment.covariates));
        said.push_str(&fill(signed.said(ADJUSTED), &[("covariates", &all)]));
    }
    said
}

fn zero(signed: &Signed) -> String {
    let zero = &signed.plan.time_zero;
    let event = zero.event.and_then(|event| signed.plan.event(event));
    let zero = event.map_or(zero.header.label.as_str(), |event| event.header.label.as_str());
    match signed.plan.arms.settled_by_day {
        Some(day) => fill(signed.said(SETTLED), &[("zero", zero), ("day", &day.to_string())]),
        None => fill(signed.said(AT_ZERO), &[("zero", zero)]),
    }
}

fn follow_up(signed: &Signed, analysis: &Analysis) -> String {
    let plan = signed.plan;
    let points: Vec<String> = analysis
        .each
        .iter()
        .flat_map(|(response, points)| points.iter().map(|point| plan.point(*response, *point).label.clone()))
        .collect();
    let until = match plan.endpoints[analysis.endpoint.0].kind.last_day() {
        Some(HorizonAt::Day(day)) => fill(signed.said(TO_DAY), &[("day", &day.to_string())]),
        Some(HorizonAt::Months(months)) => fill(signed.said(TO_MONTHS), &[("months", &months.to_string())]),
        None if points.is_empty() => signed.said(TO_END).to_string(),
        None => fill(signed.said(TO_POINTS), &[("points", &signed.book.words.join(&points))]),
    };
    let from = analysis.landmark.map(|day| fill(signed.said(LANDMARK), &[("day", &day.to_string())]));
    from.into_iter().chain([until]).collect::<Vec<_>>().join("; ")
}

fn contrast(signed: &Signed, analysis: &Analysis) -> String {
    let treatments = estimand::treatments(signed, analysis);
    match analysis.effect {
        Some(StatedEffect::Of(effect)) => {
            format!("{}: {treatments}", signed.said(estimand::effect_names(effect)))
        }
        Some(StatedEffect::Nothing) | None => treatments,
    }
}

fn methods(signed: &Signed, analysis: &Analysis) -> String {
    let mut said: Vec<&str> = vec![];
    for title in analysis.methods.iter().map(|call| signed.said(call.method.titles())) {
        if !said.contains(&title) {
            said.push(title);
        }
    }
    said.join("; ")
}
