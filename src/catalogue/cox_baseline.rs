//! `cox_baseline`: the cumulative hazard and survival that a Cox model gives to one kind of patient.

use super::{Groups, Id, Method, OptionKind, OptionSpec, OutcomeKind, Reads, Use};

pub const METHOD: Method = Method {
    id: Id::CoxBaseline,
    name: "cox_baseline",
    title: "Baseline of a Cox model",
    citation: "Breslow NE. Biometrics 1974;30:89–99; Therneau TM, Grambsch PM. Modeling Survival Data. 2000, section 10.2",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec {
            name: "ties",
            kind: OptionKind::Choice(&["efron", "breslow"]),
            default: Some("efron"),
            about: "How events on one day are treated.",
        },
        OptionSpec {
            name: "patient",
            kind: OptionKind::Choice(&["mean", "zero"]),
            default: Some("mean"),
            about: "The patient described: all covariates, the group included, at their means, or at 0.",
        },
        OptionSpec { name: "at", kind: OptionKind::Days, default: None, about: "Days at which the estimate is read." },
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: Some("patient"),
    page: include_str!("pages/cox_baseline.md"),
};
