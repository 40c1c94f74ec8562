//! `proportional_hazards`: whether a hazard ratio changes over time.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::ProportionalHazards,
    name: "proportional_hazards",
    title: "Test of proportional hazards",
    citation: "Grambsch PM, Therneau TM. Biometrika 1994;81:515–526 (score form)",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Assumption],
    estimates: &[],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates],
    needs: &[],
    options: &[
        OptionSpec {
            name: "transform",
            kind: OptionKind::Choice(&["km", "identity", "rank", "log"]),
            default: Some("km"),
            about: "The function of time with which the log hazard ratio may change.",
        },
        OptionSpec {
            name: "ties",
            kind: OptionKind::Choice(&["efron", "breslow"]),
            default: Some("efron"),
            about: "How events on one day are treated in the model.",
        },
        OptionSpec {
            name: "decides",
            kind: OptionKind::Choice(&["nothing"]),
            default: Some("nothing"),
            about: "The test is reported; no analysis is chosen by it.",
        },
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("transform"),
    page: include_str!("pages/proportional_hazards.md"),
};
