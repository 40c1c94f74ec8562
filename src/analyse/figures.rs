//! The data of the figures: patients of a population one by one, in key order.

use super::Context;
use super::agreement::{of_reader, with_key};
use super::derived::value;
use crate::derive::endpoints::Outside;
use crate::derive::model::{BaselineReading, CombinedReading, FigureDerived};
use crate::plan::ir::{Counts, CourseFigure, Figure, FigureGiven, PopulationId, SetId, SumFigure, Type, Unconfirmed};
use crate::program::fold::{Fact, Told};
use crate::program::value::Value;
use crate::results::{FigureData, FigurePatient, FigurePoint, FigureReason, PatientDrawn, PatientFact, Progression};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The figures that the plan asks for, in its order.
pub(crate) fn figures(context: Context) -> Vec<FigureData> {
    let Some(report) = &context.plan.report else { return vec![] };
    let clause = context.plan.clause_number(report.header.clause).to_string();
    let one = |index: usize, figure: &Figure| {
        let steps = context.trace.figure(index);
        let named = FigureData {
            kind: figure.kind,
            clause: clause.clone(),
            tables: context.trace.tables(&steps),
            steps,
            ..FigureData::default()
        };
        match &figure.given {
            FigureGiven::Nothing => named,
            FigureGiven::Curves(endpoints) => {
                let name = |e: &crate::plan::ir::EndpointId| context.plan.endpoints[e.0].header.name.clone();
                FigureData { endpoints: endpoints.iter().map(name).collect(), ..named }
            }
            FigureGiven::Sum(sum) => {
                let sums = Sums { context, figure: sum };
                match sum.up_to {
                    Some(set) => sums.smallest(named, set),
                    None => sums.all(named),
                }
            }
            FigureGiven::Course(course) => {
                let dates = context.seen.figure(index);
                dates.map_or(named.clone(), |dates| swim(context, course, dates, named))
            }
        }
    };
    let told = |(index, figure): (usize, &Figure)| {
        let step = context.program.report.figure(index).map(|steps| steps.step);
        context.seen.told_of(step.as_slice(), || one(index, figure))
    };
    let figures: Vec<FigureData> = report.figures.iter().enumerate().map(told).collect();
    for (index, figure) in figures.iter().enumerate() {
        let drawn =
            |shown: &FigurePatient| PatientDrawn { place: index + 1, figure: figure.kind, shown: shown.clone() };
        figure.patients.iter().map(drawn).map(PatientFact::Drawn).for_each(context.tell);
    }
    figures
}

/// A sum of lengths, as one reader measured it.
struct Sums<'a> {
    context: Context<'a>,
    figure: &'a SumFigure,
}

