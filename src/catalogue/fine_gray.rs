//! `fine_gray`: subdistribution hazard ratios of one cause.

use super::{Asks, Effect, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;
use std::borrow::Cow;

choice! {
    Censoring {
        WithEvents "with_events" ("with events", "avec les événements"),
        AfterEvents "after_events" ("after events", "après les événements"),
    }
}

choice! {
    CensoringBy {
        All "all" ("all", "tous"),
        Group "group" ("group", "groupe"),
        Strata "strata" ("strata", "strates") reads Strata,
    }
}

choice! {
    Variance {
        Sandwich "sandwich" ("sandwich", "sandwich"),
        WeightsKnown "weights_known" ("weights known", "poids connus"),
    }
}

options! {
    cause: cause = 1, "Which of the causes of the endpoint, in their order." ("cause", "cause");
    censoring: choice(Censoring) = WithEvents, "Whether patients with an event on a day were at risk of being censored on it." ("censoring", "censure");
    censoring_by: choice(CensoringBy) = All, "Among whom the censoring distribution is estimated." ("censoring by", "censure selon");
    variance: choice(Variance) = Sandwich, "With or without what the estimation of the censoring weights contributes." ("variance", "variance") is Model;
}

gives! {
    N: estimate(Count);
    Events: estimate(Count);
    SubdistributionHazardRatio [Lower, Upper]: estimate(Ratio).each(Column);
    LogHazardRatio: estimate(Statistic).each(Column);
    StandardError: estimate(Statistic).each(Column);
    Z: test(Statistic).each(Column);
    PValue: test(PValue).each(Column);
}

pub const METHOD: Method = Method {
    id: Id::FineGray,
    name: "fine_gray",
    title: "Fine–Gray model of the subdistribution hazard",
    title_fr: "Modèle de Fine–Gray du risque de sous-distribution",
    begins_with_name: true,
    citation: "Fine JP, Gray RJ. J Am Stat Assoc 1999;94:496–509",
    takes: &[OutcomeKind::CompetingRisks],
    uses: &[Use::Estimate, Use::Decide],
    estimates: &[Effect::SubdistributionHazardRatio],
    groups: Groups::Model,
    asks: Asks {
        reads: &[Reads::Strata, Reads::Covariates],
        never: &[Never {
            all: &[
                Fact::Option(OPTION.censoring_by.is(&[CensoringBy::All, CensoringBy::Group])),
                Fact::Given(Reads::Strata),
            ],
            because: NotEstimable::StrataReadBy { option: Cow::Borrowed("censoring_by") },
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.cause.name()),
    page: include_str!("pages/fine_gray.md"),
};
