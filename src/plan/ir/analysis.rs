//! Endpoints, matching and analyses.

use super::{
    CensorSource, Covariate, Decimal, EndpointId, EventId, EventSource, GivenEndpoint, Handling, Header, Horizon,
    MarginHypothesis, MatchingId, MissingRule, PointId, PopulationId, ReadOnItsDay, ResponseId, RowExpr, SetId, Span,
    Start, Subgroups, TableId,
};
use crate::catalogue::{Effect, Method, Options};
use rust_decimal::prelude::ToPrimitive;

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
pub struct Endpoint<E = RowExpr, R = RowExpr> {
    pub header: Header,
    pub kind: EndpointKind<E, R>,
}

/// `E` is what stands for an expression in the row of a patient, `R` for the rows of a table that count.
#[derive(Clone, Debug)]
pub enum EndpointKind<E = RowExpr, R = RowExpr> {
    YesNo(YesNoEndpoint),
    TimeToEvent(TimeToEventEndpoint<E>),
    CompetingRisks(CompetingEndpoint<E>),
    Given(Box<GivenEndpoint<E>>),
    Events(EventsEndpoint<E, R>),
    BestResponse(BestResponseEndpoint),
}

/// A response at a timepoint, from the combined responses.
#[derive(Clone, Debug)]
pub struct YesNoEndpoint {
    pub by: Vec<ResponseSuccess>,
    pub missing: MissingRule,
    /// What becomes of a patient to whom the criterion does not apply.
    pub inapplicable: MissingRule,
    /// And of one to whom it does, at an examination where it does not.
    pub inapplicable_there: MissingRule,
    /// None: a response of one examination counts.
    pub confirmed: Option<Confirmation>,
}

impl YesNoEndpoint {
    /// What is a success of this response.
    pub fn of(&self, response: ResponseId) -> Option<&ResponseSuccess> {
        self.by.iter().find(|b| b.response == response)
    }
}

/// What is a success of one response, and when it is looked for.
#[derive(Clone, Debug)]
pub struct ResponseSuccess {
    pub response: ResponseId,
    /// The set of its criterion that is a success (`objective_response`).
    pub success: SetId,
    /// No success when an examination up to the timepoint's has a response in this set (`progression`).
    pub not_after: Option<SetId>,
    /// Points of its timepoints.
    pub at: Vec<PointId>,
}

#[derive(Clone, Debug)]
pub struct TimeToEventEndpoint<E = RowExpr> {
    pub start: Start,
    /// The first of these is the event.
    pub events: Vec<EventSource>,
    pub censor: CensorSource<E>,
    pub horizon: Option<Horizon>,
}

/// The best of the combined responses of a patient; a success is one of `sets.objective`.
#[derive(Clone, Debug)]
pub struct BestResponseEndpoint {
    pub by: ResponseId,
    pub sets: BestSets,
    /// Examinations after this day do not count.
    pub to_day: i64,
    /// Nor those that come after the first of these.
    pub before: Option<Before>,
    /// A response that is neither objective nor progression needs this many days since time zero.
    pub stable_from: i64,
    pub confirmed: Option<Confirmation>,
}

/// Events from time zero on after the first of which no examination counts.
#[derive(Clone, Debug)]
pub struct Before {
    pub events: Vec<EventId>,
    /// Of an examination on the very day of the event.
    pub examination: ReadOnItsDay,
}

/// The sets of the criterion by which its responses are ranked; what is in none of them is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BestSets {
    /// None: no response is better than another objective one.
    pub complete: Option<SetId>,
    pub objective: SetId,
    pub progression: SetId,
    /// None: no progression is worse than another.
    pub definitive: Option<SetId>,
    pub not_assessed: SetId,
}

/// A response of a set counts where the next assessed examination at least `after` days later is of the set too, and no
/// progression lies between (RECIST 1.1, section 4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// At least 1.
    pub after: i64,
    /// How many examinations that were not assessed may lie between.
    pub not_assessed_between: usize,
}

/// What happens to a patient any number of times: rows of a table below the patients, each with a date and a grade.
#[derive(Clone, Debug)]
pub struct EventsEndpoint<E = RowExpr, R = RowExpr> {
    pub table: TableId,
    /// The rows that count, in a row of the table; known wherever the required columns are.
    pub condition: Option<R>,
    /// Columns of the table: the date, the grade (a whole number), the term, and the class of the term.
    pub date: usize,
    pub grade: usize,
    pub term: usize,
    pub class: Option<usize>,
    /// The grades there are, the mildest first, as the column declares them.
    pub grades: std::ops::RangeInclusive<i64>,
    /// From this grade on an event is severe.
    pub severe_from: i64,
    pub rate: Option<FirstEventRate<E>>,
}

