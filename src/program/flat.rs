//! What the statements of a plan ask for, as it is carried out: the same statements, every expression of theirs a column that a
//! step makes, and what they name found.

use super::expression::BoundCriterion;
use super::fold;
use super::step::StepId;
use crate::plan::ir::{
    Agreement, Analysis, Covariate, Endpoint, EndpointKind, EventId, Family, Intercurrent, Lesions, Matching, Response,
    SampleSize, Settings, Type,
};

/// In place of an expression in the row of a patient: the step that makes its column.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub step: StepId,
    pub ty: Type,
}

pub type FlatCovariate = Covariate<Held>;
/// Its rows, where not all of its table count, are those of a filter.
pub type FlatEndpoint = Endpoint<Held, StepId>;
pub type FlatKind = EndpointKind<Held, StepId>;
pub type FlatMatching = Matching<Held>;
pub type FlatAnalysis = Analysis<Held>;
/// Its own baseline, where it has one, is chosen by a step.
pub type FlatResponse = Response<BoundCriterion, Held, StepId>;

/// In the order of the plan.
#[derive(Clone, Debug)]
pub struct Flat {
    pub settings: Settings,
    pub responses: Vec<FlatResponse>,
    /// By response, its criterion as it is read.
    pub ready: Vec<fold::Ready>,
    pub endpoints: Vec<FlatEndpoint>,
    pub matchings: Vec<FlatMatching>,
    pub analyses: Vec<FlatAnalysis>,
    /// Characteristics of the table at baseline.
    pub characteristics: Vec<FlatCovariate>,
    pub intercurrents: Vec<Intercurrent>,
    pub agreements: Vec<Agreement>,
    pub families: Vec<Family>,
    pub sample_sizes: Vec<SampleSize>,
    pub lesions: Vec<Lesions>,
    /// The event that is death, where one is.
    pub death: Option<EventId>,
    /// By timepoints statement, by point: the day it is aimed at, or the last of its window; none where it has neither.
    pub targets: Vec<Vec<Option<i64>>>,
}
