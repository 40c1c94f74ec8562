//! What was derived of each patient, by the names that the results have for it.

use super::agreement::with_key;
use super::{Context, Names, attrition, referred};
use crate::calendar::iso;
use crate::derive::key;
use crate::derive::model::{CombinedReading, ReadingDerived};
use crate::derive::reason::{self, Happened, ReadAt};
use crate::plan::ir::{
    CodeId, CriterionValue, EndpointId, EndpointKind, EventId, MatchingId, Plan, PointId, PopulationId, Response,
    ResponseId, Type,
};
use crate::program::fold::{self, Fact, Placed, PlacesTold, ThingTold, Told};
use crate::program::value::Value;
use crate::results::{
    self, Adjudicated, Beginning, CombinedReason, Confirmed, EventRef, ExamRef, Exclusion, Form, LesionResponse,
    LineReason, LineValue, OccurrenceDerived, Pair, PatientDerived, PatientFact, PlaceInSet, PlacedLesion, ReadingLine,
    ReadingsOf, RuleId, Scalar, Score, ScoreOf, SetPlaces, ValueOf, ValueReason,
};
use std::collections::BTreeSet;

/// What the readings of each response have in common.
pub fn readings_of(plan: &Plan) -> impl Iterator<Item = ReadingsOf> {
    plan.responses.iter().map(|response| {
        let value = |stated: &CriterionValue| ValueOf {
            name: stated.header.name.clone(),
            form: form(&stated.ty),
            unit: unit(&stated.ty),
        };
        let criterion = &response.criterion;
        ReadingsOf {
            response: response.header.name.clone(),
            values: criterion.values.iter().map(value).collect(),
            answer: criterion.response.0,
        }
    })
}

fn form(ty: &Type) -> Form {
    match ty {
        Type::YesNo => Form::YesNo,
        Type::Integer => Form::Whole,
        Type::Days => Form::Days,
        Type::Number(_) | Type::Real(_) => Form::Number,
        Type::Date => Form::Date,
        Type::Code(_) => Form::Code,
        Type::Pseudonym | Type::Text => Form::Text,
        Type::Reading => Form::Exam,
    }
}

fn unit(ty: &Type) -> Option<String> {
    match ty {
        Type::Number(unit) | Type::Real(unit) => unit.map(|unit| unit.name().to_string()),
        Type::YesNo | Type::Integer | Type::Date | Type::Days | Type::Code(_) | Type::Pseudonym | Type::Text => None,
        Type::Reading => None,
    }
}

/// Tells what the criteria answer of some patients, one patient after the other.
pub fn tell_readings(names: Names, tell: &mut dyn FnMut(PatientFact)) {
    let responses: Vec<OfResponse> =
        (0..names.plan.responses.len()).map(|id| OfResponse::new(names, ResponseId(id))).collect();
    for patient in 0..names.seen.patients().len() {
        responses.iter().for_each(|of| of.tell(patient, tell));
    }
}

/// Tells all but what the criteria answer and the analyses add.
pub(crate) fn tell(context: Context) {
    let (plan, tell) = (context.plan, context.tell);
    patients(context);
    for (index, matching) in plan.matchings.iter().enumerate() {
        matched(context, MatchingId(index), &matching.header.name);
    }
    referred::matchings(context).map(PatientFact::Matching).for_each(tell);
    occurrences(context);
}

fn matched(context: Context, id: MatchingId, name: &str) {
    let (seen, tell) = (context.seen, context.tell);
    let matched = seen.matched(id);
    for (place, pair) in matched.pairs.iter().enumerate() {
        tell(PatientFact::Pair(Pair {
            matching: name.to_string(),
            pair: place + 1,
            treated: seen.patients()[pair.treated].clone(),
            control: seen.patients()[pair.control].clone(),
            distance: pair.distance,
        }));
    }
    for (patient, logit) in &matched.logit {
        let arm = seen.arms()[*patient].map(|a| context.plan.arms.arms[a].name.clone());
        let patient = seen.patients()[*patient].clone();
        tell(PatientFact::Score(Score { matching: name.to_string(), patient, arm, logit: *logit }));
    }
}

/// The scores of every matching by arm, the smallest first: an order in which nobody has a place of his own.
pub(crate) fn scores(context: Context) -> Vec<ScoreOf> {
    let (plan, seen) = (context.plan, context.seen);
    let mut scores = vec![];
    for (index, matching) in plan.matchings.iter().enumerate() {
        let (matched, first) = (seen.matched(MatchingId(index)), scores.len());
        let paired: BTreeSet<usize> = matched.pairs.iter().flat_map(|pair| [pair.treated, pair.control]).collect();
        scores.extend(matched.logit.iter().map(|(patient, logit)| ScoreOf {
            matching: matching.header.name.clone(),
            arm: seen.arms()[*patient].map(|a| plan.arms.arms[a].name.clone()),
            logit: *logit,
            paired: paired.contains(patient),
        }));
        scores[first..].sort_by(ScoreOf::in_order);
    }
    scores
}

