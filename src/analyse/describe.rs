//! What the results say of themselves: the study, its clauses, tables, populations, and what was derived of each patient.

use super::Context;
use super::attributes;
use super::clauses::clauses;
use super::frame::role;
use super::measured;
use super::picked::picked_rows;
use crate::calendar;
use crate::catalogue::{OutcomeKind, ResponseRole};
use crate::file::hexadecimal;
use crate::plan::ir::{
    self, CensorSource, Clock, Column, Compare, Endpoint, EndpointKind, EventSource, Formalities, GivenKind, Header,
    HorizonAt, MatchingId, OnItsDay, Plan, PopulationId, PopulationSource, ReadOnItsDay, Response, Settled, Settling,
    StrategyOf, Table, Type,
};
use crate::plan::unit::time_unit;
use crate::program::flat::{FlatAnalysis, FlatCovariate, FlatKind};
use crate::results::{
    self, Accepted, AcceptedQuestion, AnalysisInfo, ArmInfo, Asserted, Assertion, Basis, Concern, CountedFrom, ENGINE,
    EventOnThatDay, EventOrder, ExaminationOnThatDay, Hypothesis, Label, LabelKind, MeasuredIn, Meeting, Per,
    PopulationInfo, ReportInfo, ResponseInfo, Results, Settles, Strategy, Study, TableDigest, TimeUnit, TitlePage,
};
use sha2::{Digest, Sha256};

/// Results without records.
pub(crate) fn describe(context: Context) -> Results {
    Results {
        study: study(context),
        accepted: accepted(context.plan),
        questions: questions(context.plan),
        assertions: assertions(context.plan),
        clauses: clauses(context),
        written_out: context.plan.written_out.iter().map(|w| written_out(context, w)).collect(),
        tables: tables(context),
        steps: context.trace.steps().to_vec(),
        populations: populations(context),
        arms: arms(context.plan),
        analyses: analyses(context),
        labels: labels(context.plan),
        responses: responses(context.plan),
        findings: context.findings.to_vec(),
        unusable: context.unusable.clone(),
        ..Results::default()
    }
}

fn study(context: Context) -> Study {
    let plan = context.plan;
    let meta = |key: &str| plan.meta.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
    Study {
        name: plan.study.name.clone(),
        title: meta("title").unwrap_or_else(|| plan.study.label.clone()),
        meta: plan.meta.clone(),
        plan_digest: context.plan_digest.to_string(),
        data_digest: data_digest(context),
        engine: ENGINE.to_string(),
        cut_off: calendar::iso(context.data.cut_off),
        level: plan.settings.level(),
        draft: context.draft,
        on_record: None,
        simulated: context.data.simulated.clone(),
        circulated: None,
        masked: None,
    }
}

fn data_digest(context: Context) -> String {
    let mut hash = Sha256::new();
    for (table, data) in context.plan.tables.iter().zip(&context.data.tables) {
        hash.update(table.header.name.as_bytes());
        hash.update([0]);
        hash.update(data.digest.as_bytes());
        hash.update([0]);
    }
    hexadecimal(&hash.finalize())
}

fn accepted(plan: &Plan) -> Vec<Accepted> {
    plan.accepts
        .iter()
        .map(|a| Accepted {
            name: a.header.name.clone(),
            warning: a.warning,
            endpoints: a.accepted_for.iter().map(|f| plan.endpoints[f.endpoint.0].header.name.clone()).collect(),
            timepoints: a.accepted_for.iter().map(|f| f.at.clone().unwrap_or_default()).collect(),
            concerns: a.concerns.iter().map(|c| concern(plan, c)).collect(),
            answered_by: a.answered_by.iter().map(|i| plan.analyses[*i].header.name.clone()).collect(),
            because: a.because.clone(),
            clause: plan.clause_number(a.header.clause).to_string(),
        })
        .collect()
}

fn questions(plan: &Plan) -> Vec<AcceptedQuestion> {
    plan.questions
        .iter()
        .map(|accepted| AcceptedQuestion {
            question: accepted.question,
            about: accepted.about.iter().map(|of| of.label.clone()).collect(),
            because: accepted.because.clone(),
            clause: plan.clause_number(accepted.header.clause).to_string(),
        })
        .collect()
}

