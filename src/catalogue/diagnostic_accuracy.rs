//! `diagnostic_accuracy`: a test against its reference, in each group.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Interval {
        ClopperPearson "clopper_pearson" ("Clopper–Pearson", "Clopper–Pearson"),
        Wilson "wilson" ("Wilson", "Wilson"),
        Jeffreys "jeffreys" ("Jeffreys", "Jeffreys"),
        AgrestiCoull "agresti_coull" ("Agresti–Coull", "Agresti–Coull"),
    }
}

options! {
    interval: choice(Interval) = ClopperPearson, "How the confidence intervals of the proportions are made." ("interval", "intervalle") is Interval;
}

gives! {
    N: estimate(Count).each(Group);
    TruePositives: estimate(Count).each(Group);
    FalsePositives: estimate(Count).each(Group);
    FalseNegatives: estimate(Count).each(Group);
    TrueNegatives: estimate(Count).each(Group);
    TestUndetermined: estimate(Count).each(Group);
    ReferenceUndetermined: estimate(Count).each(Group);
    Prevalence: estimate(Proportion).each(Group);
    Sensitivity [SensitivityLower, SensitivityUpper]: estimate(Proportion).each(Group);
    Specificity [SpecificityLower, SpecificityUpper]: estimate(Proportion).each(Group);
    PositivePredictiveValue [PositivePredictiveValueLower, PositivePredictiveValueUpper]: estimate(Proportion).each(Group);
    NegativePredictiveValue [NegativePredictiveValueLower, NegativePredictiveValueUpper]: estimate(Proportion).each(Group);
    Accuracy [AccuracyLower, AccuracyUpper]: estimate(Proportion).each(Group);
    PositiveLikelihoodRatio [PositiveLikelihoodRatioLower, PositiveLikelihoodRatioUpper]: estimate(Ratio).each(Group);
    NegativeLikelihoodRatio [NegativeLikelihoodRatioLower, NegativeLikelihoodRatioUpper]: estimate(Ratio).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::DiagnosticAccuracy,
    name: "diagnostic_accuracy",
    title: "Accuracy of a diagnostic test",
    title_fr: "Performance d’un test diagnostique",
    begins_with_name: false,
    citation: "Altman DG, Bland JM. BMJ 1994;308:1552 and 1994;309:102; Clopper CJ, Pearson ES. Biometrika 1934;26:404–413; Simel DL, Samsa GP, Matchar DB. J Clin Epidemiol 1991;44:763–770",
    takes: &[OutcomeKind::DiagnosticTest],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/diagnostic_accuracy.md"),
};