/// Time at risk of each patient: from `from_day` after time zero to the first event, the end of observation or `to_day`,
/// whichever is first.
#[derive(Clone, Debug)]
pub struct FirstEventRate<E = RowExpr> {
    /// An event on this day counts, none before it; 0 is time zero.
    pub from_day: i64,
    /// An event on this day counts, none after it.
    pub to_day: i64,
    /// The end of observation: a date in the row of a patient.
    pub until: E,
}

/// The first of several kinds of event.
#[derive(Clone, Debug)]
pub struct CompetingEndpoint<E = RowExpr> {
    pub start: Start,
    /// In the order written.
    pub causes: Vec<Cause>,
    /// Places in `causes`, each once: of several on one day the first of these counts.
    pub same_day: Vec<usize>,
    pub censor: CensorSource<E>,
    pub horizon: Option<Horizon>,
}

#[derive(Clone, Debug)]
pub struct Cause {
    pub name: String,
    pub label: String,
    pub sources: Vec<EventSource>,
}

#[derive(Clone, Debug)]
pub struct Matching<E = RowExpr> {
    pub header: Header,
    /// Indices of arms.
    pub treated: usize,
    pub control: usize,
    pub among: PopulationId,
    pub covariates: Vec<Covariate<E>>,
    /// Covariates that must be equal.
    pub exact: Vec<Covariate<E>>,
    /// In standard deviations (n − 1) of the logit over `caliper_over`.
    pub caliper: Option<Decimal>,
    pub caliper_over: PopulationId,
    /// Balance is reported for each of `covariates` and for these.
    pub balance: Vec<Covariate<E>>,
    /// And for the logit of the score.
    pub balance_of_score: bool,
    /// Absolute standardised difference below which balance is reached.
    pub aim_below: Decimal,
}

impl<E> Matching<E> {
    /// Absolute standardised difference below which balance is reached; a decimal that has no value in floating point, which
    /// the language cannot write, is reached by none and missed by none.
    pub fn aim(&self) -> f64 {
        self.aim_below.to_f64().unwrap_or(f64::NAN)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Primary,
    Secondary,
    Sensitivity,
    Supplementary,
}

#[derive(Clone, Debug)]
pub struct Analysis<E = RowExpr> {
    pub header: Header,
    pub role: Role,
    pub endpoint: EndpointId,
    /// For a yes/no endpoint: which responses at which points.
    pub each: Vec<(ResponseId, Vec<PointId>)>,
    pub population: PopulationId,
    pub compare: Compare,
    /// The arm that each of the others is compared with; none where arms are named in their order, or none is compared.
    pub reference: Option<usize>,
    /// None where nothing is compared.
    pub effect: Option<StatedEffect>,
    pub handling: Handling,
    pub adjustment: Adjustment<E>,
    /// Times are counted from this day; the patients are those still at risk on it.
    pub landmark: Option<i64>,
    pub methods: Vec<MethodCall>,
    /// A test decides here outside the primary analysis and in no family: its p-value is printed as unadjusted.
    pub unadjusted: bool,
    /// Index into `Plan::families`.
    pub family: Option<usize>,
    /// What is decided by a limit of an interval, in place of a test.
    pub hypothesis: Option<MarginHypothesis>,
    /// Index into `Plan::analyses`: the one beside which it stands, with whose estimand its own is compared.
    pub parent: Option<usize>,
    /// It is of the levels of each of [`Adjustment::by`].
    pub subgroups: Option<Subgroups>,
}

impl<E> Analysis<E> {
    /// The places of the groups that are compared with the reference one by one, where there are several; the reference is that
    /// of place 1.
    pub fn contrasts(&self) -> Vec<usize> {
        match (self.reference, self.compare.groups()) {
            (Some(_), groups @ 3..) => (0..groups).filter(|place| *place != 1).collect(),
            _ => vec![],
        }
    }

    /// The covariates within whose values the effect is one, and the matching whose score has them where the data decide which;
    /// nothing where the effect is the same within them and without.
    pub fn within(&self) -> (Vec<&str>, Option<MatchingId>) {
        match self.effect {
            Some(StatedEffect::Of(effect)) if !effect.is_collapsible() => {
                let covariates = self.adjustment.covariates.iter().map(|covariate| covariate.name.as_str());
                (covariates.collect(), self.adjustment.missed)
            }
            _ => (vec![], None),
        }
    }
}

/// What an estimand says of the effect that a comparison is expressed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatedEffect {
    /// `none`: the arms are described beside each other, or compared by a test alone.
    Nothing,
    Of(Effect),
}