fn occurrences(context: Context) {
    let (plan, seen) = (context.plan, context.seen);
    for (index, endpoint) in plan.endpoints.iter().enumerate() {
        let EndpointKind::Events(kind) = &endpoint.kind else { continue };
        for row in seen.occurrences(EndpointId(index)) {
            (context.tell)(PatientFact::Occurrence(OccurrenceDerived {
                endpoint: endpoint.header.name.clone(),
                patient: seen.patients()[row.patient].clone(),
                row: context.key(kind.table, row.row),
                day: seen.day(row.patient, row.date),
                term: row.term.to_string(),
                class: row.class.as_deref().map(str::to_string),
                grade: row.grade,
            }));
        }
    }
}

fn patients(context: Context) {
    let (plan, seen) = (context.plan, context.seen);
    let one = |(patient, pseudonym): (usize, &String)| PatientDerived {
        patient: pseudonym.clone(),
        time_zero: seen.time_zero()[patient].map(iso),
        arm: seen.arms()[patient].map(|a| plan.arms.arms[a].name.clone()),
        populations: membership(context, patient),
        timepoints: points(context, patient),
        values: values(context, patient),
    };
    seen.patients().iter().enumerate().map(one).map(PatientFact::Patient).for_each(context.tell);
}

/// Each population of which the patient is a candidate, with the requirements not met.
fn membership(context: Context, patient: usize) -> Vec<(String, Vec<Exclusion>)> {
    let mut out = vec![];
    for (index, population) in context.plan.populations.iter().enumerate() {
        let members = context.seen.population(PopulationId(index));
        let name = population.header.name.clone();
        match members.reasons.binary_search_by_key(&patient, |(p, _)| *p) {
            Ok(place) => {
                let (_, failed) = &members.reasons[place];
                out.push((name, failed.iter().map(|e| attrition::exclusion(population, *e)).collect()));
            }
            Err(_) if members.patients.binary_search(&patient).is_ok() => out.push((name, vec![])),
            Err(_) => {}
        }
    }
    out
}

fn points(context: Context, patient: usize) -> Vec<(String, Option<String>)> {
    let mut out = vec![];
    for (index, timepoints) in context.plan.timepoints.iter().enumerate() {
        for (place, point) in timepoints.points.iter().enumerate() {
            let exam = context.seen.point(index, PointId(place))[patient];
            let exam = exam.map(|row| context.key(timepoints.table, row));
            out.push((point.name.clone(), exam));
        }
    }
    out
}

fn values(context: Context, patient: usize) -> Vec<(String, Option<results::Value>)> {
    let (plan, seen) = (context.plan, context.seen);
    let date = |day: i32| results::Value::Date(iso(day));
    let events = plan.events.iter().enumerate();
    let events = events.map(|(id, event)| (event.header.name.clone(), seen.event(EventId(id))[patient].map(date)));
    let defines = seen.defined().iter().map(|(id, of)| {
        let define = &plan.defines[*id];
        (define.header.name.clone(), of.get(patient).map(|known| value(&known, &define.value.ty)))
    });
    events.chain(defines).collect()
}

/// What a criterion answers of each patient.
struct OfResponse<'a> {
    names: Names<'a>,
    of: Of<'a>,
    readers: Vec<String>,
}

impl<'a> OfResponse<'a> {
    fn new(names: Names<'a>, id: ResponseId) -> Self {
        let of = Of::new(names, id);
        let readers = of.response.criterion.readers(names.plan).iter().map(|c| c.name.clone()).collect();
        OfResponse { names, of, readers }
    }

    fn tell(&self, patient: usize, tell: &mut dyn FnMut(PatientFact)) {
        let (seen, id) = (self.names.seen, self.of.id);
        let readings = with_key(seen.readings(id), patient, |r| r.patient);
        readings.iter().map(|read| self.reading(read)).map(PatientFact::Reading).for_each(&mut *tell);
        self.of.beginning(patient).map(PatientFact::Beginning).into_iter().for_each(&mut *tell);
        let combined = seen.combined(id, patient);
        combined.iter().map(|read| self.adjudicated(patient, read)).map(PatientFact::Adjudicated).for_each(tell);
    }

