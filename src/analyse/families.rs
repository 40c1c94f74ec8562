//! Families: the deciding p-values of several analyses, adjusted together.

use super::frame::{method_use, record_one, role};
use super::record::{Frame, Records};
use crate::catalogue::Statistic;
use crate::catalogue::adjusted_p_values::Procedure;
use crate::methods::{self, Input, Outcome};
use crate::number::Number;
use crate::plan::ir::{self, Family, Plan};
use crate::program::flat::FlatAnalysis;
use crate::results::{
    Contrast, Decision, ErrorRate, FamilyInfo, Group, Multiplicity, Record, Standing, Term, TimeUnit, Verdict,
};

/// A p-value that decides: where its record stands, and what it is of.
struct Deciding {
    index: usize,
    name: String,
}

/// One adjusted p-value for each deciding one, in the order of the plan, then what each test that decides comes to.
pub(crate) fn record(records: &mut Records) -> Vec<Decision> {
    let plan = &records.context.program.flat;
    let alpha = plan.settings.alpha();
    let of_plan: Vec<Vec<Deciding>> = plan.analyses.iter().map(|a| deciding(records, a)).collect();
    // The record of each p-value, and of the one adjusted in a family.
    let mut adjusted: Vec<(usize, usize)> = vec![];
    for (index, family) in plan.families.iter().enumerate() {
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
        },
        ..Input::default()
    };
    let output = methods::run(&input, &family.procedure.options);
    let frame = frame(records, index, family);
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
    let verdict = match &adjusted.unwrap_or(record).value {
        Number::NotEstimable(_) | Number::Infinite | Number::NegativeInfinite => Verdict::NotEstimable,
        _ if adjusted.is_none() && (analysis.unadjusted || of > 1) => Verdict::Unadjusted,
        value if probability(value) <= alpha => Verdict::Rejected,
        Number::Real(_) | Number::Count(_) => Verdict::NotRejected,
    };
    Decision {
        analysis: record.analysis.clone(),
        p_value: record.id.clone(),
        adjusted: adjusted.map(|a| a.id.clone()),
        family: analysis.family.map(|f| records.context.program.flat.families[f].header.name.clone()),
        verdict,
    }
}

/// What the results say of each family.
pub(crate) fn infos(plan: &Plan) -> Vec<FamilyInfo> {
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
            | Procedure::FixedSequence => ErrorRate::Familywise,
        },
    };
    plan.families.iter().map(one).collect()
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
        Number::Infinite | Number::NegativeInfinite | Number::NotEstimable(_) => f64::NAN,
    }
}

fn frame(records: &Records, index: usize, family: &Family) -> Frame {
    let first = family.of.first().map(|a| &records.context.program.flat.analyses[*a]);
    let (population, population_n) =
        first.map_or_else(|| (String::new(), 0), |analysis| records.population(analysis.population));
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
