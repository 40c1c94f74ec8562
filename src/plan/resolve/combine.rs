//! `combine`: from the responses of several readers to one.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Entry, Item, Kind, SelectorKind};

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_combines(&mut self) {
        self.resolve_each("combine", Self::combine, |r, combine| r.plan.combines.push(combine));
        self.check_combined_once();
    }

    fn combine(&mut self, stated: Stated<'a>) -> Option<Combine> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let of = self.required(&entries, "of").map(|v| self.responses_of(v));
        let readers = self.required(&entries, "readers").and_then(|v| self.word(v));
        let severity = self.required(&entries, "unresolved").and_then(|v| self.severity(v));
        let of = of.flatten()?;
        let (reader, reader_span) = readers?;
        let recorded = match entries.value("consensus for") {
            Some(value) => Some(self.consensus_for(value, &of)?),
            None => None,
        };
        for id in &of {
            let response = &self.plan.responses[id.0];
            let Some(name) = response.criterion.reader(&self.plan).map(|c| c.name.clone()) else {
                let (title, place) = (
                    said!("`{response}` is read by one reader", response = response.header.name),
                    response.header.span,
                );
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(reader_span, "no other reader to combine with")
                    .at(place, "its criterion names no reader")
                    .hint("take it out of `of`: its response stands as it is");
                self.report(diagnostic);
                return None;
            };
            let table = response.criterion.things.map(|things| things.table);
            let owner = table.map_or(String::new(), |t| self.plan.tables[t.0].header.name.clone());
            self.note(reader_span, Named::Column, &owner, &name);
            if name != reader {
                return self.unknown("reader column", reader, reader_span, [name.as_str()]);
            }
        }
        let stop_after = self.stop_after(&entries, &of)?;
        let Some(block) = entries.get("response") else {
            let hint = "add `response { … }`, read from the top";
            return self.missing_key(
                header.span,
                "`response` is missing in `combine`",
                "says nothing of what is answered",
                hint,
            );
        };
        self.check_combine_cases(block)?;
        let mut combined = vec![];
        for (response, stop_after) in of.into_iter().zip(stop_after) {
            let cases: Vec<Option<CombineCase>> =
                block.items.iter().map(|item| self.combine_case(item, response, recorded)).collect();
            let cases = cases.into_iter().collect::<Option<Vec<CombineCase>>>()?;
            self.check_nobody_applies(response, &cases, block.span)?;
            if let (Some(value), false) = (entries.value("consensus for"), cases.iter().any(looks_up)) {
                let title = "No case asks for a consensus";
                let hint = "take `consensus for` away";
                return self.error_hint(codes::OPTION_UNREAD, title, value.span, "read by none of the cases", hint);
            }
            combined.push(CombinedResponse { response, cases, stop_after });
        }
        Some(Combine { header, of: combined, unresolved: severity? })
    }

    /// `consensus for: RESPONSE`: the consensus is that recorded for another response by the same criterion.
    fn consensus_for(&mut self, value: &'a tree::Value, of: &[ResponseId]) -> Option<ResponseId> {
        let (word, span) = self.word(value)?;
        let recorded = self.response_named(word, span)?;
        let criterion = |id: &ResponseId| &self.plan.responses[id.0].criterion.header;
        let Some(other) = of.iter().find(|id| criterion(id).span != criterion(&recorded).span) else {
            return Some(recorded);
        };
        let name = self.plan.responses[other.0].header.name.clone();
        let title = said!("`{word}` is read by another criterion than `{name}`", word, name);
        self.error(codes::WRONG_VALUE, title, span, "its consensus answers another question")
    }

    /// A list of responses by name.
    pub(crate) fn responses_of(&mut self, value: &'a tree::Value) -> Option<Vec<ResponseId>> {
        let words = self.words(value);
        words.into_iter().map(|(word, span)| self.response_named(word, span)).collect()
    }

    pub(crate) fn response_named(&mut self, word: &str, span: Span) -> Option<ResponseId> {
        let names: Vec<String> = self.plan.responses.iter().map(|r| r.header.name.clone()).collect();
        self.position(Named::Response, word, span, &names).map(ResponseId)
    }

    /// `ends with: first SET`, by response the set of its criterion; none where nothing is said.
    pub(crate) fn stop_after(
        &mut self,
        entries: &entries::Entries<'a>,
        of: &[ResponseId],
    ) -> Option<Vec<Option<SetId>>> {
        let Some(value) = entries.value("ends with") else { return Some(vec![None; of.len()]) };
        let element = self.single(value)?;
        let first = match &element.expression.kind {
            Kind::Selector(selector) if selector.kind.node == SelectorKind::First && selector.condition.is_none() => {
                &selector.rows
            }
            _ => {
                return self.error(
                    codes::WRONG_VALUE,
                    "A sequence ends with a first response",
                    element.span,
                    "write `first definitive_progression`",
                );
            }
        };
        let (word, span) = self.word_of(first)?;
        of.iter().map(|id| self.set_named(*id, word, span).map(Some)).collect()
    }

    /// The set of this name of the criterion of a response.
    pub(crate) fn set_named(&mut self, id: ResponseId, word: &str, span: Span) -> Option<SetId> {
        let criterion = &self.plan.responses[id.0].criterion;
        let sets: Vec<String> = criterion.sets.iter().map(|s| s.name.clone()).collect();
        if let Some(role) = ResponseRole::ALL.into_iter().find(|r| r.name() == word)
            && criterion.set_of(role).is_none()
        {
            return self.without_role(id, role, span, "named here");
        }
        let document = self.document_of(criterion.header.span);
        let found = self.position("set of responses", word, span, &sets)?;
        self.note(span, Named::Set, &document, word);
        Some(SetId(found))
    }

    /// The set with a role that something in the language needs of the criterion.
    pub(crate) fn set_needed(&mut self, id: ResponseId, role: ResponseRole, span: Span, by: &str) -> Option<SetId> {
        match self.plan.responses[id.0].criterion.set_of(role) {
            Some(set) => Some(set),
            None => self.without_role(id, role, span, by),
        }
    }

    fn without_role<T>(&mut self, id: ResponseId, role: ResponseRole, span: Span, label: &str) -> Option<T> {
        let header = &self.plan.responses[id.0].criterion.header;
        let title =
            said!("`{name}` does not say which of its responses are `{key}`", name = header.name, key = role.key());
        let diagnostic = Diagnostic::new(codes::NO_ROLE, title)
            .at(span, label.to_string())
            .at(header.span, format!("has no entry `{}`", role.key()))
            .because("a criterion declares what its responses mean; what it does not declare cannot be asked of it")
            .hint(format!("add `{}: …` to the criterion if it has such responses, or ask for another set", role.key()));
        self.report(diagnostic);
        None
    }

    /// The cases are read from the top, and the last, without a condition, is for the rest.
    fn check_combine_cases(&mut self, block: &'a Entry) -> Option<()> {
        let mut whole = Some(());
        for item in &block.items {
            if let Item::Entry(entry) = item {
                whole = self.error::<()>(
                    codes::MISPLACED,
                    "Cases are expected here",
                    entry.span,
                    "not `RESULT when CONDITION`",
                );
            }
        }
        whole?;
        let rest = |item: &Item| matches!(item, Item::Case(case) if case.condition.is_none());
        match block.items.iter().position(rest) {
            Some(last) if last + 1 == block.items.len() => Some(()),
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

    /// `agreed_response when readers agree`, `worst_response when any assessed`, `TABLE.COLUMN when TABLE.COLUMN is known`, `CODE otherwise`.
    fn combine_case(&mut self, item: &'a Item, id: ResponseId, recorded: Option<ResponseId>) -> Option<CombineCase> {
        let Item::Case(case) = item else { return None };
        let reason = match &case.reason {
            Some(reason) => self.label(reason),
            None => self.sources.text(case.span).trim().to_string(),
        };
        let Some(condition) = &case.condition else {
            let (word, span) = self.word_of(&case.result)?;
            let list = self.plan.responses[id.0].criterion.responses.clone();
            return match list.position(word) {
                Some(code) => {
                    self.note_code(span, &list, word);
                    Some(CombineCase::Fixed { code: CodeId(code), reason })
                }
                None => self.unknown_code(word, span, &list),
            };
        };
        match (&case.result.kind, &condition.kind) {
            (Kind::Name(response), Kind::Name(agree)) if response == "agreed_response" && agree == "readers agree" => {
                self.noted.words.extend([case.result.span, condition.span]);
                Some(CombineCase::Common { reason })
            }
            (Kind::Name(worst), Kind::Selector(any)) if worst == "worst_response" && Self::is_any_assessed(any) => {
                self.noted.words.extend([case.result.span, condition.span, any.rows.span]);
                self.ranked_by(id, case.result.span)?;
                Some(CombineCase::Worst { reason })
            }
            (Kind::Name(median), Kind::Selector(any)) if median == "median_response" && Self::is_any_assessed(any) => {
                self.noted.words.extend([case.result.span, condition.span, any.rows.span]);
                self.several_readers(id, case.result.span)?;
                self.ranked_by(id, case.result.span)?;
                Some(CombineCase::Median { reason })
            }
            (Kind::Field(table, column), Kind::IsKnown(tested, true)) if same_field(tested, table, column) => {
                let found = self.looked_up(table, column, (id, recorded))?;
                if let (Kind::Field(again, column), Some(name)) = (&tested.kind, Self::name_of(table)) {
                    self.note(again.span, Named::Table, "", name);
                    self.note(column.span, Named::Column, name, &column.node);
                }
                Some(CombineCase::Looked { up: found, reason })
            }
            _ => {
                let hint = "write `agreed_response when readers agree`, `worst_response` or `median_response when any assessed`, `TABLE.COLUMN when TABLE.COLUMN is known` or `CODE otherwise`";
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

    fn is_any_assessed(selector: &tree::Selector) -> bool {
        let tree::Selector { kind, rows, to, condition, since, has } = selector;
        let alone = [to, condition, since, has].into_iter().all(Option::is_none);
        kind.node == SelectorKind::Any && alone && matches!(&rows.kind, Kind::Name(word) if word == "assessed")
    }

    /// Where the criterion applies for no reader, that is what they agree on; no other case answers it.
    fn check_nobody_applies(&mut self, id: ResponseId, cases: &[CombineCase], span: Span) -> Option<()> {
        let response = &self.plan.responses[id.0];
        let agreed = cases.iter().any(|case| matches!(case, CombineCase::Common { .. }));
        let Some(set) = response.criterion.set_of(ResponseRole::DoesNotApply).filter(|_| !agreed) else {
            return Some(());
        };
        let place = response.criterion.set(set).span;
        let title = said!("Where `{name}` applies for no reader nothing says so", name = response.header.name);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
            .at(span, "no case for readers who agree")
            .at(place, "a response that does not apply")
            .because("it would be answered as an examination that nobody assessed")
            .hint("begin with `agreed_response \"both readers agree\" when readers agree`");
        self.report(diagnostic);
        None
    }

    /// The worst response is told by the ranking that the criterion declares.
    fn ranked_by(&mut self, id: ResponseId, span: Span) -> Option<()> {
        let criterion = &self.plan.responses[id.0].criterion;
        if !criterion.ranked.is_empty() {
            return Some(());
        }
        let title = said!("`{name}` does not rank its responses", name = criterion.header.name);
        let diagnostic = Diagnostic::new(codes::NO_ROLE, title)
            .at(span, "how they are ranked cannot be told")
            .at(criterion.header.span, "has no entry `from best to worst`")
            .because("a criterion declares what its responses mean; what it does not declare cannot be asked of it")
            .hint("add `from best to worst: …` to the criterion");
        self.report(diagnostic);
        None
    }

    /// In the middle of the responses of two readers is what they agree on.
    fn several_readers(&mut self, id: ResponseId, span: Span) -> Option<()> {
        let response = &self.plan.responses[id.0];
        if response.criterion.reader_count(&self.plan) > 2 {
            return Some(());
        }
        let title = said!("`{name}` has two readers, and two have no median", name = response.header.name);
        let hint = "write `agreed_response when readers agree`, and say what it is where they do not";
        self.error_hint(codes::WRONG_VALUE, title, span, "of three readers or more", hint)
    }

    /// A table of consensus readings: below the examination, one row per examination and criterion.
    fn looked_up(
        &mut self,
        table: &'a tree::Expression,
        column: &Spanned<String>,
        (of, recorded): (ResponseId, Option<ResponseId>),
    ) -> Option<LookUp> {
        let (word, span) = self.word_of(table)?;
        let id = TableId(self.position(Named::Table, word, span, &self.table_names())?);
        let names: Vec<String> = self.plan.tables[id.0].columns.iter().map(|c| c.name.clone()).collect();
        let response = self.position(defined::Kind::ColumnIn(word), &column.node, column.span, &names)?;
        let found = &self.plan.tables[id.0];
        let of_exam = found.parent.filter(|(_, exam)| self.plan.responses[of.0].criterion.exam == *exam);
        let criterion = match (of_exam, found.key.as_slice()) {
            (Some((exam, _)), [first, second]) if *first == exam => Some((exam, *second)),
            (Some((exam, _)), [first, second]) if *second == exam => Some((exam, *first)),
            _ => None,
        };
        let Some((exam, criterion)) = criterion else {
            let title = said!("`{word}` has no row per examination and criterion", word);
            return self.error(codes::INTERFACE, title, span, "consensus readings are found by these two");
        };
        let (code, codes) = self.consensus_codes(id, (criterion, response), recorded.unwrap_or(of), span)?;
        let own = recorded.is_none_or(|recorded| recorded == of);
        Some(LookUp { table: id, exam, criterion: (criterion, code), response, codes, own })
    }

    /// The code that names the response statement, and by code of the consensus the response; the consensus can hold each.
    fn consensus_codes(
        &mut self,
        table: TableId,
        (criterion, response): (usize, usize),
        of: ResponseId,
        span: Span,
    ) -> Option<(usize, Vec<Option<CodeId>>)> {
        let (name, wanted) = {
            let response = &self.plan.responses[of.0];
            (response.header.name.clone(), response.criterion.responses.clone())
        };
        let (criterion, response) =
            (&self.plan.tables[table.0].columns[criterion], &self.plan.tables[table.0].columns[response]);
        let named = match &criterion.ty {
            Type::Code(list) => list.position(&name),
            _ => None,
        };
        let Some(named) = named else {
            let diagnostic = Diagnostic::new(codes::INTERFACE, said!("No consensus is recorded for `{name}`", name))
                .at(criterion.span, format!("`{name}` is not among its codes"))
                .at(span, "it is looked up here");
            self.report(diagnostic);
            return None;
        };
        let recorded = match &response.ty {
            Type::Code(list) => list.codes.as_slice(),
            _ => &[],
        };
        let Some(missing) = wanted.codes.iter().find(|c| recorded.iter().all(|r| r.name != c.name)) else {
            return Some((named, recorded.iter().map(|r| wanted.position(&r.name).map(CodeId)).collect()));
        };
        let missing = &missing.name;
        let diagnostic = Diagnostic::new(
            codes::INTERFACE,
            said!("A consensus cannot be `{missing}`, which `{name}` can", missing, name),
        )
        .at(response.span, format!("`{missing}` is not among its codes"))
        .at(span, "it is looked up here");
        self.report(diagnostic);
        None
    }

    fn has_one_reader(&self, id: ResponseId) -> bool {
        self.plan.responses[id.0].criterion.reader(&self.plan).is_none()
    }

    /// Every response of several readers is combined exactly once.
    fn check_combined_once(&mut self) {
        for index in 0..self.plan.responses.len() {
            let header = self.plan.responses[index].header.clone();
            let by: Vec<Span> =
                self.plan.combines.iter().filter(|c| c.combines(ResponseId(index))).map(|c| c.header.span).collect();
            match by.as_slice() {
                [_] => {}
                [] if !self.intact(&["combine"]) || self.has_one_reader(ResponseId(index)) => {}
                [] => {
                    let title = said!("The readers of `{name}` are combined by no `combine`", name = header.name);
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
                        said!("The readers of `{name}` are combined twice", name = header.name),
                    )
                    .at(*second, "combined again here")
                    .at(*first, "first combined here");
                    self.report(diagnostic);
                }
            }
        }
    }
}

fn looks_up(case: &CombineCase) -> bool {
    matches!(case, CombineCase::Looked { .. })
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
