//! The analyses: the numbers that are displayed of one statement, endpoint, criterion, timepoint, population and method.

use super::documents::Documents;
use super::groupings::Groupings;
use super::methods::Methods;
use super::model::{
    Analysis, By, Clause, Comparator, CompoundExpression, Condition, LogicalOperator, OperationResult, OrderedGrouping,
    ProgrammingCode, ReferencedOperation, Selection, WhereClause,
};
use super::{purposes, said};
use crate::catalogue::Shown;
use crate::number::Number;
use crate::results::format::limit;
use crate::results::{Contrast, LabelKind, Record, Results, Role, identity};
use crate::words::{Words, fill};
use std::collections::BTreeMap;

/// What the numbers of an analysis have in common, besides the method.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'r> {
    statement: &'r str,
    role: Role,
    clause: &'r str,
    population: &'r str,
    data: Data<'r>,
}

/// Of all data the part that is analysed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Data<'r> {
    endpoint: Option<&'r str>,
    response: Option<&'r str>,
    timepoint: Option<&'r str>,
    contrast: Option<&'r Contrast>,
}

/// The analyses as they are made, and what they refer to.
pub struct Made<'r> {
    pub analyses: Vec<Analysis>,
    pub subsets: Vec<Selection>,
    pub groupings: Groupings,
    pub methods: Methods<'r>,
    /// Of each displayed number, by identifier, the place of its analysis.
    pub analysis_of: BTreeMap<&'r str, usize>,
}

