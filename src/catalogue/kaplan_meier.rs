//! `kaplan_meier`: survival over time in each group.

use super::{Asks, Fact, Groups, Id, Method, Never, OutcomeKind, Reads, Use, choice, gives, options};
use crate::number::NotEstimable;

choice! {
    Interval {
        LogLog "log_log" ("log-log", "log-log"),
        Plain "plain" ("plain", "simple"),
        Log "log" ("log", "logarithme"),
        Arcsine "arcsine" ("arcsine", "arc sinus"),
    }
}

choice! {
    Error {
        Greenwood "greenwood" ("Greenwood", "Greenwood"),
        Jackknife "jackknife" ("jackknife", "jackknife"),
    }
}

choice! {
    Event {
        Event "event" ("event", "événement"),
        Censoring "censoring" ("censoring", "censure"),
    }
}

choice! {
    Quantiles {
        Median "median" ("median", "médiane"),
        Quartiles "quartiles" ("quartiles", "quartiles"),
    }
}

choice! {
    AfterLast {
        NotEstimable "not_estimable" ("not estimable", "non estimable"),
        Carried "carried" ("carried", "reporté"),
    }
}

options! {
    interval: choice(Interval) = LogLog, "The scale on which the interval of survival is symmetric." ("interval", "intervalle") is Interval;
    at: days = none, "Days at which survival is read." ("at", "à");
    error: choice(Error) = Greenwood, "The variance: Greenwood's, or the infinitesimal jackknife by patient, which weights need." ("error", "erreur standard");
    event: choice(Event) = Event, "`censoring` exchanges event and censoring: the reverse estimate, whose median is the median follow-up." ("event", "événement");
    quantiles: choice(Quantiles) = Median, "Times by which half, or a quarter, half and three quarters of patients have had the event." ("quantiles", "quantiles");
    after_last: choice(AfterLast) = NotEstimable, "Survival after the last observation: unknown, unless it is 0, or the last value carried forward." ("after last", "après le dernier temps");
}

const QUARTILES: &[&[Fact]] = &[&[Fact::Option(OPTION.quantiles.is(&[Quantiles::Quartiles]))]];

const FOLLOW_UP: &[&[Fact]] = &[&[Fact::Option(OPTION.event.is(&[Event::Censoring]))]];

gives! {
    N: estimate(Count).each(Group);
    Events: estimate(Count).each(Group);
    Survival [Lower, Upper]: estimate(Proportion).each(Group).at(OPTION.at);
    StandardError: estimate(Statistic).each(Group).at(OPTION.at);
    AtRisk: estimate(Count).each(Group).at(OPTION.at);
    FirstQuartile [FirstQuartileLower, FirstQuartileUpper]: estimate(Days).each(Group).when(QUARTILES);
    Median [MedianLower, MedianUpper]: estimate(Days).each(Group);
    ThirdQuartile [ThirdQuartileLower, ThirdQuartileUpper]: estimate(Days).each(Group).when(QUARTILES);
    Completeness: estimate(Proportion).each(Group).when(FOLLOW_UP);
}

pub const METHOD: Method = Method {
    id: Id::KaplanMeier,
    name: "kaplan_meier",
    title: "Kaplan–Meier estimate",
    title_fr: "Estimation de Kaplan–Meier",
    begins_with_name: true,
    citation: "Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457–481; Greenwood M. 1926; Brookmeyer R, Crowley J. Biometrics 1982;38:29–41",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::Any,
    asks: Asks {
        reads: &[Reads::Weights],
        conditions: &[OPTION.after_last.read_with_days(OPTION.at)],
        never: &[Never {
            all: &[Fact::Option(OPTION.error.is(&[Error::Greenwood])), Fact::Given(Reads::Weights)],
            because: NotEstimable::GreenwoodTakesNoWeights,
        }],
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.interval.name()),
    page: include_str!("pages/kaplan_meier.md"),
};
