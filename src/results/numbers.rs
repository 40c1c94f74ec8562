//! The records as `results.json` holds them: what many of them share stands once, and a record points at it.

use super::{Contrast, Group, MethodUse, Multiplicity, Record, Role, Standing, Subgroup, Term, TimeUnit, Timepoint};
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a line of `records` holds, in this order; whoever reads the file as a table has its heads here.
const COLUMNS: [&str; 5] = ["id", "of", "term", "statistic", "value"];

/// All numbers of the study, and what they share.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Numbers<'r> {
    /// Each method with its options and citation.
    methods: Vec<Cow<'r, MethodUse>>,
    /// From which steps and tables numbers were computed.
    chains: Vec<Chain<'r>>,
    /// What is asked of whom: the statement with its endpoint, criterion, timepoint and population.
    places: Vec<Place<'r>>,
    /// Where numbers stand in these.
    contexts: Vec<Context<'r>>,
    /// Of what numbers are, within their context.
    terms: Vec<Cow<'r, Term>>,
    /// What each line of `records` holds, in this order.
    columns: [Cow<'r, str>; 5],
    /// The numbers, in the order of the plan.
    records: Vec<Line<'r>>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Chain<'r> {
    /// Steps of the program, by id, the last first.
    steps: Cow<'r, [String]>,
    /// The tables that they read.
    tables: Cow<'r, [String]>,
}

/// What the numbers of one statement, endpoint and population share.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Place<'r> {
    clause: Cow<'r, str>,
    /// Name of the statement: an analysis, a population, a matching.
    analysis: Cow<'r, str>,
    role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    endpoint: Option<Cow<'r, str>>,
    /// The response criterion of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<Cow<'r, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timepoint: Option<Cow<'r, Timepoint>>,
    population: Cow<'r, str>,
    /// How many patients the population holds; none where a copy for circulation does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    population_n: Option<usize>,
    /// The subgroup whose patients alone they are of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subgroup: Option<Cow<'r, Subgroup>>,
    /// The two arms of several whose patients alone they are of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contrast: Option<Cow<'r, Contrast>>,
}

/// What the numbers of one place, group and method share.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Context<'r> {
    /// Place in `places`.
    place: usize,
    group: Cow<'r, Group>,
    standing: Standing,
    quantity: Quantity,
    /// The unit of a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<TimeUnit>,
    /// Of a p-value that decides, where others do too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    multiplicity: Option<Cow<'r, Multiplicity>>,
    /// Place in `methods`; none of what no method computes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<usize>,
    /// Place in `chains`.
    chain: usize,
}

/// One number of the study, as the five of `columns`: its identifier (unique; words joined by dots), its place in `contexts`,
/// its place in `terms` or none, what it is a number of, and its value.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Line<'r>(Cow<'r, str>, usize, Option<usize>, Statistic, Cow<'r, Number>);

/// A list in which each thing stands once, in the order of their first use.
struct Once<T> {
    list: Vec<T>,
    places: BTreeMap<String, usize>,
}

impl<T: Serialize> Once<T> {
    fn new() -> Once<T> {
        Once { list: vec![], places: BTreeMap::new() }
    }

    /// The place of a thing, which is that of what is written as it is.
    fn place(&mut self, thing: T) -> Result<usize, serde_json::Error> {
        let place = *self.places.entry(serde_json::to_string(&thing)?).or_insert(self.list.len());
        if place == self.list.len() {
            self.list.push(thing);
        }
        Ok(place)
    }
}

