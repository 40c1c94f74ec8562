//! Why a value of a patient stands: by codes and the names of what settled it. Words are made of it at the edge.

use super::RuleId;
use serde::{Deserialize, Serialize};

/// An examination as a response read it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ExamRef {
    pub response: String,
    /// Its key.
    pub exam: String,
}

/// What happened to a patient, by its name in the plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventRef {
    Event(String),
    Intercurrent(String),
}

/// Why a combined response stands, or why an examination has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CombinedReason<E = ExamRef> {
    /// A case of the combination.
    Case(RuleId),
    #[default]
    NoCase,
    /// The response of the only reader stands as it is.
    OneReader,
    /// The sequence has ended with this response at this examination.
    Ended { code: String, at: E },
}

/// Whether a response of the set that counts was confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confirmed<E = ExamRef> {
    /// The endpoint asks for none, or the response is not of that set.
    #[default]
    NotAsked,
    At(E),
    /// It lies in a response that began earlier and was confirmed.
    Since {
        from: E,
        at: E,
    },
    No,
}

/// An examination, whichever it is: what is told of several patients names none. It is written as an object, for nothing would be
/// read as none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Whichever {}

/// Why a patient's value of an endpoint stands, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ValueReason<E = ExamRef> {
    /// The response of the examination.
    Response {
        code: String,
        at: E,
        #[serde(default = "not_asked::<E>", skip_serializing_if = "Confirmed::is_not_asked")]
        confirmed: Confirmed<E>,
    },
    /// The best response.
    Best {
        code: String,
        at: E,
        confirmed: Confirmed<E>,
    },
    /// Nothing was assessed at the timepoint, and the last assessed response before it stands.
    LastValue {
        code: String,
        at: E,
        confirmed: Confirmed<E>,
    },
    /// The first response in a set of the criterion, as one of progressions.
    InSet {
        set: String,
        at: E,
    },
    /// The first response of a course that a later examination ended in a set of the criterion; none: no examination confirmed
    /// it, and it counts all the same.
    DatedFrom {
        set: String,
        at: E,
        confirmed: Option<E>,
    },
    Event(EventRef),
    /// The first of an endpoint that is events.
    FirstEvent,
    /// It happened by the target day, and there is no examination.
    ByTargetDay(EventRef),
    BeforeTimepoint(EventRef),
    /// The last assessed response before what happened.
    Standing {
        before: EventRef,
        code: String,
        at: E,
        #[serde(default = "not_asked::<E>", skip_serializing_if = "Confirmed::is_not_asked")]
        confirmed: Confirmed<E>,
    },
    NothingStands {
        before: EventRef,
    },
    Horizon {
        day: i64,
    },
    /// At the date that the endpoint names.
    Censored,
    CensoredAt(EventRef),
    /// Censored at the last assessed examination, strictly before what happened where that is said; none: at time zero.
    LastAssessed {
        at: Option<E>,
        before: Option<EventRef>,
    },
    /// Censored at what begins the time, as no examination since was assessed, strictly before what happened where that is said.
    NothingAssessedSince {
        before: Option<EventRef>,
    },
    /// Censored at the last assessed examination, as the event came longer after it than so many days; none: at the beginning of
    /// the time.
    BehindGap {
        at: Option<E>,
        gap: i64,
    },
    EndOfObservation,
    /// As the data have it.
    Given,
    /// The category that the data give.
    Category(String),
    /// The category at baseline, where it is known, and afterwards.
    Shift {
        from: Option<String>,
        to: String,
    },
    /// A diagnostic test and its reference; what is undetermined counts as the plan says.
    Tested {
        test: bool,
        reference: bool,
        test_undetermined: bool,
        reference_undetermined: bool,
    },
    NothingAssessed,
    /// The examination has no combined response.
    NoResponse {
        at: E,
        because: CombinedReason<E>,
    },
    NoExamination,
    /// The criterion does not apply: at this examination, or where there is none to the patient.
    DoesNotApply {
        at: Option<E>,
    },
    /// The event after which the criterion is read has not happened to the patient, or not by the day by which it counts.
    NeverBegins {
        event: EventRef,
    },
    /// The criterion is not read yet: at this examination, or where there is none on the day that is asked about.
    NotBegun {
        at: Option<E>,
    },
    NoTimeZero,
    /// The data have nothing.
    #[default]
    Missing,
}

