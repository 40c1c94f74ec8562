//! Labels that say on which side of a number something lies, in which unit it is, or that it is a change, against what is asked.

use super::called::{BECAUSE, Called, NOT, tokens};
use super::denied::NEVER;
use super::*;
use rust_decimal::Decimal;

/// One side of a number: `below 65`, `2 or less`; `age < 65`.
#[derive(Clone, Copy)]
struct Side {
    op: CompareOp,
    number: Decimal,
    unit: Option<Unit>,
    /// Of what is counted in whole numbers, `more than 2` is `3 or more`.
    whole: bool,
}

use CompareOp::{Greater, GreaterEqual, Less, LessEqual};

/// What stands before a number. The longer one of two that begin alike stands first.
const BEFORE: &[(&[&str], CompareOp)] = &[
    (&["before", "day"], Less),
    (&["by", "day"], LessEqual),
    (&["until", "day"], LessEqual),
    (&["to", "day"], LessEqual),
    (&["from", "day"], GreaterEqual),
    (&["after", "day"], Greater),
    (&["beyond", "day"], Greater),
    (&["since", "day"], GreaterEqual),
    (&["no", "more", "than"], LessEqual),
    (&["not", "more", "than"], LessEqual),
    (&["no", "less", "than"], GreaterEqual),
    (&["not", "less", "than"], GreaterEqual),
    (&["less", "than"], Less),
    (&["fewer", "than"], Less),
    (&["younger", "than"], Less),
    (&["lower", "than"], Less),
    (&["smaller", "than"], Less),
    (&["shorter", "than"], Less),
    (&["moins", "de"], Less),
    (&["inférieur", "à"], Less),
    (&["inférieure", "à"], Less),
    (&["more", "than"], Greater),
    (&["older", "than"], Greater),
    (&["greater", "than"], Greater),
    (&["larger", "than"], Greater),
    (&["higher", "than"], Greater),
    (&["longer", "than"], Greater),
    (&["plus", "de"], Greater),
    (&["supérieur", "à"], Greater),
    (&["supérieure", "à"], Greater),
    (&["at", "most"], LessEqual),
    (&["up", "to"], LessEqual),
    (&["au", "plus"], LessEqual),
    (&["at", "least"], GreaterEqual),
    (&["au", "moins"], GreaterEqual),
    (&["below"], Less),
    (&["under"], Less),
    (&["above"], Greater),
    (&["over"], Greater),
    (&["<", "="], LessEqual),
    (&["≤"], LessEqual),
    (&["<"], Less),
    (&[">", "="], GreaterEqual),
    (&["≥"], GreaterEqual),
    (&[">"], Greater),
];

/// What stands after `NUMBER or`.
const OR_MORE: &[&str] = &["more", "above", "over", "older", "higher", "greater", "larger", "longer", "plus"];
const OR_LESS: &[&str] = &["less", "fewer", "below", "under", "younger", "lower", "smaller", "shorter", "moins"];

const ADULT: &[&str] = &["adult", "adults", "adulte", "adultes"];
const CHANGE: &[&str] = &["change", "changes", "variation", "évolution"];

/// Besides [`NOT`] and [`NEVER`]. What a label denies, unless right before a side, may be that side: `Nobody over 65`.
const DENIALS: &[&str] = &["nobody", "none", "neither", "nor", "cannot", "ni"];

