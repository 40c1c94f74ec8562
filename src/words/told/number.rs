//! What is told of a number: what it is and stands as, its method, its steps and tables.

use super::{BehindTold, ClauseTold, WrittenTold, joined};
use crate::catalogue::{Language, Names, OptionSpec, french, named};
use crate::results::trace::Trace;
use crate::results::{LabelKind, MethodUse, OptionUse, Record, Results, StepInfo, TableDigest, format};
use crate::words::{Words, fill, lower_first};
use serde::Serialize;

/// A number and what it rests on.
#[derive(Debug, Serialize)]
pub struct ResultTold<'r> {
    pub number: NumberTold<'r>,
    pub clause: Option<ClauseTold<'r>>,
    /// What asked for it and its endpoint, where they are like another statement.
    pub written_out: Vec<WrittenTold<'r>>,
    pub steps: Vec<StepTold<'r>>,
    pub tables: Vec<TableTold<'r>>,
    pub behind: BehindTold<'r>,
}

#[derive(Debug, Serialize)]
pub struct NumberTold<'r> {
    pub id: &'r str,
    pub statistic: String,
    /// The analysis or what else made it, endpoint, response, timepoint, subgroup and comparison.
    pub of: String,
    pub group: String,
    pub term: String,
    pub printed: String,
    pub exact: String,
    pub stands_as: String,
    pub population: String,
    pub clause: &'r str,
    /// None of what is counted, or of what no analysis gave.
    pub method: Option<MethodTold<'r>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodTold<'r> {
    pub name: &'r str,
    pub title: String,
    pub options: Vec<OptionTold<'r>>,
    pub citation: &'r str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionTold<'r> {
    pub name: &'r str,
    pub called: String,
    pub value: String,
    /// What the reference says of it.
    pub about: &'static str,
}

#[derive(Debug, Serialize)]
pub struct StepTold<'r> {
    pub id: &'r str,
    pub label: String,
    pub kind: &'r str,
    pub clause: &'r str,
    pub file: &'r str,
    pub line: usize,
}

#[derive(Debug, Serialize)]
pub struct TableTold<'r> {
    pub name: &'r str,
    pub label: &'r str,
    pub rows: Option<usize>,
    pub digest: &'r str,
}

/// What the options of a matching are called, whose methods stand in no catalogue.
const OF_MATCHING: &[(&str, Names)] = &[
    ("logistic_of", Names { en: "logistic regression on", fr: "régression logistique sur" }),
    ("exact", Names { en: "exact", fr: "à l’identique" }),
    (
        "caliper_in_deviations",
        Names { en: "caliper, in standard deviations of the logit", fr: "calibre, en écarts-types du logit" },
    ),
    ("of", Names { en: "on", fr: "sur" }),
];

impl NumberTold<'_> {
    /// What it is, of what, in whom, for what.
    pub fn label(&self) -> String {
        joined([self.statistic.as_str(), &self.of, &self.group, &self.term].into_iter())
    }

    /// The same beside others that are of the same.
    pub fn short_label(&self) -> String {
        joined([self.statistic.as_str(), &self.group, &self.term].into_iter())
    }
}

impl Words {
    /// A number with all that it rests on.
    pub fn result<'r>(&self, results: &'r Results, trace: &Trace<'r>) -> ResultTold<'r> {
        ResultTold {
            number: self.number_of(results, trace.record),
            clause: trace.clause.map(|clause| self.clause_head(results, clause)),
            written_out: trace.written_out.iter().map(|written| self.written_out(written)).collect(),
            steps: trace.steps.iter().map(|step| self.step_of(results, step)).collect(),
            tables: trace.tables.iter().map(|table| table_told(table)).collect(),
            behind: self.behind(results, trace),
        }
    }

    pub fn number_of<'r>(&self, results: &'r Results, record: &'r Record) -> NumberTold<'r> {
        NumberTold {
            id: &record.id,
            statistic: self.statistic_by(record.statistic, record.method.as_ref()),
            of: self.what_of(results, record),
            group: self.group_of(results, record),
            term: self.place_label(results, record).unwrap_or_default(),
            printed: self.format(&record.value, record.quantity),
            exact: self.exact(&record.value),
            stands_as: self.stands_as(record) + &self.fixed_when(results, record),
            population: self.population_of(results, record),
            clause: &record.clause,
            method: record.method.as_ref().map(|method| self.method_of(method)),
        }
    }

