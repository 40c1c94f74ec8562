//! What a step does, as one text: the same for the same operation, expressions, options and constants, whatever its label says,
//! wherever it stands, and whatever else the plan holds.

use super::dump::what_all;
use super::step::{Chosen, Operation, Program};
use crate::plan::dump::statements;
use crate::plan::ir::{
    BaselineTable, CourseFigure, CurvesFigure, Figure, FigureGiven, NumberSummary, NumbersFigure, Plan, PointKind,
    ResponseId, SumFigure,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// By step. Steps and columns are named, so that a text does not change where another table has a column more.
pub fn texts(program: &Program, plan: &Plan) -> Vec<String> {
    let statements = statements(plan);
    let said = |name: String| statements.get(&name).cloned().unwrap_or(name);
    let whats = what_all(program, plan);
    let text = |(step, what): (&super::Step, String)| {
        let statement = match &step.does {
            Operation::Read(table) | Operation::Declared(table) => {
                said(format!("data {}", plan.table(*table).header.name))
            }
            Operation::Choose { of: Chosen::Point { timepoints, point }, .. } => {
                let statement = &plan.timepoints[*timepoints];
                format!("{} {}", statement.points[*point].name, said(format!("timepoints {}", statement.header.name)))
            }
            Operation::Choose { of: Chosen::Baseline(_), kind, .. } => kind_word(*kind).to_string(),
            Operation::Classify { .. } => said(format!("arms {}", plan.arms.header.name)),
            Operation::Members { population, .. } => {
                said(format!("population {}", plan.populations[population.0].header.name))
            }
            Operation::Fold(response) | Operation::Sets { response, .. } => {
                said(format!("response {}", plan.responses[response.0].header.name))
            }
            Operation::Combine(combine) => said(format!("combine {}", plan.combines[*combine].header.name)),
            Operation::Check { check, .. } => said(format!("check {}", plan.checks[*check].header.name)),
            Operation::Match(matching) => said(format!("matching {}", plan.matchings[matching.0].header.name)),
            Operation::Intercurrent(event) => said(format!("intercurrent {}", plan.intercurrents[*event].header.name)),
            Operation::Endpoint(endpoint) => said(format!("endpoint {}", plan.endpoints[endpoint.0].header.name)),
            Operation::Analyse(analysis) => {
                let said = said(format!("analysis {}", plan.analyses[*analysis].header.name));
                format!("{}\nyear of {} days", at_level(plan, &said), plan.settings.year_days)
            }
            Operation::Agree(agreement) => {
                at_level(plan, &said(format!("agreement {}", plan.agreements[*agreement].header.name)))
            }
            Operation::Adjust(family) => {
                at_level(plan, &said(format!("family {}", plan.families[*family].header.name)))
            }
            Operation::CountLesions(lesions) => said(format!("lesions {}", plan.lesions[*lesions].header.name)),
            Operation::Tally(response) => said(format!("response {}", plan.responses[response.0].header.name)),
            Operation::Size(size) => at_level(plan, &said(format!("sample {}", plan.sample_sizes[*size].header.name))),
            Operation::Describe => described(program, plan),
            Operation::Draw(figure) => {
                let figure = plan.report.as_ref().and_then(|report| report.figures.get(*figure));
                figure.map_or_else(String::new, |figure| drawn(figure, plan))
            }
            // All of it is in what the step does to its columns.
            Operation::Join { .. }
            | Operation::Sort(_)
            | Operation::Compute { .. }
            | Operation::Above { .. }
            | Operation::Filter { .. }
            | Operation::Quantify { .. }
            | Operation::Select { .. }
            | Operation::Beside { .. }
            | Operation::Require { .. } => String::new(),
        };
        format!("{} {what}\n{statement}", step.does.word())
    };
    program.steps.iter().zip(whats).map(text).collect()
}

/// As [`texts`], with each step that a text names told by what that one does: a step that several statements share has the name of
/// the first of them, whichever that is.
pub fn contents(program: &Program, plan: &Plan) -> Vec<String> {
    let mut marks: BTreeMap<&str, String> = BTreeMap::new();
    let mut contents = vec![];
    for (step, text) in program.steps.iter().zip(texts(program, plan)) {
        let content = named_by(&text, &marks);
        // A table is what it is called: a column more of it changes nothing that does not read the column.
        if !matches!(step.does, Operation::Read(_) | Operation::Declared(_)) {
            let digest = Sha256::digest(content.as_bytes());
            marks.insert(&step.id, digest.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        contents.push(content);
    }
    contents
}

/// A text with each name of a step replaced by its mark.
fn named_by(text: &str, marks: &BTreeMap<&str, String>) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut said = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        said.push_str(marks.get(word).map_or(word, String::as_str));
        let next = behind.find(is_word).unwrap_or(behind.len());
        said.push_str(&behind[..next]);
        rest = &behind[next..];
    }
    said
}

fn kind_word(kind: PointKind) -> &'static str {
    match kind {
        PointKind::First => "first",
        PointKind::Last => "last",
        PointKind::Nearest(_) => "nearest",
    }
}