    fn day(&self, patient: usize, exam: usize) -> i64 {
        let seen = self.names.seen;
        let date = seen.combined(self.of.id, patient).iter().find(|c| c.exam == exam).map(|c| c.date);
        date.and_then(|date| seen.day(patient, date)).unwrap_or(0)
    }

    fn reading(&self, read: &ReadingDerived) -> ReadingLine {
        ReadingLine {
            response: self.of.response.header.name.clone(),
            patient: self.names.seen.patients()[read.patient].clone(),
            exam: self.of.exam(read.exam),
            day: self.day(read.patient, read.exam),
            reader: self.readers.get(read.reader).cloned().unwrap_or_default(),
            result: self.of.code(read.result),
            because: line_reason(read.because),
            values: self.of.values(&read.values),
            lesions: self.of.lesions(&read.things),
            places: self.of.places(&read.places),
        }
    }

    fn adjudicated(&self, patient: usize, read: &CombinedReading) -> Adjudicated {
        Adjudicated {
            response: self.of.response.header.name.clone(),
            patient: self.names.seen.patients()[patient].clone(),
            exam: self.of.exam(read.exam),
            day: self.day(patient, read.exam),
            result: read.result.map(|code| self.of.code(code)),
            because: self.of.combined(&read.because),
        }
    }
}

/// The facts of a response by their names.
struct Of<'a> {
    names: Names<'a>,
    id: ResponseId,
    response: &'a Response,
}

impl<'a> Of<'a> {
    /// A lesion is told apart by what its rows have in common, but for the reader, who is the one of the reading.
    fn told_apart(&self, thing: &[Option<Value>]) -> Vec<(String, results::Value)> {
        let Some(read) = self.response.criterion.things else { return vec![] };
        let table = self.names.plan.table(read.table);
        let by = table.thing.as_ref().map_or(&[][..], |thing| thing.by.as_slice());
        let named = by.iter().zip(thing).filter(|(column, _)| Some(**column) != read.reader);
        let known = named.filter_map(|(column, cell)| {
            let declared = &table.columns[*column];
            Some((declared.name.clone(), value(cell.as_ref()?, &declared.ty)))
        });
        known.collect()
    }

    fn lesions(&self, things: &[ThingTold]) -> Vec<LesionResponse> {
        let Some(of_each) = &self.response.criterion.of_each else { return vec![] };
        let one = |told: &ThingTold| LesionResponse {
            lesion: self.told_apart(&told.thing),
            category: told.category.and_then(|code| of_each.codes.codes.get(code)).map(|code| code.name.clone()),
        };
        things.iter().map(one).collect()
    }

    fn places(&self, told: &[PlacesTold]) -> Vec<SetPlaces> {
        told.iter().filter_map(|places| self.set_places(places)).collect()
    }

    /// None of a set that is not ranked, of which no places are told.
    fn set_places(&self, places: &PlacesTold) -> Option<SetPlaces> {
        let set = &self.response.criterion.rows[places.set.0];
        let ranked = set.ranked.as_ref()?;
        let placed = |placed: &Placed| {
            let by = ranked.by.iter().zip(&placed.by);
            let each = ranked.of_each.as_ref().zip(placed.of_each.as_ref());
            PlacedLesion {
                lesion: self.told_apart(&placed.thing),
                by: by.map(|(key, known)| Some(value(known.as_ref()?, &key.what.ty))).collect(),
                of_each: each.map(|(each, known)| value(known, &each.what.ty)),
                standing: standing(placed.standing),
            }
        };
        Some(SetPlaces { set: set.header.name.clone(), lesions: places.things.iter().map(placed).collect() })
    }

    fn new(names: Names<'a>, id: ResponseId) -> Self {
        Of { names, id, response: &names.plan.responses[id.0] }
    }

    /// None of a patient who is not read.
    fn beginning(&self, patient: usize) -> Option<Beginning> {
        let (seen, program) = (self.names.seen, self.names.program);
        let begins = seen.begins(self.id, patient).filter(|_| seen.is_read(self.id, patient))?;
        let read = with_key(seen.baselines(self.id), patient, |b| b.patient);
        let readers = self.response.criterion.readers(self.names.plan);
        let placed = read.iter().filter_map(|b| {
            let places = self.places(&b.told.as_ref()?.places);
            let reader = readers.get(b.reader).map_or_else(String::new, |reader| reader.name.clone());
            (!places.is_empty()).then_some((reader, places))
        });
        let baseline = read.first();
        let baseline = baseline.and_then(|b| Some((self.exam(b.exam), seen.day(patient, b.date?)?)));
        Some(Beginning {
            response: self.response.header.name.clone(),
            patient: seen.patients()[patient].clone(),
            after: seen.day(patient, begins.after)?,
            baseline,
            chosen_by: program.step(program.baseline(self.id)).id.clone(),
            places: placed.collect(),
        })
    }

