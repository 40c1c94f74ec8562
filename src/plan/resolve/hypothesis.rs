//! `hypothesis`: non-inferiority, equivalence and superiority by a margin, which the limit of an interval decides.

use super::entries::Entries;
use super::estimands::Estimand;
use super::operators::unit_of;
use super::*;
use crate::catalogue::rmst::Contrast;
use crate::catalogue::{Chosen, Effect, OptionValue};
use crate::diagnostic::said;
use crate::plan::unit;
use crate::syntax::tree::{Element, Value};
use rust_decimal::Decimal;

/// Which values of an effect are the better ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Better {
    Higher,
    Lower,
}

/// On what scale a margin stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    /// A difference of proportions, in percent.
    Points,
    /// In the unit of the value or of the time; none where that has none.
    Difference(Option<&'static str>),
    Ratio,
}

impl Scale {
    /// The effect that is none.
    fn none(self) -> i64 {
        match self {
            Scale::Points | Scale::Difference(_) => 0,
            Scale::Ratio => 1,
        }
    }
}

impl<'a> Resolver<'a> {
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not said")]
    pub(crate) fn hypothesis(
        &mut self,
        entries: &Entries<'a>,
        estimand: &Estimand,
        calls: &[MethodCall],
    ) -> Option<Option<MarginHypothesis>> {
        let Some(value) = entries.value("hypothesis") else { return Some(None) };
        let element = self.single(value)?;
        let (word, span) = self.word_of(&element.expression)?;
        let words: Vec<&str> = Claim::ALL.iter().map(|claim| claim.word()).collect();
        let Some(claim) = Claim::ALL.into_iter().find(|claim| claim.word() == word) else {
            return self.unknown("hypothesis", word, span, words);
        };
        let (effect, by) = self.estimated(estimand, calls, span)?;
        self.check_limit_decides_alone(calls, span)?;
        let keys: &[&str] = match claim {
            Claim::NonInferiority | Claim::Superiority => &["margin", "level", "better"],
            Claim::Equivalence => &["lower", "upper", "level"],
        };
        let options = self.entries(&element.options, keys, &format!("`{word}`"), element.span);
        let level = self.required(&options, "level").and_then(|value| self.one_sided(value));
        let scale = self.scale((effect, &calls[by]), estimand.endpoint, span)?;
        let (lower, upper) = match claim {
            Claim::Equivalence => {
                let lower = self.required(&options, "lower").and_then(|v| self.margin(scale, v));
                let upper = self.required(&options, "upper").and_then(|v| self.margin(scale, v));
                let (lower, upper) = (lower?, upper?);
                self.check_side(claim, (lower, scale), Better::Higher)?;
                self.check_side(claim, (upper, scale), Better::Lower)?;
                (Some(lower.0), Some(upper.0))
            }
            Claim::NonInferiority | Claim::Superiority => {
                let margin = self.required(&options, "margin").and_then(|v| self.margin(scale, v));
                let better = self.better(&options, estimand.endpoint)?;
                let margin = margin?;
                self.check_side(claim, (margin, scale), better)?;
                match better {
                    Better::Higher => (Some(margin.0), None),
                    Better::Lower => (None, Some(margin.0)),
                }
            }
        };
        Some(Some(MarginHypothesis { claim, lower, upper, level: level?, by, span: element.span }))
    }

    /// The effect, and the place of the one method that estimates it with an interval: of two arms, at one time.
    fn estimated(&mut self, estimand: &Estimand, calls: &[MethodCall], span: Span) -> Option<(Effect, usize)> {
        let two = matches!(estimand.compare, Compare::Arms(_)) && estimand.compare.groups() == 2;
        let effect = match estimand.effect {
            Some(StatedEffect::Of(effect)) if two => effect,
            _ => {
                let title = "A margin is one of the effect of one arm against another";
                let hint = "compare two arms, `compare: ARM against ARM`, and name the `effect`; of several arms, in an analysis for each";
                return self.error_hint(codes::WRONG_METHOD, title, span, "there is no such effect here", hint);
            }
        };
        let estimates = |call: &&MethodCall| {
            call.standing == Standing::Estimate && call.method.effects(&call.options).contains(&effect)
        };
        let mut each = calls.iter().filter(estimates);
        let Some(first) = each.next() else {
            let title = said!("Nothing under `estimate` has an interval of `{effect}`", effect = effect.word());
            let able = crate::catalogue::ALL.iter().filter(|m| m.estimates.contains(&effect)).map(|m| m.name);
            let able: Vec<&str> = able.collect();
            let hint = match able.as_slice() {
                [] => "name an effect that a method estimates".to_string(),
                able => format!("add a method that estimates the effect: {}", able.join(", ")),
            };
            return self.error_hint(codes::WRONG_METHOD, title, span, "decided by its limit", hint);
        };
        if let Some(second) = each.next() {
            let title = said!("Two intervals of `{effect}` could decide", effect = effect.word());
            let diagnostic = Diagnostic::new(codes::TWO_PRIMARIES, title)
                .at(second.span, "estimates it too")
                .at(first.span, "estimates it")
                .at(span, "decided by its limit")
                .because("the one that happens to be in favour could be chosen")
                .hint("keep one under `estimate`, and describe the other under `also given`");
            self.report(diagnostic);
            return None;
        }
        let times = |value: &OptionValue| if let OptionValue::Days(days) = value { days.len() } else { 0 };
        if first.options.values().iter().any(|(_, value)| times(value) > 1) {
            let title = said!("`{method}` has an interval at each of several times", method = first.method.name);
            let diagnostic = Diagnostic::new(codes::WRONG_METHOD, title)
                .at(first.span, "read at several times")
                .at(span, "decided by one limit")
                .hint("name one time here, and the others in an analysis of their own");
            self.report(diagnostic);
            return None;
        }
        let by = calls.iter().position(|call| call.span == first.span)?;
        Some((effect, by))
    }