fn concern(plan: &Plan, concern: &crate::plan::ir::Concern) -> Concern {
    let at = concern.at.as_ref();
    Concern {
        analysis: plan.analyses[concern.analysis].header.name.clone(),
        endpoint: plan.endpoints[concern.endpoint.0].header.name.clone(),
        response: at.map(|(response, _)| plan.responses[response.0].header.name.clone()),
        timepoint: at.map(|(_, point)| point.clone()),
    }
}

/// What the plan says and nothing proves: that values without dates are known at baseline, and that what was computed
/// elsewhere can be taken over.
fn assertions(plan: &Plan) -> Vec<Assertion> {
    let said = |what: Asserted, because: &Option<String>, header: &Header| {
        Some(Assertion { what, because: because.clone()?, clause: plan.clause_number(header.clause).to_string() })
    };
    let of_table = |table: &Table| {
        let known = |column: Option<&Column>| Asserted::KnownAtBaseline {
            table: table.header.name.clone(),
            column: column.map(|c| c.name.clone()),
        };
        let whole = said(known(None), &table.asserted, &table.header);
        let one = |c: &Column| said(known(Some(c)), &c.asserted, &table.header);
        whole.into_iter().chain(table.columns.iter().filter_map(one)).collect::<Vec<_>>()
    };
    let of_endpoint = |endpoint: &Endpoint| match &endpoint.kind {
        EndpointKind::Given(given) => {
            let what = Asserted::GivenInData { endpoint: endpoint.header.name.clone() };
            said(what, &given.because, &endpoint.header)
        }
        _ => None,
    };
    let of_response = |response: &Response| {
        let Settled { day, because } = response.applies_to.as_ref()?.settled.clone()?;
        let what = Asserted::AppliesLater { response: response.header.name.clone(), day };
        said(what, &Some(because), &response.criterion.header)
    };
    let of_clock = |response: &Response| {
        let Clock::Event { event, by: Some(Settled { day, because }) } = response.clock.clone() else { return None };
        let event = plan.events[event.0].header.name.clone();
        let what = Asserted::BeginsLater { response: response.header.name.clone(), event, day };
        said(what, &Some(because), &response.header)
    };
    let responses =
        plan.responses.iter().flat_map(|response| of_clock(response).into_iter().chain(of_response(response)));
    let tables = plan.tables.iter().flat_map(of_table);
    tables.chain(responses).chain(plan.endpoints.iter().filter_map(of_endpoint)).collect()
}

fn written_out(context: Context, written: &ir::WrittenOut) -> results::WrittenOut {
    let clause = |id| context.plan.clause_number(id).to_string();
    let from = |from: &ir::WrittenFrom| match from {
        ir::WrittenFrom::Here => results::WrittenFrom::Here,
        ir::WrittenFrom::Frame => results::WrittenFrom::Frame,
        ir::WrittenFrom::Statement { name, clause: id } => {
            results::WrittenFrom::Statement { name: name.clone(), clause: clause(*id) }
        }
    };
    let line = |line: &ir::WrittenLine| {
        let (depth, text) = (line.depth, line.text.clone());
        results::WrittenLine { depth, text, from: from(&line.from) }
    };
    results::WrittenOut {
        head: written.head.clone(),
        name: written.name.clone(),
        like: written.like.clone(),
        clause: clause(written.clause),
        file: context.sources.file_name(written.span).to_string(),
        line: context.sources.line_column(written.span).0,
        lines: written.lines.iter().map(line).collect(),
    }
}

fn tables(context: Context) -> Vec<TableDigest> {
    let pairs = context.plan.tables.iter().zip(&context.data.tables);
    pairs
        .map(|(table, data)| TableDigest {
            name: table.header.name.clone(),
            label: table.header.label.clone(),
            rows: Some(data.rows.len()),
            digest: data.digest.clone(),
            picked: data.picked.as_ref().map(|picked| picked_rows(picked, data.file_rows)),
        })
        .collect()
}

/// What the report statement says, without tables and figures.
pub(crate) fn report(plan: &Plan) -> ReportInfo {
    let Formalities { protocol_number, report_version, signatures } = plan.formalities.clone();
    let title_page = TitlePage { protocol_number, report_version, signatures };
    let Some(report) = &plan.report else { return ReportInfo { title_page, ..ReportInfo::default() } };
    let name = |index: &usize| plan.analyses[*index].header.name.clone();
    ReportInfo {
        title_page,
        language: report.language,
        clause: plan.clause_number(report.header.clause).to_string(),
        analyses: report.analyses.iter().flatten().map(name).collect(),
        deviations: report.deviations.iter().map(|id| plan.clause_number(*id).to_string()).collect(),
        abbreviations: report.abbreviations.iter().map(|own| (own.short.clone(), own.long.clone())).collect(),
        ..ReportInfo::default()
    }
}

