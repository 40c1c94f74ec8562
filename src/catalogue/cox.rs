//! `cox`: hazard ratios by Cox's proportional hazards model.

use super::{Condition, Fact, Groups, Id, Method, Never, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::Cox,
    name: "cox",
    title: "Cox proportional hazards model",
    citation: "Cox DR. J R Stat Soc B 1972;34:187–220; Efron B. J Am Stat Assoc 1977;72:557–565; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074–1078",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["hazard_ratio"],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec { name: "ties", kind: TIES, default: Some("efron"), about: "How events on one day are treated." },
        OptionSpec {
            name: "variance",
            kind: OptionKind::Choice(&["model", "robust"]),
            default: Some("model"),
            about: "The inverse of the information, or the sandwich by cluster.",
        },
        OptionSpec {
            name: "by",
            kind: OptionKind::Choice(&["pair", "patient", "cluster"]),
            default: Some("pair"),
            about: "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis.",
        },
        OptionSpec {
            name: "test",
            kind: OptionKind::Choice(&["wald", "score", "likelihood_ratio"]),
            default: Some("wald"),
            about: "The test of the group.",
        },
        OptionSpec {
            name: "likelihood",
            kind: OptionKind::Choice(&["partial", "firth"]),
            default: Some("partial"),
            about: "Cox's partial likelihood, or Firth's penalised one, with intervals and tests from its profile.",
        },
    ],
    option_reads: &[
        OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs },
        OptionReads { option: "by", values: &["cluster"], reads: Reads::Cluster },
    ],
    conditions: &[
        Condition { option: "by", when: "variance", is: &["robust"] },
        Condition { option: "test", when: "likelihood", is: &["partial"] },
    ],
    never: &[
        Never {
            all: &[Fact::Option("likelihood", &["firth"]), Fact::Option("variance", &["robust"])],
            because: NotEstimable::PenalisedLikelihoodHasNoRobustVariance,
        },
        Never {
            all: &[Fact::Option("likelihood", &["firth"]), Fact::Option("ties", &["exact"])],
            because: NotEstimable::ExactLikelihoodHasNoPenalty,
        },
        Never {
            all: &[Fact::Option("variance", &["robust"]), Fact::Option("ties", &["exact"])],
            because: NotEstimable::ExactLikelihoodHasNoSandwich,
        },
        Never {
            all: &[Fact::Option("variance", &["robust"]), Fact::Option("test", &["likelihood_ratio"])],
            because: NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance,
        },
        Never {
            all: &[
                Fact::Option("variance", &["robust"]),
                Fact::Option("test", &["score"]),
                Fact::Given(Reads::Covariates),
            ],
            because: NotEstimable::RobustScoreTestTakesNoCovariates,
        },
        Never {
            all: &[Fact::Option("ties", &["exact"]), Fact::Given(Reads::Weights)],
            because: NotEstimable::ExactLikelihoodTakesNoWeights,
        },
    ],
    variant: Some("ties"),
    page: include_str!("pages/cox.md"),
};

pub(super) const TIES: OptionKind = OptionKind::Choice(&["efron", "breslow", "exact"]);
