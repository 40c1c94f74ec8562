//! An analysis in readable words: its estimand as a box, its methods, and the equation of its model.

use super::{Signed, model};
use crate::analyse::method_use;
use crate::catalogue::{Effect, Names};
use crate::plan::ir::{Analysis, Compare, MethodCall, Standing, StatedEffect};
use crate::report::document::{Align, Block, Column, Row, Span, Style, Table, Text, text};
use crate::report::pages::intercurrent;
use crate::words::{capitalised, fill};

const ATTRIBUTE: Names = Names { en: "Estimand", fr: "Estimand" };
const POPULATION: Names = Names { en: "Population", fr: "Population" };
const TREATMENTS: Names = Names { en: "Treatments", fr: "Traitements" };
const VARIABLE: Names = Names { en: "Variable", fr: "Variable" };
const EVENTS: Names = Names { en: "Intercurrent events", fr: "Événements intercurrents" };
const SUMMARY: Names = Names { en: "Population-level summary", fr: "Mesure résumée" };
const TIMES: Names = Names { en: "Times", fr: "Temps" };
const METHODS: Names = Names { en: "Methods", fr: "Méthodes" };
const MODEL: Names = Names { en: "Model", fr: "Modèle" };
const AGAINST: Names = Names::with_places("{first} against {second}", "{first} contre {second}");
const ALL_TOGETHER: Names = Names { en: "All patients together", fr: "Tous les patients ensemble" };
const BASELINE: Names =
    Names { en: "The value against that at baseline", fr: "La valeur contre celle à l’inclusion" };
const EXPOSURE: Names = Names::with_places("After {event} against before it", "Après {event} contre avant");
const NONE: Names = Names { en: "None can meet the endpoint", fr: "Aucun ne peut toucher le critère" };
const DESCRIBED: Names = Names { en: "Described, with no effect named", fr: "Décrit, sans effet nommé" };
const LANDMARK: Names = Names::with_places(
    "Counted from day {day}, of the patients still at risk on it",
    "Comptés à partir du jour {day}, chez les patients encore à risque ce jour",
);
const AT: Names = Names::with_places("{response} at {points}", "{response} à {points}");
const MAIN: Names = Names { en: "main test", fr: "test principal" };
const ALSO: Names = Names { en: "also given", fr: "également donné" };

pub(super) fn of_analysis(signed: &Signed, analysis: &Analysis) -> Vec<Block> {
    let plan = signed.plan;
    let population = &plan.populations[analysis.population.0].header;
    let mut of = vec![Span::new(&format!("{} (", population.label))];
    of.extend([signed.book.clause(plan.clause_number(population.clause)), Span::new(")")]);
    let mut rows: Vec<(Names, Text)> = vec![
        (POPULATION, of),
        (TREATMENTS, text(&treatments(signed, analysis))),
        (VARIABLE, text(&variable(signed, analysis))),
        (EVENTS, events(signed, analysis)),
        (SUMMARY, text(&summary(signed, analysis))),
    ];
    if let Some(day) = analysis.landmark {
        rows.push((TIMES, text(&fill(signed.said(LANDMARK), &[("day", &day.to_string())]))));
    }
    rows.push((METHODS, methods(signed, analysis)));
    let equations = model::equations(signed, analysis);
    if !equations.is_empty() {
        let lines: Vec<Text> = equations.iter().map(|equation| text(equation)).collect();
        rows.push((MODEL, lines.join(&Span::line_break())));
    }
    let row = |(name, said): (Names, Text)| Row {
        cells: vec![vec![Span::styled(signed.said(name), Style::Strong)], said],
        ..Row::default()
    };
    let role = &signed.results.analyses.iter().find(|info| info.name == analysis.header.name);
    let role = role.map_or(String::new(), |info| signed.book.words.role_of_one(info.role));
    vec![Block::Table(Table {
        columns: vec![Column::short(signed.said(ATTRIBUTE), Align::Left), Column::prose(&capitalised(&role))],
        rows: rows.into_iter().map(row).collect(),
        unnumbered: true,
        ..Table::default()
    })]
}