/// Every side of a number that a label speaks of.
fn sides_said(label: &str) -> Vec<Side> {
    let tokens = tokens(label);
    let number = |at: usize| tokens.get(at).and_then(|word| word.parse::<Decimal>().ok());
    let word = |at: usize| tokens.get(at).map_or("", String::as_str);
    let mut found = vec![];
    let denies = |but: std::ops::Range<usize>| {
        let mut others = tokens.iter().enumerate().filter(|(at, _)| !but.contains(at));
        others.any(|(_, token)| [NOT, NEVER, DENIALS].iter().any(|words| words.contains(&token.as_str())))
    };
    for at in 0..tokens.len() {
        let Some(of) = number(at) else { continue };
        let of_day = at.checked_sub(1).is_some_and(|before| word(before) == "day");
        let unit = if of_day { Unit::parse("days") } else { Unit::parse(word(at + 1)) };
        let after = at + 1 + usize::from(unit.is_some() && !of_day);
        let side = |op| Side { op, number: of, unit, whole: false };
        let stands = |words: &[&str]| {
            let from = at.checked_sub(words.len());
            from.filter(|from| tokens[*from..at].iter().map(String::as_str).eq(words.iter().copied()))
        };
        let before = BEFORE.iter().find_map(|(words, op)| stands(words).map(|from| (from, *op)));
        let or = ["or", "and", "ou", "et"].contains(&word(after));
        if let Some((from, op)) = before {
            let denied = from.checked_sub(1).is_some_and(|from| ["not", "no", "never", "pas"].contains(&word(from)));
            let with_it = from.checked_sub(2).is_some_and(|start| tokens[start..from] == ["on", "or"]);
            // `on or before` is not after.
            let op = if with_it && matches!(op, Less | Greater) { op.turned().opposite() } else { op };
            if denied || !denies(from..at) {
                found.push(side(if denied { op.opposite() } else { op }));
            }
        } else if !denies(0..0) && (word(after) == "+" || or && OR_MORE.contains(&word(after + 1))) {
            found.push(side(GreaterEqual));
        } else if !denies(0..0) && or && OR_LESS.contains(&word(after + 1)) {
            found.push(side(LessEqual));
        }
    }
    found
}

fn literal(e: &RowExpr) -> Option<Decimal> {
    match &e.kind {
        ExprKind::Literal(Literal::Integer(n)) => Some(Decimal::from(*n)),
        ExprKind::Literal(Literal::Number(n)) => Some(*n),
        ExprKind::Negative(of) => literal(of).map(|n| -n),
        _ => None,
    }
}

/// Every side of a number that a condition asks for; of what is denied, the other one. None where it rests on there being no row,
/// of which no number says what is asked.
fn sides_asked(e: &RowExpr, denied: bool) -> Option<Vec<Side>> {
    let side = |op: CompareOp, number: Decimal, of: &RowExpr| Side {
        op: if denied { op.opposite() } else { op },
        number,
        unit: of.ty.unit(),
        whole: matches!(of.ty, Type::Integer | Type::Days) || of.ty.unit() == Unit::parse("days"),
    };
    match &e.kind {
        ExprKind::Compare { op, left, right } => match (literal(left), literal(right)) {
            (None, Some(number)) => Some(vec![side(*op, number, left)]),
            (Some(number), None) => Some(vec![side(op.turned(), number, right)]),
            (None, None) | (Some(_), Some(_)) => Some(vec![]),
        },
        ExprKind::InRange { what, low, high } => {
            let number = |bound: &Literal| match bound {
                Literal::Integer(n) => Some(Decimal::from(*n)),
                Literal::Number(n) => Some(*n),
                Literal::Bool(_) | Literal::Date(_) | Literal::Code(_) | Literal::Text(_) | Literal::NotRecorded => {
                    None
                }
            };
            let low = number(low).map(|n| side(GreaterEqual, n, what));
            Some(low.into_iter().chain(number(high).map(|n| side(LessEqual, n, what))).collect())
        }
        ExprKind::Not(of) => sides_asked(of, !denied),
        ExprKind::Within { low, high, .. } => Some(vec![
            days(if denied { Less } else { GreaterEqual }, *low),
            days(if denied { Greater } else { LessEqual }, *high),
        ]),
        ExprKind::Before(_, anchor) | ExprKind::After(_, anchor) | ExprKind::FromOn(_, anchor) => {
            let ExprKind::PlusDays(_, day) = anchor.kind else { return Some(vec![]) };
            let op = match &e.kind {
                ExprKind::Before(..) => Less,
                ExprKind::After(..) => Greater,
                _ => GreaterEqual,
            };
            Some(vec![days(if denied { op.opposite() } else { op }, day)])
        }
        ExprKind::Beyond(InRow(RowNode::Rows { kind: RowsKind::No, .. })) => None,
        _ => {
            let each: Option<Vec<Vec<Side>>> = e.children().into_iter().map(|part| sides_asked(part, denied)).collect();
            Some(each?.concat())
        }
    }
}

