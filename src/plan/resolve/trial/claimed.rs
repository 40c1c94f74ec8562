//! What an endpoint, a column or a test claims by its name, and is not: a confirmed response that nothing confirms, fatal events of
//! every grade, a scale beyond its end, a test of the side that is worse.

use super::called::{BECAUSE, Words};
use super::*;
use crate::catalogue::{Groups, OptionValue, Reads};
use rust_decimal::Decimal;

/// Scales that have one range everywhere: a word or two of what is measured, and its ends.
const SCALES: &[(&str, i64, i64)] =
    &[("ecog", 0, 5), ("karnofsky", 0, 100), ("child pugh", 5, 15), ("glasgow coma", 3, 15), ("apgar", 0, 10)];

/// No one has become older, in years.
const OLDEST: i64 = 130;

/// What is said of events that are not all events.
const SOME_EVENTS: &[&str] =
    &["fatal", "serious", "related", "fatals", "fatales", "grave", "graves", "liés", "imputables"];

impl<'a> Resolver<'a> {
    pub(super) fn check_claimed(&mut self) {
        self.check_confirmed_called();
        self.check_events_called();
        self.check_scales();
    }

    /// `"Confirmed response"` of one examination.
    fn check_confirmed_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let words = Words::of(&endpoint.header.label);
            let says = |stems: &[&str]| words.0.iter().any(|word| stems.contains(&word.as_str()));
            let denied = says(&["unconfirmed", "not", "without", "or", "non", "sans", "ou"]);
            let is_response = |by: ResponseId, set: SetId| {
                let set = self.plan.responses[by.0].criterion.set(set);
                matches!(set.role, Some(ResponseRole::ObjectiveResponse | ResponseRole::CompleteResponse))
            };
            let (of_response, confirmed) = match &endpoint.kind {
                EndpointKind::YesNo(yes_no) => {
                    (yes_no.by.iter().all(|by| is_response(by.response, by.success)), yes_no.confirmed.is_some())
                }
                EndpointKind::BestResponse(best) => (true, best.confirmed.is_some()),
                EndpointKind::TimeToEvent(_)
                | EndpointKind::Events(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Given(_) => continue,
            };
            let said = says(&["confirmed", "confirmée", "confirmées"]) && !denied;
            let said_not = says(&["unconfirmed"]);
            if of_response && (said && !confirmed || said_not && confirmed) {
                faults.push((endpoint.header.clone(), confirmed));
            }
        }
        for (header, confirmed) in faults {
            let (name, label) = (header.name.clone(), header.label.clone());
            let (title, said) = match confirmed {
                false => (
                    said!("`{name}` is called \"{label}\" and needs no confirmation", name, label),
                    "of one examination",
                ),
                true => (said!("`{name}` is called \"{label}\" and is confirmed", name, label), "of two examinations"),
            };
            let place = self.place_of("endpoint", &name, "confirmed").unwrap_or(header.span);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, said).because(BECAUSE);
            let hint = "add `confirmed: next_assessed { … }`, or take it away, or correct the label";
            self.ask(Question::OtherLabel, &name, diagnostic.hint(hint));
        }
    }

    /// `"Fatal adverse events"` of rows that are picked by nothing but their dates.
    fn check_events_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Events(events) = &endpoint.kind else { continue };
            let words = Words::of(&endpoint.header.label);
            let of_grade = words.0.windows(2).any(|two| two[0] == "grade" && two[1].parse::<u32>().is_ok());
            let asks = words.0.iter().find(|word| SOME_EVENTS.contains(&word.as_str()));
            let Some(said) = asks.cloned().or(of_grade.then(|| "grade".to_string())) else { continue };
            if words.any(NOT_ALL) || events.condition.as_ref().is_some_and(|rows| self.reads_more(rows, events)) {
                continue;
            }
            faults.push((endpoint.header.clone(), said));
        }
        for (header, said) in faults {
            let (name, label) = (header.name.clone(), header.label.clone());
            let title = said!("`{name}` is called \"{label}\" and counts every event", name, label);
            let place = self.place_of("endpoint", &name, "rows").unwrap_or(header.span);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, format!("asks nothing of `{said}`"))
                .because(BECAUSE)
                .hint("pick the rows that are meant, or correct the label");
            self.ask(Question::OtherLabel, &name, diagnostic);
        }
    }

    /// Something is read beside the date of the rows.
    fn reads_more(&self, rows: &RowExpr, events: &EventsEndpoint) -> bool {
        let mut more = false;
        self.each_behind(rows, events.table, &mut |part, table| {
            more |= match (&part.kind, part.node()) {
                (ExprKind::Column(column), _) => table != events.table || *column != events.date,
                (_, Some(RowNode::OneToOne { .. } | RowNode::Rows { .. } | RowNode::Selected { .. })) => true,
                _ => false,
            };
        });
        more
    }

    /// The limits of a column hold numbers that its scale does not have.
    fn check_scales(&mut self) {
        let mut faults = vec![];
        for table in &self.plan.tables {
            for column in &table.columns {
                let words = Words::of(&format!("{} {}", column.name.replace('_', " "), column.label));
                let known = SCALES.iter().find(|(scale, ..)| words.say(scale)).map(|(_, low, high)| (*low, *high));
                let is_age = column.name == "age" && column.ty == Type::Integer;
                let Some((low, high)) = known.or(is_age.then_some((0, OLDEST))) else { continue };
                let beyond = column.rules.iter().any(|rule| match rule {
                    ColumnRule::Range { low: own_low, high: own_high } => {
                        own_low.is_some_and(|own| own < Decimal::from(low))
                            || own_high.is_some_and(|own| own > Decimal::from(high))
                    }
                    _ => false,
                });
                if beyond && column.ty == Type::Integer {
                    faults.push((table.header.name.clone(), column.name.clone(), column.span, low, high));
                }
            }
        }
        for (table, name, place, low, high) in faults {
            let title = said!("The limits of `{name}` hold numbers beyond its scale", name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, format!("goes from {low} to {high}"))
                .because("a number that cannot be would be taken for one")
                .hint(format!("write `from {low} to {high}`, or less"));
            self.ask(Question::OtherLabel, &table, diagnostic);
        }
    }

    /// A test of one side asks whether the first arm is better.
    pub(super) fn check_side_of_test(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let higher = match &self.plan.endpoints[analysis.endpoint.0].kind {
                EndpointKind::Given(given) => match given.what.higher_is_better() {
                    Some(higher) => higher,
                    None => continue,
                },
                EndpointKind::YesNo(yes_no) => {
                    if !self.are_responses(&yes_no.by) {
                        continue;
                    }
                    true
                }
                EndpointKind::TimeToEvent(_)
                | EndpointKind::Events(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::BestResponse(_) => continue,
            };
            let worse = if higher { "less" } else { "greater" };
            let is_worse = |call: &&MethodCall| {
                let side = call.options.get("alternative");
                call.standing == Standing::MainTest && matches!(side, Some(OptionValue::Word(word)) if word == worse)
            };
            faults
                .extend(analysis.methods.iter().find(is_worse).map(|call| (analysis.header.clone(), call.span, worse)));
        }
        for (header, place, side) in faults {
            let title = said!("`{name}` tests whether the first arm is worse", name = header.name);
            let diagnostic = Diagnostic::new(codes::NO_PROTECTION, title)
                .at(place, format!("`alternative: {side}`, by its endpoint the worse side"))
                .because("a benefit, however large, could never be shown by it")
                .hint("take the other side, or correct what the endpoint calls better");
            self.ask(Question::NoProtection, &header.name, diagnostic);
        }
    }

    /// What nobody assessed is no success.
    pub(super) fn check_success_assessed(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::YesNo(yes_no) = &endpoint.kind else { continue };
            let unread = yes_no.by.iter().find_map(|by| {
                let set = self.plan.responses[by.response.0].criterion.set(by.success);
                let none = matches!(set.role, Some(ResponseRole::NotAssessed | ResponseRole::DoesNotApply));
                none.then(|| set.name.clone())
            });
            faults.extend(unread.map(|set| (endpoint.header.clone(), set)));
        }
        for (header, set) in faults {
            let place = self.place_of("endpoint", &header.name, "success").unwrap_or(header.span);
            let title = said!("`{name}` counts `{set}` as a success", name = header.name, set);
            let diagnostic = Diagnostic::new(codes::COUNTED_AS_SUCCESS, title)
                .at(place, "no response at all")
                .because("an arm whose patients are examined less would seem the better one")
                .hint("write the set of responses that is meant, such as `objective_response`");
            self.ask(Question::CountedAsSuccess, &header.name, diagnostic);
        }
    }

    /// The values of one patient before and after are not those of two patients.
    pub(super) fn check_before_and_after(&mut self) {
        let mut faults = vec![];
        for analysis in self.plan.analyses.iter().filter(|a| a.compare == Compare::Baseline) {
            let unpaired =
                |call: &&MethodCall| call.method.groups == Groups::Two && !methods::reads(call, Reads::Pairs);
            faults.extend(analysis.methods.iter().find(unpaired).map(|call| (call.method.name, call.span)));
        }
        for (method, place) in faults {
            let title = said!("`{method}` takes the values before and after for those of different patients", method);
            let diagnostic = Diagnostic::new(codes::PAIRS_IGNORED, title)
                .at(place, "reads no pairs")
                .because(
                    "what a patient was before says much of what comes after, and the interval would leave that out",
                )
                .hint("take the form for pairs, such as `t_test { variance: paired }`, or a method of pairs");
            self.report(diagnostic);
        }
    }
}

const NOT_ALL: &[&str] = &["not", "non", "by", "selon", "par", "all", "any", "every"];