pub(super) fn treatments(signed: &Signed, analysis: &Analysis) -> String {
    let label = |arm: &usize| signed.plan.arms.arms.get(*arm).map_or("", |arm| arm.label.as_str());
    match &analysis.compare {
        Compare::None => signed.said(ALL_TOGETHER).to_string(),
        Compare::Baseline => signed.said(BASELINE).to_string(),
        Compare::Exposure(event) => {
            let event = signed.plan.event(*event).map_or("", |event| event.header.label.as_str());
            fill(signed.said(EXPOSURE), &[("event", event)])
        }
        Compare::Arms(arms) => match (analysis.reference, arms.as_slice()) {
            (Some(reference), _) => {
                let others = arms.iter().filter(|arm| **arm != reference).map(label).collect::<Vec<_>>().join(", ");
                fill(signed.said(AGAINST), &[("first", &others), ("second", label(&reference))])
            }
            (None, [first, second]) => {
                fill(signed.said(AGAINST), &[("first", label(first)), ("second", label(second))])
            }
            (None, all) => all.iter().map(label).collect::<Vec<_>>().join(", "),
        },
    }
}

pub(super) fn variable(signed: &Signed, analysis: &Analysis) -> String {
    let plan = signed.plan;
    let endpoint = plan.endpoints[analysis.endpoint.0].header.label.clone();
    let each = analysis.each.iter().map(|(response, points)| {
        let points: Vec<String> = points.iter().map(|point| plan.point(*response, *point).label.clone()).collect();
        let response = &plan.responses[response.0].header.label;
        fill(signed.said(AT), &[("response", response), ("points", &signed.book.words.join(&points))])
    });
    std::iter::once(endpoint).chain(each).collect::<Vec<_>>().join("; ")
}

fn events(signed: &Signed, analysis: &Analysis) -> Text {
    let info = signed.results.analyses.iter().find(|info| info.name == analysis.header.name);
    let said = info.map(|info| intercurrent::stated(signed.book, info)).unwrap_or_default();
    // It begins with the space that sets it apart in a paragraph.
    let said: Text = said.into_iter().skip(1).collect();
    if said.is_empty() { text(signed.said(NONE)) } else { said }
}

fn summary(signed: &Signed, analysis: &Analysis) -> String {
    match analysis.effect {
        Some(StatedEffect::Of(effect)) => signed.said(effect_names(effect)).to_string(),
        Some(StatedEffect::Nothing) | None => signed.said(DESCRIBED).to_string(),
    }
}

/// What an effect is called.
pub(super) fn effect_names(effect: Effect) -> Names {
    match effect {
        Effect::RiskDifference => Names { en: "Difference of proportions", fr: "Différence des proportions" },
        Effect::RiskRatio => Names { en: "Risk ratio", fr: "Rapport des risques" },
        Effect::OddsRatio => Names { en: "Odds ratio", fr: "Rapport des cotes" },
        Effect::HazardRatio => Names { en: "Hazard ratio", fr: "Rapport des risques instantanés" },
        Effect::RmstDifference => {
            Names { en: "Difference of restricted mean times", fr: "Différence des temps moyens restreints" }
        }
        Effect::SurvivalDifference => {
            Names { en: "Difference of survival at a day", fr: "Différence de survie à un jour" }
        }
        Effect::SubdistributionHazardRatio => {
            Names { en: "Subdistribution hazard ratio", fr: "Rapport des risques instantanés de sous-distribution" }
        }
        Effect::CauseSpecificHazardRatio => {
            Names { en: "Cause-specific hazard ratio", fr: "Rapport des risques instantanés par cause" }
        }
        Effect::IncidenceDifference => {
            Names { en: "Difference of cumulative incidences", fr: "Différence des incidences cumulées" }
        }
        Effect::MeanDifference => Names { en: "Difference of means", fr: "Différence des moyennes" },
        Effect::LocationShift => Names { en: "Shift of location", fr: "Décalage de position" },
        Effect::VarianceRatio => Names { en: "Ratio of variances", fr: "Rapport des variances" },
        Effect::Association => Names { en: "Association of categories", fr: "Association des catégories" },
        Effect::RateRatio => Names { en: "Rate ratio", fr: "Rapport des taux" },
    }
}

/// Each on a line: its name, its options, and in what standing.
fn methods(signed: &Signed, analysis: &Analysis) -> Text {
    let times_in = signed.plan.endpoints[analysis.endpoint.0].kind.times_in();
    let one = |call: &MethodCall| {
        let mut line = text(signed.said(call.method.titles()));
        let options = signed.book.words.options(&method_use(call, times_in));
        if !options.is_empty() {
            line.push(Span::styled(&format!(" ({options})"), Style::Quiet));
        }
        let standing = match call.standing {
            Standing::MainTest => Some(MAIN),
            Standing::AlsoGiven => Some(ALSO),
            Standing::Estimate => None,
        };
        line.extend(standing.map(|names| Span::styled(&format!(": {}", signed.said(names)), Style::Emphasis)));
        line
    };
    analysis.methods.iter().map(one).collect::<Vec<Text>>().join(&Span::line_break())
}