/// The intervals of its methods, and what its tests come to, are those of the plan's level.
fn at_level(plan: &Plan, statement: &str) -> String {
    format!("{statement}\nalpha {}", plan.settings.alpha)
}

/// The table at baseline: of whom, of what, and by which numbers.
fn described(program: &Program, plan: &Plan) -> String {
    let Some(table) = plan.report.as_ref().and_then(|report| report.baseline.as_ref()) else { return String::new() };
    let BaselineTable { characteristics, populations, numbers, quartiles } = table;
    let columns = characteristics.iter().zip(&program.flat.characteristics);
    let columns = columns.map(|(stated, flat)| format!("{} {}", stated.name, program.step(flat.expression.step).id));
    let populations = populations.iter().map(|id| plan.populations[id.0].header.name.clone());
    let numbers = numbers.iter().map(|number| match number {
        NumberSummary::MeanAndDeviation => "mean and deviation".to_string(),
        NumberSummary::MedianAndQuartiles => "median and quartiles".to_string(),
        NumberSummary::Range => "range".to_string(),
    });
    let quartiles = format!("quartiles by definition {quartiles}");
    let lines: Vec<String> = columns.chain(populations).chain(numbers).chain([quartiles]).collect();
    lines.join("\n")
}

/// A figure by what its statement gives it.
fn drawn(figure: &Figure, plan: &Plan) -> String {
    let response = |id: &ResponseId| &plan.responses[id.0];
    let given = match &figure.given {
        FigureGiven::Nothing => String::new(),
        // The unit of the axis is no more than how it is drawn.
        FigureGiven::Curves(CurvesFigure { of, axis: _ }) => {
            of.iter().map(|id| plan.endpoints[id.0].header.name.as_str()).collect::<Vec<_>>().join(", ")
        }
        FigureGiven::Numbers(NumbersFigure { of, label: _, show }) => {
            let of = of.iter().map(|(analysis, _)| plan.analyses[*analysis].header.name.as_str());
            format!("{} {}", show.word(), of.collect::<Vec<_>>().join(", "))
        }
        FigureGiven::Sum(SumFigure { by, sum, reader, population: _, up_to }) => {
            let criterion = &response(by).criterion;
            let up_to = up_to.map_or("", |set| criterion.set(set).name.as_str());
            let sum = &criterion.values[sum.0].header.name;
            format!("{} {sum} reader {reader} {up_to}", response(by).header.name)
        }
        FigureGiven::Course(CourseFigure { by, treatments: (table, column), marks, until: _, population: _ }) => {
            let table = plan.table(*table);
            let marks: Vec<&str> = marks.iter().map(|id| plan.events[id.0].header.name.as_str()).collect();
            let treatments = format!("{}.{}", table.header.name, table.columns[*column].name);
            format!("{} {treatments} {}", response(by).header.name, marks.join(", "))
        }
    };
    format!("{} {given}", figure.kind.word())
}