impl Sums<'_> {
    /// The smallest change of each patient up to the first response in a set.
    fn smallest(&self, named: FigureData, progression: SetId) -> FigureData {
        let patient = |patient: usize| {
            let points = self.points(patient);
            let measured = |p: &&FigurePoint| p.change.is_some();
            let progression = self.progression(progression, patient);
            let (best, because) = match points.split_first() {
                None => (None, self.without_points(patient)),
                Some((baseline, _)) if self.is_unfit(patient) => {
                    (None, FigureReason::UnfitBaseline { exam: baseline.exam.clone() })
                }
                Some((baseline, _)) if baseline.change.is_none() => {
                    (None, FigureReason::NoSumAtBaseline { exam: baseline.exam.clone() })
                }
                Some((_, after)) => {
                    let progressed = progression.as_ref().map(|p| p.day);
                    let before = after.iter().filter(|p| progressed.is_none_or(|day| p.day < day)).filter(measured);
                    let at = after.iter().filter(|p| Some(p.day) == progressed).filter(measured);
                    let smallest = before.min_by(|a, b| compare(a, b)).or_else(|| at.min_by(|a, b| compare(a, b)));
                    match smallest {
                        Some(point) => (point.change, FigureReason::SmallestAt { exam: point.exam.clone() }),
                        None => (None, FigureReason::NothingMeasured),
                    }
                }
            };
            let responses = self.responses(patient);
            FigurePatient { best, because: Some(because), progression, responses, ..plain(self.context, patient) }
        };
        self.filled(named, &patient)
    }

    fn without_points(&self, patient: usize) -> FigureReason {
        match self.context.facts().outside(self.figure.by, patient) {
            Some(Outside::DoesNotApply) => FigureReason::DoesNotApply,
            Some(Outside::NeverBegins(_)) => FigureReason::NeverBegins,
            Some(Outside::Unusable) | None => FigureReason::NoBaseline,
        }
    }

    /// Every change of each patient.
    fn all(&self, named: FigureData) -> FigureData {
        let patient = |patient: usize| FigurePatient { points: self.points(patient), ..plain(self.context, patient) };
        self.filled(named, &patient)
    }

    fn filled(&self, named: FigureData, patient: &dyn Fn(usize) -> FigurePatient) -> FigureData {
        let plan = self.context.plan;
        let criterion = &plan.responses[self.figure.by.0].criterion;
        let reader = criterion.readers(plan).get(self.figure.reader).map(|c| c.name.clone());
        let named = FigureData {
            response: Some(plan.responses[self.figure.by.0].header.name.clone()),
            reader,
            sum: Some(criterion.values[self.figure.sum.0].header.label.clone()),
            ..named
        };
        of_population(self.context, self.figure.population, named, patient)
    }

    /// The combined responses of the patient, each with its day.
    fn responses(&self, patient: usize) -> Vec<(i64, String)> {
        let (seen, criterion) = (self.context.seen, &self.context.plan.responses[self.figure.by.0].criterion);
        let combined = seen.combined(self.figure.by, patient).iter();
        let one = |read: &CombinedReading| {
            Some((seen.day(patient, read.date).unwrap_or(0), criterion.code_name(read.result?).to_string()))
        };
        combined.filter_map(one).collect()
    }

    /// When the patient comes into a set of the criterion, by the combined readings.
    fn progression(&self, set: SetId, patient: usize) -> Option<Progression> {
        let seen = self.context.seen;
        let counts = Counts::FromFinding(Unconfirmed::DoesNotCount);
        let entered = self.context.facts().first_in((self.figure.by, set), counts, patient, None)?;
        let found = seen.combined(self.figure.by, patient).iter().find(|r| r.exam == entered.found_at())?;
        let code = self.context.plan.responses[self.figure.by.0].criterion.code_name(found.result?).to_string();
        Some(Progression { day: seen.day(patient, entered.date)?, code })
    }

    /// What the reader measured at baseline; none without a baseline.
    fn baseline(&self, patient: usize) -> Option<&BaselineReading> {
        let baselines = self.context.seen.baselines(self.figure.by);
        with_key(baselines, (patient, self.figure.reader), |b| (b.patient, b.reader)).first()
    }

    fn is_unfit(&self, patient: usize) -> bool {
        self.baseline(patient).is_some_and(|baseline| baseline.values.is_none())
    }

    /// Baseline and the examinations after it, without a change where the examination at baseline serves as none; empty without
    /// a baseline.
    fn points(&self, patient: usize) -> Vec<FigurePoint> {
        let seen = self.context.seen;
        let criterion = &self.context.plan.responses[self.figure.by.0].criterion;
        let ty = &criterion.values[self.figure.sum.0].ty;
        let sum = |values: &[Told]| match &values.get(self.figure.sum.0)?.value {
            Some(Fact::Value(value)) => Some(value.clone()),
            Some(Fact::Exam(_)) | None => None,
        };
        let Some(baseline) = self.baseline(patient) else { return vec![] };
        let first = baseline.values.as_deref().and_then(sum);
        let base = first.as_ref().and_then(Value::decimal).filter(|n| *n > Decimal::ZERO);
        let exam = |row: usize| seen.keys(criterion.exam).get(row).cloned().unwrap_or_default();
        let change = |sum: Option<&Value>| {
            let (now, base) = (sum?.decimal()?, base?);
            // Exact in decimals up to the quotient.
            ((now - base) * Decimal::ONE_HUNDRED).checked_div(base)?.to_f64()
        };
        let dates = self.context.seen.combined(self.figure.by, patient);
        let mut points = vec![FigurePoint {
            exam: exam(baseline.exam),
            day: baseline.date.and_then(|date| self.context.seen.day(patient, date)).unwrap_or(0),
            change: change(first.as_ref()),
            sum: first.as_ref().map(|sum| value(sum, ty)),
            result: None,
        }];
        for reading in of_reader(seen.readings(self.figure.by), patient, self.figure.reader) {
            let date = dates.iter().find(|d| d.exam == reading.exam).map(|d| d.date);
            let Some(day) = date.and_then(|date| self.context.seen.day(patient, date)) else { continue };
            let now = sum(&reading.values);
            points.push(FigurePoint {
                exam: exam(reading.exam),
                day,
                change: change(now.as_ref()),
                sum: now.as_ref().map(|sum| value(sum, ty)),
                result: Some(criterion.code_name(reading.result).to_string()),
            });
        }
        points
    }
}