    fn exam_ref(&self, row: usize) -> ExamRef {
        ExamRef { response: self.response.header.name.clone(), exam: self.exam(row) }
    }

    fn combined(&self, because: &reason::CombinedReason) -> CombinedReason {
        let combine = self.names.plan.combines.iter().find(|c| c.combines(self.id));
        match (because, combine) {
            (reason::CombinedReason::Case(place), Some(combine)) => {
                CombinedReason::Case(RuleId::new(&combine.header.name, &self.response.header.name, *place))
            }
            (reason::CombinedReason::OneReader, _) => CombinedReason::OneReader,
            // Only a combination has cases.
            (reason::CombinedReason::NoCase | reason::CombinedReason::Case(_), _) => CombinedReason::NoCase,
            (reason::CombinedReason::Ended { code, exam }, _) => {
                CombinedReason::Ended { code: self.code(*code), at: self.exam_ref(*exam) }
            }
        }
    }

    fn exam(&self, row: usize) -> String {
        key(self.names.plan, self.names.data, self.response.criterion.exam, row)
    }

    fn code(&self, code: CodeId) -> String {
        self.response.criterion.code_name(code).to_string()
    }

    fn values(&self, told: &[Told]) -> Vec<LineValue> {
        let one = |(stated, told): (&CriterionValue, &Told)| {
            let scalar = told.value.as_ref().map(|fact| Scalar::from(self.fact(fact, &stated.ty)));
            match told.by {
                fold::By::Computed => LineValue::Computed(scalar),
                fold::By::Rule(place) => LineValue::ByRule((scalar, Some(place + 1))),
                fold::By::Untold => LineValue::ByRule((scalar, None)),
            }
        };
        self.response.criterion.values.iter().zip(told).map(one).collect()
    }

    fn fact(&self, fact: &Fact, ty: &Type) -> results::Value {
        match fact {
            Fact::Exam(row) => results::Value::Exam(self.exam(*row)),
            Fact::Value(known) => value(known, ty),
        }
    }
}

fn line_reason(because: fold::Because) -> LineReason {
    match because {
        fold::Because::NoBaseline => LineReason::NoBaseline,
        fold::Because::UnfitBaseline => LineReason::UnfitBaseline,
        fold::Because::NoReading => LineReason::NoReading,
        fold::Because::Rule(fold::By::Computed) => LineReason::Computed,
        fold::Because::Rule(fold::By::Rule(place)) => LineReason::Rule(place + 1),
        fold::Because::Rule(fold::By::Untold) => LineReason::Untold,
    }
}

fn standing(standing: fold::PlaceInSet) -> PlaceInSet {
    match standing {
        fold::PlaceInSet::Kept => PlaceInSet::Kept,
        fold::PlaceInSet::Taken => PlaceInSet::Taken,
        fold::PlaceInSet::Full => PlaceInSet::Full,
        fold::PlaceInSet::FullOfEach => PlaceInSet::FullOfEach,
        fold::PlaceInSet::Alike => PlaceInSet::Alike,
        fold::PlaceInSet::Passed => PlaceInSet::Passed,
    }
}

