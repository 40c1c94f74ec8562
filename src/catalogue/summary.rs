//! `summary`: a continuous outcome in each group.

use super::{Asks, Groups, Id, Limits, Method, OutcomeKind, Use, gives, options};

const DEFINITIONS: Limits = Limits::whole(1.0, 9.0, "a whole number from 1 to 9");

options! {
    definition: number(DEFINITIONS) = 2, "The definition of quartiles, 1 to 9 of Hyndman and Fan; 2 is the default of SAS, 7 that of R." ("definition", "définition");
}

gives! {
    N: estimate(Count).each(Group);
    Estimate [Lower, Upper]: estimate(Statistic).each(Group).called("Mean", "Moyenne").instead_of_title().measured();
    StandardDeviation: estimate(Statistic).each(Group).measured();
    Minimum: estimate(Statistic).each(Group).measured();
    FirstQuartile: estimate(Statistic).each(Group).measured();
    Median: estimate(Statistic).each(Group).measured();
    ThirdQuartile: estimate(Statistic).each(Group).measured();
    Maximum: estimate(Statistic).each(Group).measured();
    MedianAbsoluteDeviation: estimate(Statistic).each(Group).measured();
    CoefficientOfVariation: estimate(Statistic).each(Group);
    GeometricMean: estimate(Statistic).each(Group).measured();
    GeometricCoefficientOfVariation: estimate(Statistic).each(Group);
    Skewness: estimate(Statistic).each(Group);
    Kurtosis: estimate(Statistic).each(Group);
}

pub const METHOD: Method = Method {
    id: Id::Summary,
    name: "summary",
    title: "Mean, standard deviation, median, quartiles and range",
    title_fr: "Moyenne, écart-type, médiane, quartiles et étendue",
    begins_with_name: false,
    citation: "Hyndman RJ, Fan Y. Am Stat 1996;50:361–365; Joanes DN, Gill CA. The Statistician 1998;47:183–189",
    takes: &[OutcomeKind::Continuous],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/summary.md"),
};
