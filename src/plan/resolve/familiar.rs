//! What is said as in R, in SAS or every day, in a line that could be read: a word with hyphens, a list joined by `and`, a missing
//! value that is compared with. The form of a plan is offered in its place.

use super::*;
use crate::catalogue::{self, Method};
use crate::diagnostic::{Subject, said};
use crate::syntax::habits;
use crate::syntax::tree::{Expression, Kind, Operator, Value};

/// What stands for a missing value elsewhere.
const NOTHING: &[&str] = &["NA", "na", "NULL", "null", "Null", "None", "nan", "NaN", "missing", "MISSING", "Missing"];

/// Functions that other languages have, and what a plan writes for one of them with its arguments.
const FUNCTIONS: &[(&str, &str)] = &[
    ("missing", "{0} is missing"),
    ("isnull", "{0} is missing"),
    ("is_null", "{0} is missing"),
    ("isna", "{0} is missing"),
    ("is_na", "{0} is missing"),
    ("is_missing", "{0} is missing"),
    ("isblank", "{0} is missing"),
    ("notna", "{0} is known"),
    ("notnull", "{0} is known"),
    ("between", "{0} from {1} to {2}"),
    ("factor", "{0}"),
    ("strata", "({0}, {1})"),
    ("ifelse", "if({0}, {1}, {2})"),
    ("if_else", "if({0}, {1}, {2})"),
    ("iif", "if({0}, {1}, {2})"),
    ("IF", "if({0}, {1}, {2})"),
    ("year", "year of {0}"),
    ("pmax", "max({0}, {1})"),
    ("pmin", "min({0}, {1})"),
    ("LOG10", "log10({0})"),
    ("log2", "ln({0}) / ln(2)"),
    ("exists", "{0} is known"),
    ("datediff", "days_between({0}, {1})"),
    ("date_diff", "days_between({0}, {1})"),
    ("difftime", "days_between({1}, {0})"),
    ("yrdif", "completed_years({0}, {1})"),
];