    fn check_limit_decides_alone(&mut self, calls: &[MethodCall], span: Span) -> Option<()> {
        let Some(main) = calls.iter().find(|call| call.standing == Standing::MainTest) else { return Some(()) };
        let diagnostic = Diagnostic::new(codes::TWO_PRIMARIES, "A test and a limit of an interval decide one analysis")
            .at(main.span, "decides")
            .at(span, "decides too, by the limit")
            .because("the one that happens to be in favour could be chosen")
            .hint("let the limit decide, and write the test under `also given`; or let it decide in an analysis of its own, with `estimand: like` this one and no `hypothesis`, which a `family` can name");
        self.report(diagnostic);
        None
    }

    fn scale(&mut self, (effect, call): (Effect, &MethodCall), endpoint: EndpointId, span: Span) -> Option<Scale> {
        let kind = &self.plan.endpoints[endpoint.0].kind;
        Some(match effect {
            Effect::RiskDifference | Effect::SurvivalDifference | Effect::IncidenceDifference => Scale::Points,
            Effect::RiskRatio
            | Effect::OddsRatio
            | Effect::HazardRatio
            | Effect::SubdistributionHazardRatio
            | Effect::CauseSpecificHazardRatio
            | Effect::RateRatio => Scale::Ratio,
            Effect::RmstDifference => match call.options.chosen() {
                Chosen::Rmst(options) if options.contrast != Contrast::Difference => Scale::Ratio,
                _ => Scale::Difference(Some(kind.times_in().name())),
            },
            Effect::MeanDifference | Effect::LocationShift => {
                let unit = match kind {
                    EndpointKind::Given(given) if in_percent(&given.what) => Some("%"),
                    EndpointKind::Given(given) => unit_of(&given.value.ty).map(|unit| unit.name()),
                    EndpointKind::YesNo(_)
                    | EndpointKind::TimeToEvent(_)
                    | EndpointKind::CompetingRisks(_)
                    | EndpointKind::Events(_)
                    | EndpointKind::BestResponse(_) => None,
                };
                Scale::Difference(unit)
            }
            Effect::VarianceRatio | Effect::Association => {
                let title = said!("`{effect}` has no better side", effect = effect.word());
                let hint = "a margin is one of a difference, or of a ratio of risks, odds or hazards";
                return self.error_hint(codes::WRONG_METHOD, title, span, "of this effect", hint);
            }
        })
    }

    /// Of a number what its endpoint says, and else what the hypothesis says.
    fn better(&mut self, options: &Entries<'a>, endpoint: EndpointId) -> Option<Better> {
        let found = &self.plan.endpoints[endpoint.0];
        let stated = found.kind.given().and_then(GivenKind::higher_is_better);
        let Some(higher) = stated else {
            let value = self.required(options, "better")?;
            return Some(match self.choice(value, &["higher", "lower"])? {
                "higher" => Better::Higher,
                _ => Better::Lower,
            });
        };
        if let Some(entry) = options.get("better") {
            let (name, place) = (found.header.name.clone(), found.header.span);
            return self.repeated(said!("`{name}` says itself which values are better", name), entry.span, place);
        }
        Some(if higher { Better::Higher } else { Better::Lower })
    }

