//! What is the same for every patient: the plan, the ranges of its columns, and when its patients are looked at.

use super::assumed::{Drawing, Undrawn, Why, drawing};
use super::generate::LAST_NEWS;
use super::limits::{Limits, column_of, days_of_zero, expressions};
use crate::binding::{Binding, TableBinding};
use crate::plan::ir::{
    Assumption, CombineCase, EndpointKind, ExprKind, Function, Known, LookUp, Plan, RowExpr, Table, TableId,
    TimeToEventEndpoint, Type,
};

pub(super) struct Scene<'a> {
    pub plan: &'a Plan,
    pub binding: &'a Binding,
    pub limits: Vec<Vec<Limits>>,
    /// By table, the columns by which the files tell its rows apart: its key, or what that is made of there.
    pub keys: Vec<Vec<usize>>,
    /// First and last day of a time zero.
    pub zero: (i32, i32),
    /// Days from one planned visit to the next.
    pub step: i64,
    /// Days of follow-up that the timepoints and horizons of the plan ask for.
    pub needed: i64,
    /// Where the consensus of several readers is recorded.
    pub consensus: Vec<LookUp>,
    /// Columns of the table of patients that are dates of birth.
    pub births: Vec<usize>,
    /// By what the outcomes are drawn; none where nothing has an effect.
    pub assumed: Option<Drawing<'a>>,
    /// What is assumed and not drawn.
    pub undrawn: Vec<Undrawn>,
}

const YEAR: i64 = 365;
/// The key of an assumption that says how long patients are followed.
const FOLLOWED: &str = "followed";
/// Patients are taken in during these years, where no requirement says when.
const TAKEN_IN: i64 = 3;
/// Days from one visit to the next where no timepoint says.
const BETWEEN_VISITS: i64 = 60;

/// A key that is made of several columns of the file is told by those that other columns of the table read.
fn keys(plan: &Plan, binding: &Binding) -> Vec<Vec<usize>> {
    let key = |(table, bound): (&Table, &TableBinding)| {
        let made_of = |column: &usize| {
            let of = bound.columns.get(*column).filter(|of| !of.further.is_empty())?;
            let read = |name: &str| {
                bound.columns.iter().position(|own| own.further.is_empty() && own.file_column.node == name)
            };
            of.file_columns().map(|name| read(&name.node)).collect::<Option<Vec<usize>>>()
        };
        match table.key.as_slice() {
            [only] => made_of(only).unwrap_or_else(|| table.key.clone()),
            _ => table.key.clone(),
        }
    };
    plan.tables.iter().zip(&binding.tables).map(key).collect()
}