/// What happened to each patient.
fn swim(context: Context, figure: &CourseFigure, dates: &FigureDerived, named: FigureData) -> FigureData {
    let plan = context.plan;
    let criterion = &plan.responses[figure.by.0].criterion;
    let codes = match &plan.table(figure.treatments.0).columns[figure.treatments.1].ty {
        Type::Code(list) => list.codes.iter().map(|c| c.label.clone()).collect(),
        _ => vec![],
    };
    let patient = |patient: usize| {
        let own = with_key(&dates.given, patient, |(p, _, _)| *p);
        let days_of = |code: usize| -> Vec<i64> {
            let of_code = own.iter().filter(|(_, _, c)| *c == code);
            of_code.filter_map(|(_, date, _)| context.seen.day(patient, *date)).collect()
        };
        let given = codes.iter().enumerate().map(|(code, label)| (label.clone(), days_of(code)));
        let marks = figure.marks.iter().filter_map(|event| {
            let header = &plan.events[event.0].header;
            let date = context.seen.event(*event)[patient]?;
            Some((header.name.clone(), header.label.clone(), context.seen.day(patient, date)?))
        });
        let point = |reading: &CombinedReading| {
            Some(FigurePoint {
                exam: context.seen.keys(criterion.exam).get(reading.exam)?.clone(),
                day: context.seen.day(patient, reading.date)?,
                result: Some(criterion.code_name(reading.result?).to_string()),
                ..FigurePoint::default()
            })
        };
        FigurePatient {
            points: context.seen.combined(figure.by, patient).iter().filter_map(point).collect(),
            given: given.filter(|(_, days)| !days.is_empty()).collect(),
            marks: marks.collect(),
            end: dates.until[patient].and_then(|date| context.seen.day(patient, date)),
            ..plain(context, patient)
        }
    };
    let response = Some(plan.responses[figure.by.0].header.name.clone());
    let named = FigureData { response, ..named };
    of_population(context, figure.population, named, &patient)
}

fn of_population(
    context: Context,
    population: PopulationId,
    named: FigureData,
    patient: &dyn Fn(usize) -> FigurePatient,
) -> FigureData {
    let members = &context.seen.population(population).patients;
    FigureData {
        population: Some(context.plan.populations[population.0].header.name.clone()),
        population_n: members.len(),
        patients: members.iter().map(|p| patient(*p)).collect(),
        ..named
    }
}

fn plain(context: Context, patient: usize) -> FigurePatient {
    FigurePatient {
        patient: context.seen.patients()[patient].clone(),
        arm: context.seen.arms()[patient].map(|a| context.plan.arms.arms[a].name.clone()),
        ..FigurePatient::default()
    }
}

fn compare(a: &FigurePoint, b: &FigurePoint) -> std::cmp::Ordering {
    let value = |p: &FigurePoint| p.change.unwrap_or(f64::INFINITY);
    value(a).total_cmp(&value(b)).then(a.day.cmp(&b.day))
}
