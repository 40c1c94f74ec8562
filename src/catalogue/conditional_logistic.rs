//! `conditional_logistic`: odds ratios within matched sets.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;
use std::borrow::Cow;

choice! {
    By {
        Pair "pair" ("pair", "paire") reads Pairs,
        Strata "strata" ("strata", "strates") reads Strata,
    }
}

options! {
    by: choice(By) = Pair, "The sets within which patients are compared." ("by", "par") is Model;
}

gives! {
    N: estimate(Count);
    InformativeSets: estimate(Count);
    OddsRatio [Lower, Upper]: estimate(Ratio).each(Column);
    LogOddsRatio: estimate(Statistic).each(Column);
    StandardError: estimate(Statistic).each(Column);
    Z: test(Statistic).each(Column);
    PValue: test(PValue).each(Column);
}

pub const METHOD: Method = Method {
    id: Id::ConditionalLogistic,
    name: "conditional_logistic",
    title: "Conditional logistic regression of matched sets",
    title_fr: "Régression logistique conditionnelle d’ensembles appariés",
    begins_with_name: false,
    citation: "Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, chapter 7; Gail MH, Lubin JH, Rubinstein LV. Biometrika 1981;68:703–707",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::OddsRatio],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates],
        never: &[Never {
            all: &[Fact::Option(OPTION.by.is(&[By::Pair])), Fact::Given(Reads::Strata)],
            because: NotEstimable::StrataReadBy { option: Cow::Borrowed("by") },
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/conditional_logistic.md"),
};
