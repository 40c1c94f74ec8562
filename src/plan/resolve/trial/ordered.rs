//! Labels that say which of two dates comes first, or in which order categories stand, against what is asked.

use super::called::{Called, Words, alike, codes_taken};
use super::*;
use crate::catalogue::Reads;

const BEFORE: &[&str] = &["before", "avant"];
const AFTER: &[&str] = &["after", "après"];
const FOLLOWS: &[&str] = &["follows", "follow", "suit"];
const PRECEDES: &[&str] = &["precedes", "precede", "précède"];
/// What makes of a sentence its opposite.
const DENY: &[&str] =
    &["not", "no", "nobody", "never", "none", "nothing", "cannot", "pas", "aucun", "aucune", "personne", "jamais"];
/// What time zero is called.
const ZERO: &[&str] = &[
    "start",
    "beginning",
    "zero",
    "baseline",
    "inclusion",
    "enrolment",
    "enrollment",
    "randomisation",
    "randomization",
    "treatment",
    "début",
    "traitement",
];

const MOST: &[&str] = &["highest", "largest", "greatest", "maximum", "maximal", "maximale", "plus"];
const WORST: &[&str] = &["worst", "pire"];
const LEAST: &[&str] = &["lowest", "smallest", "least", "minimum", "minimal", "minimale", "moindre"];

/// Two dates of which a label tells the order.
struct Order {
    subject: Vec<String>,
    object: Vec<String>,
    /// The first is the later one, or on the same day.
    later: bool,
}

/// `Nobody is seen after death`: what is seen is not later.
fn order_said(label: &str) -> Option<Order> {
    let Words(words) = Words::of(label);
    let of = |list: &[&str]| words.iter().position(|word| list.contains(&word.as_str()));
    let later = of(AFTER).or_else(|| of(FOLLOWS));
    let earlier = of(BEFORE).or_else(|| of(PRECEDES));
    let (at, is_later) = match (later, earlier) {
        (Some(at), None) => (at, true),
        (None, Some(at)) => (at, false),
        (None, None) | (Some(_), Some(_)) => return None,
    };
    let denies = |words: &[String]| words.iter().any(|word| DENY.contains(&word.as_str()));
    if at == 0 {
        // `Before death, surgery`: what it is before is said first.
        let (object, subject) = label.split_once(',')?;
        let (Words(object), Words(subject)) = (Words::of(object), Words::of(subject));
        let later = is_later != denies(&subject);
        return Some(Order { subject, object: object.get(1..)?.to_vec(), later });
    }
    let denied = denies(&words[..at]);
    Some(Order { subject: words[..at].to_vec(), object: words[at + 1..].to_vec(), later: is_later != denied })
}

/// The two dates of a comparison, and whether the first is asked to be the later one, or on the same day.
fn order_asked(e: &RowExpr) -> Option<(&RowExpr, &RowExpr, bool)> {
    let is_date = |e: &RowExpr| e.ty == Type::Date;
    let (a, b, later) = match &e.kind {
        ExprKind::Compare { op, left, right } => match op {
            CompareOp::Less | CompareOp::LessEqual => (left, right, false),
            CompareOp::Greater | CompareOp::GreaterEqual => (left, right, true),
            CompareOp::Equal | CompareOp::NotEqual => return None,
        },
        ExprKind::Before(a, b) => (a, b, false),
        ExprKind::After(a, b) | ExprKind::FromOn(a, b) => (a, b, true),
        ExprKind::Not(of) => return order_asked(of).map(|(a, b, later)| (a, b, !later)),
        _ => return None,
    };
    (is_date(a) && is_date(b)).then_some((&**a, &**b, later))
}