impl<E> CombinedReason<E> {
    pub fn map<'e, F>(&'e self, f: &impl Fn(&'e E) -> F) -> CombinedReason<F> {
        match self {
            CombinedReason::Case(rule) => CombinedReason::Case(rule.clone()),
            CombinedReason::NoCase => CombinedReason::NoCase,
            CombinedReason::OneReader => CombinedReason::OneReader,
            CombinedReason::Ended { code, at } => CombinedReason::Ended { code: code.clone(), at: f(at) },
        }
    }
}

fn not_asked<E>() -> Confirmed<E> {
    Confirmed::NotAsked
}

impl<E> Confirmed<E> {
    fn is_not_asked(&self) -> bool {
        match self {
            Confirmed::NotAsked => true,
            Confirmed::At(_) | Confirmed::Since { .. } | Confirmed::No => false,
        }
    }

    /// The examinations that it rests on, where it was confirmed.
    fn exams(&self) -> Vec<&E> {
        match self {
            Confirmed::NotAsked | Confirmed::No => vec![],
            Confirmed::At(at) => vec![at],
            Confirmed::Since { from, at } => vec![from, at],
        }
    }

    fn map<'e, F>(&'e self, f: &impl Fn(&'e E) -> F) -> Confirmed<F> {
        match self {
            Confirmed::NotAsked => Confirmed::NotAsked,
            Confirmed::At(at) => Confirmed::At(f(at)),
            Confirmed::Since { from, at } => Confirmed::Since { from: f(from), at: f(at) },
            Confirmed::No => Confirmed::No,
        }
    }
}

impl<E> ValueReason<E> {
    /// The same reason with something else in the place of each examination.
    pub fn map<'e, F>(&'e self, f: &impl Fn(&'e E) -> F) -> ValueReason<F> {
        use ValueReason as R;
        match self {
            R::Response { code, at, confirmed } => {
                R::Response { code: code.clone(), at: f(at), confirmed: confirmed.map(f) }
            }
            R::Best { code, at, confirmed } => R::Best { code: code.clone(), at: f(at), confirmed: confirmed.map(f) },
            R::LastValue { code, at, confirmed } => {
                R::LastValue { code: code.clone(), at: f(at), confirmed: confirmed.map(f) }
            }
            R::InSet { set, at } => R::InSet { set: set.clone(), at: f(at) },
            R::DatedFrom { set, at, confirmed } => {
                R::DatedFrom { set: set.clone(), at: f(at), confirmed: confirmed.as_ref().map(f) }
            }
            R::Event(event) => R::Event(event.clone()),
            R::FirstEvent => R::FirstEvent,
            R::ByTargetDay(event) => R::ByTargetDay(event.clone()),
            R::BeforeTimepoint(event) => R::BeforeTimepoint(event.clone()),
            R::Standing { before, code, at, confirmed } => {
                R::Standing { before: before.clone(), code: code.clone(), at: f(at), confirmed: confirmed.map(f) }
            }
            R::NothingStands { before } => R::NothingStands { before: before.clone() },
            R::Horizon { day } => R::Horizon { day: *day },
            R::Censored => R::Censored,
            R::CensoredAt(event) => R::CensoredAt(event.clone()),
            R::LastAssessed { at, before } => R::LastAssessed { at: at.as_ref().map(f), before: before.clone() },
            R::NothingAssessedSince { before } => R::NothingAssessedSince { before: before.clone() },
            R::BehindGap { at, gap } => R::BehindGap { at: at.as_ref().map(f), gap: *gap },
            R::EndOfObservation => R::EndOfObservation,
            R::Given => R::Given,
            R::Category(name) => R::Category(name.clone()),
            R::Shift { from, to } => R::Shift { from: from.clone(), to: to.clone() },
            R::Tested { test, reference, test_undetermined, reference_undetermined } => R::Tested {
                test: *test,
                reference: *reference,
                test_undetermined: *test_undetermined,
                reference_undetermined: *reference_undetermined,
            },
            R::NothingAssessed => R::NothingAssessed,
            R::NoResponse { at, because } => R::NoResponse { at: f(at), because: because.map(f) },
            R::NoExamination => R::NoExamination,
            R::DoesNotApply { at } => R::DoesNotApply { at: at.as_ref().map(f) },
            R::NeverBegins { event } => R::NeverBegins { event: event.clone() },
            R::NotBegun { at } => R::NotBegun { at: at.as_ref().map(f) },
            R::NoTimeZero => R::NoTimeZero,
            R::Missing => R::Missing,
        }
    }

