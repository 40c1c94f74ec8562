//! `cox`: hazard ratios by Cox's proportional hazards model.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;

pub use super::robust::{By, Variance};

choice! {
    Ties {
        Efron "efron" ("Efron", "Efron"),
        Breslow "breslow" ("Breslow", "Breslow"),
        Exact "exact" ("exact", "exact"),
    }
}

choice! {
    Test {
        Wald "wald" ("Wald", "Wald"),
        Score "score" ("score", "score"),
        LikelihoodRatio "likelihood_ratio" ("likelihood ratio", "rapport de vraisemblance"),
    }
}

choice! {
    Likelihood {
        Partial "partial" ("partial", "partielle"),
        Firth "firth" ("Firth", "Firth"),
    }
}

options! {
    ties: choice(Ties) = Efron, "How events on one day are treated." ("ties", "ex æquo") is Model;
    variance: choice(Variance) = Model, "The inverse of the information, or the sandwich by cluster." ("variance", "variance") is Model;
    by: choice(By) = Pair, "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis." ("by", "par") is Model;
    test: choice(Test) = Wald, "The test of the group." ("test", "test") is Test;
    likelihood: choice(Likelihood) = Partial, "Cox's partial likelihood, or Firth's penalised one, with intervals and tests from its profile." ("likelihood", "vraisemblance");
}

const PARTIAL: Fact = Fact::Option(OPTION.likelihood.is(&[Likelihood::Partial]));
const FIRTH: Fact = Fact::Option(OPTION.likelihood.is(&[Likelihood::Firth]));
const ROBUST: Fact = Fact::Option(OPTION.variance.is(&[Variance::Robust]));
const EXACT: Fact = Fact::Option(OPTION.ties.is(&[Ties::Exact]));
const WALD: Fact = Fact::Option(OPTION.test.is(&[Test::Wald]));
const OTHER: Fact = Fact::Option(OPTION.test.is(&[Test::Score, Test::LikelihoodRatio]));

/// The groups are tested together, by another test than that of one coefficient.
const JOINT: &[&[Fact]] = &[&[FIRTH, Fact::TwoGroups], &[PARTIAL, OTHER, Fact::TwoGroups], &[Fact::SeveralGroups]];

gives! {
    N: estimate(Count);
    Events: estimate(Count);
    HazardRatio [Lower, Upper]: estimate(Ratio).each(Column);
    LogHazardRatio: estimate(Statistic).each(Column);
    StandardError: estimate(Statistic).each(Column);
    Z: test(Statistic).each(Covariate).when(&[&[PARTIAL]]);
    ChiSquared: test(Statistic).each(Covariate).when(&[&[FIRTH]]);
    Df: test(Count).each(Covariate).when(&[&[FIRTH]]);
    PValue: test(PValue).each(Covariate);
    GroupZ as Z: test(Statistic).when(&[&[PARTIAL, WALD, Fact::TwoGroups]]);
    GroupChiSquared as ChiSquared: test(Statistic).when(JOINT);
    GroupDf as Df: test(Count).when(JOINT);
    GroupPValue as PValue: test(PValue).when(&[&[Fact::TwoGroups], &[Fact::SeveralGroups]]);
}

pub const METHOD: Method = Method {
    id: Id::Cox,
    name: "cox",
    title: "Cox proportional hazards model",
    title_fr: "Modèle de Cox à risques proportionnels",
    begins_with_name: true,
    citation: "Cox DR. J R Stat Soc B 1972;34:187–220; Efron B. J Am Stat Assoc 1977;72:557–565; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074–1078",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::HazardRatio],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
        conditions: &[
            OPTION.by.read_where(OPTION.variance.is(&[Variance::Robust])),
            OPTION.test.read_where(OPTION.likelihood.is(&[Likelihood::Partial])),
        ],
        never: &[
            Never { all: &[FIRTH, ROBUST], because: NotEstimable::PenalisedLikelihoodHasNoRobustVariance },
            Never { all: &[FIRTH, EXACT], because: NotEstimable::ExactLikelihoodHasNoPenalty },
            Never { all: &[ROBUST, EXACT], because: NotEstimable::ExactLikelihoodHasNoSandwich },
            Never {
                all: &[ROBUST, Fact::Option(OPTION.test.is(&[Test::LikelihoodRatio]))],
                because: NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance,
            },
            Never {
                all: &[ROBUST, Fact::Option(OPTION.test.is(&[Test::Score])), Fact::Given(Reads::Covariates)],
                because: NotEstimable::RobustScoreTestTakesNoCovariates,
            },
            Never { all: &[EXACT, Fact::Given(Reads::Weights)], because: NotEstimable::ExactLikelihoodTakesNoWeights },
        ],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.ties.name()),
    page: include_str!("pages/cox.md"),
};
