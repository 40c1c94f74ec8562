//! What endpoints, matchings, analyses and the report read of the columns, handed to them when their step has its turn.

use super::execute::State;
use super::model::GivenValues;
use super::values::{Values, days, is_yes, number, words};
use crate::plan::ir::{Agreement, AgreementOf, Compared, EndpointId, GivenEndpoint, MatchingId, TableId};
use crate::program::flat::{FlatCovariate, FlatKind, Held};
use crate::program::step::StepId;
use crate::program::value::Value;

impl State<'_> {
    /// What pairs are formed by, once everybody is known.
    pub fn matching(&mut self, id: MatchingId) {
        let matching = &self.program.flat.matchings[id.0];
        self.keep_numbers(matching.covariates.iter().chain(&matching.exact).chain(&matching.balance));
    }

    pub fn endpoint(&mut self, id: EndpointId) {
        let kind = &self.program.flat.endpoints[id.0].kind;
        if let Some(date) = kind.until() {
            self.derived.censor[id.0] = self.dates(date.step);
        }
        // Responses and events, from which all other endpoints are read, have steps of their own.
        if let FlatKind::Given(kind) = kind {
            self.derived.given[id.0] = Some(self.given(kind));
        }
        if let FlatKind::Events(kind) = kind {
            self.derived.occurrences[id.0] = self.occurrences_of(kind);
        }
    }

    fn given(&self, kind: &GivenEndpoint<Held>) -> GivenValues {
        GivenValues {
            value: self.numbers(&kind.value),
            event: kind.event.as_ref().map(|held| self.numbers(held)),
            entry: kind.entry.as_ref().map(|held| self.numbers(held)),
            baseline: kind.baseline.as_ref().map(|baseline| self.numbers(&baseline.expression)),
        }
    }

    pub fn analysis(&mut self, index: usize) {
        let said = &self.program.flat.analyses[index].adjustment;
        let numbers = said.strata.iter().chain(&said.covariates).chain(&said.weights).chain(&said.by);
        self.keep_numbers(numbers);
        let sets = said.pairs.iter().chain(&said.cluster).map(|set| &set.expression);
        let named = |Held { step, ty }: &Held| {
            let text = |v: Option<Value>| Some(words(&v.filter(|v| *v != Value::Unusable)?, ty));
            let made = self.made(*step);
            (!self.derived.names.contains_key(step)).then(|| (*step, made.iter().map(text).collect()))
        };
        let new: Vec<(StepId, Vec<Option<String>>)> = sets.filter_map(named).collect();
        self.derived.names.extend(new);
    }

    pub fn describe(&mut self) {
        self.keep_numbers(&self.program.flat.characteristics);
    }

    /// Each is read by the step at hand, and kept by the first that reads it.
    fn keep_numbers<'c>(&mut self, covariates: impl IntoIterator<Item = &'c FlatCovariate>) {
        let numbers = |covariate: &FlatCovariate| {
            let step = covariate.expression.step;
            let made = self.made(step);
            let known = self.derived.numbers.contains_key(&step);
            (!known).then(|| (step, made.iter().map(|v| number(&v?)).collect()))
        };
        let new: Vec<(StepId, Vec<Option<f64>>)> = covariates.into_iter().filter_map(numbers).collect();
        self.derived.numbers.extend(new);
    }

    /// The rows in which all columns of an agreement are known.
    pub fn agreement(&self, agreement: &Agreement) -> Vec<(usize, Vec<f64>)> {
        let AgreementOf::Columns { table, columns, .. } = &agreement.of else { return vec![] };
        let values = |compared: &Compared| match compared {
            Compared::Column(column) => self.made.column(*table, *column),
            Compared::Quantity(define) => self.made(self.program.defines[define.0]),
        };
        let columns: Vec<&Values> = columns.iter().map(values).collect();
        let rows = columns.first().map_or(0, |column| column.len());
        let readings =
            |row: usize| columns.iter().map(|column| number(&column.get(row)?)).collect::<Option<Vec<f64>>>();
        (0..rows).filter_map(|row| Some((row, readings(row)?))).collect()
    }

    pub fn dates(&self, step: StepId) -> Vec<Option<i32>> {
        days(self.made(step))
    }

    /// The patients of whom something is recorded that cannot be used.
    pub fn unusable_in(&self, step: StepId) -> Vec<usize> {
        let values = self.made(step).iter().enumerate();
        values.filter(|(_, value)| *value == Some(Value::Unusable)).map(|(patient, _)| patient).collect()
    }

    fn numbers(&self, held: &Held) -> Vec<Option<f64>> {
        self.made(held.step).iter().map(|v| number(&v?)).collect()
    }

    /// The rows in which a column is yes.
    pub fn rows_of(&self, table: TableId, column: usize) -> Vec<usize> {
        let told = self.made.column(table, column).iter().enumerate();
        told.filter(|(_, told)| is_yes(told)).map(|(row, _)| row).collect()
    }
}
