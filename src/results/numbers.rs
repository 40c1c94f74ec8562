//! The records as `results.json` holds them: what many of them share stands once, and a record points at it.

use super::{Contrast, Group, MethodUse, Multiplicity, Record, Role, Standing, Subgroup, Term, TimeUnit, Timepoint};
use crate::catalogue::Statistic;
use crate::number::{Number, Quantity};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// All numbers of the study, and what they share.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Numbers<'r> {
    /// Each method with its options and citation.
    methods: Vec<Cow<'r, MethodUse>>,
    /// From which steps and tables numbers were computed.
    chains: Vec<Chain<'r>>,
    /// Where numbers stand.
    contexts: Vec<Context<'r>>,
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

/// What the numbers of one statement, population and group share.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Context<'r> {
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
    group: Cow<'r, Group>,
    standing: Standing,
    quantity: Quantity,
    /// The unit of a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<TimeUnit>,
    /// Place in `methods`; none of what no method computes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<usize>,
    /// Place in `chains`.
    chain: usize,
}

/// One number of the study.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Line<'r> {
    /// Unique; words joined by dots.
    id: Cow<'r, str>,
    /// Place in `contexts`.
    of: usize,
    /// Of what it is, within its context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term: Option<Cow<'r, Term>>,
    /// What it is a number of.
    statistic: Statistic,
    /// Of a p-value that decides, where others do too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    multiplicity: Option<Cow<'r, Multiplicity>>,
    value: Cow<'r, Number>,
}

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
        let (mut methods, mut chains, mut contexts) = (Once::new(), Once::new(), Once::new());
        let lines = records.iter().map(|record| {
            let method = record.method.as_ref().map(|m| methods.place(Cow::Borrowed(m))).transpose()?;
            let (steps, tables) = (Cow::Borrowed(&*record.steps), Cow::Borrowed(&*record.tables));
            let chain = chains.place(Chain { steps, tables })?;
            let of = contexts.place(Context::of(record, method, chain))?;
            Ok(Line {
                id: Cow::Borrowed(&record.id),
                of,
                term: record.term.as_ref().map(Cow::Borrowed),
                statistic: record.statistic,
                multiplicity: record.multiplicity.as_ref().map(Cow::Borrowed),
                value: Cow::Borrowed(&record.value),
            })
        });
        let records = lines.collect::<Result<Vec<Line>, serde_json::Error>>()?;
        Ok(Numbers { methods: methods.list, chains: chains.list, contexts: contexts.list, records })
    }

    /// The records; or the place that a line points at and that is not there.
    fn records(self) -> Result<Vec<Record>, usize> {
        let Numbers { methods, chains, contexts, records } = self;
        let record = |line: Line| {
            let context = contexts.get(line.of).ok_or(line.of)?;
            let chain = chains.get(context.chain).ok_or(context.chain)?;
            let method = context.method.map(|m| methods.get(m).ok_or(m)).transpose()?;
            Ok(line.record(context, chain, method.map(|m| (**m).clone())))
        };
        records.into_iter().map(record).collect()
    }
}

impl<'r> Context<'r> {
    fn of(record: &'r Record, method: Option<usize>, chain: usize) -> Context<'r> {
        Context {
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
            group: Cow::Borrowed(&record.group),
            standing: record.standing,
            quantity: record.quantity,
            unit: record.unit,
            method,
            chain,
        }
    }
}

impl Line<'_> {
    fn record(self, context: &Context, chain: &Chain, method: Option<MethodUse>) -> Record {
        Record {
            id: self.id.into_owned(),
            clause: context.clause.to_string(),
            analysis: context.analysis.to_string(),
            role: context.role,
            endpoint: context.endpoint.as_deref().map(str::to_string),
            response: context.response.as_deref().map(str::to_string),
            timepoint: context.timepoint.as_deref().cloned(),
            population: context.population.to_string(),
            population_n: context.population_n,
            subgroup: context.subgroup.as_deref().cloned(),
            contrast: context.contrast.as_deref().cloned(),
            group: (*context.group).clone(),
            term: self.term.map(Cow::into_owned),
            method,
            statistic: self.statistic,
            standing: context.standing,
            multiplicity: self.multiplicity.map(Cow::into_owned),
            value: self.value.into_owned(),
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
