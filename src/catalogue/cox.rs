//! `cox`: hazard ratios by Cox's proportional hazards model.

use super::{Condition, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, options};
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
    ties: choice(Ties) = Efron, "How events on one day are treated." ("ties", "ex æquo");
    variance: choice(Variance) = Model, "The inverse of the information, or the sandwich by cluster." ("variance", "variance");
    by: choice(By) = Pair, "With robust: what is not independent, a matched pair, a patient, or the cluster of the analysis." ("by", "par");
    test: choice(Test) = Wald, "The test of the group." ("test", "test");
    likelihood: choice(Likelihood) = Partial, "Cox's partial likelihood, or Firth's penalised one, with intervals and tests from its profile." ("likelihood", "vraisemblance");
}

pub const METHOD: Method = Method {
    id: Id::Cox,
    name: "cox",
    title: "Cox proportional hazards model",
    title_fr: "Modèle de Cox à risques proportionnels",
    citation: "Cox DR. J R Stat Soc B 1972;34:187–220; Efron B. J Am Stat Assoc 1977;72:557–565; Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074–1078",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::HazardRatio],
    groups: Groups::Model,
    reads: &[Reads::Strata, Reads::Covariates, Reads::Weights],
    needs: &[],
    options: Options::SPECS,
    conditions: &[
        Condition { option: "by", when: "variance", is: &[Variance::Robust.word()] },
        Condition { option: "test", when: "likelihood", is: &[Likelihood::Partial.word()] },
    ],
    never: &[
        Never {
            all: &[
                Fact::Option("likelihood", &[Likelihood::Firth.word()]),
                Fact::Option("variance", &[Variance::Robust.word()]),
            ],
            because: NotEstimable::PenalisedLikelihoodHasNoRobustVariance,
        },
        Never {
            all: &[
                Fact::Option("likelihood", &[Likelihood::Firth.word()]),
                Fact::Option("ties", &[Ties::Exact.word()]),
            ],
            because: NotEstimable::ExactLikelihoodHasNoPenalty,
        },
        Never {
            all: &[Fact::Option("variance", &[Variance::Robust.word()]), Fact::Option("ties", &[Ties::Exact.word()])],
            because: NotEstimable::ExactLikelihoodHasNoSandwich,
        },
        Never {
            all: &[
                Fact::Option("variance", &[Variance::Robust.word()]),
                Fact::Option("test", &[Test::LikelihoodRatio.word()]),
            ],
            because: NotEstimable::LikelihoodRatioIsNoTestWithRobustVariance,
        },
        Never {
            all: &[
                Fact::Option("variance", &[Variance::Robust.word()]),
                Fact::Option("test", &[Test::Score.word()]),
                Fact::Given(Reads::Covariates),
            ],
            because: NotEstimable::RobustScoreTestTakesNoCovariates,
        },
        Never {
            all: &[Fact::Option("ties", &[Ties::Exact.word()]), Fact::Given(Reads::Weights)],
            because: NotEstimable::ExactLikelihoodTakesNoWeights,
        },
    ],
    variant: Some("ties"),
    page: include_str!("pages/cox.md"),
};
