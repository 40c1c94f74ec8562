//! From nested lines to statements, entries and cases; a line that cannot be read is explained here.

use super::Found;
use super::elsewhere::{self, Rewritten};
use super::excerpt::Excerpt;
use super::expression::Builder;
use super::foreign;
use super::grammar::{Grammar, Rank, Rule, words};
use super::outline::{Chunk, Node};
use super::scan::{Line, Scanned};
use super::tree::{Case, Element, Entry, Expression, Item, Kind, Statement, Value};
use crate::diagnostic::{Diagnostic, Span, Spanned, codes, said};
use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

/// What a whole statement is called in messages.
const STATEMENT: &str = "statement";

pub(super) struct Reader<'a> {
    pub excerpt: &'a Excerpt,
    pub scanned: &'a Scanned,
    pub found: &'a mut Found,
}

impl<'a> Reader<'a> {
    fn builder(&mut self, base: usize) -> Builder<'_> {
        Builder { excerpt: self.excerpt, base, found: self.found }
    }

    /// Reads a range of the fence as one rule; a line that was faulted before is not read again.
    fn read(&mut self, rule: Rule, what: &str, start: usize, line: &Line) -> Option<Pair<'a, Rule>> {
        if line.faulty {
            return None;
        }
        let text: &'a str = &self.scanned.text[start..line.end];
        match Grammar::parse(rule, text) {
            Ok(mut pairs) => pairs.next(),
            Err(error) => {
                let place = match error.location {
                    InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
                };
                let below = self.scanned.lines.partition_point(|l| l.start <= line.start);
                let continued = self.scanned.lines.get(below).is_some_and(|l| l.indent > line.indent);
                let diagnostic = self.unreadable((rule, what), text, start, place, &error.variant);
                let hint = foreign::at_end(text).filter(|_| continued && diagnostic.hint.is_none());
                let diagnostic = match hint {
                    Some(hint) => diagnostic.hint(hint),
                    None => diagnostic,
                };
                self.found.report(diagnostic);
                None
            }
        }
    }

    fn unreadable(
        &self,
        (rule, what): (Rule, &str),
        text: &str,
        base: usize,
        place: usize,
        error: &ErrorVariant<Rule>,
    ) -> Diagnostic {
        let place = place.min(text.len());
        if let ErrorVariant::CustomError { .. } = error {
            // The stack of the machine came to its end.
            return Diagnostic::new(codes::TOO_DEEP, said!("This {what} is nested too deeply", what))
                .at(self.excerpt.span(base, base + text.len()), "give parts of it a name of their own");
        }
        let diagnostic = Diagnostic::new(codes::UNREADABLE, said!("This {what} cannot be read", what));
        let in_head = if what.ends_with(STATEMENT) { foreign::in_head(text, place) } else { None };
        if in_head.is_none() {
            if let Some(rewritten) = elsewhere::rewritten(&[rule], text, place) {
                return self.said_elsewhere(diagnostic, base, text, rewritten);
            }
            if let Some((start, end, dates)) = elsewhere::date_in_two_ways(text) {
                return self.two_dates(diagnostic, self.excerpt.span(base + start, base + end), dates);
            }
        }
        if let Some(advice) = in_head.or_else(|| foreign::at(text, place)) {
            let span = self.excerpt.span(base + advice.start, base + advice.end);
            return diagnostic.at(span, advice.label).hint(advice.hint);
        }
        let rest = &text[place..];
        let place = place + (rest.len() - rest.trim_start().len());
        let wrong = text[place..].chars().next().map_or(0, |c| {
            let word = text[place..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - place);
            word.max(c.len_utf8())
        });
        let span = self.excerpt.span(base + place, base + place + wrong);
        let diagnostic = diagnostic.at(span, expected(error, wrong == 0));
        diagnostic.maybe_hint(self.hint(text, place, error))
    }

    /// What is said as in another language, with its form in a plan.
    fn said_elsewhere(&self, diagnostic: Diagnostic, base: usize, line: &str, now: Rewritten) -> Diagnostic {
        let place = self.excerpt.span(base + now.first.0, base + now.first.1);
        let part = self.excerpt.span(base + now.part.0, base + now.part.1);
        let text = now.text.trim();
        let limit = text.split(|c: char| !c.is_alphanumeric()).find_map(elsewhere::habits::limit_of_normal);
        let hint = match limit {
            _ if text.is_empty() => "leave it out".to_string(),
            Some(limit) => format!("write `{text}`; {limit}"),
            None => format!("write `{text}`"),
        };
        let diagnostic = diagnostic.at(place, now.label).hint(hint);
        // What is joined of several lines, or has a comment within, is rewritten by hand.
        match self.excerpt.between(part) == line.get(now.part.0..now.part.1) {
            true => diagnostic.perhaps(part, now.text),
            false => diagnostic,
        }
    }

    fn two_dates(&self, diagnostic: Diagnostic, place: Span, [one, other]: [String; 2]) -> Diagnostic {
        let hint = format!("write `{one}` or `{other}`: which of the two is meant cannot be told");
        diagnostic.at(place, elsewhere::DATE).hint(hint).perhaps(place, one).perhaps(place, other)
    }

    fn hint(&self, text: &str, place: usize, error: &ErrorVariant<Rule>) -> Option<String> {
        let (before, rest) = text.split_at(place);
        let after_colon = before.trim_end().ends_with(':');
        // Where an option could still get its colon, it may be an element of a list.
        let option = matches!(error, ErrorVariant::ParsingError { positives, .. } if positives.contains(&Rule::colon));
        // Behind the last key a list has begun, which nothing holds together.
        let own = before.rsplit('{').next().filter(|_| before.contains('{'));
        let in_list = own
            .and_then(|own| own.rsplit_once(':'))
            .is_some_and(|(_, value)| value.contains(',') && value.matches('(').count() == value.matches(')').count());
        let in_options = before.contains('{') && rest.starts_with(['}', ',']) || in_list;
        let hint = match rest.chars().next() {
            None | Some('{') if after_colon => "entries in braces follow their key without a colon: `key { … }`",
            Some('{') => "options stand after a value, as in `number in mm { above: 0 }`",
            _ if option && in_options => {
                "options are `key: value`; a list among them stands in parentheses: `at: (91, 183) days`"
            }
            None if before.trim_end().ends_with(',') => return foreign::at_end(text).map(str::to_string),
            _ => return foreign::anywhere(text).map(|advice| advice.hint),
        };
        Some(hint.to_string())
    }

    pub fn statement(&mut self, chunk: &Chunk) -> Option<Statement> {
        let line = self.scanned.lines.get(chunk.node.line)?;
        let start = chunk.head.end.min(line.end);
        let rule = match (chunk.head.word == "use", chunk.node.opened) {
            (false, false) => Rule::statement,
            (false, true) => Rule::statement_opening,
            (true, false) => Rule::use_statement,
            (true, true) => Rule::use_statement_opening,
        };
        let what = format!("`{}` {STATEMENT}", chunk.head.word);
        let head = Spanned::new(chunk.head.word.clone(), self.excerpt.span(chunk.head.start, chunk.head.end));
        let mut statement = Statement {
            head,
            replace: chunk.head.replace,
            name: None,
            subject: None,
            label: None,
            value: None,
            items: vec![],
            has_braces: chunk.node.opened,
            table: None,
            span: self.excerpt.span(chunk.head.begins, chunk.node.end),
        };
        let before = self.found.0.len();
        match self.read(rule, &what, start, line) {
            Some(pair) => self.fill_statement(&mut statement, pair, start),
            None => self.salvage_statement(&mut statement, start, line),
        }
        let children = self.items(&chunk.node.children);
        if let Some(left_out) = chunk.left_out.as_ref().filter(|_| self.found.0.len() == before) {
            self.found.report(left_out.clone());
        }
        match &mut statement.value {
            Some(value) if chunk.node.opened => {
                statement.has_braces = false;
                self.give_options(value, children, &chunk.node, line);
            }
            _ => statement.items.extend(children),
        }
        Some(statement)
    }

    fn fill_statement(&mut self, statement: &mut Statement, pair: Pair<'_, Rule>, base: usize) {
        let mut builder = self.builder(base);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path | Rule::document => statement.name = Some(builder.word(&part)),
                Rule::loose_name => {
                    let name = builder.word(&part);
                    statement.name = Some(Spanned::new(name.node.replace('-', "_"), name.span));
                }
                Rule::subject => {
                    let subject = part.clone().into_inner().last().map(|name| builder.word(&name));
                    builder.once("subject", statement.subject.as_ref().map(|s| s.span), &part);
                    statement.subject = statement.subject.take().or(subject);
                }
                Rule::label => {
                    builder.once("label", statement.label.as_ref().map(|l| l.text.span), &part);
                    let label = builder.label(&part);
                    statement.label = statement.label.take().or(Some(label));
                }
                Rule::value => statement.value = Some(builder.value(part)),
                Rule::options => {
                    statement.items = builder.options(part);
                    statement.has_braces = true;
                }
                _ => {}
            }
        }
    }

    /// The name, so that what names it elsewhere is not reported as well.
    fn salvage_statement(&mut self, statement: &mut Statement, base: usize, line: &Line) {
        let text: &'a str = &self.scanned.text[base..line.end];
        if let Some(pair) = Grammar::parse(Rule::statement_salvage, text).ok().and_then(|mut p| p.next()) {
            self.fill_statement(statement, pair, base);
        }
        let unread = self.excerpt.span(base, line.end);
        if line.colon || !statement.has_braces {
            statement.value = Some(error_value(unread));
        }
    }

    fn items(&mut self, nodes: &[Node]) -> Vec<Item> {
        let mut items = vec![];
        // The line above, where it opened no brace, and whether something was said of it.
        let mut above: Option<(&Line, bool)> = None;
        for node in nodes {
            let Some(line) = self.scanned.lines.get(node.line) else { continue };
            if let Some((_, told)) =
                above.filter(|(l, _)| line.indent > l.indent && !line.colon && !line.case && !line.brace)
            {
                if !told && !line.faulty {
                    self.report_continued(line);
                }
                above = above.map(|(l, _)| (l, true));
                continue;
            }
            let before = self.found.0.len();
            items.extend(self.item(node, line));
            above = (!node.opened).then_some((line, self.found.0.len() > before));
        }
        items
    }

    fn report_continued(&mut self, line: &Line) {
        self.found.report(
            Diagnostic::new(codes::UNREADABLE, "A line goes on only within parentheses")
                .at(self.excerpt.span(line.start, line.end), "cannot be joined to the line above")
                .hint("write it on one line, or put the whole value in parentheses"),
        );
    }

    fn item(&mut self, node: &Node, line: &Line) -> Option<Item> {
        match line.case && !line.colon {
            true => Some(Item::Case(self.case(node, line))),
            false => self.entry(node, line).map(Item::Entry),
        }
    }

    fn entry(&mut self, node: &Node, line: &Line) -> Option<Entry> {
        if !line.faulty && !line.colon && !line.brace {
            self.report_neither(line);
            self.items(&node.children);
            return None;
        }
        let rule = if node.opened { Rule::entry_opening } else { Rule::entry };
        let span = self.excerpt.span(line.start, node.end);
        let mut entry = Entry { key: None, label: None, value: None, items: vec![], has_braces: node.opened, span };
        match self.read(rule, "entry", line.start, line) {
            Some(pair) => self.builder(line.start).fill_entry(&mut entry, pair),
            None => self.salvage_entry(&mut entry, line)?,
        }
        let children = self.items(&node.children);
        match &mut entry.value {
            Some(value) if node.opened => {
                entry.has_braces = false;
                self.give_options(value, children, node, line);
            }
            _ => entry.items.extend(children),
        }
        Some(entry)
    }

    /// The key, so that it is not reported as missing.
    fn salvage_entry(&mut self, entry: &mut Entry, line: &Line) -> Option<()> {
        let text: &'a str = &self.scanned.text[line.start..line.end];
        let pair = Grammar::parse(Rule::entry_salvage, text).ok()?.next()?;
        self.builder(line.start).fill_entry(entry, pair);
        entry.value = Some(error_value(self.excerpt.span(line.start, line.end)));
        Some(())
    }

    /// The options of the last element of a value are on the lines below it.
    fn give_options(&mut self, value: &mut Value, items: Vec<Item>, node: &Node, line: &Line) {
        let end = self.excerpt.span(node.end.saturating_sub(1), node.end);
        value.span = value.span.to(end);
        let Some(element) = value.elements.last_mut() else { return };
        if element.has_options && !matches!(element.expression.kind, Kind::Error) {
            self.found.report(
                Diagnostic::new(codes::UNREADABLE, "The options of this value are given twice")
                    .at(self.excerpt.span(line.start, line.end), "options stand here, and again on the lines below")
                    .hint("put all options in the same braces"),
            );
        }
        element.has_options = true;
        element.options.extend(items);
        element.span = element.span.to(end);
    }

    fn report_neither(&mut self, line: &Line) {
        let text = &self.scanned.text[line.start..line.end];
        let diagnostic = Diagnostic::new(codes::UNREADABLE, "This line is neither an entry nor a case");
        if let Some(rewritten) = elsewhere::rewritten(&[Rule::entry, Rule::case, Rule::entry_opening], text, text.len())
        {
            return self.found.report(self.said_elsewhere(diagnostic, line.start, text, rewritten));
        }
        let diagnostic = match foreign::anywhere(text) {
            Some(advice) => diagnostic
                .at(self.excerpt.span(line.start + advice.start, line.start + advice.end), advice.label)
                .hint(advice.hint),
            None => diagnostic
                .at(self.excerpt.span(line.start, line.end), "no `:`, and neither `when` nor `otherwise`")
                .hint("an entry is `key: value`, a case `RESULT when CONDITION` or `RESULT otherwise`"),
        };
        self.found.report(diagnostic);
    }

    fn case(&mut self, node: &Node, line: &Line) -> Case {
        let span = self.excerpt.span(line.start, node.end);
        let unread = Expression { kind: Kind::Error, span };
        let otherwise = self.scanned.text[line.start..line.end].contains("otherwise");
        let mut case = Case { result: unread.clone(), reason: None, condition: (!otherwise).then_some(unread), span };
        if node.opened && !line.faulty {
            let brace = line.opens.first().copied().unwrap_or(line.end);
            let place = self.excerpt.span(brace, brace + 1);
            self.found.report(
                Diagnostic::new(codes::UNREADABLE, "A case holds no braces")
                    .at(place, "nothing can stand in these braces")
                    .hint("a case is one line: `RESULT when CONDITION`"),
            );
            self.items(&node.children);
            return case;
        }
        let Some(pair) = self.read(Rule::case, "case", line.start, line) else { return case };
        let mut builder = self.builder(line.start);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::result => case.result = builder.expression(part),
                Rule::label => case.reason = Some(builder.label(&part)),
                Rule::condition => case.condition = Some(builder.expression(part)),
                Rule::otherwise_word => case.condition = None,
                _ => {}
            }
        }
        case
    }
}

fn error_value(span: crate::diagnostic::Span) -> Value {
    let expression = Expression { kind: Kind::Error, span };
    Value { elements: vec![Element { expression, label: None, options: vec![], has_options: false, span }], span }
}

/// What could have stood where reading ended.
fn expected(error: &ErrorVariant<Rule>, at_end: bool) -> String {
    let ErrorVariant::ParsingError { positives, .. } = error else { return "cannot be read".to_string() };
    let mut parts: Vec<(Rank, &str)> = positives.iter().filter_map(|r| words(*r)).collect();
    parts.sort();
    parts.dedup();
    let highest = parts.last().map_or(Rank::Open, |p| p.0);
    let named: Vec<&str> = parts.iter().filter(|p| p.0 == highest).map(|p| p.1).collect();
    match (highest, named.as_slice()) {
        (_, []) => "cannot be read".to_string(),
        (Rank::Open, _) if at_end => "something is missing here".to_string(),
        (Rank::Open, _) => "cannot follow what stands before it".to_string(),
        (_, [one]) => format!("expected {one}"),
        (_, [first @ .., last]) => format!("expected {} or {last}", first.join(", ")),
    }
}
