//! `logistic`: odds ratios by logistic regression.

use super::{Condition, Fact, Groups, Id, Method, Never, OptionKind, OptionReads, OptionSpec, OutcomeKind, Reads, Use};
use crate::number::NotEstimable;

pub const METHOD: Method = Method {
    id: Id::Logistic,
    name: "logistic",
    title: "Logistic regression",
    citation: "McCullagh P, Nelder JA. Generalized Linear Models, 2nd ed. 1989, chapter 4; White H. Econometrica 1980;48:817–838; Firth D. Biometrika 1993;80:27–38",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &["odds_ratio"],
    groups: Groups::Model,
    reads: &[Reads::Covariates, Reads::Weights],
    needs: &[],
    options: &[
        OptionSpec {
            name: "fit",
            kind: OptionKind::Choice(&["maximum_likelihood", "firth"]),
            default: Some("maximum_likelihood"),
            about: "Maximum likelihood, or Firth's penalised likelihood, finite where the outcome is separated.",
        },
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
            name: "small_sample",
            kind: OptionKind::Choice(&["none", "hc1", "hc3"]),
            default: Some("none"),
            about: "With robust by patient: no factor, n/(n − k), or scores divided by 1 − leverage.",
        },
        OptionSpec {
            name: "interval",
            kind: OptionKind::Choice(&["wald", "profile"]),
            default: Some("wald"),
            about: "Wald's interval on the log odds ratio, or that of the profile likelihood.",
        },
    ],
    option_reads: &[
        OptionReads { option: "by", values: &["pair"], reads: Reads::Pairs },
        OptionReads { option: "by", values: &["cluster"], reads: Reads::Cluster },
    ],
    conditions: &[
        Condition { option: "by", when: "variance", is: &["robust"] },
        Condition { option: "small_sample", when: "variance", is: &["robust"] },
    ],
    never: &[
        Never {
            all: &[Fact::Option("fit", &["firth"]), Fact::Option("variance", &["robust"])],
            because: NotEstimable::PenalisedLikelihoodHasNoRobustVariance,
        },
        Never {
            all: &[Fact::Option("interval", &["profile"]), Fact::Option("variance", &["robust"])],
            because: NotEstimable::ProfileLikelihoodHasNoRobustVersion,
        },
        Never {
            all: &[
                Fact::Option("small_sample", &["hc1", "hc3"]),
                Fact::Option("by", &["pair", "cluster"]),
                Fact::Option("variance", &["robust"]),
            ],
            because: NotEstimable::SmallSampleFactorsByPatient,
        },
        Never {
            all: &[Fact::Option("variance", &["model"]), Fact::Given(Reads::Weights)],
            because: NotEstimable::WeightsNeedRobustVariance,
        },
    ],
    variant: None,
    page: include_str!("pages/logistic.md"),
};
