//! Endpoints read from the row of a patient: a condition, a number, a category, a time, or a time with its cause.

use super::entries::Entries;
use super::expression::{expr, is_numeric, type_words};
use super::knowledge::When;
use super::trial::is_its_baseline;
use super::*;
use crate::diagnostic::{said, several};
use crate::syntax::tree::{Element, Value};
use rust_decimal::Decimal;

const IF_TEST: &str = "if the test is undetermined";
const IF_REFERENCE: &str = "if the reference is undetermined";

/// Whether the endpoint is read from the row of a patient, by the keys that only such an endpoint has or lacks.
pub(crate) fn is_given(kind: &str, entries: &Entries) -> bool {
    let has = |key: &str| entries.get(key).is_some();
    match kind {
        "yes_no" => !has("by") && !has("at"),
        "time_to_event" => has("time") || has("entry") && !has("from") && !has("censor"),
        "competing_risks" => has("time") || has("cause"),
        _ => matches!(kind, "number" | "category" | "shift" | "diagnostic_test"),
    }
}

impl<'a> Resolver<'a> {
    pub(crate) fn given_endpoint(
        &mut self,
        word: &str,
        kind: &'a Element,
        entries: &Entries<'a>,
    ) -> Option<GivenEndpoint> {
        let found = match word {
            "yes_no" => self.given_condition(entries),
            "number" => self.given_number(kind, entries),
            "category" => self.given_category(kind, entries),
            "shift" => self.shift(kind, entries),
            "time_to_event" => self.given_time(entries),
            "diagnostic_test" => self.diagnostic_test(entries),
            _ => self.given_cause(entries),
        };
        let missing = match word {
            // Of a test and its reference it is said of each.
            "diagnostic_test" => Some((MissingRule::LeftOut, None)),
            "category" | "shift" => self.required(entries, "if not assessed").and_then(|v| self.missing_category(v)),
            "yes_no" => {
                let rule = self.required(entries, "if not assessed").and_then(|v| self.missing_yes_no(v, &[]));
                rule.map(|rule| (rule, None))
            }
            _ => {
                let left_out = &[MissingRule::LeftOut];
                let rule = self.required(entries, "if not assessed").and_then(|v| self.missing_rule(v, left_out));
                rule.map(|rule| (rule, None))
            }
        };
        let because = match entries.value("because") {
            Some(value) => Some(self.text(value)?),
            // A time, or a time with its cause, is the work of someone else: why it is believed is said.
            None if matches!(word, "time_to_event" | "competing_risks") => {
                self.required(entries, "because");
                return None;
            }
            None => None,
        };
        let (missing, own) = missing?;
        let found = GivenEndpoint { missing, because, ..found? };
        // A value that is its baseline is told as that.
        if matches!(word, "number" | "category" | "shift") && !is_its_baseline(&found) {
            let place = entries.value("value").map_or(found.value.span, |value| value.span);
            self.check_observed(&found.value, "What is measured is settled at time zero", place)?;
        }
        match own {
            Some(label) => self.in_own_category(found, &label),
            None => Some(found),
        }
    }

    fn given_condition(&mut self, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let patients = self.patients()?;
        let element = self.required(entries, "success").and_then(|v| self.single(v))?;
        let value = self.row_condition(&element.expression, patients)?;
        self.check_observed(
            &value,
            "A success is settled at time zero, and nothing after it can make one",
            element.span,
        )?;
        Some(plain(GivenKind::YesNo, value))
    }