    /// Above 0 and below a half.
    fn one_sided(&mut self, value: &'a Value) -> Option<Decimal> {
        let element = self.single(value)?;
        let (level, unit) = self.number(&element.expression)?;
        if let Some(unit) = unit {
            return self.not_plain("A one-sided level is a plain number", level, unit, element.span);
        }
        if level > Decimal::ZERO && level < Decimal::new(5, 1) {
            return Some(level);
        }
        let hint = "the interval has the confidence 1 − 2 · level: for one of 95 %, write `level: 0.025`";
        let title = "A one-sided level lies between 0 and 0.5";
        self.error_hint(codes::WRONG_VALUE, title, element.span, "no such level", hint)
    }

    /// A margin on the scale of the effect, and its place.
    fn margin(&mut self, scale: Scale, value: &'a Value) -> Option<(Decimal, Span)> {
        let element = self.single(value)?;
        let (number, unit) = self.number(&element.expression)?;
        self.check_unit_of_margin(scale, unit, element)?;
        let margin = if scale == Scale::Points { number * Decimal::new(1, 2) } else { number };
        let (title, possible) = match scale {
            Scale::Points => ("A difference of proportions is below 100 %", margin.abs() < Decimal::ONE),
            Scale::Ratio => ("A ratio is above 0", margin > Decimal::ZERO),
            Scale::Difference(_) => ("", true),
        };
        if possible {
            return Some((margin, element.span));
        }
        self.error(codes::WRONG_VALUE, title, element.span, "no such margin")
    }

    fn check_unit_of_margin(&mut self, scale: Scale, written: Option<&str>, element: &'a Element) -> Option<()> {
        let (expected, found) = match scale {
            Scale::Points => (Some("%"), written),
            Scale::Difference(expected) => (expected, written.map(unit_name)),
            Scale::Ratio => (None, written),
        };
        if found == expected {
            return Some(());
        }
        let (title, hint) = match expected {
            Some(unit) => (said!("The margin is in {unit}, as the effect", unit), format!("write a number in {unit}")),
            None => ("The margin is a plain number, as the effect".into(), "write it without a unit".to_string()),
        };
        self.error_hint(codes::WRONG_UNIT, title, element.span, "not in the unit of the effect", hint)
    }

    /// What is not inferior may be worse by less than the margin, which lies on the worse side of no effect; what is superior by
    /// a margin is better by more, so that it lies on the better side, or is none.
    fn check_side(
        &mut self,
        claim: Claim,
        ((margin, span), scale): ((Decimal, Span), Scale),
        better: Better,
    ) -> Option<()> {
        let none = scale.none();
        let worse = match better {
            Better::Higher => margin < Decimal::from(none),
            Better::Lower => margin > Decimal::from(none),
        };
        let right = match claim {
            Claim::NonInferiority | Claim::Equivalence => worse,
            Claim::Superiority => !worse,
        };
        if right {
            return Some(());
        }
        let side = if (better == Better::Higher) == (claim == Claim::Superiority) { "above" } else { "below" };
        let which = if better == Better::Higher { "lower" } else { "upper" };
        let (title, because) = match claim {
            Claim::NonInferiority => (
                said!("A margin of non-inferiority lies {side} {none} here", side, none),
                "it is how much worse the arm may be, on the scale of the effect",
            ),
            Claim::Equivalence => (
                said!("The {which} margin of equivalence lies {side} {none}", which, side, none),
                "no effect lies between the two margins",
            ),
            Claim::Superiority => (
                said!("A margin of superiority is {none}, or lies {side} it", none, side),
                "it is how much better the arm is at least, on the scale of the effect",
            ),
        };
        let label = match claim {
            Claim::Equivalence => "on the wrong side",
            Claim::NonInferiority | Claim::Superiority => match better {
                Better::Higher => "on the wrong side, as higher is better",
                Better::Lower => "on the wrong side, as lower is better",
            },
        };
        let hint = match (scale, claim) {
            (Scale::Ratio, _) => "a ratio is that of the arm compared over the one it is compared against",
            (_, Claim::Equivalence) => "write the lower margin with a minus sign",
            (_, Claim::NonInferiority | Claim::Superiority) => {
                "a difference is that of the arm compared minus the one it is compared against: mind the sign"
            }
        };
        let fault = Diagnostic::new(codes::WRONG_MARGIN, title).at(span, label).because(because).hint(hint);
        self.report(fault);
        None
    }
}

fn in_percent(kind: &GivenKind) -> bool {
    matches!(kind, GivenKind::Number { measure: Measure::PercentChange, .. })
}

/// A unit by the name that it has everywhere.
fn unit_name(written: &str) -> &str {
    unit::Unit::parse(written).map_or(written, |unit| unit.name())
}
