//! The steps of a program: what each does, what it reads, and the clause that asks for it.

use super::expression::FlatExpr;
use super::flat::Flat;
use crate::diagnostic::Span;
use crate::plan::ir::{
    Baseline, ClauseId, EndpointId, MatchingId, OfAll, PointKind, PopulationId, PopulationSource, ResponseId, TableId,
    Which,
};
use std::collections::BTreeSet;

/// Index into [`Program::steps`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub usize);

/// One thing done once.
#[derive(Clone, Debug)]
pub struct Step {
    /// Unique: `data.exam`, `event.sirt`, `population.eligible.require.adult`, `timepoint.imaging.M6`, `fold.recist`.
    pub id: String,
    pub label: String,
    pub clause: ClauseId,
    pub span: Span,
    pub does: Operation,
    /// The steps it reads, in order, each once. All stand before it.
    pub inputs: Vec<StepId>,
    /// Where its values stand, if it makes a column: a table, and a number at or beyond the declared columns.
    pub column: Option<(TableId, usize)>,
}

/// What a step does. Expressions in it are flat.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// The typed rows of a table, in key order.
    Read(TableId),
    /// For each row of `table`, the row of `to` it belongs to; through the tables between, where there are any.
    Join {
        table: TableId,
        to: TableId,
    },
    /// The rows of a table in its declared order, ties in key order.
    Sort(TableId),
    /// An expression in each row.
    Compute {
        table: TableId,
        value: FlatExpr,
    },
    /// A column of the row of `above` that each row belongs to.
    Above {
        table: TableId,
        above: TableId,
        column: usize,
    },
    /// The rows for which a column is yes; those for which it is unknown are kept apart.
    Filter {
        table: TableId,
        condition: usize,
    },
    /// Over the rows of `below` that belong to each row of `table`: all of them, or those of a filter.
    Quantify {
        table: TableId,
        below: TableId,
        rows: Option<StepId>,
        how: Quantifier,
    },
    /// The column `value` of one row of `below` among those that belong to each row of `table`.
    Select {
        table: TableId,
        below: TableId,
        rows: Option<StepId>,
        pick: Pick,
        value: usize,
    },
    /// Of the rows of `other` that belong with each row of `table` to one of `common`, those dated from `low` to `high` days
    /// after the date `around` of the row of `table`: all of them, or those of a filter.
    Beside {
        table: TableId,
        other: TableId,
        common: TableId,
        around: usize,
        /// The column of `other` that holds the date.
        date: usize,
        low: Option<i64>,
        high: Option<i64>,
        rows: Option<StepId>,
        how: HowBeside,
    },
    /// One row for each patient.
    Choose {
        of: Chosen,
        table: TableId,
        /// The column of the table that holds the date.
        date: usize,
        kind: PointKind,
        /// Of two rows equally near the earlier; else the later.
        tie_earlier: bool,
        rows: StepId,
        prefer: Option<usize>,
    },
    /// The first arm whose condition is yes, for each patient with a time zero.
    Classify {
        conditions: Vec<Option<usize>>,
        /// Patients have a time zero, and one without it is in no arm.
        dated: bool,
    },
    /// The patients that meet all the requirements, and which of them the others fail.
    Members {
        population: PopulationId,
        of: PopulationSource,
        require: Vec<usize>,
        /// Those requirements that are counted from time zero.
        dated: Vec<usize>,
    },
    /// A criterion over each patient's examinations after its beginning, reader by reader.
    Fold(ResponseId),
    /// One response of several readers; an index into `Plan::combines`.
    Combine(usize),
    /// The rows where a check of the plan does not hold; an index into `Plan::checks`.
    Check {
        check: usize,
        table: TableId,
        at: Option<StepId>,
        cases: Vec<CheckCase>,
    },
    /// What the declarations of a table and its columns say of every row: types, ranges, keys, references, what is fixed.
    Declared(TableId),
    /// The rows in which a value of `column` is required: those whose `condition` is yes.
    Require {
        table: TableId,
        column: usize,
        condition: usize,
    },
    /// The rows of lesions that belong to each set of a criterion, by the column of its condition.
    Sets {
        response: ResponseId,
        conditions: Vec<usize>,
    },
    /// Pairs of similar patients.
    Match(MatchingId),
    /// Index into `Plan::intercurrents`.
    Intercurrent(usize),
    Endpoint(EndpointId),
    /// Index into `Plan::analyses`.
    Analyse(usize),
    /// Characteristics at baseline by arm.
    Describe,
    /// An index into the figures of the report.
    Draw(usize),
    /// Index into `Plan::agreements`.
    Agree(usize),
    /// P-values adjusted together; an index into `Plan::families`.
    Adjust(usize),
    /// What the planned number of patients can show; an index into `Plan::sample_sizes`.
    Size(usize),
    /// How many lesions have which category; an index into `Plan::lesions`.
    CountLesions(usize),
    /// How often each case and row of the rules of a criterion gave a value.
    Tally(ResponseId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Unknown where no row is in for certain and some row may be.
    Any,
    /// The negation of `Any`.
    No,
    /// Unknown where some row may be in.
    Count,
}

