//! What the report shows besides the analyses: the description at baseline and the figures.

use super::{
    ClauseId, Covariate, EndpointId, EventId, Header, PopulationId, ResponseId, RowExpr, SetId, TableId, ValueId,
};
use crate::catalogue::{FigureKind, Language, NumbersShown};
use crate::number::TimeUnit;

/// `report { … }`.
#[derive(Clone, Debug)]
pub struct Report {
    pub header: Header,
    pub language: Language,
    pub baseline: Option<BaselineTable>,
    pub figures: Vec<Figure>,
    /// Of each is shown how often each case and row of its rules gave a value.
    pub rules: Vec<ResponseId>,
    /// Indices into `Plan::analyses`, in the order of the report; none: all, in the order of the plan.
    pub analyses: Option<Vec<usize>>,
    /// The clauses that say where the plan or its conduct departs from the protocol.
    pub deviations: Vec<ClauseId>,
    pub abbreviations: Vec<Abbreviation>,
}

/// What a short form of the plan's labels stands for.
#[derive(Clone, Debug)]
pub struct Abbreviation {
    pub short: String,
    pub long: String,
}

/// Characteristics at baseline by arm.
#[derive(Clone, Debug)]
pub struct BaselineTable {
    pub characteristics: Vec<Covariate>,
    pub populations: Vec<PopulationId>,
    /// What is printed of a number, in order.
    pub numbers: Vec<NumberSummary>,
    /// The definition of the quartiles, 1 to 9 of Hyndman and Fan.
    pub quartiles: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberSummary {
    MeanAndDeviation,
    MedianAndQuartiles,
    Range,
}

/// A figure with what its statement gives it.
#[derive(Clone, Debug)]
pub struct Figure {
    pub kind: FigureKind,
    pub given: FigureGiven,
}

/// By [`Takes`](crate::catalogue::figure::Takes).
#[derive(Clone, Debug)]
pub enum FigureGiven {
    Nothing,
    Curves(CurvesFigure),
    Numbers(NumbersFigure),
    Sum(SumFigure),
    Course(CourseFigure),
}

/// Times to an event over time.
#[derive(Clone, Debug)]
pub struct CurvesFigure {
    pub of: Vec<EndpointId>,
    /// In what the axis is marked; none: in what the times are counted.
    pub axis: Option<TimeUnit>,
}

/// Analyses of numbers side by side.
#[derive(Clone, Debug)]
pub struct NumbersFigure {
    /// Places in `Plan::analyses`, each with what stands below it.
    pub of: Vec<(usize, String)>,
    /// What is measured in them all, where the plan names it.
    pub label: Option<String>,
    pub show: NumbersShown,
}

/// A value of a criterion, as one reader measured it.
#[derive(Clone, Debug)]
pub struct SumFigure {
    pub by: ResponseId,
    pub sum: ValueId,
    /// Position in the code list of readers.
    pub reader: usize,
    pub population: PopulationId,
    /// The set of combined responses (`progression`) up to the first of which the smallest change is taken; none where every
    /// change is shown.
    pub up_to: Option<SetId>,
}

/// What happened to each patient from time zero on.
#[derive(Clone, Debug)]
pub struct CourseFigure {
    /// Combined responses are marked.
    pub by: ResponseId,
    /// A table of dated rows of patients and its code column: administrations by drug.
    pub treatments: (TableId, usize),
    pub marks: Vec<EventId>,
    /// The end of observation, a date in the row of a patient.
    pub until: RowExpr,
    pub population: PopulationId,
}
