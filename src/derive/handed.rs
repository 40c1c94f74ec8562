//! What endpoints, matchings, analyses and the report read of the columns, handed to them when their step has its turn.

use super::execute::State;
use super::model::{AdjustmentValues, GivenValues};
use super::values::{Values, days, is_yes, number, words};
use crate::matching::{self, Covariates};
use crate::plan::ir::{Agreement, AgreementOf, Covariate, EndpointId, EndpointKind, MatchingId, TableId};
use crate::program::step::StepId;
use crate::program::value::Value;
use polars_core::prelude::PolarsResult;

impl State<'_> {
    pub fn matching(&mut self, id: MatchingId) {
        let (steps, matching) = (&self.program.matchings[id.0], &self.plan.matchings[id.0]);
        let numbers = |steps: &[StepId]| steps.iter().map(|s| self.numbers(*s)).collect();
        let covariates =
            Covariates { score: numbers(&steps.score), exact: numbers(&steps.exact), balance: numbers(&steps.balance) };
        let seen = self.seen();
        let members = |id| seen.population(id).patients.as_slice();
        let given = matching::Given {
            arms: seen.arms(),
            among: members(matching.among),
            caliper_over: members(matching.caliper_over),
            covariates,
        };
        self.derived.matched[id.0] = matching::run(matching, given);
    }

    pub fn endpoint(&mut self, id: EndpointId) -> PolarsResult<()> {
        let single = |step: &Option<StepId>| step.map(|step| self.numbers(step));
        let given = self.program.given[id.0].as_ref().map(|steps| GivenValues {
            value: self.numbers(steps.value),
            event: single(&steps.event),
            entry: single(&steps.entry),
            baseline: single(&steps.baseline),
        });
        let censor = self.program.censor[id.0].map_or_else(Vec::new, |step| self.dates(step));
        let occurrences = match &self.plan.endpoints[id.0].kind {
            EndpointKind::Events(kind) => {
                let found = self.program.events_of.iter().find(|(of, _)| *of == id);
                self.occurrences_of(kind, found.and_then(|(_, rows)| *rows))?
            }
            EndpointKind::YesNo(_)
            | EndpointKind::TimeToEvent(_)
            | EndpointKind::CompetingRisks(_)
            | EndpointKind::Given(_)
            | EndpointKind::BestResponse(_) => vec![],
        };
        let derived = &mut self.derived;
        (derived.given[id.0], derived.censor[id.0], derived.occurrences[id.0]) = (given, censor, occurrences);
        Ok(())
    }

    pub fn analysis(&mut self, index: usize) {
        let (steps, stated) = (&self.program.adjustments[index], &self.plan.analyses[index].adjustment);
        let numbers = |steps: &[StepId]| steps.iter().map(|s| self.numbers(*s)).collect();
        self.derived.adjustments[index] = AdjustmentValues {
            strata: numbers(&steps.strata),
            covariates: numbers(&steps.covariates),
            weights: steps.weights.map(|step| self.numbers(step)),
            pairs: self.names(steps.pairs, stated.pairs.as_ref()),
            cluster: self.names(steps.cluster, stated.cluster.as_ref()),
        };
    }

    pub fn describe(&mut self) {
        let steps = self.program.report.characteristics.iter();
        self.derived.report.characteristics = steps.map(|step| self.numbers(*step)).collect();
    }

    /// The rows in which all columns of an agreement are known.
    pub fn agreement(&self, agreement: &Agreement) -> Vec<Vec<f64>> {
        let AgreementOf::Columns { table, columns, .. } = &agreement.of else { return vec![] };
        let columns: Vec<&Values> = columns.iter().map(|column| self.made.column(*table, *column)).collect();
        let rows = columns.first().map_or(0, |column| column.len());
        (0..rows).filter_map(|row| columns.iter().map(|column| number(column[row].as_ref()?)).collect()).collect()
    }

    pub fn dates(&self, step: StepId) -> Vec<Option<i32>> {
        days(self.made(step))
    }

    /// The patients of whom something is recorded that cannot be used.
    pub fn unusable_in(&self, step: StepId) -> Vec<usize> {
        let values = self.made(step).iter().enumerate();
        values.filter(|(_, value)| **value == Some(Value::Unusable)).map(|(patient, _)| patient).collect()
    }

    fn numbers(&self, step: StepId) -> Vec<Option<f64>> {
        self.made(step).iter().map(|v| number(v.as_ref()?)).collect()
    }

    /// Matched sets or clusters, by what they are called.
    fn names(&self, step: Option<StepId>, covariate: Option<&Covariate>) -> Option<Vec<Option<String>>> {
        let (step, covariate) = (step?, covariate?);
        let text = |v: &Option<Value>| {
            let usable = v.as_ref().filter(|v| **v != Value::Unusable)?;
            Some(words(usable, &covariate.expression.ty))
        };
        Some(self.made(step).iter().map(text).collect())
    }

    /// The rows in which a column is yes.
    pub fn rows_of(&self, table: TableId, column: usize) -> Vec<usize> {
        let told = self.made.column(table, column).iter().enumerate();
        told.filter(|(_, told)| is_yes(told)).map(|(row, _)| row).collect()
    }
}