/// What is made of rows that stand beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowBeside {
    Quantify(Quantifier),
    /// The column `value` of one of them.
    Pick {
        which: Which,
        value: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    First,
    Last,
    /// There is one row at most.
    Only,
    /// By the column of the rows with their date, to that of the row above. Of two equally near, and of two on one day, the
    /// earlier in the order of the table, or the later.
    Nearest {
        date: usize,
        to: usize,
        earlier: bool,
    },
    /// What is made of the values in all of them.
    All(OfAll),
}

/// What a row is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The timepoint at this place of a statement of timepoints.
    Point { timepoints: usize, point: usize },
    /// The baseline of a criterion that has its own.
    Baseline(ResponseId),
}

/// A check, or a check for one code of each column by which it is split (`for each: exam, reader`).
#[derive(Clone, Debug, PartialEq)]
pub struct CheckCase {
    /// Position of the code, by column.
    pub split: Vec<usize>,
    /// The column that must be yes for the check to apply.
    pub only: Option<usize>,
    /// The column that must be yes.
    pub require: usize,
}

/// The whole plan as steps; every step stands after those it reads.
///
/// Steps up to the combined responses and checks are carried out by `derive`; matchings, endpoints and analyses are
/// carried out by the modules of those names and stand here so that every number can be traced.
#[derive(Clone, Debug)]
pub struct Program {
    pub steps: Vec<Step>,
    /// By table, the steps that made its columns beyond the declared ones, in order.
    pub columns: Vec<Vec<StepId>>,
    /// The table with one row for each patient.
    pub patients: TableId,
    /// By table.
    pub tables: Vec<StepId>,
    /// By define of the plan, the column (of the define's table) that holds it.
    pub defines: Vec<StepId>,
    pub events: Vec<StepId>,
    pub time_zero: StepId,
    pub arms: StepId,
    pub populations: Vec<StepId>,
    /// By timepoints statement, by point.
    pub timepoints: Vec<Vec<StepId>>,
    /// By response.
    pub folds: Vec<StepId>,
    pub combines: Vec<StepId>,
    /// By response, the step that gives what endpoints read of it: that of its readers combined, or its fold.
    pub combined: Vec<StepId>,
    pub agreements: Vec<StepId>,
    pub checks: Vec<StepId>,
    pub intercurrents: Vec<StepId>,
    pub endpoints: Vec<StepId>,
    pub matchings: Vec<StepId>,
    pub analyses: Vec<StepId>,
    pub report: ReportSteps,
    pub families: Vec<StepId>,
    pub sample_sizes: Vec<StepId>,
    pub lesions: Vec<StepId>,
    /// What is carried out in place of the statements of the plan.
    pub flat: Flat,
}

/// What the report shows besides the analyses.
#[derive(Clone, Debug, Default)]
pub struct ReportSteps {
    pub baseline: Option<StepId>,
    pub figures: Vec<FigureSteps>,
    /// How often each row of the rules of a response gave a value.
    pub rules: Vec<(ResponseId, StepId)>,
}

#[derive(Clone, Debug)]
pub struct FigureSteps {
    /// Index into the figures of the report.
    pub figure: usize,
    pub step: StepId,
    /// The column of patients that holds the end of observation.
    pub until: Option<StepId>,
}

impl ReportSteps {
    /// Those of a figure, where it has any.
    pub fn figure(&self, figure: usize) -> Option<&FigureSteps> {
        self.figures.iter().find(|steps| steps.figure == figure)
    }
}

/// Of steps in the order in which they run: these and all they rest on, the last first.
pub(super) fn upstream(steps: &[Step], from: &[StepId]) -> Vec<StepId> {
    let mut seen = vec![false; steps.len()];
    for id in from {
        seen[id.0] = true;
    }
    // Inputs stand before their step, so one pass backwards finds them all.
    for index in (0..steps.len()).rev() {
        if seen[index] {
            steps[index].inputs.iter().for_each(|i| seen[i.0] = true);
        }
    }
    (0..steps.len()).rev().filter(|i| seen[*i]).map(StepId).collect()
}