    /// The examinations that it rests on, in the order in which they are named.
    pub fn exams(&self) -> Vec<&E> {
        use ValueReason as R;
        match self {
            R::InSet { at, .. } => vec![at],
            R::Response { at, confirmed, .. }
            | R::Standing { at, confirmed, .. }
            | R::LastValue { at, confirmed, .. }
            | R::Best { at, confirmed, .. } => std::iter::once(at).chain(confirmed.exams()).collect(),
            R::DatedFrom { at, confirmed, .. } => std::iter::once(at).chain(confirmed).collect(),
            R::LastAssessed { at, .. } | R::BehindGap { at, .. } | R::DoesNotApply { at } | R::NotBegun { at } => {
                at.iter().collect()
            }
            R::NoResponse { at, because: CombinedReason::Ended { at: ended, .. } } => vec![at, ended],
            R::NoResponse {
                at,
                because: CombinedReason::Case(_) | CombinedReason::NoCase | CombinedReason::OneReader,
            } => vec![at],
            R::Event(_)
            | R::NothingAssessedSince { .. }
            | R::NeverBegins { .. }
            | R::FirstEvent
            | R::ByTargetDay(_)
            | R::BeforeTimepoint(_)
            | R::NothingStands { .. }
            | R::Horizon { .. }
            | R::Censored
            | R::CensoredAt(_)
            | R::EndOfObservation
            | R::Given
            | R::Category(_)
            | R::Shift { .. }
            | R::Tested { .. }
            | R::NothingAssessed
            | R::NoExamination
            | R::NoTimeZero
            | R::Missing => vec![],
        }
    }
}

impl EventRef {
    /// As it stands in an identifier.
    pub fn word(&self) -> String {
        match self {
            EventRef::Event(name) => name.clone(),
            EventRef::Intercurrent(name) => format!("intercurrent.{name}"),
        }
    }
}

impl<E> Confirmed<E> {
    fn word(&self) -> &'static str {
        match self {
            Confirmed::NotAsked => "",
            Confirmed::At(_) => ".confirmed",
            Confirmed::Since { .. } => ".confirmed_before",
            Confirmed::No => ".unconfirmed",
        }
    }
}

impl<E> CombinedReason<E> {
    fn word(&self) -> String {
        match self {
            CombinedReason::Case(rule) => rule.word().to_string(),
            CombinedReason::NoCase => "no_case".to_string(),
            CombinedReason::OneReader => "one_reader".to_string(),
            CombinedReason::Ended { code, .. } => format!("after.{code}"),
        }
    }
}