/// Why a patient's value stands, by the names of the results.
pub(crate) fn value_reason(context: Context, because: &reason::ValueReason) -> ValueReason {
    let of = |at: &ReadAt| Of::new(context.names(), at.response);
    let exam = |at: &ReadAt| of(at).exam_ref(at.exam);
    let code = |code: &CodeId, at: &ReadAt| of(at).code(*code);
    let happened = |happened: &Happened| event_ref(context, happened);
    match because {
        reason::ValueReason::NoTimeZero => ValueReason::NoTimeZero,
        reason::ValueReason::Response { code: of, at, confirmed } => {
            ValueReason::Response { code: code(of, at), at: exam(at), confirmed: confirmation(context, confirmed) }
        }
        reason::ValueReason::NoExamination => ValueReason::NoExamination,
        reason::ValueReason::DoesNotApply { at } => ValueReason::DoesNotApply { at: at.as_ref().map(exam) },
        reason::ValueReason::NeverBegins { event } => {
            ValueReason::NeverBegins { event: happened(&Happened::Event(*event)) }
        }
        reason::ValueReason::NotBegun { at } => ValueReason::NotBegun { at: at.as_ref().map(exam) },
        reason::ValueReason::NoResponse { at, because } => {
            ValueReason::NoResponse { at: exam(at), because: of(at).combined(because) }
        }
        reason::ValueReason::InSet { set, at } => {
            ValueReason::InSet { set: of(at).response.criterion.set(*set).name.clone(), at: exam(at) }
        }
        reason::ValueReason::DatedFrom { set, at, confirmed } => ValueReason::DatedFrom {
            set: of(at).response.criterion.set(*set).name.clone(),
            at: exam(at),
            confirmed: confirmed.as_ref().map(exam),
        },
        reason::ValueReason::ByTargetDay(event) => ValueReason::ByTargetDay(happened(event)),
        reason::ValueReason::BeforeTimepoint(event) => ValueReason::BeforeTimepoint(happened(event)),
        reason::ValueReason::Standing { before, standing: None } => {
            ValueReason::NothingStands { before: happened(before) }
        }
        reason::ValueReason::Standing { before, standing: Some((of, at, confirmed)) } => ValueReason::Standing {
            before: happened(before),
            code: code(of, at),
            at: exam(at),
            confirmed: confirmation(context, confirmed),
        },
        reason::ValueReason::Best { code: of, at, confirmed } => {
            ValueReason::Best { code: code(of, at), at: exam(at), confirmed: confirmation(context, confirmed) }
        }
        reason::ValueReason::LastValue { code: of, at, confirmed } => {
            ValueReason::LastValue { code: code(of, at), at: exam(at), confirmed: confirmation(context, confirmed) }
        }
        reason::ValueReason::NothingAssessed => ValueReason::NothingAssessed,
        reason::ValueReason::Event(event) => ValueReason::Event(happened(&Happened::Event(*event))),
        reason::ValueReason::Horizon(day) => ValueReason::Horizon { day: *day },
        reason::ValueReason::Censored => ValueReason::Censored,
        reason::ValueReason::CensoredAt(event) => ValueReason::CensoredAt(happened(event)),
        reason::ValueReason::LastAssessed { at, before } => {
            ValueReason::LastAssessed { at: at.as_ref().map(exam), before: before.as_ref().map(happened) }
        }
        reason::ValueReason::NothingAssessedSince { before } => {
            ValueReason::NothingAssessedSince { before: before.as_ref().map(happened) }
        }
        reason::ValueReason::BehindGap { at, gap } => ValueReason::BehindGap { at: at.as_ref().map(exam), gap: *gap },
        reason::ValueReason::Given => ValueReason::Given,
        reason::ValueReason::Missing => ValueReason::Missing,
    }
}

fn confirmation(context: Context, confirmed: &reason::Confirmed) -> Confirmed {
    let exam = |at: &ReadAt| Of::new(context.names(), at.response).exam_ref(at.exam);
    match confirmed {
        reason::Confirmed::NotAsked => Confirmed::NotAsked,
        reason::Confirmed::At(at) => Confirmed::At(exam(at)),
        reason::Confirmed::Since { from, at } => Confirmed::Since { from: exam(from), at: exam(at) },
        reason::Confirmed::No => Confirmed::No,
    }
}

pub(super) fn event_ref(context: Context, happened: &Happened) -> EventRef {
    match happened {
        Happened::Event(event) => EventRef::Event(context.plan.events[event.0].header.name.clone()),
        Happened::Intercurrent(index) => EventRef::Intercurrent(context.plan.intercurrents[*index].header.name.clone()),
    }
}

/// A known value of a type.
pub(crate) fn value(value: &Value, ty: &Type) -> results::Value {
    let of_type = unit(ty);
    match value {
        Value::Bool(answer) => results::Value::YesNo(*answer),
        Value::Integer(days) if *ty == Type::Days => results::Value::Days(*days),
        Value::Integer(number) if of_type.is_some() => {
            results::Value::Decimal { number: (*number).into(), unit: of_type }
        }
        Value::Integer(number) => results::Value::Whole(*number),
        Value::Number(number) => results::Value::Decimal { number: number.normalize(), unit: of_type },
        Value::Real(number) => results::Value::Real { number: *number, unit: of_type },
        Value::Date(day) => results::Value::Date(iso(*day)),
        Value::Code(code) => results::Value::Code(code_name(*code, ty)),
        Value::Text(text) => results::Value::Text(text.to_string()),
        Value::Reading(at) => results::Value::Exam(at.to_string()),
        Value::Unusable => results::Value::Unusable,
    }
}

fn code_name(code: usize, ty: &Type) -> String {
    match ty {
        Type::Code(list) => list.codes.get(code).map_or_else(|| code.to_string(), |c| c.name.clone()),
        _ => code.to_string(),
    }
}