    /// Where rows and events tell it by their dates, what is measured is not over at time zero.
    fn check_observed(&mut self, value: &RowExpr, title: &'static str, place: Span) -> Option<()> {
        let patients = self.patients()?;
        let mut looks_back = !self.events_read(value).is_empty();
        self.each_behind(value, patients, &mut |part, _| {
            looks_back |= match part.node() {
                Some(RowNode::Rows { table, .. } | RowNode::Selected { table, .. }) => {
                    matches!(self.plan.tables[table.0].known, Known::AtColumn(_))
                }
                Some(RowNode::Beside(_)) => true,
                _ => false,
            };
        });
        if !looks_back || self.zero_event().is_none() || self.known(value, patients).when != When::Baseline {
            return Some(());
        }
        let hint = "ask for what happens after time zero: `… from day 1 to day 365`";
        self.error_hint(codes::WRONG_VALUE, title, place, "known before anything is observed", hint)
    }

    /// `kind: number { better: lower }`.
    fn given_number(&mut self, kind: &'a Element, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let options = self.entries(&kind.options, &["better"], "`number`", kind.span);
        let better = self.required(&options, "better").and_then(|v| self.choice(v, &["higher", "lower"]));
        let value = self.required(entries, "value").and_then(|v| self.number_of_patient(v, "a number"));
        let baseline = match entries.value("baseline") {
            Some(value) => Some(self.single(value).and_then(|e| self.baseline_number(e))?),
            None => None,
        };
        let measure = self.measure(entries, baseline.is_some())?;
        let higher_is_better = better? == "higher";
        let value = match (&baseline, measure) {
            (Some(baseline), Measure::Change) => {
                let value = value?;
                self.difference(&value, &baseline.expression, value.span)?
            }
            (Some(baseline), Measure::PercentChange) => {
                let value = value?;
                let change = self.difference(&value, &baseline.expression, value.span)?;
                percent(change, baseline.expression.clone())
            }
            (_, Measure::Value) | (None, Measure::Change | Measure::PercentChange) => value?,
        };
        Some(GivenEndpoint { baseline, ..plain(GivenKind::Number { higher_is_better, measure }, value) })
    }

    /// `measure: value`, `measure: change` or `measure: percent_change`, of a number that has a baseline; the value where it is not said.
    fn measure(&mut self, entries: &Entries<'a>, has_baseline: bool) -> Option<Measure> {
        let Some(value) = entries.value("measure") else { return Some(Measure::Value) };
        let measure = match self.choice(value, &["value", "change", "percent_change"])? {
            "change" => Measure::Change,
            "percent_change" => Measure::PercentChange,
            _ => Measure::Value,
        };
        if has_baseline {
            return Some(measure);
        }
        let title = "A change is one from a baseline, and none is named";
        let hint = "add `baseline: …`, or take `measure` away";
        self.error_hint(codes::MISSING_KEY, title, value.span, "measured from nothing", hint)
    }

    fn baseline_number(&mut self, element: &'a Element) -> Option<Covariate> {
        let covariate = self.measured_from(element)?;
        if is_numeric(&covariate.expression.ty) {
            return Some(Covariate { name: "baseline".into(), ..covariate });
        }
        let title =
            said!("The baseline of a number is a number, this is {kind}", kind = type_words(&covariate.expression.ty));
        self.error(codes::WRONG_TYPE, title, element.span, "not a number")
    }

    /// `kind: category { order: (worse, same, better) }`.
    pub(crate) fn given_category(&mut self, kind: &'a Element, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let options = self.entries(&kind.options, &["order"], "the categories", kind.span);
        let value = self.required(entries, "value").and_then(|v| self.code_of_patient(v))?;
        let order = self.required(&options, "order").and_then(|v| self.codes_in(v, &value.ty))?;
        let Type::Code(list) = &value.ty else { return None };
        let absent: Vec<&str> =
            (0..list.codes.len()).filter(|c| !order.contains(c)).map(|c| list.codes[c].name.as_str()).collect();
        if !absent.is_empty() {
            let title = said!("The order says nothing of `{absent}`", absent = several(&absent, "`, `"));
            let hint = "every code has its place in the order";
            return self.error_hint(codes::WRONG_VALUE, title, kind.span, "not all of the codes", hint);
        }
        Some(plain(GivenKind::Category { order }, value))
    }

