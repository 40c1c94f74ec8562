//! `logistic`: odds ratios by logistic regression.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;

pub use super::robust::{By, Variance};

choice! {
    Fit {
        MaximumLikelihood "maximum_likelihood" ("maximum likelihood", "maximum de vraisemblance"),
        Firth "firth" ("Firth", "Firth"),
    }
}

choice! {
    SmallSample {
        None "none" ("none", "aucun") is Mute,
        Hc1 "hc1" ("HC1", "HC1"),
        Hc3 "hc3" ("HC3", "HC3"),
    }
}

choice! {
    Interval {
        Wald "wald" ("Wald", "Wald"),
        Profile "profile" ("profile", "profil"),
    }
}

options! {
    fit: choice(Fit) = MaximumLikelihood, "Maximum likelihood, or Firth's penalised likelihood, finite where the outcome is separated." ("fit", "ajustement");
    variance: choice(Variance) = Model, "The inverse of the information, or the sandwich by cluster." ("variance", "variance") is Model;
    by: choice(By) = Pair, "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis." ("by", "par") is Model;
    small_sample: choice(SmallSample) = None, "With robust by patient: no factor, n/(n − k), or scores divided by 1 − leverage." ("small sample", "petit échantillon");
    interval: choice(Interval) = Wald, "Wald's interval on the log odds ratio, or that of the profile likelihood." ("interval", "intervalle") is Interval;
}

gives! {
    N: estimate(Count);
    Responders: estimate(Count);
    OddsRatio [Lower, Upper]: estimate(Ratio).each(Column);
    LogOddsRatio: estimate(Statistic).each(Column);
    StandardError: estimate(Statistic).each(Column);
    Z: test(Statistic).each(Column);
    PValue: test(PValue).each(Column);
    LikelihoodRatio: test(Statistic);
    LikelihoodRatioPValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::Logistic,
    name: "logistic",
    title: "Logistic regression",
    title_fr: "Régression logistique",
    begins_with_name: false,
    citation: "McCullagh P, Nelder JA. Generalized Linear Models, 2nd ed. 1989, chapter 4; White H. Econometrica 1980;48:817–838; Firth D. Biometrika 1993;80:27–38",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::OddsRatio],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Covariates, Reads::Weights],
        conditions: &[
            OPTION.by.read_where(OPTION.variance.is(&[Variance::Robust])),
            OPTION.small_sample.read_where(OPTION.variance.is(&[Variance::Robust])),
        ],
        never: &[
            Never {
                all: &[
                    Fact::Option(OPTION.fit.is(&[Fit::Firth])),
                    Fact::Option(OPTION.variance.is(&[Variance::Robust])),
                ],
                because: NotEstimable::PenalisedLikelihoodHasNoRobustVariance,
            },
            Never {
                all: &[
                    Fact::Option(OPTION.interval.is(&[Interval::Profile])),
                    Fact::Option(OPTION.variance.is(&[Variance::Robust])),
                ],
                because: NotEstimable::ProfileLikelihoodHasNoRobustVersion,
            },
            Never {
                all: &[
                    Fact::Option(OPTION.small_sample.is(&[SmallSample::Hc1, SmallSample::Hc3])),
                    Fact::Option(OPTION.by.is(&[By::Pair, By::Cluster])),
                    Fact::Option(OPTION.variance.is(&[Variance::Robust])),
                ],
                because: NotEstimable::SmallSampleFactorsByPatient,
            },
            Never {
                all: &[Fact::Option(OPTION.variance.is(&[Variance::Model])), Fact::Given(Reads::Weights)],
                because: NotEstimable::WeightsNeedRobustVariance,
            },
        ],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/logistic.md"),
};
