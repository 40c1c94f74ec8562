//! The data of the figures: patients of a population one by one, in key order.

use super::Context;
use super::agreement::with_key;
use super::derived::value;
use crate::derive::endpoints::Outside;
use crate::derive::model::{CombinedReading, FigureDerived, Measured, MeasuredAt};
use crate::number::TimeUnit;
use crate::plan::ir::{
    Counts, CourseFigure, CurvesFigure, Figure, FigureGiven, NumbersFigure, PopulationId, SetId, SumFigure, Type,
    Unconfirmed,
};
use crate::program::value::Value;
use crate::results::{
    FigureAnalysis, FigureAxis, FigureData, FigurePatient, FigurePoint, FigureReason, PatientDrawn, PatientFact,
    Progression,
};
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
            FigureGiven::Curves(CurvesFigure { of, axis }) => {
                let name = |e: &crate::plan::ir::EndpointId| context.plan.endpoints[e.0].header.name.clone();
                FigureData {
                    endpoints: of.iter().map(name).collect(),
                    axis: axis.map(|unit| marked_in(context, unit)),
                    ..named
                }
            }
            FigureGiven::Numbers(NumbersFigure { of, label, show }) => {
                let one = |(analysis, label): &(usize, String)| FigureAnalysis {
                    name: context.plan.analyses[*analysis].header.name.clone(),
                    label: label.clone(),
                };
                FigureData { analyses: of.iter().map(one).collect(), label: label.clone(), show: Some(*show), ..named }
            }
            FigureGiven::Sum(sum) => {
                let Some(shown) = context.seen.figure(index) else { return named };
                let sums = Sums { context, figure: sum, measured: &shown.measured };
                match sum.up_to {
                    Some(set) => sums.smallest(named, set),
                    None => sums.all(named),
                }
            }
            FigureGiven::Course(course) => {
                let Some(shown) = context.seen.figure(index) else { return named };
                swim(context, course, shown, named)
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

/// How many days one mark has is what the study says.
fn marked_in(context: Context, unit: TimeUnit) -> FigureAxis {
    let settings = &context.plan.settings;
    let days = unit.days(settings.month_days, settings.year_days);
    FigureAxis { unit, days: days.to_f64().unwrap_or(f64::NAN) }
}

/// A sum of lengths, as one reader measured it.
struct Sums<'a> {
    context: Context<'a>,
    figure: &'a SumFigure,
    measured: &'a [Measured],
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
        let entered = self.context.facts().first_in((self.figure.by, set), counts, patient, (None, None))?;
        let found = seen.combined(self.figure.by, patient).iter().find(|r| r.exam == entered.found_at())?;
        let code = self.context.plan.responses[self.figure.by.0].criterion.code_name(found.result?).to_string();
        Some(Progression { day: seen.day(patient, entered.date)?, code })
    }

    /// What the reader measured of a patient, at baseline first; nothing without a baseline.
    fn measured(&self, patient: usize) -> &[Measured] {
        with_key(self.measured, patient, |m| m.patient)
    }

    fn is_unfit(&self, patient: usize) -> bool {
        let unfit = |m: &Measured| matches!(m.at, MeasuredAt::Baseline { fit: false, .. });
        self.measured(patient).first().is_some_and(unfit)
    }

    /// Baseline and the examinations after it, without a change where the examination at baseline serves as none; empty without
    /// a baseline.
    fn points(&self, patient: usize) -> Vec<FigurePoint> {
        let measured = self.measured(patient);
        let base = measured.first().and_then(|m| m.sum.as_ref()?.decimal()).filter(|n| *n > Decimal::ZERO);
        let change = |sum: Option<&Value>| {
            let (now, base) = (sum?.decimal()?, base?);
            // Exact in decimals up to the quotient.
            ((now - base) * Decimal::ONE_HUNDRED).checked_div(base)?.to_f64()
        };
        measured.iter().filter_map(|m| self.point(patient, m, &change)).collect()
    }

    /// An examination after the baseline that has no day is none of the figure's.
    fn point(
        &self,
        patient: usize,
        measured: &Measured,
        change: &dyn Fn(Option<&Value>) -> Option<f64>,
    ) -> Option<FigurePoint> {
        let seen = self.context.seen;
        let criterion = &self.context.plan.responses[self.figure.by.0].criterion;
        let (day, result) = match measured.at {
            MeasuredAt::Baseline { date, .. } => (date.and_then(|date| seen.day(patient, date)).unwrap_or(0), None),
            MeasuredAt::After(result) => {
                let date = seen.combined(self.figure.by, patient).iter().find(|read| read.exam == measured.exam);
                (seen.day(patient, date?.date)?, Some(criterion.code_name(result).to_string()))
            }
        };
        let ty = &criterion.values[self.figure.sum.0].ty;
        Some(FigurePoint {
            exam: self.context.key(criterion.exam, measured.exam),
            day,
            change: change(measured.sum.as_ref()),
            sum: measured.sum.as_ref().map(|sum| value(sum, ty)),
            result,
        })
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
                exam: context.key(criterion.exam, reading.exam),
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