    fn given_time(&mut self, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let patients = self.patients()?;
        let time = self.required(entries, "time").and_then(|v| self.time_of_patient(v));
        let event = self.required(entries, "event").and_then(|v| self.single(v));
        let event = event.and_then(|e| self.row_condition(&e.expression, patients));
        let entry = match entries.value("entry") {
            Some(value) => Some(self.time_of_patient(value)?),
            None => None,
        };
        let (event, (time, times_in)) = (event?, time?);
        if let Some((entry, other)) = entry.as_ref().filter(|(_, unit)| *unit != times_in) {
            let title = "The time and the entry are in one unit";
            let diagnostic = Diagnostic::new(codes::WRONG_UNIT, title)
                .at(entry.span, format!("in {}", other.name()))
                .at(time.span, format!("in {}", times_in.name()));
            self.report(diagnostic.hint(format!("convert one of them with `as {}`", TimeUnit::Days.name())));
            return None;
        }
        let entry = entry.map(|(entry, _)| entry);
        if self.known(&event, patients).when == When::Baseline && self.known(&time, patients).when != When::Baseline {
            let title = "The event of a time is settled at time zero";
            let hint = "write the condition that tells how the time ended";
            return self.error_hint(codes::WRONG_VALUE, title, event.span, "known before the time begins", hint);
        }
        Some(GivenEndpoint { event: Some(event), entry, times_in, ..plain(GivenKind::TimeToEvent, time) })
    }

    /// `cause: CODE`, of which `causes: (CODE, …)` are the causes and any other is censored.
    fn given_cause(&mut self, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let time = self.required(entries, "time").and_then(|v| self.time_of_patient(v));
        let cause = self.required(entries, "cause").and_then(|v| self.code_of_patient(v))?;
        let causes = self.required(entries, "causes").and_then(|v| self.codes_in(v, &cause.ty))?;
        if let Type::Code(list) = &cause.ty
            && causes.len() == list.codes.len()
        {
            let span = entries.value("causes").map_or(cause.span, |v| v.span);
            let label = "every code is a cause";
            return self.error(codes::WRONG_VALUE, "No code is left for a patient who is censored", span, label);
        }
        if let Type::Code(list) = &cause.ty
            && let Some(death) = super::trial::death_among(list, &causes)
        {
            let span = entries.value("causes").map_or(cause.span, |v| v.span);
            let title = said!("A patient with `{death}` would count as censored", death);
            let hint = "name it among the causes: who is censored could still have the event, and the dead cannot";
            return self.error_hint(codes::WRONG_VALUE, title, span, "a death is no cause here", hint);
        }
        let (time, times_in) = time?;
        Some(GivenEndpoint { event: Some(cause), times_in, ..plain(GivenKind::CompetingRisks { causes }, time) })
    }

    /// `test: CONDITION`, `reference: CONDITION`, and what becomes of a patient of whom one of the two is not known.
    fn diagnostic_test(&mut self, entries: &Entries<'a>) -> Option<GivenEndpoint> {
        let patients = self.patients()?;
        let test = self.required(entries, "test").and_then(|v| self.single(v));
        let reference = self.required(entries, "reference").and_then(|v| self.single(v));
        let value = test.and_then(|e| self.row_condition(&e.expression, patients));
        let against = reference.and_then(|e| self.row_condition(&e.expression, patients));
        let if_test = self.if_undetermined(entries, IF_TEST, IfUndetermined::OF_TEST);
        let if_reference = self.if_undetermined(entries, IF_REFERENCE, IfUndetermined::OF_REFERENCE);
        let (value, against) = (value?, against?);
        if value == against {
            let title = "A test that is its own reference is never wrong";
            let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                .at(against.span, "the same condition")
                .at(value.span, "the test")
                .hint("name what the test is judged by: another column, or another reading");
            self.report(diagnostic);
            return None;
        }
        let what = GivenKind::DiagnosticTest { test: if_test?, reference: if_reference? };
        Some(GivenEndpoint { event: Some(against), ..plain(what, value) })
    }

