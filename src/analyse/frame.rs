//! What all analyses share: the frame of their records, the group and the term that a number of a method is of.

use super::contrasts::{self, Run};
use super::record::{Entry, Frame, Records};
use super::{describe, families};
use crate::catalogue::{Class, Groups, OptionValue, Statistic};
use crate::methods::{self, Computed};
use crate::number::Quantity;
use crate::plan::ir::{self, Compare, MethodCall, PointId, ResponseId};
use crate::program::flat::FlatAnalysis;
use crate::results::{
    Group, LabelKind, MethodUse, Multiplicity, OptionUse, Record, Role, Standing, Term, TimeUnit, Timepoint,
};

/// A covariate or a cause, and what the plan calls it.
pub(super) type Named = (Term, String);

pub(super) fn frame(
    records: &Records,
    index: usize,
    analysis: &FlatAnalysis,
    at: Option<(ResponseId, PointId)>,
) -> Frame {
    let plan = records.context.plan;
    let (population, population_n) = records.population(analysis.population);
    let steps = records.context.trace.analysis(index);
    let record = Record {
        clause: records.clause(analysis.header.clause),
        analysis: analysis.header.name.clone(),
        role: role(analysis.role),
        endpoint: Some(plan.endpoints[analysis.endpoint.0].header.name.clone()),
        response: at.map(|(r, _)| plan.responses[r.0].header.name.clone()),
        timepoint: at.map(|(r, p)| Timepoint::Point(plan.point(r, p).name.clone())),
        population,
        population_n,
        standing: Standing::Count,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    let groups = groups(records, analysis);
    let groups = groups.iter().filter_map(Group::word).map(str::to_string).collect();
    Frame { record, used: vec![], groups, times_in: describe::times_in(records.context, analysis) }
}

pub(super) fn role(role: ir::Role) -> Role {
    match role {
        ir::Role::Primary => Role::Primary,
        ir::Role::Secondary => Role::Secondary,
        ir::Role::Sensitivity => Role::Sensitivity,
        ir::Role::Supplementary => Role::Supplementary,
    }
}

fn standing(standing: ir::Standing) -> Standing {
    match standing {
        ir::Standing::MainTest => Standing::MainTest,
        ir::Standing::Estimate => Standing::Estimate,
        ir::Standing::AlsoGiven => Standing::AlsoGiven,
    }
}

/// Records what a method found, under the words that name the call and under its standing.
pub(super) fn described(
    records: &mut Records,
    frame: &Frame,
    analysis: &FlatAnalysis,
    (call, used): (&MethodCall, &[String]),
    named: &[Named],
    run: &Run,
) -> Frame {
    let method = Some(method_use(call, frame.times_in));
    let record = Record { method, standing: standing(call.standing), ..frame.record.clone() };
    let frame = contrasts::frame(records, &Frame { record, used: used.to_vec(), ..frame.clone() }, analysis, run.of);
    let groups = contrasts::groups(groups(records, analysis), run.of);
    for computed in run.output.statistics.iter().filter(|s| wanted(call.standing, s.class)) {
        let group = group_of(records, analysis, call, (computed, &groups));
        let told = multiplicity(records, analysis, call, computed);
        record_one(records, &frame, computed, group, named);
        if let Some(last) = records.records.last_mut() {
            last.multiplicity = told;
        }
    }
    frame
}

/// A number of a method, with the label of its term where the plan has one.
pub(super) fn record_one(records: &mut Records, frame: &Frame, computed: &Computed, group: Group, named: &[Named]) {
    let found = computed.term.as_ref().map(|term| term_of(term, named));
    if let Some((term, Some(label))) = &found {
        records.label(label_kind(term), &frame.record.analysis, &term.word(), label);
    }
    let Computed { statistic, time, value, quantity, .. } = computed.clone();
    let term = found.map(|(term, _)| term);
    records.push(frame, Entry { group, term, time, statistic, value, quantity });
}

fn label_kind(term: &Term) -> LabelKind {
    match term {
        Term::Cause(_) => LabelKind::Cause,
        Term::Category(_) | Term::Shift { .. } => LabelKind::Category,
        Term::Covariate { .. }
        | Term::Intercept
        | Term::WholeModel
        | Term::Stratum(_)
        | Term::MeanOfReadings
        | Term::Response(_)
        | Term::Requirement(_)
        | Term::Characteristic { .. }
        | Term::Score
        | Term::PValue(_)
        | Term::LeftOut(_)
        | Term::Settled { .. }
        | Term::Met(_)
        | Term::WorstGrade(_)
        | Term::Line(_)
        | Term::Rule(_) => LabelKind::Covariate,
    }
}

/// What a method names, as the plan has it, and its label.
fn term_of(term: &methods::Term, named: &[Named]) -> (Term, Option<String>) {
    let known = |own: Term| match named.iter().find(|(term, _)| {
        let same_kind = std::mem::discriminant(term) == std::mem::discriminant(&own);
        same_kind && term.word() == own.word()
    }) {
        Some((term, label)) => (term.clone(), Some(label.clone())),
        None => (own, None),
    };
    match term {
        methods::Term::Covariate(name) => known(Term::Covariate { name: name.clone(), level: None }),
        methods::Term::Cause(name) => known(Term::Cause(name.clone())),
        methods::Term::Category(name) => known(Term::Category(name.clone())),
        methods::Term::Shift { from, to } => known(Term::Shift { from: from.clone(), to: to.clone() }),
        methods::Term::Stratum(place) => (Term::Stratum(*place), None),
        methods::Term::PValue(name) => (Term::PValue(name.clone()), None),
        methods::Term::WholeModel => (Term::WholeModel, None),
        methods::Term::MeanOfReadings => (Term::MeanOfReadings, None),
    }
}

/// With the options that are read; one that is not, as the correction of an exact interval, is said of no number.
pub(crate) fn method_use(call: &MethodCall, times_in: TimeUnit) -> MethodUse {
    let options = call.options.values().iter().filter(|(name, _)| call.method.unmet(name, &call.options).is_none());
    MethodUse {
        name: call.method.name.to_string(),
        options: options.map(|(name, value)| (name.to_string(), option_use(value, times_in))).collect(),
        citation: call.method.citation.to_string(),
    }
}

fn option_use(value: &OptionValue, times_in: TimeUnit) -> OptionUse {
    match value {
        OptionValue::Word(word) => OptionUse::Word(word.clone()),
        OptionValue::Days(times) => OptionUse::Times { at: times.clone(), unit: times_in },
        OptionValue::Number(number) => OptionUse::Number(*number),
    }
}

/// Under `estimate` stand the estimates of a method, under `main test` its test; beside them all it gives.
fn wanted(standing: ir::Standing, class: Class) -> bool {
    match standing {
        ir::Standing::Estimate => class == Class::Estimate,
        ir::Standing::MainTest => class == Class::Test,
        ir::Standing::AlsoGiven => true,
    }
}

/// A p-value that decides and belongs to no family is said to be unadjusted; that of the single primary analysis needs no adjustment.
fn multiplicity(
    records: &Records,
    analysis: &FlatAnalysis,
    call: &MethodCall,
    computed: &Computed,
) -> Option<Multiplicity> {
    // What a model finds of a covariate is no hypothesis of the analysis, unless nothing else is tested.
    let beside = matches!(computed.term, Some(methods::Term::Covariate(_))) && analysis.compare.groups() > 1;
    if call.standing != ir::Standing::MainTest || computed.statistic != Statistic::PValue || beside {
        return None;
    }
    match analysis.family.map(|f| &records.context.program.flat.families[f]) {
        Some(family) => Some(families::multiplicity(family)),
        None => analysis.unadjusted.then_some(Multiplicity::Unadjusted),
    }
}

/// The groups of an analysis, in their order.
pub(super) fn groups(records: &Records, analysis: &FlatAnalysis) -> Vec<Group> {
    match &analysis.compare {
        Compare::Arms(arms) => arms.iter().map(|arm| records.arm(*arm)).collect(),
        Compare::Exposure(_) => vec![Group::Exposed, Group::Unexposed],
        Compare::Baseline => vec![Group::Value, Group::Baseline],
        Compare::None => vec![Group::All],
    }
}

/// A group of an analysis by its place.
pub(super) fn group(records: &Records, analysis: &FlatAnalysis, place: usize) -> Group {
    groups(records, analysis).into_iter().nth(place).unwrap_or_default()
}

/// Whom a number of a method is of. What a model says of one of several arms, counts apart, sets it against the reference.
pub(super) fn group_of(
    records: &Records,
    analysis: &FlatAnalysis,
    call: &MethodCall,
    (computed, groups): (&Computed, &[Group]),
) -> Group {
    let Some(place) = computed.group else {
        return if groups.len() > 1 { Group::Between(groups.to_vec()) } else { Group::All };
    };
    let own = groups.get(place).cloned().unwrap_or_default();
    let reference = analysis.reference.map(|arm| records.arm(arm));
    let models = call.method.groups == Groups::Model && computed.quantity != Quantity::Count;
    match (own, reference) {
        (Group::Arm(arm), Some(Group::Arm(reference))) if models && arm != reference => {
            Group::Against { arm, reference }
        }
        (own, _) => own,
    }
}
