//! What a rehearsal is asked for, found in the plan.

use crate::compile::Compiled;
use crate::diagnostic::{Code, Diagnostic, Said, Subject, codes, nearest, said};
use crate::plan::ir::{self, Assumption, Plan};
use crate::run::RunError;

/// What is rehearsed.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    pub seed: u64,
    pub replicates: u64,
    /// As many as the plan assumes, where it is not said.
    pub patients: Option<u64>,
    pub under: Under,
    pub analyses: Analyses,
    /// No number follows from it.
    pub threads: usize,
}

/// By what patients are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// No effect, and each assumption of the plan.
    All,
    Nothing,
    /// Each assumption of the plan.
    Assumed,
    Named(String),
}

impl Under {
    pub(super) const NOTHING: &str = "none";
    const ASSUMED: &str = "assumed";

    /// As it stands on the command line.
    pub fn asked(text: Option<&str>) -> Under {
        match text {
            None => Under::All,
            Some(Under::NOTHING) => Under::Nothing,
            Some(Under::ASSUMED) => Under::Assumed,
            Some(name) => Under::Named(name.to_string()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Analyses {
    Primary,
    All,
    Named(Vec<String>),
}

impl Analyses {
    const PRIMARY: &str = "primary";
    const ALL: &str = "all";

    /// As it stands on the command line.
    pub fn asked(text: &str) -> Analyses {
        if text == Analyses::PRIMARY {
            return Analyses::Primary;
        }
        if text == Analyses::ALL {
            return Analyses::All;
        }
        Analyses::Named(text.split(',').map(|name| name.trim().to_string()).collect())
    }
}

/// The analyses that are asked for, and those that are in a family with one of them, in the order of the plan.
pub(super) fn analyses(plan: &Plan, compiled: &Compiled, asked: &Analyses) -> Result<Vec<usize>, RunError> {
    if let Analyses::Named(names) = asked {
        let known: Vec<&str> = plan.analyses.iter().map(|a| a.header.name.as_str()).collect();
        if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
            let title = said!("The plan has no analysis `{name}`", name);
            return Err(not_there(plan, compiled, (NO_ANALYSIS, title, name), &known));
        }
    }
    let is_asked = |analysis: &ir::Analysis| match asked {
        Analyses::All => true,
        Analyses::Primary => analysis.role == ir::Role::Primary,
        Analyses::Named(names) => names.contains(&analysis.header.name),
    };
    let places = 0..plan.analyses.len();
    let own: Vec<usize> = places.clone().filter(|place| is_asked(&plan.analyses[*place])).collect();
    let families = plan.families.iter().filter(|family| family.of.iter().any(|of| own.contains(of)));
    let beside: Vec<usize> = families.flat_map(|family| &family.of).copied().collect();
    Ok(places.filter(|place| own.contains(place) || beside.contains(place)).collect())
}

/// By what patients are made, one after the other; none is no effect.
pub(super) fn truths<'a>(
    plan: &'a Plan,
    compiled: &Compiled,
    asked: &Under,
) -> Result<Vec<Option<&'a Assumption>>, RunError> {
    let all = || plan.assumptions.iter().map(Some);
    match asked {
        Under::Nothing => Ok(vec![None]),
        Under::All => Ok(std::iter::once(None).chain(all()).collect()),
        Under::Assumed if plan.assumptions.is_empty() => Err(nothing_assumed(plan, compiled)),
        Under::Assumed => Ok(all().collect()),
        Under::Named(name) => Ok(vec![Some(assumption(plan, compiled, name)?)]),
    }
}

/// The one of this name; the only one, where it is called `assumed`.
pub(in crate::run) fn assumption<'a>(
    plan: &'a Plan,
    compiled: &Compiled,
    name: &str,
) -> Result<&'a Assumption, RunError> {
    match plan.assumptions.as_slice() {
        [] => return Err(nothing_assumed(plan, compiled)),
        [only] if name == Under::ASSUMED => return Ok(only),
        _ => {}
    }
    plan.assumptions.iter().find(|assumption| assumption.header.name == name).ok_or_else(|| {
        let known: Vec<&str> = plan.assumptions.iter().map(|a| a.header.name.as_str()).collect();
        not_there(plan, compiled, (NO_ASSUMPTION, said!("The plan has no assumption `{name}`", name), name), &known)
    })
}

const NO_ANALYSIS: Code = codes::NO_ANALYSIS;
const NO_ASSUMPTION: Code = codes::NO_ASSUMPTION;

fn nothing_assumed(plan: &Plan, compiled: &Compiled) -> RunError {
    let diagnostic = Diagnostic::new(NO_ASSUMPTION, "The plan assumes nothing by which patients could be made")
        .at(plan.study.name_span, "of this study")
        .hint("state `assume`, or ask for `--under none`");
    RunError::Data { diagnostic: Box::new(diagnostic), sources: compiled.sources.clone() }
}

pub(super) fn no_number_of_patients(plan: &Plan, compiled: &Compiled) -> RunError {
    let diagnostic = Diagnostic::new(NO_ASSUMPTION, "The plan assumes no number of patients")
        .at(plan.study.name_span, "of this study")
        .hint("say `--patients N`");
    RunError::Data { diagnostic: Box::new(diagnostic), sources: compiled.sources.clone() }
}

fn not_there(plan: &Plan, compiled: &Compiled, (code, title, name): (Code, Said, &str), known: &[&str]) -> RunError {
    let near = nearest(name, known.iter().copied());
    let hint =
        near.map_or_else(|| format!("known here: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
    let diagnostic = Diagnostic::new(code, title)
        .about(Subject::Name(name.to_string()))
        .at(plan.study.name_span, "of this study")
        .hint(hint);
    RunError::Data { diagnostic: Box::new(diagnostic), sources: compiled.sources.clone() }
}