impl<'a> Resolver<'a> {
    /// `"Nobody is seen after death": died_on <= last_news`.
    pub(super) fn check_dates_called(&mut self, called: &Called) {
        let (Some(said), Some((a, b, later))) = (order_said(&called.label), order_asked(&called.value)) else { return };
        let (Some(of_a), Some(of_b)) = (self.words_of_date(a, called.table), self.words_of_date(b, called.table))
        else {
            return;
        };
        let score = |words: &[String], own: &[String]| {
            words.iter().filter(|word| own.iter().any(|known| alike(word, known))).count()
        };
        let a_is_object = score(&said.object, &of_a) + score(&said.subject, &of_b);
        let b_is_object = score(&said.object, &of_b) + score(&said.subject, &of_a);
        let names_object = score(&said.object, &of_a).max(score(&said.object, &of_b)) > 0;
        let subject_is_later = match a_is_object.cmp(&b_is_object) {
            std::cmp::Ordering::Greater => !later,
            std::cmp::Ordering::Less => later,
            std::cmp::Ordering::Equal => return,
        };
        if !names_object || subject_is_later == said.later {
            return;
        }
        let title = said!(
            "`{name}` is called \"{label}\" and asks for the dates the other way round",
            name = called.name,
            label = called.label
        );
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, "the other way round");
        self.ask_of_label(called, diagnostic);
    }

    /// What a date that stands alone is called: its column, the event of which it is the date, time zero.
    fn words_of_date(&self, e: &RowExpr, row: TableId) -> Option<Vec<String>> {
        let own = |header: &Header| format!("{} {}", header.name.replace('_', " "), header.label);
        let e = self.behind(e);
        let column = match (&e.kind, e.node()) {
            (ExprKind::Column(column), _) => Some((row, *column)),
            (_, Some(RowNode::OneToOne { table, column })) => Some((*table, *column)),
            (_, Some(RowNode::Event(_) | RowNode::TimeZero)) => None,
            _ => return None,
        };
        let mut text = String::new();
        if let Some((table, at)) = column {
            let column = self.plan.tables.get(table.0)?.columns.get(at)?;
            text = format!("{} {}", column.name.replace('_', " "), column.label);
        }
        let is_of_column = |event: &&Event| matches!(event.date.node(), Some(RowNode::OneToOne { table, column: at }) if column == Some((*table, *at)));
        for event in self.plan.events.iter().filter(is_of_column) {
            text = format!("{text} {}", own(&event.header));
        }
        if let Some(RowNode::Event(id)) = e.node() {
            text = format!("{text} {}", own(&self.plan.event(*id)?.header));
        }
        if self.is_time_zero(e) {
            let zero = self.zero_event().and_then(|id| self.plan.event(id)).map(|event| own(&event.header));
            text = format!("{text} {} {}", zero.unwrap_or_default(), ZERO.join(" "));
        }
        Some(Words::of(&text).0.into_iter().filter(|word| word.chars().count() > 2).collect())
    }

    /// Categories that are made by limits of one number stand in the order of these limits, or in the opposite one.
    pub(super) fn check_order_of_categories(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let (GivenKind::Category { order } | GivenKind::Shift { order }) = &given.what else { continue };
            let made = self.made_in_order(&given.value).or_else(|| self.codes_in_order(&given.value));
            let Some(made) = made else { continue };
            let places: Vec<usize> = order.iter().filter_map(|code| made.iter().position(|m| m == code)).collect();
            let ordered = places.is_sorted() || places.iter().rev().is_sorted();
            if !ordered {
                faults.push(endpoint.header.clone());
            }
        }
        for header in faults {
            let place = self.place_of("endpoint", &header.name, "kind").unwrap_or(header.span);
            let title =
                said!("The categories of `{name}` do not stand in the order of their limits", name = header.name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "neither from the lowest to the highest nor the other way round")
                .because("what is worse than what is read off this order")
                .hint("write them in the order of the limits by which they are made");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// `"Worst grade": min grade`, of codes that stand in their order.
    pub(super) fn check_extreme_called(&mut self, called: &Called) {
        let words = Words::of(&called.label);
        let mut taken = None;
        self.behind(&called.value).each(&mut |part| {
            if let Some(RowNode::Selected { taken: Taken::All(how), value, .. }) = part.node() {
                taken = taken.or(Some((*how, matches!(value.ty, Type::Code(_)))));
            }
        });
        let Some((how, is_code)) = taken else { return };
        let most = words.any(MOST) || is_code && words.any(WORST);
        let least = words.any(LEAST);
        let taken = match how {
            OfAll::Smallest if most && !least => "smallest",
            OfAll::Largest if least && !most => "largest",
            OfAll::Smallest | OfAll::Largest | OfAll::Sum | OfAll::Mean | OfAll::Median => return,
        };
        let title =
            said!("`{name}` is called \"{label}\" and is the {taken}", name = called.name, label = called.label, taken);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(called.place, format!("takes the {taken}"));
        self.ask_of_label(called, diagnostic);
    }

    /// A trend is over arms in the order of the numbers by which they are told, or in the opposite one.
    pub(super) fn check_trend_of_arms(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let arms = analysis.compare.arms();
            let reads_order = analysis.methods.iter().any(|call| methods::reads(call, Reads::Order));
            let numbers: Option<Vec<i64>> = arms.iter().map(|arm| self.number_of_arm(*arm)).collect();
            let is_mixed = |numbers: &Vec<i64>| !numbers.is_sorted() && !numbers.iter().rev().is_sorted();
            let inner = arms.get(1..arms.len().saturating_sub(1)).unwrap_or_default();
            let dosed = arms.iter().any(|arm| self.is_called_by_dose(*arm));
            let control = dosed && inner.iter().any(|arm| self.is_called_control(*arm));
            if reads_order && (numbers.as_ref().is_some_and(is_mixed) || numbers.is_none() && control) {
                faults.push(analysis.header.clone());
            }
        }
        for header in faults {
            let place = self.place_in("analysis", &header, "compare");
            let arms = self.plan.arms.as_ref().map(|arms| arms.header.span);
            let title = said!("The arms of `{name}` do not stand in their order", name = header.name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, "a trend is over this order");
            let diagnostic = arms.into_iter().fold(diagnostic, |told, span| told.at(span, "the arms"));
            let diagnostic = diagnostic
                .because("no order has the control between two treatments, or a number between two that are both less")
                .hint("write them from the lowest to the highest");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// The number that is the code by which an arm is told; of the arm of the rest, that of the one code that is left.
    fn number_of_arm(&self, at: usize) -> Option<i64> {
        let arms = &self.plan.arms.as_ref()?.arms;
        let taken: Vec<_> = arms.iter().filter_map(|arm| arm.condition.as_ref().and_then(codes_taken)).collect();
        let (list, _) = taken.first()?;
        let codes = match &arms.get(at)?.condition {
            Some(condition) => codes_taken(condition)?.1,
            None => (0..list.codes.len()).filter(|code| taken.iter().all(|(_, of)| !of.contains(code))).collect(),
        };
        match codes.as_slice() {
            [code] => list.codes.get(*code)?.name.parse().ok(),
            _ => None,
        }
    }

    /// The codes of a column that stand in their order.
    fn codes_in_order(&self, value: &RowExpr) -> Option<Vec<usize>> {
        let patients = self.patients()?;
        let value = self.behind(value);
        let (table, column) = match (&value.kind, value.node()) {
            (ExprKind::Column(column), _) => (patients, *column),
            (_, Some(RowNode::Selected { table, value, .. })) => match value.kind {
                ExprKind::Column(column) => (*table, column),
                _ => return None,
            },
            _ => return None,
        };
        let column = &self.plan.tables[table.0].columns[column];
        match &column.ty {
            Type::Code(list) if column.ordered => Some((0..list.codes.len()).collect()),
            _ => None,
        }
    }

    /// The codes of a quantity by cases, where each case but the last is one limit of the same number, all to the same side.
    fn made_in_order(&self, value: &RowExpr) -> Option<Vec<usize>> {
        let mut rest = self.behind(value);
        let (mut codes, mut of, mut upward): (Vec<usize>, Option<&RowExpr>, Option<bool>) = (vec![], None, None);
        while let ExprKind::If { condition, then, otherwise } = &rest.kind {
            rest = otherwise;
            // What is missing stands in no order.
            if matches!(condition.kind, ExprKind::Not(_)) {
                continue;
            }
            let ExprKind::Literal(Literal::Code(code)) = then.kind else { return None };
            let ExprKind::Compare { op, left, right } = &condition.kind else { return None };
            let is_number = matches!(right.kind, ExprKind::Literal(Literal::Integer(_) | Literal::Number(_)));
            let up = matches!(op, CompareOp::Greater | CompareOp::GreaterEqual);
            let same = of.is_none_or(|of| *of == **left) && upward.is_none_or(|upward| upward == up);
            if !is_number || !same || matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
                return None;
            }
            (of, upward) = (Some(&**left), Some(up));
            codes.push(code);
        }
        let ExprKind::Literal(Literal::Code(last)) = rest.kind else { return None };
        codes.push(last);
        (codes.len() > 2).then_some(codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_which_of_two_dates_is_later() {
        for (label, later) in [
            ("Nobody is seen after death", Some(false)),
            ("The last news is not before the start", Some(true)),
            ("Opposition follows information", Some(true)),
            ("Surgery before death", Some(false)),
            ("Before death, surgery", Some(false)),
            ("After death, nobody is operated", Some(false)),
            ("Before death surgery", None),
            (", before", None),
            ("A dose is in its unit", None),
        ] {
            assert_eq!(order_said(label).map(|order| order.later), later, "{label}");
        }
    }
}
