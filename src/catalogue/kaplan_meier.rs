//! `kaplan_meier`: survival over time in each group.

use super::{Condition, Fact, Groups, Id, Method, Never, OptionKind, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::KaplanMeier,
    name: "kaplan_meier",
    title: "Kaplan–Meier estimate",
    citation: "Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457–481; Greenwood M. 1926; Brookmeyer R, Crowley J. Biometrics 1982;38:29–41",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    reads: &[Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&["log_log", "plain", "log", "arcsine"]),
            default: Some("log_log"),
            about: "The scale on which the interval of survival is symmetric.",
        },
        OptionSpec {
            name: "at",
            kind: OptionKind::Days,
            default: Some("none"),
            about: "Days at which survival is read.",
        },
        OptionSpec {
            name: "error",
            kind: OptionKind::Choice(&["greenwood", "jackknife"]),
            default: Some("greenwood"),
            about: "The variance: Greenwood's, or the infinitesimal jackknife by patient, which weights need.",
        },
        OptionSpec {
            name: "event",
            kind: OptionKind::Choice(&["event", "censoring"]),
            default: Some("event"),
            about: "`censoring` exchanges event and censoring: the reverse estimate, whose median is the median follow-up.",
        },
        OptionSpec {
            name: "quantiles",
            kind: OptionKind::Choice(&["median", "quartiles"]),
            default: Some("median"),
            about: "Times by which half, or a quarter, half and three quarters of patients have had the event.",
        },
        OptionSpec {
            name: "after_last",
            kind: OptionKind::Choice(&["not_estimable", "carried"]),
            default: Some("not_estimable"),
            about: "Survival after the last observation: unknown, unless it is 0, or the last value carried forward.",
        },
    ],
    option_reads: &[],
    conditions: &[Condition { option: "after_last", when: "at", is: &[] }],
    never: &[Never {
        all: &[Fact::Option("error", &["greenwood"]), Fact::Given(Reads::Weights)],
        because: NotEstimable::GreenwoodTakesNoWeights,
    }],
    variant: Some("interval"),
    page: include_str!("pages/kaplan_meier.md"),
};
