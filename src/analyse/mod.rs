//! From derived values to records: attrition, matching and balance, and every analysis of the plan.

mod agreement;
mod attributes;
mod attrition;
mod balance;
mod baseline;
mod best_response;
mod clauses;
mod contrasts;
mod derived;
mod describe;
mod estimate;
mod events;
mod events_set;
mod exposure;
mod families;
mod figures;
mod frame;
mod given;
mod identifier;
mod intercurrent;
mod left_out;
mod lesions;
mod margins;
mod measured;
mod picked;
mod record;
mod referred;
mod rows;
mod rules;
mod sample_size;
pub mod sets;
mod settled;
mod subgroups;
mod trace;
mod values;

use crate::data::table::Data;
use crate::derive::endpoints::Facts;
use crate::derive::key;
use crate::derive::seen::Seen;
use crate::diagnostic::Sources;
use crate::plan::ir::{Plan, TableId};
use crate::program::{Operation, Program, StepId};
use crate::results::{Decision, FindingCount, MarginDecision, PatientFact, Record, ReportInfo, Results, Unusable};
pub use derived::{readings_of, tell_readings};
pub(crate) use frame::method_use;
pub use trace::Trace;

/// All that an analysis reads.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub plan: &'a Plan,
    pub sources: &'a Sources,
    pub program: &'a Program,
    pub data: &'a Data,
    pub seen: Seen<'a>,
    pub trace: &'a Trace,
    /// SHA-256 of the texts of plan and criteria, hexadecimal.
    pub plan_digest: &'a str,
    /// How many findings each rule has.
    pub findings: &'a [FindingCount],
    pub unusable: &'a Unusable,
    /// No lock of the data is known.
    pub draft: bool,
    /// Is told what was derived of each patient.
    pub tell: &'a dyn Fn(PatientFact),
    /// Is handed what each analysis read.
    pub keep: sets::Keep<'a>,
    /// Is told how many analyses of the plan are done.
    pub done: &'a dyn Fn(u64),
}

/// What is derived, and by which names the results have it.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    pub plan: &'a Plan,
    pub program: &'a Program,
    pub data: &'a Data,
    pub seen: Seen<'a>,
}

impl<'a> Context<'a> {
    /// What endpoints are made from.
    fn facts(self) -> Facts<'a> {
        Facts { program: self.program, seen: self.seen }
    }

    /// What things are called.
    fn names(self) -> Names<'a> {
        Names { plan: self.plan, program: self.program, data: self.data, seen: self.seen }
    }

    /// The key of a row.
    fn key(self, table: TableId, row: usize) -> String {
        key(self.plan, self.data, table, row)
    }
}

/// The records of one step: of a population, a matching, the table at baseline, an agreement or an analysis. A family has none by
/// itself, and no other step has any.
pub fn of_step(context: Context, step: StepId) -> Vec<Record> {
    let mut records = record::Records::new(context);
    let (plan, flat) = (context.plan, &context.program.flat);
    match &context.program.step(step).does {
        Operation::Members { population, .. } => {
            attrition::of_population(&mut records, *population, &plan.populations[population.0]);
        }
        Operation::Match(matching) => balance::of_matching(&mut records, *matching, &flat.matchings[matching.0]),
        Operation::Describe => {
            baseline::record(&mut records);
        }
        Operation::Agree(index) => agreement::of_agreement(&mut records, *index, &flat.agreements[*index]),
        Operation::Analyse(index) => {
            estimate::of_analysis(&mut records, &mut estimate::Left::default(), *index, &flat.analyses[*index]);
        }
        Operation::CountLesions(index) => lesions::of_plan(&mut records, *index, &flat.lesions[*index]),
        Operation::Tally(response) => rules::of_plan(&mut records, *response),
        Operation::Size(index) => sample_size::of_plan(&mut records, *index, &flat.sample_sizes[*index]),
        Operation::Read(_)
        | Operation::Join { .. }
        | Operation::Sort(_)
        | Operation::Compute { .. }
        | Operation::Above { .. }
        | Operation::Filter { .. }
        | Operation::Quantify { .. }
        | Operation::Select { .. }
        | Operation::Beside { .. }
        | Operation::Choose { .. }
        | Operation::Classify { .. }
        | Operation::Fold(_)
        | Operation::Combine(_)
        | Operation::Check { .. }
        | Operation::Declared(_)
        | Operation::Require { .. }
        | Operation::Sets { .. }
        | Operation::Intercurrent(_)
        | Operation::Endpoint(_)
        | Operation::Draw(_)
        | Operation::Adjust(_) => {}
    }
    records.records
}

/// Some analyses, and what they decide.
pub struct Decided {
    pub records: Vec<Record>,
    pub decisions: Vec<Decision>,
    pub margins: Vec<MarginDecision>,
}

/// Carries out the analyses of these places, and the families of which they are all the analyses there are.
pub fn decide(context: Context, analyses: &[usize]) -> Decided {
    let mut records = record::Records::new(context);
    let (mut left, flat) = (estimate::Left::default(), &context.program.flat);
    for index in analyses {
        estimate::of_analysis(&mut records, &mut left, *index, &flat.analyses[*index]);
    }
    let is_whole = |family: usize| flat.families[family].of.iter().all(|of| analyses.contains(of));
    let decisions = families::of_families(&mut records, &is_whole);
    Decided { records: records.records, decisions, margins: left.margins }
}

/// Carries out the analyses. Records stand in the order of the plan: attrition, matching, then the analyses.
pub fn analyse(context: Context) -> Results {
    let mut records = record::Records::new(context);
    attrition::record(&mut records);
    balance::record(&mut records);
    let baseline = baseline::record(&mut records);
    agreement::record(&mut records);
    lesions::record(&mut records);
    let left = estimate::record(&mut records);
    let decisions = families::record(&mut records);
    sample_size::record(&mut records);
    let (rules_shown, examples) = rules::record(&mut records);
    let mut results = describe::describe(context);
    for (analysis, (terms, how)) in results.analyses.iter_mut().zip(left.accounts) {
        (analysis.accounts_for, analysis.accounts_by) = (terms, how);
    }
    results.families = families::infos(context.plan, &records.records, &decisions);
    results.sample_sizes = sample_size::infos(context.plan);
    results.lesion_counts = lesions::counts(context.plan);
    results.decisions = decisions;
    results.margins = left.margins;
    results.rules = referred::rules(context);
    derived::tell(context);
    examples.iter().for_each(|example| (context.tell)(PatientFact::Example(example.clone())));
    results.rule_examples = examples;
    results.scores = derived::scores(context);
    results.labels.extend(records.labels());
    results.records = records.records;
    results.curves = left.curves;
    results.events = left.events;
    let rules = rules_shown;
    results.report =
        ReportInfo { baseline, rules, figures: figures::figures(context), ..describe::report(context.plan) };
    results
}
