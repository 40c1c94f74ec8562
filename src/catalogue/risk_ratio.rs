//! `risk_ratio`: the ratio of the proportions of responders.

use super::option::choice;
use super::{Groups, Id, Method, OutcomeKind, Use};

pub const METHOD: Method = Method {
    id: Id::RiskRatio,
    name: "risk_ratio",
    title: "Ratio of proportions",
    citation: "Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469–474; VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268–274",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Estimate],
    estimates: &["risk_ratio"],
    groups: Groups::Two,
    reads: &[],
    needs: &[],
    options: &[
        choice("interval", &["katz"], Some("katz"), "Wald's interval on the logarithm."),
        choice(
            "e_value",
            &["no", "yes"],
            Some("no"),
            "Whether the E-values of the ratio and of its nearer limit are given.",
        ),
    ],
    option_reads: &[],
    conditions: &[],
    never: &[],
    variant: None,
    page: include_str!("pages/risk_ratio.md"),
};
