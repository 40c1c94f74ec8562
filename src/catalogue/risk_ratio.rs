//! `risk_ratio`: the ratio of the proportions of responders.

use super::{Asks, Effect, Fact, Groups, Id, Method, OutcomeKind, Use, YesNo, choice, gives, options};

choice! {
    Interval {
        Katz "katz" ("Katz", "Katz"),
    }
}

options! {
    interval: choice(Interval) = Katz, "Wald's interval on the logarithm." ("interval", "intervalle") is Interval;
    e_value: choice(YesNo) = No, "Whether the E-values of the ratio and of its nearer limit are given." ("e value", "E-value");
}

gives! {
    Estimate [Lower, Upper]: estimate(Ratio).called("Risk ratio", "Rapport des risques");
    EValue: estimate(Ratio).when(&[&[Fact::Option(OPTION.e_value.is(&[YesNo::Yes]))]]);
    EValueOfLimit: estimate(Ratio).when(&[&[Fact::Option(OPTION.e_value.is(&[YesNo::Yes]))]]);
}

pub const METHOD: Method = Method {
    id: Id::RiskRatio,
    name: "risk_ratio",
    title: "Ratio of proportions",
    title_fr: "Rapport de proportions",
    begins_with_name: false,
    citation: "Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469–474; VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268–274",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &[Effect::RiskRatio],
    groups: Groups::Two,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: None,
    page: include_str!("pages/risk_ratio.md"),
};