    fn if_undetermined(
        &mut self,
        entries: &Entries<'a>,
        key: &str,
        allowed: &[IfUndetermined],
    ) -> Option<IfUndetermined> {
        let words: Vec<&str> = allowed.iter().map(|rule| rule.word()).collect();
        let word = self.required(entries, key).and_then(|v| self.choice(v, &words))?;
        allowed.iter().copied().find(|rule| rule.word() == word)
    }

    /// A time in the row of a patient, in the unit of its column; a number without a unit counts days.
    fn time_of_patient(&mut self, value: &'a Value) -> Option<(RowExpr, TimeUnit)> {
        let found = self.number_of_patient(value, "a time")?;
        let (Type::Number(Some(unit)) | Type::Real(Some(unit))) = &found.ty else {
            return Some((found, TimeUnit::Days));
        };
        if let Some(times_in) = crate::plan::unit::time_unit(unit.name()) {
            return Some((found, times_in));
        }
        let title = said!("A time is in days, weeks, months or years, this is in {unit}", unit);
        self.error(codes::WRONG_UNIT, title, found.span, "no time")
    }

    /// A number in the row of a patient.
    fn number_of_patient(&mut self, value: &'a Value, what: &str) -> Option<RowExpr> {
        let patients = self.patients()?;
        let element = self.single(value)?;
        let found = self.described(element, Scope::row(patients), None)?;
        let found = self.in_row(&found)?;
        if !is_numeric(&found.ty) {
            let title = said!("This is no number: {what} is expected, not {kind}", what, kind = type_words(&found.ty));
            return self.error(codes::WRONG_TYPE, title, element.span, "not a number");
        }
        Some(found)
    }

    fn code_of_patient(&mut self, value: &'a Value) -> Option<RowExpr> {
        let patients = self.patients()?;
        let element = self.single(value)?;
        let found = self.described(element, Scope::row(patients), None)?;
        let found = self.in_row(&found)?;
        if matches!(found.ty, Type::Code(_)) {
            return Some(found);
        }
        let title = said!("A column of codes is expected, this is {kind}", kind = type_words(&found.ty));
        self.error(codes::WRONG_TYPE, title, element.span, "no code")
    }

    /// Codes of a list, each once.
    pub(crate) fn codes_in(&mut self, value: &'a Value, ty: &Type) -> Option<Vec<usize>> {
        let patients = self.patients()?;
        let mut found: Vec<usize> = vec![];
        for element in self.list(value) {
            let code = self.row_expression(&element.expression, patients, Some(ty))?;
            let ExprKind::Literal(Literal::Code(code)) = code.kind else {
                return self.error(codes::WRONG_VALUE, "A code is expected here", element.span, "not a code");
            };
            if found.contains(&code) {
                return self.error(codes::REPEATED, "A code is named twice", element.span, "named again");
            }
            found.push(code);
        }
        Some(found)
    }
}

/// A change in percent of what it is a change from: a computed number, unknown of 0. The percents are made before the quotient,
/// so that it is the double nearest to their true number.
fn percent(change: RowExpr, of: RowExpr) -> RowExpr {
    let span = change.span;
    let ty = if change.ty == Type::Integer { Type::Number(None) } else { change.ty.clone() };
    let percents = expr(ExprKind::Scale { factor: Decimal::ONE_HUNDRED, of: Box::new(change) }, ty, span);
    let (left, right) = (Box::new(percents), Box::new(of));
    expr(ExprKind::Arithmetic { op: ArithmeticOp::Divide, left, right }, Type::Real(None), span)
}

fn plain(what: GivenKind, value: RowExpr) -> GivenEndpoint {
    let missing = MissingRule::LeftOut;
    let times_in = TimeUnit::Days;
    GivenEndpoint { what, value, event: None, entry: None, times_in, baseline: None, missing, because: None }
}
