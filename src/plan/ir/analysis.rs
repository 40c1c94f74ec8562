//! Endpoints, matching and analyses.

use super::{Decimal, EndpointId, EventId, Expr, Header, PopulationId, ResponseId, Span};
use crate::methods::{Method, Options};

/// `intercurrent new_line: new_line from day 0 on { in: io }`.
#[derive(Clone, Debug)]
pub struct Intercurrent {
    pub header: Header,
    pub event: EventId,
    /// From this day on; none: from any day.
    pub from_day: Option<i64>,
    /// Only in this arm (index).
    pub arm: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Endpoint {
    pub header: Header,
    pub kind: EndpointKind,
}

#[derive(Clone, Debug)]
pub enum EndpointKind {
    YesNo(YesNoEndpoint),
    TimeToEvent(TimeToEventEndpoint),
}

/// A response at a timepoint, from the combined responses.
#[derive(Clone, Debug)]
pub struct YesNoEndpoint {
    /// The set of the criterion that is a success (`objective_response`).
    pub success: String,
    /// No success when an examination up to the timepoint's has a response in this set (`progression`).
    pub not_after: Option<String>,
    pub by: Vec<ResponseId>,
    /// Points of the response's timepoints.
    pub at: Vec<String>,
    pub missing: MissingRule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingRule {
    Failure,
    LeftOut,
}

#[derive(Clone, Debug)]
pub struct TimeToEventEndpoint {
    /// The first of these is the event.
    pub events: Vec<EventSource>,
    pub censor: CensorSource,
    /// Days; later is censored here, an event on the day counts.
    pub horizon: Option<i64>,
}

#[derive(Clone, Debug)]
pub enum EventSource {
    Event(EventId),
    /// First combined response in the set (`progression`) by this response.
    Progression(ResponseId),
}

#[derive(Clone, Debug)]
pub enum CensorSource {
    /// A date in the row of a patient.
    Date(Expr),
    /// Last examination whose combined response is not in `not assessed`; time zero where there is none.
    LastAssessed(ResponseId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    TreatmentPolicy,
    CompositeFailure,
    CompositeSuccess,
    /// The last assessed response before it stands.
    WhileFree,
}

#[derive(Clone, Debug)]
pub struct Matching {
    pub header: Header,
    /// Indices of arms.
    pub treated: usize,
    pub control: usize,
    pub among: PopulationId,
    pub covariates: Vec<Covariate>,
    /// Covariates that must be equal.
    pub exact: Vec<Covariate>,
    /// In standard deviations (n − 1) of the logit over `caliper_over`.
    pub caliper: Option<Decimal>,
    pub caliper_over: PopulationId,
    /// Balance is reported for each of `covariates` and for these.
    pub balance: Vec<Covariate>,
    /// And for the logit of the score.
    pub balance_of_score: bool,
    /// Absolute standardised difference below which balance is reached.
    pub aim_below: Decimal,
}

/// An expression in the row of a patient, with its label.
#[derive(Clone, Debug)]
pub struct Covariate {
    /// As written: `log10(afp)`.
    pub name: String,
    pub label: String,
    pub expression: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Primary,
    Secondary,
    Sensitivity,
    Supplementary,
}

#[derive(Clone, Debug)]
pub struct Analysis {
    pub header: Header,
    pub role: Role,
    pub endpoint: EndpointId,
    /// For a yes/no endpoint: which responses at which points.
    pub each: Vec<(ResponseId, Vec<String>)>,
    pub population: PopulationId,
    /// Index of the arm, and of the one it is compared against.
    pub compare: (usize, usize),
    pub effect: String,
    /// One per intercurrent event that can meet the endpoint, and `death` for yes/no endpoints.
    pub strategies: Vec<(StrategyOf, Strategy, Span)>,
    pub methods: Vec<MethodCall>,
    /// A test decides here outside the primary analysis and in no family: its p-value is printed as unadjusted.
    pub unadjusted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategyOf {
    /// Index into `Plan::intercurrents`.
    Intercurrent(usize),
    Death(EventId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Decides,
    Estimates,
    Described,
}

#[derive(Clone, Debug)]
pub struct MethodCall {
    pub method: &'static Method,
    /// Every option of the method, the default filled in.
    pub options: Options,
    pub standing: Standing,
    pub span: Span,
}

/// A warning answered in words.
#[derive(Clone, Debug)]
pub struct Accept {
    pub header: Header,
    pub code: crate::diagnostic::Code,
    pub endpoints: Vec<EndpointId>,
    /// Indices into `Plan::analyses`.
    pub answered_by: Vec<usize>,
    pub because: String,
}