impl StatedEffect {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            StatedEffect::Nothing => "none",
            StatedEffect::Of(effect) => effect.word(),
        }
    }
}

/// Which arms are the groups of an analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compare {
    /// All patients together, of whatever arm.
    None,
    /// The value of each patient with that at baseline, as pairs.
    Baseline,
    /// The time of every patient up to the day of the event, it included, group 1, and after it, group 0.
    Exposure(EventId),
    /// Index of each arm, by group: the one compared, the one it is compared against, then further ones compared with that.
    Arms(Vec<usize>),
}

impl Compare {
    pub fn arms(&self) -> &[usize] {
        match self {
            Compare::None | Compare::Baseline | Compare::Exposure(_) => &[],
            Compare::Arms(arms) => arms,
        }
    }
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        match self {
            Compare::None => 1,
            Compare::Baseline | Compare::Exposure(_) => 2,
            Compare::Arms(arms) => arms.len(),
        }
    }
}

/// What an analysis says of its patients besides arm and outcome: expressions in the row of a patient, known at time zero.
/// A patient of whom one is missing is left out and counted.
#[derive(Clone, Debug)]
pub struct Adjustment<E = RowExpr> {
    /// Patients are compared within each combination of these.
    pub strata: Vec<Covariate<E>>,
    pub covariates: Vec<Covariate<E>>,
    pub weights: Option<Covariate<E>>,
    /// The matched set of a patient, where the data hold it.
    pub pairs: Option<Covariate<E>>,
    /// Patients of one cluster are not independent.
    pub cluster: Option<Covariate<E>>,
    /// The covariates of this matching's score that are out of balance among its pairs, which the data decide.
    pub missed: Option<MatchingId>,
    /// Overlap weights from this matching's score: 1 − e for the treated, e for controls.
    pub overlap: Option<MatchingId>,
    /// The analysis is made within each level of each of these. A patient of whom one is missing is in none of its levels.
    pub by: Vec<Covariate<E>>,
}

impl<E> Default for Adjustment<E> {
    fn default() -> Self {
        Adjustment {
            strata: vec![],
            covariates: vec![],
            weights: None,
            pairs: None,
            cluster: None,
            missed: None,
            overlap: None,
            by: vec![],
        }
    }
}

impl<E> Adjustment<E> {
    /// Whether it says nothing of what the analysis as a whole reads.
    pub fn is_empty(&self) -> bool {
        self.all().count() == self.by.len() && self.missed.is_none() && self.overlap.is_none()
    }
    /// Strata, covariates, weights, pairs, cluster, and what subgroups are formed by.
    pub fn all(&self) -> impl Iterator<Item = &Covariate<E>> {
        let single = self.weights.iter().chain(&self.pairs).chain(&self.cluster);
        self.strata.iter().chain(&self.covariates).chain(single).chain(&self.by)
    }
}

/// What the planned number of patients can show by an analysis, before there are data.
#[derive(Clone, Debug)]
pub struct SampleSize {
    pub header: Header,
    /// Index into `Plan::analyses`: its main test is McNemar's, of pairs.
    pub of: usize,
    /// Those of the test.
    pub test: crate::catalogue::mcnemar::Options,
    /// The interval of the difference within pairs, where the analysis estimates one.
    pub interval: Option<crate::catalogue::risk_difference::Options>,
    pub pairs: u64,
    pub show: Vec<MethodCall>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    MainTest,
    Estimate,
    /// Also what checks an assumption.
    AlsoGiven,
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
    pub warning: crate::catalogue::Warning,
    pub accepted_for: Vec<AcceptedFor>,
    /// Every result that the warning is about, of those it is accepted for.
    pub concerns: Vec<Concern>,
    /// Indices into `Plan::analyses`. Of each endpoint and timepoint concerned one of these is free of what is warned of; none:
    /// nothing answers the warning.
    pub answered_by: Vec<usize>,
    pub because: String,
}

/// `orr`, or `orr at (M6, M9)`.
#[derive(Clone, Debug)]
pub struct AcceptedFor {
    pub endpoint: EndpointId,
    /// Timepoints; none: wherever the warning occurs.
    pub at: Option<Vec<String>>,
    pub span: Span,
}

/// A result that a warning is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Index into `Plan::analyses`.
    pub analysis: usize,
    pub endpoint: EndpointId,
    /// Of a response at a timepoint.
    pub at: Option<(ResponseId, String)>,
}
