//! What is stated and never carried out: clauses without a formal statement, endpoints never analysed, names never used.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Mark;

type Words<'a> = BTreeMap<&'a str, Vec<&'a tree::Statement>>;

impl<'a> Resolver<'a> {
    pub(crate) fn check_coverage(&mut self) {
        if self.unread.is_empty() {
            self.check_clauses();
        }
        self.check_limits();
        if self.intact(&["analysis"]) {
            self.check_endpoints_analysed();
        }
        let faulty = !self.is_faultless();
        if !faulty && self.unread.is_empty() {
            self.check_options_read();
            self.check_used();
            self.check_criteria_used();
        }
    }

    /// A numbered clause holds a formal statement or a mark, and not both.
    fn check_clauses(&mut self) {
        let mut found = vec![];
        for (index, clause) in self.plan.clauses.iter().enumerate().filter(|(_, c)| is_numbered(c)) {
            let stated = self.stated_in(ClauseId(index));
            match (clause.mark, stated) {
                (Mark::Binding, None) if !clause.text.trim().is_empty() => {
                    let title = said!("Clause {clause} is carried out by nothing", clause = clause.number);
                    let hint = "add a formal statement, or mark the heading `(informative)` or `(planned)`";
                    found.push(
                        Diagnostic::new(codes::NOT_EXECUTABLE, title).at(clause.span, "no formal statement").hint(hint),
                    );
                }
                (Mark::Informative | Mark::Planned, Some(span)) => {
                    let mark = if clause.mark == Mark::Planned { "planned" } else { "informative" };
                    let title = said!(
                        "Clause {clause} is marked as {mark} and holds a formal statement",
                        clause = clause.number,
                        mark
                    );
                    let diagnostic = Diagnostic::new(codes::MARKED_CLAUSE, title)
                        .at(span, "would be carried out")
                        .at(clause.span, format!("marked as {mark}"))
                        .hint("take the mark away, or move the statement");
                    found.push(diagnostic);
                }
                _ => {}
            }
        }
        found.into_iter().for_each(|d| self.report(d));
    }

    /// The first formal statement of a clause.
    fn stated_in(&self, clause: ClauseId) -> Option<Span> {
        let criteria = self.criteria.values().flat_map(|c| &c.statements);
        let mut all = self.statements.iter().chain(criteria).filter(|s| s.clause == clause);
        all.next().map(|s| s.statement.span)
    }

    /// Options in braces that no key of the language reads. A criterion that others are built on and no response reads by is
    /// read only as far as they take it over.
    fn check_options_read(&mut self) {
        let answers = |name: &str| self.plan.responses.iter().any(|r| r.criterion.header.name == name);
        let criteria = self.criteria.iter().filter(|(name, _)| answers(name)).flat_map(|(_, c)| &c.statements);
        let statements: Vec<&tree::Statement> = self.statements.iter().chain(criteria).map(|s| s.statement).collect();
        for element in statements.into_iter().flat_map(mentions::elements_with_options) {
            if !self.options_read.contains(&element.span) {
                let title = "Nothing here takes options";
                self.error::<()>(
                    codes::UNKNOWN_KEY,
                    title,
                    element.span,
                    "what stands in its braces is read by nothing",
                );
            }
        }
    }

    fn check_endpoints_analysed(&mut self) {
        let analysed: Vec<EndpointId> = self.plan.analyses.iter().map(|a| a.endpoint).collect();
        let never = (0..self.plan.endpoints.len()).filter(|e| !analysed.contains(&EndpointId(*e)));
        let headers: Vec<Header> = never.map(|e| self.plan.endpoints[e].header.clone()).collect();
        // One that says what another says was told.
        let twice = |span: Span| {
            let repeated = self.diagnostics.iter().filter(|d| d.code == codes::REPEATED);
            repeated.flat_map(|d| &d.labels).any(|l| l.span == span)
        };
        let headers: Vec<Header> = headers.into_iter().filter(|h| !twice(self.first_line(h.span))).collect();
        for header in headers {
            let title = said!("The endpoint `{name}` is never analysed", name = header.name);
            let hint = "add an `analysis` for it, or describe it in a clause marked `(planned)`";
            self.error_hint::<()>(codes::NEVER_ANALYSED, title, header.span, "no analysis names it", hint);
        }
    }

    /// A number with a unit is bounded on both sides: a value in another unit, or one whose decimal sign was lost, is a number
    /// like any other, and only a limit tells it.
    fn check_limits(&mut self) {
        let mut found = vec![];
        for column in self.plan.tables.iter().flat_map(|t| &t.columns) {
            let Type::Number(Some(unit)) = &column.ty else { continue };
            let missing = match (column.rules.iter().any(bounds_below), column.rules.iter().any(bounds_above)) {
                (true, true) => continue,
                (true, false) => ("no upper limit", "`below: …`"),
                (false, true) => ("no lower limit", "`above: …`"),
                (false, false) => ("no limits", "`{ above: …, below: … }`"),
            };
            let title = said!(
                "`{column}` is a number in {unit} with {missing}",
                column = column.name,
                unit,
                missing = missing.0
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMITS, title)
                .at(column.span, "whatever stands in the file is taken")
                .because("a value in another unit, or one that has lost its decimal sign, is told by a limit only")
                .hint(format!("add {} with a bound that no patient can reach", missing.1));
            found.push(diagnostic);
        }
        found.into_iter().for_each(|d| self.report(d));
    }

