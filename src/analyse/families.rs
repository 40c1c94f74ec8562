//! Families: the deciding p-values of several analyses, adjusted together.

use super::frame::{method_use, record_one, role};
use super::record::{Frame, Records};
use super::sets::{FamilySet, Set, SetCall};
use crate::catalogue::Statistic;
use crate::catalogue::adjusted_p_values::Procedure;
use crate::methods::{self, Graph, Input, Outcome};
use crate::number::Number;
use crate::plan::ir::{self, Family, Plan};
use crate::program::flat::FlatAnalysis;
use crate::results::{
    Contrast, Decision, ErrorRate, FamilyInfo, Group, Multiplicity, Record, Share, Standing, Term, TimeUnit, Verdict,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A p-value that decides: where its record stands, and what it is of.
struct Deciding {
    index: usize,
    name: String,
}

/// One adjusted p-value for each deciding one, in the order of the plan, then what each test that decides comes to.
pub(crate) fn record(records: &mut Records) -> Vec<Decision> {
    of_families(records, &|_| true)
}

/// As [`record`], of the families of these places alone; a test of another is decided by none.
pub(crate) fn of_families(records: &mut Records, is_asked: &dyn Fn(usize) -> bool) -> Vec<Decision> {
    let plan = &records.context.program.flat;
    let alpha = plan.settings.alpha();
    let of_plan: Vec<Vec<Deciding>> = plan.analyses.iter().map(|a| deciding(records, a)).collect();
    // The record of each p-value, and of the one adjusted in a family.
    let mut adjusted: Vec<(usize, usize)> = vec![];
    for (index, family) in plan.families.iter().enumerate().filter(|(index, _)| is_asked(*index)) {
        let (seen, step) = (records.context.seen, records.context.program.families[index]);
        adjusted.extend(seen.told_of(&[step], || of_family(records, index, family, &of_plan)));
    }
    let each = plan.analyses.iter().zip(&of_plan);
    let of_analysis = |(analysis, members): (&FlatAnalysis, &Vec<Deciding>)| -> Vec<Decision> {
        members.iter().map(|m| decision(records, analysis, (m, members.len()), &adjusted, alpha)).collect()
    };
    each.flat_map(of_analysis).collect()
}

/// The p-values of a family adjusted together: the record of each, and of the adjusted one.
fn of_family(records: &mut Records, index: usize, family: &Family, of_plan: &[Vec<Deciding>]) -> Vec<(usize, usize)> {
    let context = records.context;
    family.of.iter().for_each(|analysis| context.seen.note(context.program.analyses[*analysis]));
    let members: Vec<&Deciding> = family.of.iter().flat_map(|a| &of_plan[*a]).collect();
    let input = Input {
        level: context.program.flat.settings.level(),
        outcome: Outcome::PValues {
            names: members.iter().map(|m| m.name.clone()).collect(),
            values: members.iter().map(|m| probability(&records.records[m.index].value)).collect(),
            graph: family.graph.as_ref().map(|stated| graph(records, stated, &members)),
        },
        ..Input::default()
    };
    let output = methods::run(&input, &family.procedure.options);
    let frame = frame(records, index, family);
    (context.keep)(&|| Set::Family(Box::new(set(records, &frame, family, &members))));
    let mut adjusted = vec![];
    for statistic in output.statistics {
        let Some(methods::Term::PValue(name)) = &statistic.term else { continue };
        let Some(member) = members.iter().find(|m| m.name == *name) else { continue };
        record_one(records, &frame, &statistic, Group::All, &[]);
        adjusted.push((member.index, records.records.len() - 1));
        // It is of the patients that its own test is of.
        let own = &records.records[member.index];
        let (role, population, population_n) = (own.role, own.population.clone(), own.population_n);
        if let Some(last) = records.records.last_mut() {
            last.multiplicity = Some(multiplicity(family));
            (last.role, last.population, last.population_n) = (role, population, population_n);
        }
    }
    adjusted
}

/// By which numbers the adjusted ones are made.
fn set(records: &Records, frame: &Frame, family: &Family, members: &[&Deciding]) -> FamilySet {
    let call = SetCall {
        name: family.procedure.method.name,
        prefix: frame.record.analysis.clone(),
        words: String::new(),
        options: family.procedure.options.clone(),
        contrast: None,
        of_all: false,
    };
    let p_value = |member: &&Deciding| (member.name.clone(), records.records[member.index].id.clone());
    let graph = family.graph.as_ref().map(|stated| graph(records, stated, members));
    FamilySet { of: frame.record.clone(), p_values: members.iter().map(p_value).collect(), call, graph }
}

/// The graph of the plan, its hypotheses in the order of the p-values.
fn graph(records: &Records, stated: &ir::Graph, members: &[&Deciding]) -> Graph {
    let plan = records.context.plan;
    let place = |member: &&Deciding| {
        let record = &records.records[member.index];
        stated.hypotheses.iter().position(|hypothesis| is_of(plan, record, hypothesis))
    };
    let places: Vec<Option<usize>> = members.iter().map(place).collect();
    let part = |from: usize, to: usize| {
        let passes = &stated.hypotheses[from].passes;
        passes.iter().find(|(other, _)| *other == to).map_or(0.0, |(_, part)| real(*part))
    };
    let row = |from: &Option<usize>| -> Vec<f64> {
        places.iter().map(|to| from.zip(*to).map_or(0.0, |(from, to)| part(from, to))).collect()
    };
    let share = |place: &Option<usize>| place.map_or(0.0, |place| real(stated.hypotheses[place].share));
    Graph { shares: places.iter().map(share).collect(), passes: places.iter().map(row).collect() }
}

/// Whether a p-value is that of a hypothesis.
fn is_of(plan: &Plan, record: &Record, hypothesis: &ir::Hypothesis) -> bool {
    let arm = hypothesis.arm.and_then(|arm| plan.arms.arms.get(arm)).map(|arm| arm.name.as_str());
    let own = record.contrast.as_ref().map(|contrast| contrast.arm.as_str()).or(record.group.arm());
    record.analysis == plan.analyses[hypothesis.analysis].header.name && (arm.is_none() || arm == own)
}

/// A decimal of 28 digits and less has a value in floating point.
fn real(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(f64::NAN)
}

/// The family decides where there is one; a test that belongs to none, and is not the only one of the primary analysis,
/// rejects nothing.
fn decision(
    records: &Records,
    analysis: &FlatAnalysis,
    (member, of): (&Deciding, usize),
    adjusted: &[(usize, usize)],
    alpha: f64,
) -> Decision {
    let record = &records.records[member.index];
    let adjusted = adjusted.iter().find(|(p, _)| *p == member.index).map(|(_, a)| &records.records[*a]);
    let decides = |call: &&ir::MethodCall| call.standing == ir::Standing::MainTest;
    let one_sided = analysis.methods.iter().find(decides).is_some_and(|call| call.options.is_one_sided());
    let alpha = Decision::level_of(one_sided, alpha);
    let verdict = match &adjusted.unwrap_or(record).value {
        Number::NotEstimable(_) | Number::Infinite | Number::NegativeInfinite | Number::Withheld(_) => {
            Verdict::NotEstimable
        }
        _ if adjusted.is_none() && (analysis.unadjusted || of > 1) => Verdict::Unadjusted,
        value if probability(value) <= alpha => Verdict::Rejected,
        Number::Real(_) | Number::Count(_) => Verdict::NotRejected,
    };
    Decision {
        analysis: record.analysis.clone(),
        p_value: record.id.clone(),
        adjusted: adjusted.map(|a| a.id.clone()),
        family: analysis.family.map(|f| records.context.program.flat.families[f].header.name.clone()),
        one_sided,
        verdict,
    }
}

/// What the results say of each family.
pub(crate) fn infos(plan: &Plan, records: &[Record], decisions: &[Decision]) -> Vec<FamilyInfo> {
    let one = |family: &Family| FamilyInfo {
        name: family.header.name.clone(),
        label: family.header.label.clone(),
        clause: plan.clause_number(family.header.clause).to_string(),
        procedure: family.by.word().to_string(),
        controls: match family.by {
            Procedure::BenjaminiHochberg | Procedure::BenjaminiYekutieli => ErrorRate::FalseDiscovery,
            Procedure::Holm
            | Procedure::Bonferroni
            | Procedure::Hochberg
            | Procedure::Hommel
            | Procedure::FixedSequence
            | Procedure::Graphical => ErrorRate::Familywise,
        },
        shares: family.graph.iter().flat_map(|graph| shares(plan, graph, records, decisions)).collect(),
    };
    plan.families.iter().map(one).collect()
}

/// What each hypothesis of a graph begins with and passes on, by its p-value.
fn shares(plan: &Plan, graph: &ir::Graph, records: &[Record], decisions: &[Decision]) -> Vec<Share> {
    let p_value = |hypothesis: &ir::Hypothesis| {
        let decided = decisions.iter().map(|d| d.p_value.as_str());
        let of = |id: &&str| records.iter().any(|r| r.id == *id && is_of(plan, r, hypothesis));
        decided.into_iter().find(of).unwrap_or_default().to_string()
    };
    let ids: Vec<String> = graph.hypotheses.iter().map(p_value).collect();
    let one = |(hypothesis, id): (&ir::Hypothesis, &String)| Share {
        p_value: id.clone(),
        share: hypothesis.share.normalize().to_string(),
        passes: hypothesis.passes.iter().map(|(to, part)| (ids[*to].clone(), part.normalize().to_string())).collect(),
    };
    graph.hypotheses.iter().zip(&ids).map(one).collect()
}

pub(crate) fn multiplicity(family: &Family) -> Multiplicity {
    Multiplicity::Family { name: family.header.name.clone(), procedure: family.by.word().to_string() }
}

/// The p-values by which an analysis decides. That of a covariate decides nothing.
fn deciding(records: &Records, analysis: &FlatAnalysis) -> Vec<Deciding> {
    let name = &analysis.header.name;
    // Where nothing is compared, the hypotheses are those of the covariates.
    let compares = analysis.compare.groups() > 1;
    let covariate = |r: &Record| compares && matches!(r.term, Some(Term::Covariate { .. }));
    let decides = |r: &Record| {
        r.analysis == *name && r.standing == Standing::MainTest && r.statistic == Statistic::PValue && !covariate(r)
    };
    let one = |(index, r): (usize, &Record)| {
        let term = r.place();
        let contrast = r.contrast.as_ref().map(Contrast::word);
        let name = [Some(r.analysis.as_str()), r.response.as_deref(), r.point()];
        let place = name.into_iter().chain([contrast.as_deref(), term.as_deref(), r.group.word()]);
        let parts: Vec<&str> = place.flatten().collect();
        Deciding { index, name: parts.join(".") }
    };
    records.records.iter().enumerate().filter(|(_, r)| decides(r)).map(one).collect()
}

fn probability(value: &Number) -> f64 {
    match value {
        Number::Real(p) => *p,
        Number::Count(n) => *n as f64,
        Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) | Number::Withheld(_) => f64::NAN,
    }
}

fn frame(records: &Records, index: usize, family: &Family) -> Frame {
    let first = family.of.first().map(|a| &records.context.program.flat.analyses[*a]);
    let (population, population_n) =
        first.map_or_else(|| (String::new(), Some(0)), |analysis| records.population(analysis.population));
    let steps = records.context.trace.family(index);
    let record = Record {
        clause: records.clause(family.header.clause),
        analysis: family.header.name.clone(),
        role: role(first.map_or(ir::Role::Secondary, |a| a.role)),
        population,
        population_n,
        method: Some(method_use(&family.procedure, TimeUnit::Days)),
        standing: Standing::MainTest,
        tables: records.context.trace.tables(&steps),
        steps,
        ..Record::default()
    };
    Frame { record, ..Frame::default() }
}