    pub fn method_of<'r>(&self, method: &'r MethodUse) -> MethodTold<'r> {
        let options = method.options.iter().map(|(key, value)| self.option_of(method, key, value)).collect();
        MethodTold { name: &method.name, title: self.method(method), options, citation: &method.citation }
    }

    fn option_of<'r>(&self, method: &MethodUse, key: &'r str, value: &OptionUse) -> OptionTold<'r> {
        let spec = named(&method.name).and_then(|declared| declared.options.iter().find(|spec| spec.name == key));
        let of_matching = || OF_MATCHING.iter().find(|(name, _)| *name == key).map(|(_, names)| *names);
        let names = spec.map(|spec| spec.names).or_else(of_matching);
        let called = names.map_or_else(|| key.replace('_', " "), |names| names.of(self.language).to_string());
        OptionTold {
            name: key,
            called,
            value: self.value_of(method, key, value),
            about: spec.map_or("", |spec| self.about_option(method, spec)),
        }
    }

    /// What the reference says of an option.
    fn about_option(&self, method: &MethodUse, spec: &'static OptionSpec) -> &'static str {
        match (self.language, named(&method.name)) {
            (Language::French, Some(declared)) => french::about(declared.id, spec),
            (Language::English, _) | (Language::French, None) => spec.about,
        }
    }

    pub fn step_of<'r>(&self, results: &Results, step: &'r StepInfo) -> StepTold<'r> {
        StepTold {
            id: &step.id,
            label: self.step(results, step),
            kind: self.step_kind(&step.kind),
            clause: &step.clause,
            file: &step.file,
            line: step.line,
        }
    }

    fn what_of(&self, results: &Results, record: &Record) -> String {
        let label =
            |kind, name: Option<&str>| name.map(|name| results.label(kind, "", name).unwrap_or(name).to_string());
        let analysis = results.analyses.iter().find(|a| a.name == record.analysis).map(|a| &a.label);
        let population = || results.populations.iter().find(|p| p.name == record.analysis).map(|p| &p.label);
        let labelled =
            || results.labels.iter().find(|l| l.of.is_empty() && l.name == record.analysis).map(|l| &l.label);
        let made = analysis.or_else(population).or_else(labelled).unwrap_or(&record.analysis);
        let parts = [
            Some(made.clone()),
            label(LabelKind::Endpoint, record.endpoint.as_deref()),
            label(LabelKind::Response, record.response.as_deref()),
            label(LabelKind::Timepoint, record.point()),
            record.subgroup.as_ref().map(|subgroup| self.subgroup_label(results, &record.analysis, subgroup)),
            record.contrast.as_ref().map(|contrast| self.contrast_label(results, contrast)),
        ];
        joined(parts.iter().flatten().map(String::as_str))
    }

    fn group_of(&self, results: &Results, record: &Record) -> String {
        let Some(group) = record.group.word() else { return String::new() };
        let arm = results.arms.iter().find(|arm| arm.name == group).map(|arm| arm.label.as_str());
        arm.or_else(|| self.listed_term(group)).unwrap_or(group).to_string()
    }

    /// Of a sealed plan, whether what it rests on was fixed before outcomes were seen.
    fn fixed_when(&self, results: &Results, record: &Record) -> String {
        let known = results.study.on_record.as_ref().and_then(|on_record| on_record.fixed(&record.analysis));
        known.map_or_else(String::new, |known| format!("; {}", lower_first(&self.on_record().fixed_when(known))))
    }

    fn stands_as(&self, record: &Record) -> String {
        let multiplicity = record.multiplicity.as_ref().map(|of| self.traced_multiplicity(of));
        let own = [self.role_of_one(record.role), self.standing(record.standing).to_string()];
        own.into_iter().chain(multiplicity).collect::<Vec<_>>().join(", ")
    }

    fn population_of(&self, results: &Results, record: &Record) -> String {
        let known = results.populations.iter().find(|p| p.name == record.population);
        let label = known.map(|p| p.label.as_str()).filter(|label| !label.is_empty()).unwrap_or(&record.population);
        if label.is_empty() {
            return String::new();
        }
        fill(self.population_n, &[("population", label), ("n", &format::patients(record.population_n))])
    }
}

pub fn table_told(table: &TableDigest) -> TableTold<'_> {
    TableTold { name: &table.name, label: &table.label, rows: table.rows, digest: &table.digest }
}