impl<'a> Resolver<'a> {
    /// The text of an expression, where it would be one word elsewhere: `Kaplan-Meier`, `t.test`, `yes/no`.
    pub(crate) fn word_elsewhere(&self, e: &Expression) -> Option<&'a str> {
        let sources: &'a Sources = self.sources;
        let text = sources.text(e.span);
        let begins = text.starts_with(|c: char| c.is_alphanumeric());
        let one = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
        let joined =
            matches!(&e.kind, Kind::Binary { operator: Operator::Subtract | Operator::Divide, .. } | Kind::Field(..));
        (begins && one && joined).then_some(text)
    }

    /// Where one word is expected and stands none.
    pub(crate) fn no_word<T>(&mut self, e: &'a Expression) -> Option<T> {
        let title = "A word is expected here";
        let fault = Diagnostic::new(codes::WRONG_VALUE, title).at(e.span, "not a word");
        let fault = match self.as_list(e) {
            Some(list) => {
                fault.hint(format!("elements of a list are separated by commas: `{list}`")).perhaps(e.span, list)
            }
            None => match self.as_first(e) {
                Some(first) => fault.hint(format!("the first of several events is `{first}`")).perhaps(e.span, first),
                None => fault,
            },
        };
        self.report(fault);
        None
    }

    /// `age + log10(marker)` for a list of covariates, as a formula of R has it: says so in the place of the one message that was
    /// told of it since, where that is of units, of codes that are added, or of the word `baseline`.
    pub(crate) fn as_formula(&mut self, e: &'a Expression, before: usize) {
        let mut terms = vec![];
        self.terms(e, &mut terms);
        let [told] = self.diagnostics.get(before..).unwrap_or_default() else { return };
        let of_sum = told.code == codes::WRONG_UNIT
            || told.code == codes::WRONG_TYPE
            || told.code == codes::UNKNOWN_NAME && terms.contains(&"baseline");
        let within = told.primary().is_some_and(|place| e.span.start <= place.start && place.end <= e.span.end);
        if terms.len() < 2 || !of_sum || !within {
            return;
        }
        let within = self.sources.text(Span { start: e.span.start.saturating_sub(1), end: e.span.start, ..e.span });
        let list = terms.join(", ");
        let list = if within == "(" { list } else { format!("({list})") };
        let fault = Diagnostic::new(codes::WRONG_VALUE, "Covariates are listed, and these are added")
            .at(e.span, "one number of them all")
            .hint(format!("elements of a list are separated by commas: `{list}`"))
            .perhaps(e.span, list);
        self.diagnostics[before] = fault;
    }

    /// The terms of a sum, as they are written.
    fn terms(&self, e: &Expression, found: &mut Vec<&'a str>) {
        if let Kind::Binary { operator: Operator::Add, left, right } = &e.kind {
            self.terms(left, found);
            self.terms(right, found);
        } else {
            let sources: &'a Sources = self.sources;
            found.push(sources.text(e.span));
        }
    }

    /// `min(a, b)`, and `a or b` of what is told `by` something, as the first of them.
    fn as_first(&self, e: &Expression) -> Option<String> {
        let text = |e: &Expression| self.sources.text(e.span).to_string();
        let of = match &e.kind {
            Kind::Call(name, arguments) if matches!(name.node.as_str(), "min" | "pmin" | "first" | "earliest") => {
                arguments.iter().map(text).collect::<Vec<_>>()
            }
            Kind::Binary { operator: Operator::Or, left, right } => vec![text(left), text(right)],
            _ => return None,
        };
        (of.len() > 1).then(|| format!("first of ({})", of.join(", ")))
    }

    /// `a and b`, `a + b` and `c(a, b)` as a list.
    fn as_list(&self, e: &Expression) -> Option<String> {
        let mut words = vec![];
        let whole = match &e.kind {
            Kind::Call(name, arguments) if name.node == "c" => arguments.iter().all(|a| self.gathered(a, &mut words)),
            Kind::Binary { .. } => self.gathered(e, &mut words),
            _ => false,
        };
        (whole && words.len() > 1).then(|| words.join(", "))
    }

    fn gathered(&self, e: &Expression, words: &mut Vec<String>) -> bool {
        match &e.kind {
            Kind::Name(name) => {
                words.push(name.clone());
                true
            }
            Kind::Binary { operator: Operator::And | Operator::Or | Operator::Add, left, right } => {
                self.gathered(left, words) && self.gathered(right, words)
            }
            _ => false,
        }
    }

    /// Where one value is expected and stands a list: `0,05` is one elsewhere.
    pub(crate) fn no_list<T>(&mut self, value: &'a Value) -> Option<T> {
        let fault =
            Diagnostic::new(codes::WRONG_VALUE, "One value is expected here, not a list").at(value.span, "a list");
        let text = self.sources.text(value.span);
        let comma = text.find(',').filter(|comma| {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            digit(text[..*comma].chars().next_back()) && digit(text[comma + 1..].chars().next())
        });
        let digits = comma.map_or(0, |comma| text[comma + 1..].chars().take_while(char::is_ascii_digit).count());
        let fault = match comma.filter(|_| value.elements.len() == 2) {
            // Three digits may be thousands.
            Some(comma) if digits != 3 || text.starts_with("0,") => {
                let span = Span { start: value.span.start + comma as u32, ..value.span };
                let span = Span { end: span.start + 1, ..span };
                let point = format!("{}.{}", &text[..comma], &text[comma + 1..]);
                fault.hint(format!("a decimal number has a point: `{point}`")).perhaps(span, ".")
            }
            Some(_) => fault.hint("a decimal number has a point, and thousands have no sign: `1.000` or `1000`"),
            None => fault,
        };
        self.report(fault);
        None
    }

    /// `marker != NA`: whether a value is missing is no comparison.
    pub(crate) fn check_not_nothing(
        &mut self,
        op: CompareOp,
        what: &CriterionExpr,
        right: &'a Expression,
        scope: Scope,
    ) -> Option<()> {
        let Kind::Name(name) = &right.kind else { return Some(()) };
        let is_code = matches!(&what.ty, Type::Code(list) if list.position(name).is_some());
        if !NOTHING.contains(&name.as_str()) || is_code || self.names_here(scope).contains(name) {
            return Some(());
        }
        let state = match op {
            CompareOp::NotEqual => "is known",
            CompareOp::Equal
            | CompareOp::Less
            | CompareOp::LessEqual
            | CompareOp::Greater
            | CompareOp::GreaterEqual => "is missing",
        };
        let now = format!("{} {state}", self.sources.text(what.span));
        let title = said!("There is no value `{name}` to compare with", name);
        let fault = Diagnostic::new(codes::UNKNOWN_NAME, title)
            .at(right.span, "what is missing is equal to nothing")
            .hint(format!("write `{now}`"))
            .perhaps(what.span.to(right.span), now);
        self.report(fault);
        None
    }

    /// A function of another language.
    pub(crate) fn unknown_function<T>(
        &mut self,
        name: &Spanned<String>,
        arguments: &'a [Expression],
        span: Span,
        known: &[&str],
    ) -> Option<T> {
        if name.node == "log" {
            let title = said!("There is no function `{name}`", name = name.node);
            let hint = "write `ln` for the natural logarithm (R, SAS), or `log10`";
            let fault = Diagnostic::new(codes::UNKNOWN_NAME, title).at(name.span, "to which base?").hint(hint);
            self.report(fault.perhaps(name.span, "ln").perhaps(name.span, "log10"));
            return None;
        }
        let form = FUNCTIONS.iter().find(|(function, _)| *function == name.node).map(|(_, form)| *form);
        let places = |form: &str| (0..3).filter(|i| form.contains(&format!("{{{i}}}"))).count();
        let Some(form) = form.filter(|form| places(form) == arguments.len()) else {
            return self.unknown("function", &name.node, name.span, known.iter().copied());
        };
        let mut now = form.to_string();
        for (i, argument) in arguments.iter().enumerate() {
            now = now.replace(&format!("{{{i}}}"), self.sources.text(argument.span));
        }
        let title = said!("There is no function `{name}`", name = name.node);
        let fault = Diagnostic::new(codes::UNKNOWN_NAME, title).at(name.span, "not known here");
        self.report(fault.hint(format!("write `{now}`")).perhaps(span, now));
        None
    }

    /// A date in quotation marks, and yes or no as a number: what stands for the second of the two.
    pub(crate) fn comparable_form(&self, with: &CriterionExpr, value: &CriterionExpr) -> Option<(Span, String)> {
        let now = match (&with.ty, operators::constant(value)?) {
            (Type::Date, Literal::Text(text)) => expression::day_number(&text).map(|_| text)?,
            (Type::YesNo, Literal::Integer(1)) => "yes".to_string(),
            (Type::YesNo, Literal::Integer(0)) => "no".to_string(),
            _ => return None,
        };
        Some((value.span, now))
    }

    /// A method of another name, of which those are offered that take the endpoint, or else all that take it.
    pub(crate) fn unknown_method<T>(&mut self, name: &str, span: Span, fits: impl Fn(&Method) -> bool) -> Option<T> {
        let all: Vec<&str> = catalogue::ALL.iter().map(|m| m.name).collect();
        let fitting: Vec<&str> = catalogue::ALL.iter().filter(|m| fits(m)).map(|m| m.name).collect();
        if !habits::meant_among(name, &fitting).is_empty() {
            return self.unknown("method", name, span, fitting);
        }
        if reporting::suggestion(name, &all).is_some() || fitting.is_empty() {
            return self.unknown("method", name, span, all);
        }
        let title = defined::Kind::from("method").unknown(name);
        let fault = Diagnostic::new(codes::UNKNOWN_NAME, title)
            .at(span, "not known here")
            .about(Subject::Name(name.to_string()))
            .among(fitting.iter().copied())
            .hint(format!("these take the endpoint: {}", fitting.join(", ")));
        self.report(fault);
        None
    }

    /// `a - b`, `a / b` for two arms that are compared.
    pub(crate) fn no_comparison<T>(&mut self, e: &'a Expression) -> Option<T> {
        let fault = Diagnostic::new(codes::WRONG_VALUE, "Two arms are compared").at(e.span, "not a comparison");
        let names = match &e.kind {
            Kind::Binary { operator: Operator::Subtract | Operator::Divide, left, right } => {
                Self::name_of(left).zip(Self::name_of(right))
            }
            _ => None,
        };
        let fault = match names {
            Some((first, second)) => {
                let now = format!("{first} against {second}");
                fault.hint(format!("write `{now}`")).perhaps(e.span, now)
            }
            None => fault.hint("write `ARM against ARM`, or several arms: `ARM, ARM, ARM`"),
        };
        self.report(fault);
        None
    }

    /// `factor(A, B)`, `Y/N` for the type of a column.
    pub(crate) fn no_type<T>(&mut self, e: &'a Expression) -> Option<T> {
        let known = "`yes_no`, `date`, `integer from 0 to 4`, `number in mm`, `one of (…)`, `pseudonym`, `text`";
        let fault = Diagnostic::new(codes::WRONG_VALUE, "A type is expected here");
        let text = self.sources.text(e.span);
        let now = match &e.kind {
            Kind::Call(_, codes) if codes.iter().all(|c| matches!(c.kind, Kind::Name(_) | Kind::Text(_))) => {
                let codes: Vec<&str> = codes.iter().map(|c| self.sources.text(c.span)).collect();
                Some(format!("one of ({})", codes.join(", ")))
            }
            _ if ["y n", "yes no", "j n", "o n"].contains(&habits::plain(text).as_str()) => Some("yes_no".to_string()),
            _ => None,
        };
        let fault = match now {
            Some(now) => fault.at(e.span, "no type").hint(format!("write `{now}`")).perhaps(e.span, now),
            None => fault.at(e.span, known),
        };
        self.report(fault);
        None
    }

    /// Yes or no by another word, where it is compared with one of them or stands for one.
    pub(crate) fn answer_elsewhere(name: &str, expected: Option<&Type>) -> Option<&'static str> {
        let answers = matches!(expected, Some(Type::YesNo));
        habits::meant_among(name, &["yes", "no"]).first().copied().filter(|_| answers)
    }
}
