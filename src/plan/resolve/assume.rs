//! `assume`: what is taken for granted before there are data, so that it can be told what a study of this size can show.

use super::entries::Entries;
use super::estimands::kind_words;
use super::*;
use crate::catalogue::OutcomeKind;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Entry, Expression, Item, Kind, Value};
use rust_decimal::Decimal;

/// What stands beside the arms in an outcome.
const EACH: &str = "each";
const DISCORDANT: &str = "discordant";

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_assumptions(&mut self) {
        self.resolve_each("assume", Self::assumption, |r, assumption| r.plan.assumptions.push(assumption));
    }

    fn assumption(&mut self, stated: Stated<'a>) -> Option<Assumption> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let patients = self.block(&entries, "patients").and_then(|block| self.patients_by_arm(block));
        let outcomes = self.block(&entries, "outcomes").map(|block| self.outcomes(block));
        let matched = entries.get("matched").map_or(Some(vec![]), |block| self.matched(block));
        let followed =
            entries.value("followed").map(|v| self.single(v).and_then(|e| self.follow_up_day(&e.expression)));
        let power = self.required(&entries, "power").and_then(|v| self.single(v));
        let power = power.and_then(|e| Some((self.share_in_percent(&e.expression)?, e.span)));
        let because = self.required(&entries, "because").and_then(|v| self.text(v));
        let followed = match followed {
            Some(None) => return None,
            Some(day) => day,
            None => None,
        };
        let outcomes = outcomes??;
        let (power, span) = power?;
        self.check_inside(power, span, "A power lies between 0 and 100 %")?;
        self.check_power_above_level(power, span)?;
        self.check_followed(&outcomes, followed, header.span)?;
        Some(Assumption {
            header,
            patients: patients?,
            followed,
            outcomes,
            matched: matched?,
            power,
            because: because?,
        })
    }

    /// By chance alone a test rejects as often as its level says.
    fn check_power_above_level(&mut self, power: Decimal, span: Span) -> Option<()> {
        if power > self.plan.settings.alpha {
            return Some(());
        }
        let title = "The power is no more than the level of significance";
        let hint = "write the chance with which the effect that is assumed is to be found, such as `80 %`";
        self.error_hint(codes::WRONG_VALUE, title, span, "reached without any effect", hint)
    }

    /// A block that must be there.
    fn block(&mut self, entries: &Entries<'a>, key: &'static str) -> Option<&'a Entry> {
        let found = entries.get(key);
        if found.is_none() && !entries.has_stray() {
            let title = said!("`{key}` is missing in `assume`", key);
            return self.missing_key(
                entries.owner(),
                title,
                "`assume` says nothing of it",
                format!("add `{key} {{ … }}`"),
            );
        }
        found
    }

    /// Of each arm one number.
    fn patients_by_arm(&mut self, block: &'a Entry) -> Option<Vec<u64>> {
        let arms = self.arm_names();
        let keys: Vec<&str> = arms.iter().map(String::as_str).collect();
        let entries = self.entries(&block.items, &keys, "`patients`", block.span);
        self.note_arms(&entries);
        let mut found = vec![];
        for arm in &arms {
            let element = self.required(&entries, arm).and_then(|v| self.single(v))?;
            let number = self.whole(&element.expression)?;
            match u64::try_from(number) {
                Ok(number @ 1..) => found.push(number),
                Ok(0) | Err(_) => {
                    let title = "An arm is assumed to have patients";
                    return self.error(codes::WRONG_VALUE, title, element.span, "less than one");
                }
            }
        }
        Some(found)
    }

    fn arm_names(&self) -> Vec<String> {
        let arms = self.plan.arms.as_ref().map(|arms| arms.arms.iter().map(|arm| arm.name.clone()).collect());
        arms.unwrap_or_default()
    }

    fn note_arms(&mut self, entries: &Entries<'a>) {
        let arms = self.arm_names();
        let keys: Vec<&'a Spanned<String>> = entries.keys().filter(|key| arms.contains(&key.node)).collect();
        for key in keys {
            self.note(key.span, Named::Arm, "", &key.node);
        }
    }

    fn outcomes(&mut self, block: &'a Entry) -> Option<Vec<AssumedOutcome>> {
        let names: Vec<String> = self.plan.endpoints.iter().map(|e| e.header.name.clone()).collect();
        let blocks = self.named_entries(block, Named::Endpoint, &names, "`outcomes`")?;
        if blocks.is_empty() {
            let title = "Nothing is assumed";
            return self.error_hint(
                codes::MISSING_KEY,
                title,
                block.span,
                "names no endpoint",
                "write `ENDPOINT { ARM: … }`",
            );
        }
        blocks.into_iter().map(|(index, entry)| self.outcome(EndpointId(index), entry)).collect()
    }

    /// Entries by names of the plan, each once, in the order of these.
    fn named_entries(
        &mut self,
        block: &'a Entry,
        kind: Named,
        names: &[String],
        what: &str,
    ) -> Option<Vec<(usize, &'a Entry)>> {
        self.options_read.insert(block.span);
        let mut found: BTreeMap<usize, &'a Entry> = BTreeMap::new();
        for item in &block.items {
            let Item::Entry(entry) = item else {
                let title = said!("A case (`… when …`) cannot stand in {what}", what);
                return self.error(codes::MISPLACED, title, block.span, "names are expected here");
            };
            let Some(key) = &entry.key else {
                let title = said!("A label cannot stand alone in {what}", what);
                return self.error(codes::MISPLACED, title, entry.span, "a name is expected before it");
            };
            let index = self.position(kind, &key.node, key.span, names)?;
            if let Some(first) = found.insert(index, entry) {
                return self.repeated(said!("`{key}` is said twice", key = key.node), entry.span, first.span);
            }
        }
        Some(found.into_iter().collect())
    }

    fn outcome(&mut self, endpoint: EndpointId, block: &'a Entry) -> Option<AssumedOutcome> {
        let found = &self.plan.endpoints[endpoint.0];
        let (name, place) = (found.header.name.clone(), found.header.name_span);
        let (outcome, of) = (found.kind.outcome(), kind_words(&found.kind));
        if block.value.is_some() {
            let title = said!("`{name}` takes a block", name);
            let hint = "write what each arm is assumed to have, `{ ARM: … }`";
            return self.error_hint(codes::WRONG_VALUE, title, block.span, "a value", hint);
        }
        let of_points = matches!(found.kind, EndpointKind::YesNo(_));
        if !matches!(outcome, OutcomeKind::YesNo | OutcomeKind::TimeToEvent | OutcomeKind::Continuous) {
            let title = said!("Nothing can be assumed of `{name}`, which is {of}", name, of);
            let fault = Diagnostic::new(codes::ASSUMED_OF_NOTHING, title)
                .at(block.span, "assumed here")
                .at(place, format!("{of}, as the plan has it"))
                .hint("what is yes or no, a number, or a time to an event can be assumed");
            self.report(fault);
            return None;
        }
        let arms = self.arm_names();
        let mut keys: Vec<&str> = arms.iter().map(String::as_str).collect();
        keys.extend([EACH, DISCORDANT]);
        let entries = self.entries(&block.items, &keys, &format!("`{name}`"), block.span);
        self.note_arms(&entries);
        let each = self.each(&entries, endpoint)?;
        let each = match (of_points, each.as_slice()) {
            (false, _) => None,
            (true, [(response, points)]) if points.len() == 1 => Some((*response, points[0])),
            (true, _) => {
                let span = entries.value(EACH).map_or(block.span, |v| v.span);
                let title = "An assumption is of one response at one timepoint";
                let hint = "state another `assume` for another timepoint";
                return self.error_hint(codes::WRONG_VALUE, title, span, "of several", hint);
            }
        };
        let mut assumed = vec![];
        for (index, arm) in arms.iter().enumerate() {
            let Some(value) = entries.value(arm) else { continue };
            let element = self.single(value)?;
            assumed.push((index, self.assumed(outcome, element)?));
        }
        if entries.has_stray() {
            return None;
        }
        if assumed.is_empty() {
            let hint = format!("write `ARM: …`, of {}", arms.join(", "));
            return self.missing_key(
                block.span,
                said!("Of `{name}` nothing is assumed of any arm", name),
                "names no arm",
                hint,
            );
        }
        let discordant = match entries.value(DISCORDANT) {
            None => None,
            Some(value) => Some(self.discordant(value, outcome, &assumed, &name)?),
        };
        Some(AssumedOutcome { endpoint, each, arms: assumed, discordant })
    }

    fn assumed(&mut self, outcome: OutcomeKind, element: &'a Element) -> Option<Assumed> {
        if outcome == OutcomeKind::YesNo {
            return self.share_in_percent(&element.expression).map(Assumed::Proportion);
        }
        let (distribution, keys): (&str, &[&str]) = match outcome {
            OutcomeKind::TimeToEvent => ("exponential", &["median", "hazard", "event free", "per", "on"]),
            _ => ("normal", &["mean", "standard deviation"]),
        };
        if matches!(element.expression.kind, Kind::Number { .. }) {
            let title = said!("What is assumed here is a distribution, `{distribution}`", distribution);
            let hint = match outcome {
                OutcomeKind::TimeToEvent => "write `exponential { median: 9 months }`",
                _ => "write `normal { mean: 12, standard deviation: 4 }`",
            };
            return self.error_hint(codes::ASSUMED_OF_NOTHING, title, element.span, "a number alone", hint);
        }
        let (word, span) = self.word_of(&element.expression)?;
        if word != distribution {
            return self.unknown("distribution", word, span, [distribution]);
        }
        self.noted.words.insert(span);
        let options = self.entries(&element.options, keys, &format!("`{distribution}`"), element.span);
        match outcome {
            OutcomeKind::TimeToEvent => self.hazard(&options, element.span).map(Assumed::Exponential),
            _ => {
                let mean = self.required(&options, "mean").and_then(|v| self.measured(v));
                let deviation = self.required(&options, "standard deviation").and_then(|v| self.measured(v));
                let (mean, deviation) = (mean?.0, deviation?);
                if deviation.0 <= Decimal::ZERO {
                    let title = "A standard deviation is above 0";
                    return self.error(codes::WRONG_VALUE, title, deviation.1, "no spread");
                }
                Some(Assumed::Normal { mean, standard_deviation: deviation.0 })
            }
        }
    }

    /// A plain number, in the unit of the endpoint.
    fn measured(&mut self, value: &'a Value) -> Option<(Decimal, Span)> {
        let element = self.single(value)?;
        Some((self.plain(&element.expression)?, element.span))
    }

    /// `median: 9 months`, `hazard: 0.08, per: 1 months` or `event free: 40 %, on: day 365`: one of them.
    fn hazard(&mut self, options: &Entries<'a>, span: Span) -> Option<Hazard> {
        let stated = ["median", "hazard", "event free"].map(|key| options.value(key));
        match (stated, [options.value("per"), options.value("on")]) {
            ([Some(median), None, None], [None, None]) => {
                let element = self.single(median)?;
                self.length(&element.expression).map(Hazard::Median)
            }
            ([None, Some(rate), None], [Some(per), None]) => self.rate(rate, per),
            ([None, None, Some(share)], [None, Some(on)]) => {
                let (share, on) = (self.single(share)?, self.single(on)?);
                let (place, day) = (share.span, self.follow_up_day(&on.expression));
                let share = self.share_in_percent(&share.expression)?;
                self.check_inside(share, place, "The share without an event lies between 0 and 100 %")?;
                Some(Hazard::EventFree { share, on: day? })
            }
            _ if options.has_stray() => None,
            _ => {
                let title = "An exponential time is stated in one of three ways";
                let hint =
                    "write `median: 9 months`, `hazard: 0.08, per: 1 months`, or `event free: 40 %, on: day 365`";
                self.error_hint(codes::MISSING_KEY, title, span, "in none of them, or in several", hint)
            }
        }
    }

    fn rate(&mut self, value: &'a Value, per: &'a Value) -> Option<Hazard> {
        let (element, per) = (self.single(value)?, self.single(per)?);
        let events = self.plain(&element.expression)?;
        let in_days = self.length(&per.expression)?;
        if events <= Decimal::ZERO {
            return self.error(codes::WRONG_VALUE, "A hazard is above 0", element.span, "nobody has an event");
        }
        Some(Hazard::Rate { events, in_days })
    }

    /// A length of time in days, which need not be whole.
    fn length(&mut self, expression: &'a Expression) -> Option<Decimal> {
        let (number, unit) = self.number(expression)?;
        let Some(unit) = unit else {
            let hint = "write `9 months`";
            let title = "A length of time is expected here";
            return self.error_hint(codes::WRONG_UNIT, title, expression.span, "without a unit of time", hint);
        };
        self.days_of_unit(number, unit, expression.span)
    }

    fn days_of_unit(&mut self, number: Decimal, unit: &str, span: Span) -> Option<Decimal> {
        let Some(unit) = crate::plan::unit::time_unit(unit) else {
            return self.error(codes::WRONG_UNIT, "A length of time is expected here", span, "no unit of time");
        };
        if unit.is_rounded() {
            self.check_length_said(unit, span)?;
        }
        let days = number.checked_mul(unit.days(self.plan.settings.month_days, self.plan.settings.year_days));
        match days.filter(|days| *days > Decimal::ZERO && *days <= Decimal::from(super::entries::LONGEST_FOLLOW_UP)) {
            Some(days) => Some(days.normalize()),
            None => {
                let title = "This is no length of follow-up";
                self.error(codes::WRONG_VALUE, title, span, "not above 0, or more than 100 years")
            }
        }
    }

    /// `35 %`.
    fn share_in_percent(&mut self, expression: &'a Expression) -> Option<Decimal> {
        let (number, unit) = self.number(expression)?;
        if unit != Some("%") {
            let hint = format!("write `{} %`", (number * Decimal::from(100)).normalize());
            return self.error_hint(
                codes::WRONG_UNIT,
                "A share is in per cent here",
                expression.span,
                "not in per cent",
                hint,
            );
        }
        let share = number * Decimal::new(1, 2);
        if (Decimal::ZERO..=Decimal::ONE).contains(&share) {
            return Some(share.normalize());
        }
        self.error(codes::WRONG_VALUE, "A share lies from 0 to 100 %", expression.span, "no share")
    }

    fn check_inside(&mut self, share: Decimal, span: Span, title: &'static str) -> Option<()> {
        if share > Decimal::ZERO && share < Decimal::ONE {
            return Some(());
        }
        self.error(codes::WRONG_VALUE, title, span, "not between them")
    }

    /// Of two arms that have these proportions, so many pairs can differ and no more, and no fewer.
    fn discordant(
        &mut self,
        value: &'a Value,
        outcome: OutcomeKind,
        assumed: &[(usize, Assumed)],
        name: &str,
    ) -> Option<Decimal> {
        let element = self.single(value)?;
        let share = self.share_in_percent(&element.expression)?;
        let proportions: Vec<Decimal> = assumed
            .iter()
            .filter_map(|(_, assumed)| match assumed {
                Assumed::Proportion(share) => Some(*share),
                Assumed::Exponential(_) | Assumed::Normal { .. } => None,
            })
            .collect();
        let [a, b] = proportions.as_slice() else {
            let title = said!("Discordant pairs are of two proportions, and `{name}` states none", name);
            let label = if outcome == OutcomeKind::YesNo { "not of two arms" } else { "not of a yes or no" };
            let hint = "state the proportion of two arms, or take `discordant` out";
            return self.error_hint(codes::ASSUMED_OF_NOTHING, title, element.span, label, hint);
        };
        let (least, most) = ((a - b).abs(), (a + b).min(Decimal::TWO - a - b));
        if share >= least && share <= most && share > Decimal::ZERO {
            return Some(share);
        }
        let percent = |share: Decimal| (share * Decimal::from(100)).normalize();
        let title = "No pairs have these proportions";
        let hint =
            format!("with these proportions from {} % to {} % of the pairs differ", percent(least), percent(most));
        self.error_hint(codes::ASSUMED_TOGETHER, title, element.span, "assumed together", hint)
    }

    fn matched(&mut self, block: &'a Entry) -> Option<Vec<(MatchingId, Decimal)>> {
        let names = self.plan.declared.matchings.clone();
        let found = self.named_entries(block, Named::Matching, &names, "`matched`")?;
        let mut matched = vec![];
        for (index, entry) in found {
            let Some(value) = &entry.value else {
                let title = said!("`{name}` has no value", name = names[index]);
                return self.error_hint(
                    codes::MISSING_KEY,
                    title,
                    entry.span,
                    "says nothing",
                    "write a share, as `60 %`",
                );
            };
            let element = self.single(value)?;
            let share = self.share_in_percent(&element.expression)?;
            if share.is_zero() {
                return self.error(codes::WRONG_VALUE, "Nobody would be matched", element.span, "no pair");
            }
            matched.push((MatchingId(index), share));
        }
        Some(matched)
    }

    /// How many events there are depends on how long patients are followed.
    fn check_followed(&mut self, outcomes: &[AssumedOutcome], followed: Option<i64>, span: Span) -> Option<()> {
        let open = |outcome: &&AssumedOutcome| {
            let kind = &self.plan.endpoints[outcome.endpoint.0].kind;
            kind.outcome() == OutcomeKind::TimeToEvent && kind.last_day().is_none()
        };
        let Some(outcome) = outcomes.iter().find(open).filter(|_| followed.is_none()) else { return Some(()) };
        let name = self.plan.endpoints[outcome.endpoint.0].header.name.clone();
        let title = said!("`{name}` has no horizon, and nothing says how long patients are followed", name);
        self.missing_key(span, title, "of how many events?", "add `followed: day 365`")
    }
}