impl<'a> Scene<'a> {
    pub fn new(plan: &'a Plan, binding: &'a Binding, assumption: Option<&'a Assumption>) -> Scene<'a> {
        let limits = |(table, bound): (usize, &crate::binding::TableBinding)| -> Vec<Limits> {
            bound.columns.iter().enumerate().map(|(i, bound)| Limits::of(plan, table, i, bound)).collect()
        };
        let limits: Vec<Vec<Limits>> = binding.tables.iter().enumerate().map(limits).collect();
        let (assumed, mut undrawn) = match assumption.map(|of| drawing(plan, &limits, of)) {
            Some((drawing, undrawn)) => (Some(drawing), undrawn),
            None => (None, vec![]),
        };
        let needed = needed(plan);
        let cut_off = i64::from(binding.cut_off);
        let whole = assumed.as_ref().map_or(0, |drawing| drawing.needed).saturating_add(LAST_NEWS);
        let before = if assumed.is_some() { needed.max(whole) } else { needed };
        let last = day(cut_off - before);
        let first = day(cut_off - before - TAKEN_IN * YEAR).max(binding.earliest);
        let zero = days_of_zero(plan, (first.min(last), last));
        let zero = if zero.0 <= zero.1 { zero } else { (last, last) };
        if assumed.is_some() && i64::from(zero.1) + whole > cut_off {
            undrawn.push(Undrawn { of: FOLLOWED.to_string(), because: Why::FollowedLess });
        }
        Scene {
            plan,
            binding,
            limits,
            keys: keys(plan, binding),
            zero,
            step: step(plan),
            needed,
            consensus: consensus(plan),
            births: births(plan),
            assumed,
            undrawn,
        }
    }

    /// Whether it is the time that examinations are made by.
    pub fn leads(&self, time: &TimeToEventEndpoint) -> bool {
        let leading = self.assumed.as_ref().and_then(|drawing| drawing.clocks.leading.as_ref());
        leading.is_some_and(|leading| std::ptr::eq(leading.time, time))
    }

    /// Its rows are chosen at timepoints, or read by a criterion.
    pub fn is_visited(&self, table: usize) -> bool {
        let chosen = self.plan.timepoints.iter().any(|t| t.table.0 == table);
        chosen || self.plan.responses.iter().any(|r| r.criterion.exam.0 == table)
    }

    /// Rows of the table are of things that are followed from one visit to the next.
    pub fn is_followed(&self, table: usize) -> bool {
        let declared = self.plan.table(TableId(table));
        declared.parent.is_some_and(|(_, parent)| self.is_visited(parent.0)) && declared.thing.is_some()
    }

    /// One row for each patient.
    pub fn is_one_to_one(&self, table: usize) -> bool {
        self.plan.table(TableId(table)).is_one_for_each(self.plan.patient_table())
    }

    pub fn column_of_date(&self, table: usize) -> Option<usize> {
        match self.plan.table(TableId(table)).known {
            Known::AtColumn(column) => Some(column),
            Known::Baseline | Known::Administrative | Known::Itself | Known::FollowUp => None,
        }
    }

    /// The column in which the date of an event stands, where it is that of one row of a patient.
    pub fn column_of_event(&self, date: &RowExpr) -> Option<(usize, usize)> {
        let (table, column) = column_of(date)?;
        Some((table.unwrap_or(self.plan.patient_table()).0, column))
    }
}

pub(super) fn day(days: i64) -> i32 {
    i32::try_from(days.clamp(i64::from(i32::MIN), i64::from(i32::MAX))).unwrap_or(0)
}

pub(super) fn needed(plan: &Plan) -> i64 {
    let windows = plan.timepoints.iter().flat_map(|t| &t.points).filter_map(|p| p.window).map(|(_, high)| high);
    windows.chain([YEAR]).max().unwrap_or(YEAR)
}

/// The shortest of the windows and of the days between targets.
pub(super) fn step(plan: &Plan) -> i64 {
    let mut steps = vec![];
    for points in plan.timepoints.iter().map(|t| &t.points) {
        let later: Vec<(i64, i64)> = points.iter().filter_map(|p| p.window).filter(|(_, high)| *high > 0).collect();
        steps.extend(later.iter().map(|(low, high)| high - low));
        steps.extend(later.windows(2).map(|pair| pair[1].0 - pair[0].0));
    }
    steps.into_iter().filter(|step| *step >= 7).min().unwrap_or(BETWEEN_VISITS)
}

fn consensus(plan: &Plan) -> Vec<LookUp> {
    let cases = plan.combines.iter().flat_map(|c| &c.of).flat_map(|of| &of.cases);
    let looked = cases.filter_map(|case| match case {
        CombineCase::Looked { up, .. } => Some(up.clone()),
        CombineCase::Common { .. }
        | CombineCase::Worst { .. }
        | CombineCase::Median { .. }
        | CombineCase::Fixed { .. } => None,
    });
    looked.collect()
}

/// Dates from which years are counted.
fn births(plan: &Plan) -> Vec<usize> {
    let mut found = vec![];
    for e in expressions(plan) {
        e.each(&mut |e| {
            if let ExprKind::Function { function: Function::CompletedYears, of } = &e.kind
                && let Some(ExprKind::Column(column)) = of.first().map(|x| &x.kind)
                && of.first().is_some_and(|x| x.ty == Type::Date)
            {
                found.push(*column);
            }
        });
    }
    found
}

/// Times that the plan takes as they are given: value, event and the days in their unit.
pub(super) fn given_times(plan: &Plan) -> Vec<(&RowExpr, &RowExpr)> {
    let given = plan.endpoints.iter().filter_map(|endpoint| match &endpoint.kind {
        EndpointKind::Given(given) => given.event.as_ref().map(|event| (&given.value, event)),
        EndpointKind::YesNo(_)
        | EndpointKind::TimeToEvent(_)
        | EndpointKind::CompetingRisks(_)
        | EndpointKind::Events(_)
        | EndpointKind::BestResponse(_) => None,
    });
    given.filter(|(_, event)| event.ty == Type::YesNo).collect()
}