/// From the displayed numbers, in their order.
pub fn made<'r>(results: &'r Results, words: &Words, documents: &Documents, displayed: &[&'r Record]) -> Made<'r> {
    let mut maker = Maker { results, words, documents, subsets: vec![], of_data: BTreeMap::new() };
    let (mut groupings, mut methods) = (Groupings::default(), Methods::default());
    let mut analyses: Vec<Analysis> = vec![];
    let mut members: Vec<Vec<&Record>> = vec![];
    let mut places: BTreeMap<(Place, String), usize> = BTreeMap::new();
    let mut analysis_of = BTreeMap::new();
    for record in displayed.iter().copied() {
        let used = methods.of(record);
        let place = Place::of(record);
        let at = *places.entry((place, used.method.clone())).or_insert(analyses.len());
        if at == analyses.len() {
            let id = super::unused(place.identifier(&used.method), |id| analyses.iter().any(|own| own.id == id));
            analyses.push(maker.analysis(id, place, used.method, record));
            members.push(vec![]);
        }
        let groups = groupings.of(results, words, record);
        for group in &groups {
            let ordered = &mut analyses[at].ordered_groupings;
            let of_each = group.group_id.is_some();
            match ordered.iter_mut().find(|own| own.grouping_id == group.grouping_id) {
                Some(own) => own.results_by_group |= of_each,
                None => ordered.push(OrderedGrouping {
                    order: ordered.len() + 1,
                    grouping_id: group.grouping_id.clone(),
                    results_by_group: of_each,
                }),
            }
        }
        analyses[at].results.push(OperationResult {
            operation_id: used.operation,
            result_groups: groups,
            raw_value: raw(&record.value),
            formatted_value: formatted(words, record),
        });
        members[at].push(record);
        analysis_of.insert(record.id.as_str(), at);
    }
    for (analysis, records) in analyses.iter_mut().zip(&members) {
        analysis.name = format!("{}: {}", analysis.name, methods.name(words, &analysis.method_id));
        let prefix = identity::in_common(records.iter().map(|record| record.id.as_str()));
        analysis.description = fill(said::BEGINS.of(words.language), &[("prefix", &prefix)]);
        analysis.referenced_analysis_operations = referenced(analysis, &methods);
    }
    Made { analyses, subsets: maker.subsets, groupings, methods, analysis_of }
}

impl<'r> Place<'r> {
    fn of(record: &'r Record) -> Place<'r> {
        Place {
            statement: &record.analysis,
            role: record.role,
            clause: &record.clause,
            population: &record.population,
            data: Data {
                endpoint: record.endpoint.as_deref(),
                response: record.response.as_deref(),
                timepoint: record.point(),
                contrast: record.contrast.as_ref(),
            },
        }
    }

    /// `analysis.primary.recist.M6.method.risk_difference`
    fn identifier(&self, method: &str) -> String {
        let contrast = self.data.contrast.map(Contrast::word);
        let parts = ["analysis", self.statement].into_iter().chain(self.data.response).chain(self.data.timepoint);
        parts.chain(contrast.as_deref()).chain([method]).collect::<Vec<_>>().join(".")
    }
}

struct Maker<'a, 'r> {
    results: &'r Results,
    words: &'a Words,
    documents: &'a Documents<'r>,
    subsets: Vec<Selection>,
    of_data: BTreeMap<Data<'r>, Option<String>>,
}

impl<'r> Maker<'_, 'r> {
    /// Without its results.
    fn analysis(&mut self, id: String, place: Place<'r>, method_id: String, first: &Record) -> Analysis {
        let document_refs = self.documents.clause(place.clause);
        let known = self.results.populations.iter().any(|population| population.name == place.population);
        let document_ref = document_refs.first().cloned().unwrap_or_else(|| self.documents.records());
        Analysis {
            id,
            name: self.name(first),
            description: String::new(),
            reason: purposes::reason(),
            purpose: purposes::of(place.role),
            method_id,
            document_refs,
            category_ids: vec![],
            variable: place.data.endpoint.map(str::to_string),
            analysis_set_id: known.then(|| set_id(place.population)),
            data_subset_id: self.subset(place.data),
            ordered_groupings: vec![],
            referenced_analysis_operations: vec![],
            programming_code: ProgrammingCode { context: self.results.study.engine.clone(), document_ref },
            results: vec![],
        }
    }

    /// What the numbers are of, which the method follows: `Primary analysis · Response · RECIST 1.1 · 6 months: Risk difference`.
    fn name(&self, first: &Record) -> String {
        let words = self.words;
        match first.role {
            Role::Baseline | Role::Rules => {
                let population = self.results.populations.iter().find(|own| own.name == first.population);
                let label = population.map(|population| population.label.clone());
                std::iter::once(words.role(first.role)).chain(label).collect::<Vec<_>>().join(", ")
            }
            Role::Primary
            | Role::Secondary
            | Role::Sensitivity
            | Role::Supplementary
            | Role::Agreement
            | Role::Lesions
            | Role::SampleSize
            | Role::Attrition
            | Role::Balance => {
                let whole = Record { subgroup: None, ..first.clone() };
                words.number_of(self.results, &whole).of
            }
        }
    }

    /// The subset of data that names an endpoint, a criterion, a timepoint or two arms of several; none of all data.
    fn subset(&mut self, data: Data<'r>) -> Option<String> {
        if let Some(known) = self.of_data.get(&data) {
            return known.clone();
        }
        let (names, conditions): (Vec<String>, Vec<Condition>) = self.conditions(data).into_iter().unzip();
        let id = (!conditions.is_empty()).then(|| format!("subset.{}", self.subsets.len() + 1));
        if let Some(id) = &id {
            let order = self.subsets.len() + 1;
            let (id, name, by) = (id.clone(), names.join(", "), all_of(conditions));
            self.subsets.push(Selection { id, name, description: None, level: 1, order, by });
        }
        self.of_data.insert(data, id.clone());
        id
    }

    /// Each with what it is called.
    fn conditions(&self, data: Data) -> Vec<(String, Condition)> {
        let named = |kind, variable: &str, name: Option<&str>| {
            name.map(|name| {
                let label = self.results.label(kind, "", name).unwrap_or(name);
                (label.to_string(), Condition::is(variable, name))
            })
        };
        let arms = data.contrast.map(|contrast| {
            let value = vec![contrast.arm.clone(), contrast.reference.clone()];
            let condition = Condition { variable: "arm".to_string(), comparator: Comparator::In, value };
            (self.words.contrast_label(self.results, contrast), condition)
        });
        let named = [
            named(LabelKind::Endpoint, "endpoint", data.endpoint),
            named(LabelKind::Response, "response", data.response),
            named(LabelKind::Timepoint, "timepoint", data.timepoint),
            arms,
        ];
        named.into_iter().flatten().collect()
    }
}

fn all_of(mut conditions: Vec<Condition>) -> By {
    match conditions.len() {
        1 => By::Condition(conditions.remove(0)),
        _ => {
            let clause = |(i, condition)| WhereClause { level: 2, order: i + 1, of: Clause::Condition(condition) };
            let where_clauses = conditions.into_iter().enumerate().map(clause).collect();
            By::CompoundExpression(CompoundExpression { logical_operator: LogicalOperator::And, where_clauses })
        }
    }
}

/// The populations of the plan.
pub fn sets(results: &Results) -> Vec<Selection> {
    let set = |(i, population): (usize, &crate::results::PopulationInfo)| {
        let label = |own: &&crate::results::Label| {
            own.kind == LabelKind::Requirement && own.of == population.name && !own.label.is_empty()
        };
        let requirements: Vec<&str> =
            results.labels.iter().filter(label).map(|requirement| requirement.label.as_str()).collect();
        Selection {
            id: set_id(&population.name),
            name: population.label.clone(),
            description: (!requirements.is_empty()).then(|| requirements.join("; ")),
            level: 1,
            order: i + 1,
            by: By::Condition(Condition::is("population", &population.name)),
        }
    };
    results.populations.iter().enumerate().map(set).collect()
}

fn set_id(population: &str) -> String {
    format!("population.{population}")
}

/// With all digits; none of what cannot be estimated.
fn raw(value: &Number) -> Option<String> {
    match value {
        Number::Count(n) => Some(n.to_string()),
        Number::Real(value) => Some(value.to_string()),
        Number::Infinite => Some("Infinity".to_string()),
        Number::NegativeInfinite => Some("-Infinity".to_string()),
        Number::NotEstimable(_) | Number::Withheld(_) => None,
    }
}

/// As a table of the report has it, without unit.
fn formatted(words: &Words, record: &Record) -> String {
    match record.statistic.shown() {
        Shown::Lower | Shown::Upper => words.number(&limit(&record.value, record.quantity)),
        Shown::Line
        | Shown::Whole
        | Shown::OutOfWhole
        | Shown::ShareOf(_)
        | Shown::WithPairs
        | Shown::PValue
        | Shown::Nowhere => words.value(&record.value, record.quantity),
    }
}

/// What the operations of the analysis are computed from, where it shows both.
fn referenced(analysis: &Analysis, methods: &Methods) -> Vec<ReferencedOperation> {
    let operations: Vec<&str> = analysis.results.iter().map(|result| result.operation_id.as_str()).collect();
    let of = methods.relationships(&analysis.method_id, &operations).into_iter();
    of.map(|relationship| ReferencedOperation {
        referenced_operation_relationship_id: relationship.id,
        analysis_id: analysis.id.clone(),
    })
    .collect()
}
