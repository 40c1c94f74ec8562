//! `log_rank`: whether survival differs between the groups.

use super::statistic::{At, count, not_estimable, number, observations};
use super::{
    Condition, Groups, Input, Limits, Method, OptionKind, OptionReads, OptionSpec, Options, OutcomeKind, Output, Reads,
    Use,
};
use crate::number::{NotEstimable, Quantity};
use crate::stats::survival::log_rank::{ChiSquared, LogRank, Weight, log_rank};

pub const METHOD: Method = Method {
    name: "log_rank",
    title: "Log-rank test",
    citation: "Mantel N. Cancer Chemother Rep 1966;50:163–170; Klein JP, Moeschberger ML. Survival Analysis, 2nd ed. 2003, chapter 7",
    takes: &[OutcomeKind::TimeToEvent],
    uses: &[Use::Decide, Use::Estimate],
    estimates: &[],
    groups: Groups::Several,
    reads: &[Reads::Strata],
    needs: &[],
    options: &[
        OptionSpec {
            name: "weight",
            kind: OptionKind::Choice(&["equal", "gehan", "tarone_ware", "peto", "fleming_harrington"]),
            default: Some("equal"),
            about: "What an event time counts: 1, the number at risk, its square root, survival just before it, or a product of powers.",
        },
        OptionSpec {
            name: "rho",
            kind: OptionKind::Number(Limits::NOT_NEGATIVE),
            default: Some("0"),
            about: "With fleming_harrington: the power of survival just before the time.",
        },
        OptionSpec {
            name: "gamma",
            kind: OptionKind::Number(Limits::NOT_NEGATIVE),
            default: Some("0"),
            about: "With fleming_harrington: the power of one minus that survival.",
        },
        OptionSpec {
            name: "form",
            kind: OptionKind::Choice(&["heterogeneity", "trend"]),
            default: Some("heterogeneity"),
            about: "Any difference, or a trend over groups in their order.",
        },
    ],
    option_reads: &[OptionReads { option: "form", values: &["trend"], reads: Reads::Order }],
    conditions: &[
        Condition { option: "rho", when: "weight", is: &["fleming_harrington"] },
        Condition { option: "gamma", when: "weight", is: &["fleming_harrington"] },
    ],
    never: &[],
    variant: Some("weight"),
    page: include_str!("pages/log_rank.md"),
    run,
};

fn run(input: &Input, options: &Options) -> Output {
    let tested = weight(options)
        .and_then(|weight| Ok((observations(input)?, weight)))
        .and_then(|(o, weight)| log_rank(&o, &input.group, input.groups, input.strata.as_deref(), weight));
    let test = tested.as_ref().map_err(NotEstimable::clone).and_then(|test| match options.word("form") {
        "trend" => test.trend(&(0..input.groups).map(|g| g as f64).collect::<Vec<_>>()),
        _ => test.heterogeneity(),
    });
    let mut output = Output::default();
    add_test(&mut output, &At::test(), &test);
    for group in 0..input.groups {
        add_group(&mut output, group, &tested);
    }
    output
}

fn weight(options: &Options) -> Result<Weight, NotEstimable> {
    Ok(match options.word("weight") {
        "gehan" => Weight::Gehan,
        "tarone_ware" => Weight::TaroneWare,
        "peto" => Weight::FlemingHarrington { rho: 1.0, gamma: 0.0 },
        "fleming_harrington" => {
            let power = |name| options.number(name).filter(|v| v.is_finite() && *v >= 0.0);
            match (power("rho"), power("gamma")) {
                (Some(rho), Some(gamma)) => Weight::FlemingHarrington { rho, gamma },
                _ => return Err(NotEstimable::new("rho and gamma are not negative")),
            }
        }
        _ => Weight::LogRank,
    })
}

/// `chi_squared`, `df` and `p_value` of a test.
pub(super) fn add_test(output: &mut Output, at: &At, test: &Result<ChiSquared, NotEstimable>) {
    let value = |of: fn(&ChiSquared) -> f64| number(test.as_ref().map(of).map_err(NotEstimable::clone));
    output.push("chi_squared", at.clone(), value(|t| t.statistic));
    let df = test.as_ref().map_or_else(not_estimable, |t| count(t.df as usize));
    output.push("df", at.in_(Quantity::Count), df);
    output.push("p_value", at.in_(Quantity::PValue), value(|t| t.p_value));
}

fn add_group(output: &mut Output, group: usize, tested: &Result<LogRank, NotEstimable>) {
    let at = At::test().group(group);
    let compared = tested.as_ref().map(|test| &test.groups[group]).map_err(NotEstimable::clone);
    let n = compared.as_ref().map_or_else(not_estimable, |c| count(c.n));
    output.push("n", at.in_(Quantity::Count), n);
    let observed = compared.as_ref().map(|c| c.observed).map_err(NotEstimable::clone);
    output.push("observed", at.clone(), number(observed));
    output.push("expected", at, number(compared.map(|c| c.expected)));
}