fn arms(plan: &Plan) -> Vec<ArmInfo> {
    plan.arms.arms.iter().map(|a| ArmInfo { name: a.name.clone(), label: a.label.clone() }).collect()
}

fn analyses(context: Context) -> Vec<AnalysisInfo> {
    let plan = context.plan;
    let arm = |arm: usize| plan.arms.arms.get(arm).map_or_else(String::new, |a| a.name.clone());
    let one = |(index, analysis): (usize, &FlatAnalysis)| AnalysisInfo {
        differs: attributes::differences(plan, index),
        meeting: meeting(plan, analysis),
        name: analysis.header.name.clone(),
        label: analysis.header.label.clone(),
        role: role(analysis.role),
        clause: plan.clause_number(analysis.header.clause).to_string(),
        compare: analysis.compare.arms().iter().map(|a| arm(*a)).collect(),
        strategies: analysis
            .handling
            .strategies
            .iter()
            .map(|(o, s, _)| (event_label(plan, *o), strategy(*s)))
            .collect(),
        hypothesis: match analysis.compare {
            Compare::None => Hypothesis::Stated,
            Compare::Baseline => Hypothesis::Baseline,
            Compare::Exposure(_) => Hypothesis::Exposure,
            Compare::Arms(_) => Hypothesis::Arms,
        },
        basis: basis(context, analysis),
        ..AnalysisInfo::default()
    };
    context.program.flat.analyses.iter().enumerate().map(one).collect()
}

fn basis(context: Context, analysis: &FlatAnalysis) -> Basis {
    let plan = context.plan;
    let said = &analysis.adjustment;
    let label = |c: &FlatCovariate| c.label.clone();
    let matching = |m: &MatchingId| plan.matchings[m.0].header.label.clone();
    let kind = &context.program.flat.endpoints[analysis.endpoint.0].kind;
    Basis {
        response: kind.is_response(),
        times_in: times_in(context, analysis),
        landmark: analysis.landmark,
        counted_from: kind.later_start().map(|start| counted_from(plan, start)),
        longest_gap: longest_gap(kind),
        calendar_months: calendar_months(kind),
        exposure: match &analysis.compare {
            Compare::Exposure(event) => Some(plan.events[event.0].header.label.clone()),
            Compare::None | Compare::Baseline | Compare::Arms(_) => None,
        },
        causes: causes(kind),
        shift: if kind.outcome() == OutcomeKind::Shift { categories(kind) } else { vec![] },
        strata: said.strata.iter().map(label).collect(),
        covariates: said.covariates.iter().map(label).collect(),
        per: said.covariates.iter().filter_map(per).collect(),
        unbalanced: said.missed.as_ref().map(matching),
        weights: said.weights.as_ref().map(label),
        overlap: said.overlap.as_ref().map(matching),
        sets: said.pairs.as_ref().map(label),
        clusters: said.cluster.as_ref().map(label),
        reference: analysis.reference.and_then(|arm| plan.arms.arms.get(arm)).map(|arm| arm.name.clone()),
        measure: measured::measure(kind, &analysis.compare),
        measured_in: measured::unit(kind),
        better: measured::better(kind),
    }
}

fn per(covariate: &FlatCovariate) -> Option<Per> {
    let ir::Per { amount, unit, divisor: _ } = covariate.per?;
    let unit = unit.map(|unit| MeasuredIn::new(unit.name(), time_unit(unit.name())));
    Some(Per { covariate: covariate.name.clone(), amount: amount.normalize().to_string(), unit })
}

fn counted_from(plan: &Plan, start: &EventSource) -> CountedFrom {
    match start {
        EventSource::Event(event) => CountedFrom::Event(plan.events[event.0].header.label.clone()),
        EventSource::Response { by, set, counts: _ } => {
            let response = &plan.responses[by.0];
            let set = response.criterion.set(*set).name.clone();
            CountedFrom::Response { set, by: response.header.label.clone() }
        }
    }
}

/// Where times end by the calendar, and so not on the same day of all patients.
fn calendar_months(kind: &FlatKind) -> Option<u16> {
    match kind.last_day()? {
        HorizonAt::Months(months) => Some(months),
        HorizonAt::Day(_) => None,
    }
}