/// A side of a day after time zero.
fn days(op: CompareOp, day: i64) -> Side {
    Side { op, number: Decimal::from(day), unit: Unit::parse("days"), whole: true }
}

impl Side {
    /// In the unit of the other one, where both have one.
    fn in_unit_of(&self, other: &Side) -> Option<Decimal> {
        match (self.unit, other.unit) {
            (Some(own), Some(of)) => self.number.checked_mul(own.factor_to(of)?),
            (None, _) | (_, None) => Some(self.number),
        }
    }

    fn is_upward(&self) -> bool {
        matches!(self.op, Greater | GreaterEqual)
    }

    /// What a label says is what is asked.
    fn is(&self, asked: &Side) -> bool {
        let Some(number) = self.in_unit_of(asked) else { return false };
        let next = |op: CompareOp| match op {
            Greater => Some((GreaterEqual, Decimal::ONE)),
            GreaterEqual => Some((Greater, -Decimal::ONE)),
            Less => Some((LessEqual, -Decimal::ONE)),
            LessEqual => Some((Less, Decimal::ONE)),
            CompareOp::Equal | CompareOp::NotEqual => None,
        };
        let alike = next(self.op).filter(|_| asked.whole).map(|(op, more)| (op, number + more));
        (self.op, number) == (asked.op, asked.number) || alike == Some((asked.op, asked.number))
    }

    fn shown(&self) -> String {
        format!("{} {}", self.op.sign(), self.number)
    }
}

/// What a label says and what is asked in its place, where that is another thing.
fn other_side(label: &str, asked: &[Side], also: &[Side]) -> Option<(Side, Side)> {
    let said = sides_said(label);
    let ordered: Vec<&Side> = asked.iter().filter(|side| side.op.opposite() != side.op && is_order(side.op)).collect();
    for side in &said {
        if asked.iter().chain(also).any(|other| side.is(other)) {
            continue;
        }
        let same_number = |other: &&&Side| side.in_unit_of(other) == Some(other.number);
        if let Some(other) = ordered.iter().find(same_number) {
            return Some((*side, **other));
        }
        let plain = side.unit.is_some() || counts_nothing(label);
        let only = ordered.first().filter(|_| plain && said.len() == 1 && asked.len() == 1 && also.is_empty());
        let alike = |other: &&&Side| other.is_upward() == side.is_upward() && other.unit == side.unit;
        if let Some(other) = only.filter(alike) {
            return Some((*side, **other));
        }
    }
    let adult = called::Words::of(label).begin(ADULT).then(|| Side {
        op: GreaterEqual,
        number: Decimal::from(18),
        unit: None,
        whole: false,
    })?;
    let against = |other: &&&Side| {
        let of_age = other.number >= Decimal::from(16) && other.number <= Decimal::from(21);
        of_age && !other.is_upward()
    };
    ordered.iter().find(against).map(|other| (adult, **other))
}

/// Behind the first number of a label stands nothing of which it might be the count, as in `at least 1 risk factor`.
fn counts_nothing(label: &str) -> bool {
    let tokens = tokens(label);
    let first = tokens.iter().position(|word| word.parse::<Decimal>().is_ok());
    let of_side =
        |word: &&str| ["+", "or", "and", "ou", "et"].contains(word) || is_in(OR_MORE, word) || is_in(OR_LESS, word);
    let behind = first.and_then(|at| tokens[at + 1..].iter().map(String::as_str).find(|word| !of_side(word)));
    behind.is_none_or(|word| is_in(&["at", "in", "on", "by", "within", "during", "à", "en"], &word))
}

fn is_in(words: &[&str], word: &&str) -> bool {
    words.contains(word)
}

fn is_order(op: CompareOp) -> bool {
    !matches!(op, CompareOp::Equal | CompareOp::NotEqual)
}

