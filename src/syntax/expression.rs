//! From the parts of a line that was read to the nodes of the tree.

use super::Found;
use super::excerpt::Excerpt;
use super::grammar::Rule;
use super::tree::*;
use crate::diagnostic::{Diagnostic, Said, Span, Spanned, codes, said};
use pest::iterators::{Pair, Pairs};

/// Builds nodes of one line; every place is `base` further on in the fence.
pub(super) struct Builder<'a> {
    pub excerpt: &'a Excerpt,
    pub base: usize,
    pub found: &'a mut Found,
}

impl Builder<'_> {
    /// The place of a part, white space after it left out.
    pub fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let start = self.base + pair.as_span().start();
        self.excerpt.span(start, start + pair.as_str().trim_end().len())
    }

    pub fn word(&self, pair: &Pair<'_, Rule>) -> Spanned<String> {
        Spanned::new(pair.as_str().trim_end().to_string(), self.span(pair))
    }

    /// A quoted text, its place with the quotation marks.
    fn quoted(&self, pair: &Pair<'_, Rule>) -> Spanned<String> {
        Spanned::new(unquoted(pair.as_str()), self.span(pair))
    }

    pub fn label(&self, pair: &Pair<'_, Rule>) -> Label {
        let mut parts = pair.clone().into_inner();
        let text = parts.next().map_or_else(|| self.quoted(pair), |text| self.quoted(&text));
        let other = |translation: Pair<'_, Rule>| {
            let mut parts = translation.into_inner();
            Some((self.word(&parts.next()?), self.quoted(&parts.next()?)))
        };
        Label { text, others: parts.filter_map(other).collect() }
    }

    pub fn report(&mut self, title: impl Into<Said>, span: Span, label: &str, hint: &str) {
        self.found.report(Diagnostic::new(codes::UNREADABLE, title).at(span, label).hint(hint));
    }

    /// Reports the second of two where one may stand.
    pub fn once(&mut self, what: &str, there: Option<Span>, again: &Pair<'_, Rule>) {
        if let Some(first) = there {
            let diagnostic = Diagnostic::new(codes::UNREADABLE, said!("A second {what} stands here", what))
                .at(self.span(again), format!("a {what} was given before"))
                .at(first, "here");
            self.found.report(diagnostic);
        }
    }

    pub fn value(&mut self, pair: Pair<'_, Rule>) -> Value {
        let span = self.span(&pair);
        let elements = pair.into_inner().filter(|p| p.as_rule() == Rule::element).map(|p| self.element(p)).collect();
        Value { elements, span }
    }

    fn element(&mut self, pair: Pair<'_, Rule>) -> Element {
        let span = self.span(&pair);
        let expression = Expression { kind: Kind::Error, span };
        let mut element = Element { expression, label: None, options: vec![], has_options: false, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::label => element.label = Some(self.label(&part)),
                Rule::options => {
                    element.options = self.options(part);
                    element.has_options = true;
                }
                _ => element.expression = self.expression(part),
            }
        }
        element
    }

    pub fn options(&mut self, pair: Pair<'_, Rule>) -> Vec<Item> {
        let options = pair.into_inner().filter(|p| p.as_rule() == Rule::option);
        options.map(|p| Item::Entry(self.option(p))).collect()
    }

    fn option(&mut self, pair: Pair<'_, Rule>) -> Entry {
        let span = self.span(&pair);
        let mut entry = Entry { key: None, label: None, value: None, items: vec![], has_braces: false, span };
        self.fill_entry(&mut entry, pair);
        entry
    }

    pub fn fill_entry(&mut self, entry: &mut Entry, pair: Pair<'_, Rule>) {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::key | Rule::lone_word => {
                    let words = part.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
                    entry.key = Some(Spanned::new(words, self.span(&part)));
                }
                Rule::label => entry.label = Some(self.label(&part)),
                Rule::value => entry.value = Some(self.value(part)),
                Rule::element => {
                    let element = self.element(part);
                    entry.value = Some(Value { span: element.span, elements: vec![element] });
                }
                Rule::options => {
                    entry.items = self.options(part);
                    entry.has_braces = true;
                }
                _ => {}
            }
        }
    }

    pub fn expression(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let pair = innermost(pair);
        let span = self.span(&pair);
        let make = |kind| Expression { kind, span };
        match pair.as_rule() {
            Rule::expression => self.otherwise(pair),
            Rule::selection => self.selection(pair),
            Rule::selector => self.selector(pair),
            Rule::like => match pair.into_inner().last() {
                Some(name) => make(Kind::Like(self.word(&name))),
                None => make(Kind::Error),
            },
            Rule::logic => self.logic(pair),
            Rule::negation => self.negation(pair),
            Rule::earlier => self.earlier(pair),
            Rule::comparison => self.comparison(pair),
            Rule::sum | Rule::product | Rule::linked => self.left_to_right(pair),
            Rule::converted => self.converted(pair),
            Rule::date => self.number(&pair, None),
            Rule::number_literal => self.literal(pair),
            Rule::old_range => self.old_range(pair),
            Rule::text => make(Kind::Text(unquoted(pair.as_str()))),
            Rule::day_literal => match pair.into_inner().last() {
                Some(number) => make(Kind::Day(Box::new(self.number(&number, None)))),
                None => make(Kind::Error),
            },
            Rule::negative => match pair.into_inner().last() {
                Some(inner) => make(Kind::Negative(Box::new(self.expression(inner)))),
                None => make(Kind::Error),
            },
            Rule::group => self.group(pair),
            Rule::call => self.call(pair),
            Rule::reference => self.reference(pair),
            Rule::time_zero => make(Kind::Name("time zero".to_string())),
            Rule::readers_agree => make(Kind::Name("readers agree".to_string())),
            _ => make(Kind::Error),
        }
    }

    /// The next part as an expression.
    pub fn next(&mut self, parts: &mut Pairs<'_, Rule>, span: Span) -> Expression {
        match parts.next() {
            Some(part) => self.expression(part),
            None => Expression { kind: Kind::Error, span },
        }
    }

    fn otherwise(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner().filter(|p| p.as_rule() != Rule::otherwise_word);
        let Some(first) = parts.next() else { return Expression { kind: Kind::Error, span } };
        let mut left = self.expression(first);
        for part in parts {
            let right = self.expression(part);
            let span = left.span.to(right.span);
            left = Expression { kind: Kind::Otherwise(Box::new(left), Box::new(right)), span };
        }
        left
    }

    fn logic(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let mut left = self.next(&mut parts, span);
        let mut first: Option<(Operator, Span)> = None;
        let mut mixed = false;
        while let Some(sign) = parts.next() {
            let (operator, place) = (binary_operator(sign.as_str()), self.span(&sign));
            let right = self.next(&mut parts, span);
            match first {
                None => first = Some((operator, place)),
                Some((other, at)) if other != operator && !mixed => {
                    mixed = true;
                    self.mixed(operator, place, at);
                }
                Some(_) => {}
            }
            left = binary(operator, left, right);
        }
        left
    }

    fn mixed(&mut self, operator: Operator, place: Span, first: Span) {
        let (this, other) = if operator == Operator::And { ("and", "or") } else { ("or", "and") };
        self.found.report(
            Diagnostic::new(codes::AND_WITH_OR, "`and` and `or` stand side by side without parentheses")
                .at(place, format!("`{this}` here"))
                .at(first, format!("`{other}` here"))
                .because("read in two ways, the condition means two different things")
                .hint("write `(a and b) or c`, or `a and (b or c)`"),
        );
    }

    fn negation(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut places = vec![];
        let mut inner = Expression { kind: Kind::Error, span };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::not_word => places.push(self.span(&part)),
                _ => inner = self.expression(part),
            }
        }
        for place in places.into_iter().rev() {
            let span = place.to(inner.span);
            inner = Expression { kind: Kind::Not(Box::new(inner)), span };
        }
        inner
    }

    /// `earlier A with no B since`.
    fn earlier(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let parts: Vec<Pair<'_, Rule>> = pair.into_inner().collect();
        let conditions: Vec<&Pair<'_, Rule>> = parts.iter().filter(|p| p.as_rule() == Rule::comparison).collect();
        let Some(condition) = conditions.first().map(|part| Box::new(self.expression((*part).clone()))) else {
            return Expression { kind: Kind::Error, span };
        };
        let since = conditions.get(1).map(|part| Box::new(self.expression((*part).clone())));
        if let (Some(since), Some(word)) = (&since, parts.iter().find(|p| p.as_rule() == Rule::since_word))
            && word.as_span().start() < conditions.get(1).map_or(0, |p| p.as_span().start())
        {
            let word = self.span(word);
            self.old_since(word, &condition, since);
        }
        Expression { kind: Kind::Earlier { condition, since }, span }
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let mut left = self.next(&mut parts, span);
        for (count, part) in parts.enumerate() {
            if count == 1 {
                let place = self.span(&part);
                self.chained(&left, place);
                break;
            }
            left = self.relation(left, part);
        }
        left
    }

    /// `18 <= age <= 80`.
    fn chained(&mut self, first: &Expression, second: Span) {
        let title = "Comparisons do not follow one another";
        let fault = Diagnostic::new(codes::UNREADABLE, title).at(second, "a second comparison of the same value");
        let fault = match self.both_comparisons(first, second) {
            Some(now) => fault.hint(format!("write `{now}`")).perhaps(first.span.to(second), now),
            None => fault.hint("join them by `and`: `a < b and b < c`"),
        };
        self.found.report(fault);
    }

    /// A window where both ends belong to it and are plain numbers, else the two joined.
    fn both_comparisons(&self, first: &Expression, second: Span) -> Option<String> {
        let Kind::Binary { operator, left, right } = &first.kind else { return None };
        let (low, what, next) =
            (self.excerpt.between(left.span)?, self.excerpt.between(right.span)?, self.excerpt.between(second)?);
        let number = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
        match next.strip_prefix("<=").map(str::trim).filter(|high| number(low) && number(high)) {
            Some(high) if *operator == Operator::LessEqual => Some(format!("{what} from {low} to {high}")),
            _ => Some(format!("{} and {what} {next}", self.excerpt.between(first.span)?)),
        }
    }

    fn relation(&mut self, left: Expression, pair: Pair<'_, Rule>) -> Expression {
        let place = self.span(&pair);
        let span = left.span.to(place);
        let rule = pair.as_rule();
        if rule == Rule::window {
            return self.window(left, pair);
        }
        let mut parts = pair.into_inner();
        let Some(word) = parts.next() else { return Expression { kind: Kind::Error, span } };
        if rule == Rule::known_test {
            let known = parts.next().is_some_and(|p| p.as_rule() == Rule::known_word);
            return Expression { kind: Kind::IsKnown(Box::new(left), known), span };
        }
        if let (Rule::membership, Some(unit)) = (rule, parts.peek().filter(|p| p.as_rule() == Rule::unit)) {
            let unit = self.unit(&unit);
            return Expression { kind: Kind::Unit { operator: UnitOperator::In, left: Box::new(left), unit }, span };
        }
        let right = Box::new(self.next(&mut parts, place));
        let left = Box::new(left);
        let kind = match (rule, word.as_str()) {
            (Rule::compared, sign) => Kind::Binary { operator: binary_operator(sign), left, right },
            (Rule::membership, _) => {
                self.old_membership(self.span(&word), &right);
                Kind::Binary { operator: Operator::In, left, right }
            }
            (Rule::old_window, _) => {
                let of = parts.nth(1).map(|p| Box::new(self.expression(p)));
                let range = self.old_window(self.span(&word), *right, of.as_deref());
                Kind::Within { what: left, range: Box::new(range), of }
            }
            (Rule::onward, _) => Kind::FromOn(left, right),
            (_, "before") => Kind::Before(left, right),
            _ => Kind::After(left, right),
        };
        Expression { kind, span }
    }

    /// Operators of one strength, the leftmost tightest.
    fn left_to_right(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let mut left = self.next(&mut parts, span);
        while let Some(sign) = parts.next() {
            let right = self.next(&mut parts, span);
            left = binary(binary_operator(sign.as_str()), left, right);
        }
        left
    }

    fn converted(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let mut left = self.next(&mut parts, span);
        for unit in parts.filter(|p| p.as_rule() == Rule::unit) {
            let unit = self.unit(&unit);
            let span = left.span.to(unit.span);
            left = Expression { kind: Kind::Unit { operator: UnitOperator::As, left: Box::new(left), unit }, span };
        }
        left
    }

    fn unit(&self, pair: &Pair<'_, Rule>) -> Spanned<String> {
        Spanned::new(unit_text(pair.as_str()), self.span(pair))
    }

    pub fn number(&self, pair: &Pair<'_, Rule>, unit: Option<String>) -> Expression {
        let kind = match pair.as_rule() {
            Rule::date => Kind::Date(pair.as_str().to_string()),
            _ => Kind::Number { text: pair.as_str().to_string(), unit },
        };
        Expression { kind, span: self.span(pair) }
    }

    fn literal(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let Some(number) = parts.next() else { return Expression { kind: Kind::Error, span } };
        let unit = parts.next().map(|unit| unit_text(unit.as_str()));
        Expression { span, ..self.number(&number, unit) }
    }

    fn group(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let (mut elements, mut unit) = (vec![], None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::element => elements.push(self.element(part)),
                Rule::number_unit => unit = Some(self.unit(&part)),
                _ => {}
            }
        }
        if let Some(unit) = unit {
            self.distribute(&mut elements, unit);
        }
        Expression { kind: Kind::Group(elements), span }
    }

    /// `(91, 183) days` is `(91 days, 183 days)`.
    fn distribute(&mut self, elements: &mut [Element], unit: Spanned<String>) {
        for element in elements {
            match &mut element.expression.kind {
                Kind::Number { unit: own @ None, .. } => *own = Some(unit.node.clone()),
                Kind::Error => {}
                _ => {
                    let hint =
                        "an operator may be missing; a unit can stand after a set whose elements are all numbers";
                    self.report(
                        "This cannot follow a closing parenthesis",
                        unit.span,
                        "neither an operator nor the unit of a set of numbers",
                        hint,
                    );
                    return;
                }
            }
        }
    }

    fn call(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut function = Spanned::new(String::new(), span);
        let mut arguments = vec![];
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::call_name => function = self.word(&part),
                Rule::expression => arguments.push(self.expression(part)),
                _ => {}
            }
        }
        Expression { kind: Kind::Call(function, arguments), span }
    }

    fn reference(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let span = self.span(&pair);
        let mut parts = pair.into_inner().filter(|p| p.as_rule() != Rule::dot);
        let Some(name) = parts.next() else { return Expression { kind: Kind::Error, span } };
        let mut left = Expression { kind: Kind::Name(name.as_str().to_string()), span: self.span(&name) };
        for part in parts {
            let column = self.word(&part);
            let span = left.span.to(column.span);
            left = Expression { kind: Kind::Field(Box::new(left), column), span };
        }
        left
    }
}