impl<'r> Numbers<'r> {
    fn of(records: &'r [Record]) -> Result<Numbers<'r>, serde_json::Error> {
        let (mut methods, mut chains, mut places) = (Once::new(), Once::new(), Once::new());
        let (mut contexts, mut terms) = (Once::new(), Once::new());
        let lines = records.iter().map(|record| {
            let method = record.method.as_ref().map(|m| methods.place(Cow::Borrowed(m))).transpose()?;
            let (steps, tables) = (Cow::Borrowed(&*record.steps), Cow::Borrowed(&*record.tables));
            let chain = chains.place(Chain { steps, tables })?;
            let place = places.place(Place::of(record))?;
            let of = contexts.place(Context::of(record, place, method, chain))?;
            let term = record.term.as_ref().map(|t| terms.place(Cow::Borrowed(t))).transpose()?;
            Ok(Line(Cow::Borrowed(&record.id), of, term, record.statistic, Cow::Borrowed(&record.value)))
        });
        let records = lines.collect::<Result<Vec<Line>, serde_json::Error>>()?;
        Ok(Numbers {
            methods: methods.list,
            chains: chains.list,
            places: places.list,
            contexts: contexts.list,
            terms: terms.list,
            columns: COLUMNS.map(Cow::Borrowed),
            records,
        })
    }

    /// The records; or the place that a line points at and that is not there.
    fn records(self) -> Result<Vec<Record>, usize> {
        let Numbers { methods, chains, places, contexts, terms, columns: _, records } = self;
        let record = |line: Line| {
            let context = at(&contexts, line.1)?;
            let shared = Shared {
                place: at(&places, context.place)?,
                chain: at(&chains, context.chain)?,
                method: context.method.map(|m| at(&methods, m)).transpose()?.map(|m| (**m).clone()),
                term: line.2.map(|t| at(&terms, t)).transpose()?.map(|t| (**t).clone()),
                context,
            };
            Ok(shared.record(line))
        };
        records.into_iter().map(record).collect()
    }
}

/// What stands at a place of a list; or the place where nothing does.
fn at<T>(list: &[T], place: usize) -> Result<&T, usize> {
    list.get(place).ok_or(place)
}

impl<'r> Place<'r> {
    fn of(record: &'r Record) -> Place<'r> {
        Place {
            clause: Cow::Borrowed(&record.clause),
            analysis: Cow::Borrowed(&record.analysis),
            role: record.role,
            endpoint: record.endpoint.as_deref().map(Cow::Borrowed),
            response: record.response.as_deref().map(Cow::Borrowed),
            timepoint: record.timepoint.as_ref().map(Cow::Borrowed),
            population: Cow::Borrowed(&record.population),
            population_n: record.population_n,
            subgroup: record.subgroup.as_ref().map(Cow::Borrowed),
            contrast: record.contrast.as_ref().map(Cow::Borrowed),
        }
    }
}

impl<'r> Context<'r> {
    fn of(record: &'r Record, place: usize, method: Option<usize>, chain: usize) -> Context<'r> {
        Context {
            place,
            group: Cow::Borrowed(&record.group),
            standing: record.standing,
            quantity: record.quantity,
            unit: record.unit,
            multiplicity: record.multiplicity.as_ref().map(Cow::Borrowed),
            method,
            chain,
        }
    }
}

/// What a line points at.
struct Shared<'n, 'r> {
    place: &'n Place<'r>,
    context: &'n Context<'r>,
    chain: &'n Chain<'r>,
    method: Option<MethodUse>,
    term: Option<Term>,
}

impl Shared<'_, '_> {
    fn record(self, Line(id, _, _, statistic, value): Line) -> Record {
        let Shared { place, context, chain, method, term } = self;
        Record {
            id: id.into_owned(),
            clause: place.clause.to_string(),
            analysis: place.analysis.to_string(),
            role: place.role,
            endpoint: place.endpoint.as_deref().map(str::to_string),
            response: place.response.as_deref().map(str::to_string),
            timepoint: place.timepoint.as_deref().cloned(),
            population: place.population.to_string(),
            population_n: place.population_n,
            subgroup: place.subgroup.as_deref().cloned(),
            contrast: place.contrast.as_deref().cloned(),
            group: (*context.group).clone(),
            term,
            method,
            statistic,
            standing: context.standing,
            multiplicity: context.multiplicity.as_deref().cloned(),
            value: value.into_owned(),
            quantity: context.quantity,
            unit: context.unit,
            steps: chain.steps.to_vec(),
            tables: chain.tables.to_vec(),
        }
    }
}

pub(super) fn serialize<S: Serializer>(records: &[Record], serializer: S) -> Result<S::Ok, S::Error> {
    Numbers::of(records).map_err(serde::ser::Error::custom)?.serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Record>, D::Error> {
    let missing =
        |place: usize| D::Error::custom(format_args!("nothing stands at the place {place} that is pointed at"));
    Numbers::deserialize(deserializer)?.records().map_err(missing)
}