    /// Statements that give a name no other statement reads.
    fn check_used(&mut self) {
        let named = words_of(&self.statements);
        for head in
            ["data", "define", "event", "population", "matching", "intercurrent", "response", "timepoints", "use"]
        {
            for stated in self.with_head(head) {
                // The table of the patients is what all others belong to.
                if head == "data" && trial::entry_in(&stated, "belongs to").is_none() {
                    continue;
                }
                // That of death ends what can be observed, whatever reads it.
                let ends_all = |name: &str| head == "event" && name == crate::plan::ir::DEATH;
                let is_read = |name: &str| ends_all(name) || self.is_named(&named, head, name, stated.statement);
                if let Some(name) = stated.statement.name.as_ref().filter(|name| !is_read(&name.node)) {
                    let title = said!("`{name}` is never used", name = name.node);
                    self.error::<()>(codes::NEVER_USED, title, name.span, "nothing reads it");
                }
            }
        }
    }

    /// Options, sets of rows, quantities and values of a criterion that neither its rules nor the plan read.
    fn check_criteria_used(&mut self) {
        let mut found = vec![];
        let in_plan = words_of(&self.statements);
        for criterion in self.criteria.values() {
            let named = words_of(&criterion.statements);
            let read = |name: &str, own: &tree::Statement| by_another(&named, name, own) || in_plan.contains_key(name);
            // What a criterion takes over from another is the other's.
            let file = criterion.file();
            for Stated { statement, .. } in criterion.own() {
                if matches!(statement.head.node.as_str(), "rows" | "value" | "define") {
                    let name = statement.name.as_ref();
                    found.extend(name.filter(|n| !read(&n.node, statement)).cloned());
                }
                for item in &statement.items {
                    let tree::Item::Entry(tree::Entry { key: Some(key), .. }) = item else { continue };
                    let option = key.node.strip_prefix("option ").filter(|_| Some(key.span.file) == file);
                    let option = option.filter(|name| !named.contains_key(*name));
                    found.extend(option.map(|name| Spanned::new(name.to_string(), key.span)));
                }
            }
        }
        for name in found {
            self.error::<()>(
                codes::NEVER_USED,
                said!("`{name}` is never used", name = name.node),
                name.span,
                "nothing reads it",
            );
        }
    }

    /// Another statement names it. A criterion is used under its own name, an event as an intercurrent one under its own too.
    fn is_named(&self, named: &Words<'a>, head: &str, name: &str, own: &tree::Statement) -> bool {
        let name = if head == "use" { self.criterion_of(own).unwrap_or(name) } else { name };
        by_another(named, name, own)
    }

    /// The name of the criterion in the document that a `use` brings in.
    fn criterion_of(&self, own: &tree::Statement) -> Option<&str> {
        let path = &own.name.as_ref()?.node;
        self.criteria.iter().find(|(_, c)| c.path == path).map(|(name, _)| name.as_str())
    }
}

/// The first two statements that name each word: whatever one of them is, another one names it or none does.
fn words_of<'a>(statements: &[Stated<'a>]) -> Words<'a> {
    let mut found: Words<'a> = BTreeMap::new();
    for stated in statements {
        for word in mentions::words(stated.statement) {
            let by = found.entry(word).or_default();
            let is_other = |known: &&tree::Statement| !std::ptr::eq(*known, stated.statement);
            if by.len() < 2 && by.iter().all(is_other) {
                by.push(stated.statement);
            }
        }
    }
    found
}

/// A statement other than this one names the word.
fn by_another(named: &Words, word: &str, own: &tree::Statement) -> bool {
    named.get(word).is_some_and(|by| by.iter().any(|statement| !std::ptr::eq(*statement, own)))
}

/// A heading with a number; the name of a criterion stands before the numbers of its document.
fn is_numbered(clause: &ClauseInfo) -> bool {
    clause.number.rsplit(' ').next().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

fn bounds_below(rule: &ColumnRule) -> bool {
    match rule {
        ColumnRule::Range { low, .. } => low.is_some(),
        ColumnRule::Above(_) | ColumnRule::AtLeastColumn(_) => true,
        ColumnRule::Below(_) | ColumnRule::AtMostColumn(_) | ColumnRule::RequiredWhen(_) | ColumnRule::Names(_) => {
            false
        }
    }
}

fn bounds_above(rule: &ColumnRule) -> bool {
    match rule {
        ColumnRule::Range { high, .. } => high.is_some(),
        ColumnRule::Below(_) | ColumnRule::AtMostColumn(_) => true,
        ColumnRule::Above(_) | ColumnRule::AtLeastColumn(_) | ColumnRule::RequiredWhen(_) | ColumnRule::Names(_) => {
            false
        }
    }
}