fn longest_gap(kind: &FlatKind) -> Option<i64> {
    match kind.dated()?.censor {
        CensorSource::LastAssessed { by: _, longest_gap } => *longest_gap,
        CensorSource::Date(_) => None,
    }
}

/// Name and label of each cause of an endpoint, in the order of the plan; the first is the one of interest.
pub(crate) fn causes(kind: &FlatKind) -> Vec<(String, String)> {
    if let FlatKind::CompetingRisks(risks) = kind {
        return risks.causes.iter().map(|c| (c.name.clone(), c.label.clone())).collect();
    }
    let FlatKind::Given(given) = kind else { return vec![] };
    match (&given.what, given.event.as_ref().map(|e| &e.ty)) {
        (GivenKind::CompetingRisks { causes }, Some(Type::Code(list))) => named_codes(list, causes),
        _ => vec![],
    }
}

/// Name and label of each of these codes.
fn named_codes(list: &ir::CodeList, places: &[usize]) -> Vec<(String, String)> {
    places.iter().map(|place| (list.codes[*place].name.clone(), list.codes[*place].label.clone())).collect()
}

/// Name and label of each category of an endpoint, in its order.
pub(crate) fn categories(kind: &FlatKind) -> Vec<(String, String)> {
    let FlatKind::Given(given) = kind else { return vec![] };
    match (&given.what, &given.value.ty) {
        (GivenKind::Category { order } | GivenKind::Shift { order }, Type::Code(list)) => named_codes(list, order),
        _ => vec![],
    }
}

/// The unit of the times of an analysis.
pub(crate) fn times_in(context: Context, analysis: &FlatAnalysis) -> TimeUnit {
    context.program.flat.endpoints[analysis.endpoint.0].kind.times_in()
}

/// The responses of every criterion, with their roles.
fn responses(plan: &Plan) -> Vec<ResponseInfo> {
    let of = |response: &ir::Response| {
        let criterion = &response.criterion;
        let roles = |code| {
            let held = |role: &ResponseRole| criterion.is(*role, code);
            ResponseRole::ALL.into_iter().filter(held).collect()
        };
        let one = |code| ResponseInfo {
            response: response.header.name.clone(),
            code: criterion.code_name(code).to_string(),
            roles: roles(code),
        };
        criterion.codes().map(one).collect::<Vec<_>>()
    };
    plan.responses.iter().flat_map(of).collect()
}

pub(super) fn event_label(plan: &Plan, of: StrategyOf) -> String {
    match of {
        StrategyOf::Intercurrent(index) => plan.intercurrents[index].header.label.clone(),
        StrategyOf::Death(event) => plan.events[event.0].header.label.clone(),
    }
}

fn meeting(plan: &Plan, analysis: &FlatAnalysis) -> Meeting {
    let ir::Handling { strategies: _, meeting, examination, on_its_day } = &analysis.handling;
    let settles = |of: &Settling| match of {
        Settling::Event(of) => Some(Settles::Event(event_label(plan, *of))),
        Settling::Earlier => excluded_set(plan, analysis).map(Settles::Earlier),
    };
    let all = |order: &[Settling]| order.iter().filter_map(settles).collect();
    Meeting {
        order: match meeting {
            ir::Meeting::Alike => None,
            ir::Meeting::InOrder(order) => Some(EventOrder::InOrder(all(order))),
            ir::Meeting::FirstToHappen(order) => Some(EventOrder::FirstToHappen(all(order))),
        },
        examination_on_that_day: examination.map(|read| match read {
            ReadOnItsDay::AfterEvent => ExaminationOnThatDay::AfterEvent,
            ReadOnItsDay::BeforeEvent => ExaminationOnThatDay::BeforeEvent,
        }),
        event_on_that_day: on_its_day.map(|day| match day {
            OnItsDay::Counts => EventOnThatDay::Counts,
            OnItsDay::DoesNotCount => EventOnThatDay::DoesNotCount,
        }),
    }
}

/// The set of an earlier response that the endpoint excludes.
fn excluded_set(plan: &Plan, analysis: &FlatAnalysis) -> Option<String> {
    let EndpointKind::YesNo(kind) = &plan.endpoints[analysis.endpoint.0].kind else { return None };
    let by = kind.by.first()?;
    Some(plan.responses[by.response.0].criterion.set(by.not_after?).name.clone())
}