/// The unit at the end of a label: `Largest lesion, cm`, `Bilirubin (mg/dL)`, `Dose in Gy`.
fn unit_called(label: &str) -> Option<Unit> {
    let label = label.trim();
    let bracketed = [('(', ')'), ('[', ']')].iter().find_map(|(open, close)| {
        let (_, inside) = label.strip_suffix(*close)?.rsplit_once(*open)?;
        Some(inside)
    });
    let tail = bracketed
        .or_else(|| label.rsplit_once(", ").map(|(_, tail)| tail))
        .or_else(|| label.rsplit_once(" in ").map(|(_, tail)| tail))?;
    Unit::parse(tail.trim())
}

impl<'a> Resolver<'a> {
    /// `"At least 2": score > 2`.
    pub(super) fn check_side_called(&mut self, called: &Called) {
        let Some(asked) = sides_asked(self.behind(&called.value), false) else { return };
        if let Some((said, other)) = other_side(&called.label, &asked, &[]) {
            self.ask_of_label(called, other_side_told(&called.name, &called.label, called.place, said, other));
        }
    }

    /// `"Late extra drug, after day 60"` from another day on; `"Alive beyond day 30"` on another.
    pub(super) fn check_days_called(&mut self) {
        let mut faults: Vec<(Header, Span, Side, Side)> = vec![];
        for event in &self.plan.intercurrents {
            let Some(day) = event.from_day else { continue };
            let told = other_side(&event.header.label, &[days(GreaterEqual, day)], &[]);
            faults.extend(told.map(|(said, asked)| (event.header.clone(), event.header.span, said, asked)));
        }
        for population in &self.plan.populations {
            let PopulationSource::AtRisk { day, .. } = &population.of else { continue };
            let asked = days(Greater, *day);
            let said: Vec<Side> =
                sides_said(&population.header.label).into_iter().filter(|s| s.unit == asked.unit).collect();
            // `No relapse by day 30` says the same as `beyond day 30`.
            let other = said.first().filter(|_| said.iter().all(|side| side.number != asked.number));
            faults.extend(other.map(|said| (population.header.clone(), population.header.span, *said, asked)));
        }
        for (header, place, said, asked) in faults {
            let diagnostic = other_side_told(&header.name, &header.label, place, said, asked);
            self.ask_other_label(&header.name, diagnostic);
        }
    }

    /// A case is read after those above it, so that it also has the other side of each of theirs.
    pub(super) fn check_cases_called(&mut self) {
        let mut faults = vec![];
        for define in &self.plan.defines {
            let Type::Code(list) = &define.value.ty else { continue };
            let (mut rest, mut above, mut told) = (&define.value, vec![], None);
            while let ExprKind::If { condition, then, otherwise } = &rest.kind {
                let Some(asked) = sides_asked(condition, false) else { break };
                told = told.or_else(|| case_told(define, list, then, condition.span, &asked, &above));
                above.extend(sides_asked(condition, true).unwrap_or_default());
                rest = otherwise;
            }
            let last = || case_told(define, list, rest, rest.span, &above, &[]).filter(|_| above.len() == 1);
            faults.extend(told.or_else(last));
        }
        for (about, diagnostic) in faults {
            self.ask_other_label(&about, diagnostic);
        }
    }

