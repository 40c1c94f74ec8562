//! `combine`: from the responses of several readers to one.

use super::*;
use crate::syntax::tree::{Case, Entry, Item, Kind, SelectorKind};

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_combines(&mut self) {
        self.resolve_each("combine", Self::combine, |r, combine| r.plan.combines.push(combine));
        self.check_combined_once();
    }

    fn combine(&mut self, stated: Stated<'a>) -> Option<Combine> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let of = self.required(&entries, "of").map(|v| self.responses_of(v));
        let across = self.required(&entries, "across").and_then(|v| self.word(v));
        let severity = self.required(&entries, "unresolved").and_then(|v| self.severity(v));
        let of = of.flatten()?;
        let (reader, reader_span) = across?;
        for id in &of {
            let criterion = &self.plan.responses[id.0].criterion;
            let name = self.plan.tables[criterion.lesion.0].columns[criterion.reader].name.clone();
            if name != reader {
                return self.unknown("reader column", reader, reader_span, [name.as_str()]);
            }
        }
        let stop_after = match entries.value("stop after") {
            Some(value) => Some(self.stop_after(value, &of)?),
            None => None,
        };
        let Some(block) = entries.get("response") else {
            let hint = "add `response { … }`, read from the top";
            return self.missing_key(
                header.span,
                "`response` is missing in `combine`",
                "says nothing of what is answered",
                hint,
            );
        };
        let cases = self.combine_cases(block, &of)?;
        Some(Combine { header, of, cases, unresolved: severity?, stop_after })
    }

    /// A list of responses by name.
    pub(crate) fn responses_of(&mut self, value: &'a tree::Value) -> Option<Vec<ResponseId>> {
        let words = self.words(value);
        words.into_iter().map(|(word, span)| self.response_named(word, span)).collect()
    }

    pub(crate) fn response_named(&mut self, word: &str, span: Span) -> Option<ResponseId> {
        let names: Vec<String> = self.plan.responses.iter().map(|r| r.header.name.clone()).collect();
        self.position("response", word, span, &names).map(ResponseId)
    }

    /// `first SET`: a set of the criteria's responses.
    pub(crate) fn stop_after(&mut self, value: &'a tree::Value, of: &[ResponseId]) -> Option<String> {
        let element = self.single(value)?;
        let Kind::Selector(selector) = &element.expression.kind else {
            return self.error(
                codes::WRONG_VALUE,
                "A sequence stops after a first response",
                element.span,
                "write `first definitive_progression`",
            );
        };
        if selector.kind.node != SelectorKind::First || selector.condition.is_some() {
            return self.error(
                codes::WRONG_VALUE,
                "A sequence stops after a first response",
                element.span,
                "write `first definitive_progression`",
            );
        }
        let (word, span) = self.word_of(&selector.rows)?;
        of.iter().map(|id| self.set_named(*id, word, span)).collect::<Option<Vec<()>>>()?;
        Some(word.to_string())
    }

    /// The criterion of the response declares this set of its responses.
    pub(crate) fn set_named(&mut self, id: ResponseId, word: &str, span: Span) -> Option<()> {
        let sets: Vec<String> = self.plan.responses[id.0].criterion.sets.iter().map(|s| s.0.clone()).collect();
        self.position("set of responses", word, span, &sets).map(|_| ())
    }

    fn combine_cases(&mut self, block: &'a Entry, of: &[ResponseId]) -> Option<Vec<CombineCase>> {
        let mut cases = vec![];
        for item in &block.items {
            match item {
                Item::Case(case) => cases.extend(self.combine_case(case, of)),
                Item::Entry(entry) => {
                    self.error::<()>(
                        codes::MISPLACED,
                        "Cases are expected here",
                        entry.span,
                        "not `RESULT when CONDITION`",
                    );
                }
            }
        }
        if cases.len() < block.items.len() {
            return None;
        }
        let last = cases.iter().position(|c| matches!(c, CombineCase::Fixed { .. }));
        match last {
            Some(last) if last + 1 == cases.len() => Some(cases),
            Some(last) => {
                let span = item_span(&block.items[last + 1]);
                self.error(codes::UNREACHABLE, "This case is never reached", span, "after `otherwise`")
            }
            None => {
                let hint = "end with `NE \"unresolved\" otherwise`";
                self.error_hint(
                    codes::NO_OTHERWISE,
                    "The cases do not cover everything",
                    block.span,
                    "no case is left for the rest",
                    hint,
                )
            }
        }
    }

    /// `common when agreed`, `TABLE.COLUMN when TABLE.COLUMN is known`, `CODE otherwise`.
    fn combine_case(&mut self, case: &'a Case, of: &[ResponseId]) -> Option<CombineCase> {
        let reason =
            case.reason.as_ref().map_or_else(|| self.sources.text(case.span).trim().to_string(), |r| r.node.clone());
        let Some(condition) = &case.condition else {
            let (word, span) = self.word_of(&case.result)?;
            for id in of {
                let list = self.plan.responses[id.0].criterion.responses.clone();
                if list.position(word).is_none() {
                    return self.unknown_code(word, span, &list);
                }
            }
            return Some(CombineCase::Fixed { code: word.to_string(), reason });
        };
        match (&case.result.kind, &condition.kind) {
            (Kind::Name(common), Kind::Name(agreed)) if common == "common" && agreed == "agreed" => {
                Some(CombineCase::Common { reason })
            }
            (Kind::Field(table, column), Kind::IsKnown(tested, true)) if same_field(tested, table, column) => {
                self.looked_up(table, column, of, reason)
            }
            _ => {
                let hint = "write `common when agreed`, `TABLE.COLUMN when TABLE.COLUMN is known` or `CODE otherwise`";
                self.error_hint(
                    codes::WRONG_VALUE,
                    "Readers cannot be combined like this",
                    case.span,
                    "no such case",
                    hint,
                )
            }
        }
    }

    /// A table of consensus readings: below the examination, one row per examination and criterion.
    fn looked_up(
        &mut self,
        table: &'a tree::Expression,
        column: &Spanned<String>,
        of: &[ResponseId],
        reason: String,
    ) -> Option<CombineCase> {
        let (word, span) = self.word_of(table)?;
        let id = TableId(self.position("table", word, span, &self.table_names())?);
        let names: Vec<String> = self.plan.tables[id.0].columns.iter().map(|c| c.name.clone()).collect();
        let response = self.position(&format!("column … in `{word}`"), &column.node, column.span, &names)?;
        let found = &self.plan.tables[id.0];
        let of_exam =
            found.parent.filter(|(_, exam)| of.iter().all(|r| self.plan.responses[r.0].criterion.exam == *exam));
        let criterion = match (of_exam, found.key.as_slice()) {
            (Some((exam, _)), [first, second]) if *first == exam => Some((exam, *second)),
            (Some((exam, _)), [first, second]) if *second == exam => Some((exam, *first)),
            _ => None,
        };
        let Some((exam, criterion)) = criterion else {
            let title = format!("`{word}` has no row per examination and criterion");
            return self.error(codes::INTERFACE, title, span, "consensus readings are found by these two");
        };
        for response_id in of {
            self.check_consensus_codes(id, criterion, response, *response_id, span)?;
        }
        Some(CombineCase::Looked { table: id, exam, criterion, response, reason })
    }

    /// The consensus can name the response statement and hold each of its answers.
    fn check_consensus_codes(
        &mut self,
        table: TableId,
        criterion: usize,
        response: usize,
        of: ResponseId,
        span: Span,
    ) -> Option<()> {
        let (name, wanted) = {
            let response = &self.plan.responses[of.0];
            (response.header.name.clone(), response.criterion.responses.clone())
        };
        let (criterion, response) =
            (&self.plan.tables[table.0].columns[criterion], &self.plan.tables[table.0].columns[response]);
        let names_it = matches!(&criterion.ty, Type::Code(list) if list.position(&name).is_some());
        if !names_it {
            let diagnostic = Diagnostic::new(codes::INTERFACE, format!("No consensus is recorded for `{name}`"))
                .at(criterion.span, format!("`{name}` is not among its codes"))
                .at(span, "it is looked up here");
            self.report(diagnostic);
            return None;
        }
        let missing = match &response.ty {
            Type::Code(list) => wanted.codes.iter().find(|c| list.position(&c.name).is_none()).map(|c| c.name.clone()),
            _ => wanted.codes.first().map(|c| c.name.clone()),
        };
        let Some(missing) = missing else { return Some(()) };
        let diagnostic =
            Diagnostic::new(codes::INTERFACE, format!("A consensus cannot be `{missing}`, which `{name}` can"))
                .at(response.span, format!("`{missing}` is not among its codes"))
                .at(span, "it is looked up here");
        self.report(diagnostic);
        None
    }

    /// Every response is combined exactly once.
    fn check_combined_once(&mut self) {
        for index in 0..self.plan.responses.len() {
            let header = self.plan.responses[index].header.clone();
            let by: Vec<Span> = self
                .plan
                .combines
                .iter()
                .filter(|c| c.of.contains(&ResponseId(index)))
                .map(|c| c.header.span)
                .collect();
            match by.as_slice() {
                [_] => {}
                [] if !self.intact(&["combine"]) => {}
                [] => {
                    let title = format!("The readers of `{}` are combined by no `combine`", header.name);
                    let hint = "add a `combine` statement: it says what holds where the readers differ";
                    self.error_hint::<()>(
                        codes::MISSING_STATEMENT,
                        title,
                        header.span,
                        "read by several readers",
                        hint,
                    );
                }
                [first, second, ..] => {
                    let diagnostic = Diagnostic::new(
                        codes::REPEATED,
                        format!("The readers of `{}` are combined twice", header.name),
                    )
                    .at(*second, "combined again here")
                    .at(*first, "first combined here");
                    self.report(diagnostic);
                }
            }
        }
    }
}

fn item_span(item: &Item) -> Span {
    match item {
        Item::Entry(e) => e.span,
        Item::Case(c) => c.span,
    }
}

/// The same `TABLE.COLUMN` written again.
fn same_field(e: &tree::Expression, table: &tree::Expression, column: &Spanned<String>) -> bool {
    match &e.kind {
        Kind::Field(t, c) => t.kind == table.kind && c.node == column.node,
        _ => false,
    }
}