fn strategy(strategy: ir::Strategy) -> Strategy {
    match strategy {
        ir::Strategy::TreatmentPolicy => Strategy::TreatmentPolicy,
        ir::Strategy::CompositeFailure => Strategy::CompositeFailure,
        ir::Strategy::CompositeSuccess => Strategy::CompositeSuccess,
        ir::Strategy::ValueBeforeEvent => Strategy::ValueBeforeEvent,
        ir::Strategy::NotAssessed => Strategy::NotAssessed,
        ir::Strategy::CensorBefore => Strategy::CensorBefore,
    }
}

fn labels(plan: &Plan) -> Vec<Label> {
    let label = |kind: LabelKind, name: &str, label: &str| Label {
        kind,
        of: String::new(),
        name: name.into(),
        label: label.into(),
    };
    let header = |kind: LabelKind| move |h: &Header| label(kind, &h.name, &h.label);
    let mut labels: Vec<Label> = plan.endpoints.iter().map(|e| &e.header).map(header(LabelKind::Endpoint)).collect();
    labels.extend(plan.responses.iter().map(|r| &r.header).map(header(LabelKind::Response)));
    let points = plan.timepoints.iter().flat_map(|t| &t.points);
    labels.extend(points.map(|p| label(LabelKind::Timepoint, &p.name, &p.label)));
    labels.extend(plan.matchings.iter().map(|m| &m.header).map(header(LabelKind::Matching)));
    labels.extend(plan.families.iter().map(|f| &f.header).map(header(LabelKind::Family)));
    labels.extend(plan.lesions.iter().map(|l| &l.header).map(header(LabelKind::Lesions)));
    labels.extend(plan.agreements.iter().map(|a| &a.header).map(header(LabelKind::Agreement)));
    let column =
        |t: &Table, c: &Column| Label { of: t.header.name.clone(), ..label(LabelKind::Column, &c.name, &c.label) };
    let asserted =
        |t: &Table| t.columns.iter().filter(|c| c.asserted.is_some()).map(|c| column(t, c)).collect::<Vec<_>>();
    labels.extend(plan.tables.iter().flat_map(asserted));
    labels.extend(plan.events.iter().map(|e| &e.header).map(header(LabelKind::Event)));
    labels.extend(plan.intercurrents.iter().map(|i| &i.header).map(header(LabelKind::Intercurrent)));
    for response in &plan.responses {
        let of = &response.header.name;
        let value = |h: &Header| Label { of: of.clone(), ..label(LabelKind::Value, &h.name, &h.label) };
        labels.extend(response.criterion.values.iter().map(|v| value(&v.header)));
    }
    labels.extend(units(plan).into_iter().map(|(name, unit)| label(LabelKind::Unit, &name, unit)));
    labels
}

/// The unit of each covariate and characteristic that has one, once each.
fn units(plan: &Plan) -> Vec<(String, &'static str)> {
    let baseline = plan.report.iter().flat_map(|r| &r.baseline).flat_map(|b| &b.characteristics);
    let matchings = plan.matchings.iter().flat_map(|m| m.covariates.iter().chain(&m.balance));
    let analyses = plan.analyses.iter().flat_map(|a| &a.adjustment.covariates);
    let mut found: Vec<(String, &'static str)> = vec![];
    for covariate in baseline.chain(matchings).chain(analyses) {
        let (Type::Number(Some(unit)) | Type::Real(Some(unit))) = &covariate.expression.ty else { continue };
        if !found.iter().any(|(name, _)| *name == covariate.name) {
            found.push((covariate.name.clone(), unit.name()));
        }
    }
    found
}

fn populations(context: Context) -> Vec<PopulationInfo> {
    let (plan, seen) = (context.plan, context.seen);
    let one = |(id, population): (usize, &ir::Population)| {
        let members = seen.population(PopulationId(id));
        let mut hash = Sha256::new();
        for patient in &members.patients {
            hash.update(seen.patients()[*patient].as_bytes());
            hash.update(b"\n");
        }
        PopulationInfo {
            name: population.header.name.clone(),
            label: population.header.label.clone(),
            n: Some(members.patients.len()),
            digest: hexadecimal(&hash.finalize()),
            clause: plan.clause_number(population.header.clause).to_string(),
            pairs_of: match population.of {
                PopulationSource::Pairs(matching) => Some(plan.matchings[matching.0].header.name.clone()),
                PopulationSource::AllPatients | PopulationSource::Population(_) | PopulationSource::AtRisk { .. } => {
                    None
                }
            },
        }
    };
    plan.populations.iter().enumerate().map(one).collect()
}