impl Operation {
    /// What it does, in one word.
    pub fn word(&self) -> &'static str {
        match self {
            Operation::Read(_) => "read",
            Operation::Join { .. }
            | Operation::Above { .. }
            | Operation::Select { rows: None, pick: Pick::Only, .. } => "join",
            Operation::Sort(_) => "sort",
            Operation::Compute { .. } => "compute",
            Operation::Filter { .. } => "filter",
            Operation::Quantify { how: Quantifier::Count, .. } => "count",
            Operation::Quantify { .. } => "any",
            Operation::Select { pick: Pick::All(how), .. } => how.word(),
            Operation::Select { .. } => "select",
            Operation::Beside { how: HowBeside::Quantify(Quantifier::Count), .. } => "count",
            Operation::Beside { how: HowBeside::Quantify(_), .. } => "any",
            Operation::Beside { how: HowBeside::Pick { .. }, .. } => "select",
            Operation::Choose { .. } => "choose",
            Operation::Classify { .. } => "classify",
            Operation::Members { .. } => "members",
            Operation::Fold(_) => "fold",
            Operation::Combine(_) => "combine",
            Operation::Check { .. } => "check",
            Operation::Declared(_) => "declared",
            Operation::Require { .. } => "require",
            Operation::Sets { .. } => "sets",
            Operation::Match(_) => "match",
            Operation::Intercurrent(_) => "intercurrent",
            Operation::Endpoint(_) => "endpoint",
            Operation::Analyse(_) => "analyse",
            Operation::Describe => "describe",
            Operation::Draw(_) => "draw",
            Operation::Adjust(_) => "adjust",
            Operation::Size(_) => "size",
            Operation::CountLesions(_) => "lesions",
            Operation::Tally(_) => "tally",
            Operation::Agree(_) => "agree",
        }
    }
}

impl Program {
    /// Every step, in the order in which they run.
    pub fn all(&self) -> Vec<StepId> {
        (0..self.steps.len()).map(StepId).collect()
    }

    pub fn step(&self, id: StepId) -> &Step {
        &self.steps[id.0]
    }

    /// The step that a column comes from: the reading of its table, or what made it.
    pub fn source(&self, table: TableId, column: usize) -> StepId {
        let made = self.columns.get(table.0).map_or(&[][..], Vec::as_slice);
        let declared = made.first().and_then(|first| self.step(*first).column).map_or(usize::MAX, |(_, column)| column);
        column.checked_sub(declared).and_then(|at| made.get(at)).copied().unwrap_or(self.tables[table.0])
    }

    /// The step that chooses the baseline examination of a response.
    pub fn baseline(&self, response: ResponseId) -> StepId {
        let stated = &self.flat.responses[response.0];
        match &stated.baseline {
            Baseline::Point(point) => self.timepoints[stated.timepoints][point.0],
            Baseline::Own(own) => own.condition,
        }
    }

    /// The matching of whose pairs a population is.
    pub fn pairs_of(&self, population: PopulationId) -> Option<MatchingId> {
        match &self.step(self.populations[population.0]).does {
            Operation::Members { of: PopulationSource::Pairs(matching), .. } => Some(*matching),
            _ => None,
        }
    }

    pub fn find(&self, id: &str) -> Option<StepId> {
        self.steps.iter().position(|s| s.id == id).map(StepId)
    }

    /// The steps themselves and all they rest on, the last first.
    pub fn upstream(&self, from: &[StepId]) -> Vec<StepId> {
        upstream(&self.steps, from)
    }

    /// By step, the tables it rests on, in the order of the plan.
    pub fn sources(&self) -> Vec<BTreeSet<TableId>> {
        let mut sources: Vec<BTreeSet<TableId>> = vec![];
        // Inputs stand before their step.
        for (index, step) in self.steps.iter().enumerate() {
            let through = step.inputs.iter().flat_map(|input| &sources[input.0]).copied();
            let of: BTreeSet<TableId> = through.chain(self.table_read(StepId(index))).collect();
            sources.push(of);
        }
        sources
    }

    fn table_read(&self, id: StepId) -> Option<TableId> {
        match self.step(id).does {
            Operation::Read(table) => Some(table),
            _ => None,
        }
    }
}