    /// A column or a quantity that is called by another unit than its own.
    pub(super) fn check_units_called(&mut self) {
        let mut faults: Vec<(String, String, String, Span, &'static str, &'static str)> = vec![];
        let mut look = |about: &str, name: &str, label: &str, own: Option<Unit>, place: Span| {
            if let (Some(own), Some(said)) = (own, unit_called(label))
                && own != said
            {
                faults.push((about.to_string(), name.to_string(), label.to_string(), place, own.name(), said.name()));
            }
        };
        for table in &self.plan.tables {
            for column in &table.columns {
                look(&table.header.name, &column.name, &column.label, column.ty.unit(), column.span);
            }
        }
        for define in &self.plan.defines {
            let header = &define.header;
            look(&header.name, &header.name, &header.label, define.value.ty.unit(), header.span);
        }
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let header = &endpoint.header;
            look(&header.name, &header.name, &header.label, given.what.unit(&given.value.ty), header.span);
        }
        for (about, name, label, place, own, said) in faults {
            let title = said!("`{name}` is called \"{label}\" and is in {own}, not in {said}", name, label, own, said);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("in {own}"));
            self.ask_other_label(&about, diagnostic);
        }
    }

    /// What is called a change is not the value itself, and what is in per cent is not the difference.
    pub(super) fn check_change_called(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let (GivenKind::Number { measure, .. }, Some(_)) = (&given.what, &given.baseline) else { continue };
            let tokens = tokens(&endpoint.header.label);
            let says = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.as_str()));
            let in_percent = says(&["%", "percent", "percentage"]) || endpoint.header.label.contains("per cent");
            let in_percent = in_percent && !says(&["points", "ci", "interval", "predicted"]);
            let from =
                |two: &[String]| CHANGE.contains(&two[0].as_str()) && ["from", "since", "depuis"].contains(&&*two[1]);
            let is_change =
                tokens.first().is_some_and(|first| CHANGE.contains(&&**first)) || tokens.windows(2).any(from);
            let own_percent = given.value.ty.unit().is_some_and(|unit| unit.name() == "%");
            let taken = match measure {
                Measure::Value if is_change => "takes the value, not its change",
                Measure::Change if in_percent && !own_percent => {
                    "takes the difference, not that in per cent of baseline"
                }
                Measure::Value | Measure::Change | Measure::PercentChange => continue,
            };
            faults.push((endpoint.header.clone(), taken));
        }
        for (header, taken) in faults {
            let place = self.place_of("endpoint", &header.name, "measure").unwrap_or(header.span);
            let title =
                said!("`{name}` is called \"{label}\" and {taken}", name = header.name, label = header.label, taken);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, taken)
                .because(BECAUSE)
                .hint("write `measure: change` or `measure: percent_change`, or call it by what it is");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }
}

fn other_side_told(name: &str, label: &str, place: Span, said: Side, asked: Side) -> Diagnostic {
    let (said, asked) = (said.shown(), asked.shown());
    let title = said!("`{name}` is called \"{label}\" and asks for {asked}, not {said}", name, label, asked, said);
    Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("asks for {asked}"))
}

/// A case whose label says another side than its condition.
fn case_told(
    define: &Define,
    list: &CodeList,
    then: &RowExpr,
    place: Span,
    asked: &[Side],
    above: &[Side],
) -> Option<(String, Diagnostic)> {
    let ExprKind::Literal(Literal::Code(code)) = then.kind else { return None };
    let code = list.codes.get(code)?;
    let (said, other) = other_side(&code.label, asked, above)?;
    Some((define.header.name.clone(), other_side_told(&code.name, &code.label, place, said, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_on_which_side_of_a_number() {
        for (label, said) in [
            ("Below 65", "< 65"),
            ("65 or above", ">= 65"),
            ("65 years or older", ">= 65"),
            ("Pain of 2 or less at week 12", "<= 2"),
            ("No more than 3", "<= 3"),
            ("ECOG ≥2", ">= 2"),
            ("Age >= 70", ">= 70"),
            ("AFP above 1.5", "> 1.5"),
            ("Au moins 2,5 cm", ">= 2.5"),
            ("Not below 18", ">= 18"),
            ("70+", ">= 70"),
            ("First 12 weeks", ""),
        ] {
            let found: Vec<String> = sides_said(label).iter().map(Side::shown).collect();
            assert_eq!(found.join(", "), said, "{label}");
        }
    }

    #[test]
    fn a_unit_stands_at_the_end_of_a_label() {
        for (label, unit) in [
            ("Largest lesion, cm", Some("cm")),
            ("Bilirubin (mg/dL)", Some("mg/dL")),
            ("Dose in Gy", Some("Gy")),
            ("Age at start, years", Some("years")),
            ("Link to SIRT", None),
        ] {
            assert_eq!(unit_called(label).map(Unit::name), unit, "{label}");
        }
    }
}