impl<E> ValueReason<E> {
    /// The response that it is, or that stands.
    pub fn code(&self) -> Option<&str> {
        use ValueReason as R;
        match self {
            R::Response { code, .. } | R::Best { code, .. } | R::LastValue { code, .. } | R::Standing { code, .. } => {
                Some(code)
            }
            R::InSet { .. }
            | R::DatedFrom { .. }
            | R::Event(_)
            | R::FirstEvent
            | R::ByTargetDay(_)
            | R::BeforeTimepoint(_)
            | R::NothingStands { .. }
            | R::Horizon { .. }
            | R::Censored
            | R::CensoredAt(_)
            | R::LastAssessed { .. }
            | R::NothingAssessedSince { .. }
            | R::BehindGap { .. }
            | R::EndOfObservation
            | R::Given
            | R::Category(_)
            | R::Shift { .. }
            | R::Tested { .. }
            | R::NothingAssessed
            | R::NoResponse { .. }
            | R::NoExamination
            | R::DoesNotApply { .. }
            | R::NeverBegins { .. }
            | R::NotBegun { .. }
            | R::NoTimeZero
            | R::Missing => None,
        }
    }

    /// As it stands in an identifier, whatever the examination: `response.PR`, `before.new_line`.
    pub fn word(&self) -> String {
        use ValueReason as R;
        let there = |at: &Option<E>, word: &str| if at.is_some() { format!("{word}_there") } else { word.to_string() };
        let before = |event: &Option<EventRef>| event.as_ref().map_or_else(String::new, |e| format!(".{}", e.word()));
        match self {
            R::Response { code, confirmed, .. } => format!("response.{code}{}", confirmed.word()),
            R::Best { code, confirmed, .. } => format!("best.{code}{}", confirmed.word()),
            R::LastValue { code, confirmed, .. } => format!("last.{code}{}", confirmed.word()),
            R::Standing { before, code, confirmed, .. } => {
                format!("standing.{}.{code}{}", before.word(), confirmed.word())
            }
            R::InSet { set, .. } => format!("set.{set}"),
            R::DatedFrom { set, confirmed: Some(_), .. } => format!("dated_from.{set}.confirmed"),
            R::DatedFrom { set, confirmed: None, .. } => format!("dated_from.{set}"),
            R::Event(event) => format!("event.{}", event.word()),
            R::FirstEvent => "first_event".to_string(),
            R::ByTargetDay(event) => format!("by_target_day.{}", event.word()),
            R::BeforeTimepoint(event) => format!("before.{}", event.word()),
            R::NothingStands { before } => format!("nothing_stands.{}", before.word()),
            R::Horizon { day } => format!("horizon.{day}"),
            R::Censored => "censored".to_string(),
            R::CensoredAt(event) => format!("censored.{}", event.word()),
            R::LastAssessed { at, before: end } => format!("{}{}", there(at, "last_assessed"), before(end)),
            R::NothingAssessedSince { before: end } => format!("nothing_assessed_since{}", before(end)),
            R::BehindGap { at, gap } => format!("{}.{gap}", there(at, "behind_gap")),
            R::EndOfObservation => "end_of_observation".to_string(),
            R::Given => "given".to_string(),
            R::Category(name) => format!("category.{name}"),
            R::Shift { from: Some(from), to } => format!("shift.{from}.{to}"),
            R::Shift { from: None, to } => format!("shift_to.{to}"),
            R::Tested { test, reference, test_undetermined, reference_undetermined } => {
                let said = |positive: &bool, undetermined: &bool| match (positive, undetermined) {
                    (true, false) => "positive",
                    (false, false) => "negative",
                    (true, true) => "counted_positive",
                    (false, true) => "counted_negative",
                };
                format!("test.{}.{}", said(test, test_undetermined), said(reference, reference_undetermined))
            }
            R::NothingAssessed => "nothing_assessed".to_string(),
            R::NoResponse { because, .. } => format!("no_response.{}", because.word()),
            R::NoExamination => "no_examination".to_string(),
            R::DoesNotApply { at } => there(at, "does_not_apply"),
            R::NeverBegins { event } => format!("never_begins.{}", event.word()),
            R::NotBegun { at } => there(at, "not_begun"),
            R::NoTimeZero => "no_time_zero".to_string(),
            R::Missing => "missing".to_string(),
        }
    }
}
