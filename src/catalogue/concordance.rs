//! `concordance`: how well the covariates of a Cox model order patients by their times.

use super::{Fact, Groups, Id, Method, Never, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::Concordance,
    name: "concordance",
    title: "Concordance of a Cox model (Harrell's C)",
    citation: "Harrell FE et al. JAMA 1982;247:2543–2546; Therneau TM, Watson DA. Mayo Clinic technical report 85, 2015",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec {
            name: "ties",
            kind: OptionKind::Choice(&["efron", "breslow", "exact"]),
            default: Some("efron"),
            about: "How events on one day are treated in the model.",
        },
        OptionSpec {
            name: "by",
            kind: OptionKind::Choice(&["row", "patient", "pair"]),
            default: Some("row"),
            about: "Over what the influences are summed for the standard error.",
        },
    ],
    option_reads: &[OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs }],
    conditions: &[],
    never: &[Never {
        all: &[Fact::Option("ties", &["exact"]), Fact::Given(Reads::Weights)],
        because: NotEstimable::ExactLikelihoodTakesNoWeights,
    }],
    variant: None,
    page: include_str!("pages/concordance.md"),
};