/// A part without the strengths of operators in which it is alone.
fn innermost(mut pair: Pair<'_, Rule>) -> Pair<'_, Rule> {
    while matches!(
        pair.as_rule(),
        Rule::result
            | Rule::condition
            | Rule::expression
            | Rule::selection
            | Rule::logic
            | Rule::negation
            | Rule::comparison
            | Rule::sum
            | Rule::product
            | Rule::converted
            | Rule::linked
    ) {
        let mut parts = pair.clone().into_inner();
        match (parts.next(), parts.next()) {
            (Some(only), None) => pair = only,
            _ => break,
        }
    }
    pair
}

fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.to(right.span);
    Expression { kind: Kind::Binary { operator, left: Box::new(left), right: Box::new(right) }, span }
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_string()
}

/// A unit as written, the Greek letter mu and the micro sign being one.
pub(super) fn unit_text(text: &str) -> String {
    text.trim_end().replace('\u{3bc}', "\u{b5}")
}

/// The operator of a sign that the grammar admits.
fn binary_operator(sign: &str) -> Operator {
    match sign.trim_end() {
        "and" => Operator::And,
        "or" => Operator::Or,
        "=" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterEqual,
        "+" => Operator::Add,
        "-" => Operator::Subtract,
        "*" => Operator::Multiply,
        "/" => Operator::Divide,
        "of" => Operator::Of,
        "by" => Operator::By,
        "at" => Operator::At,
        _ => Operator::Against,
    }
}
