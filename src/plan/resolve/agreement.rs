//! `agreement`: several readings of the same thing.

use super::entries::Entries;
use super::expression::is_numeric;
use super::*;
use crate::catalogue::{self, Method, OutcomeKind, Use};
use crate::diagnostic::said;
use crate::syntax::tree::Value;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_agreements(&mut self) {
        self.resolve_each("agreement", Self::agreement, |r, agreement| r.plan.agreements.push(agreement));
    }

    fn agreement(&mut self, stated: Stated<'a>) -> Option<Agreement> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let as_read = entries
            .value("readings")
            .is_some_and(|v| matches!(v.elements.as_slice(), [one] if self.is_word(&one.expression, "as_read")));
        let of = match as_read {
            true => self.read_agreement(&entries).map(AgreementOf::Responses),
            false => self.column_agreement(&entries),
        };
        let kind = match &of {
            Some(AgreementOf::Columns { outcome, .. }) => Some(*outcome),
            Some(AgreementOf::Responses(_)) => Some(OutcomeKind::Agreement),
            None => None,
        };
        let methods = self.required(&entries, "estimate").and_then(|v| self.agreement_methods(v, kind));
        Some(Agreement { header, of: of?, methods: methods? })
    }

    fn read_agreement(&mut self, entries: &Entries<'a>) -> Option<ReadAgreement> {
        let of = self.required(entries, "of").map(|v| self.responses_of(v));
        let at = self.required(entries, "at").map(|v| self.words(v));
        let among = self.required(entries, "among").map(|v| self.distinct_words(v));
        let leave_out = entries.value("leave out").map_or(vec![], |v| self.words(v));
        let (of, at, among) = (of??, at?, among?);
        let stop_after = self.stop_after(entries, &of)?;
        let mut read = vec![];
        for (response, stop_after) in of.iter().copied().zip(stop_after) {
            let place = entries.value("of").map_or(self.plan.responses[response.0].header.span, |v| v.span);
            self.two_readers(response, place)?;
            let at = at.iter().map(|(point, span)| self.point_of_response(response, point, *span));
            let at = at.collect::<Option<Vec<PointId>>>()?;
            self.check_read_after(response, &at, entries.value("at").map_or(place, |value| value.span))?;
            let list = &self.plan.responses[response.0].criterion.responses;
            let leave_out = leave_out.iter().filter_map(|(code, _)| list.position(code).map(CodeId)).collect();
            read.push(ReadResponse { response, at, leave_out, stop_after });
        }
        for (code, span) in &leave_out {
            let list = |id: &ResponseId| self.plan.responses[id.0].criterion.responses.clone();
            let lists: Vec<_> = of.iter().map(list).collect();
            if let (Some(first), true) = (lists.first(), lists.iter().all(|l| l.position(code).is_none())) {
                return self.unknown_code(code, *span, first);
            }
            if let Some(list) = lists.iter().find(|l| l.position(code).is_some()) {
                self.note_code(*span, list, code);
            }
        }
        let count = among.len();
        let found: Vec<PopulationId> =
            among.into_iter().filter_map(|(word, span)| self.population_named(word, span)).collect();
        (found.len() == count).then_some(ReadAgreement { of: read, among: found })
    }

    /// A criterion answers of examinations after time zero.
    fn check_read_after(&mut self, id: ResponseId, at: &[PointId], span: Span) -> Option<()> {
        let points = &self.plan.timepoints[self.plan.responses[id.0].timepoints].points;
        let before = |point: &&Timepoint| point.window.is_some_and(|(_, last)| last <= 0);
        let Some(point) = at.iter().map(|at| &points[at.0]).find(before) else { return Some(()) };
        let title = said!("Nobody has a response at `{point}`", point = point.name);
        let label = "the examination that responses are compared with";
        self.error(codes::NEVER_COMPUTED, title, span, label)
    }

    /// Agreement is that of two readers.
    fn two_readers(&mut self, id: ResponseId, span: Span) -> Option<()> {
        let criterion = &self.plan.responses[id.0].criterion;
        let readers = criterion.reader_count(&self.plan);
        if readers == 2 {
            return Some(());
        }
        let place = criterion.reader(&self.plan).map_or(criterion.header.span, |c| c.span);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, "Agreement is that of two readers")
            .at(span, "read by others")
            .at(place, format!("{readers} readers"));
        self.report(diagnostic);
        None
    }

    /// `of: TABLE`, `readings: COLUMN, COLUMN, …`.
    fn column_agreement(&mut self, entries: &Entries<'a>) -> Option<AgreementOf> {
        for key in ["at", "among", "leave out", "ends with"] {
            if let Some(entry) = entries.get(key) {
                let title = said!("`{key}` belongs to the agreement of readers: `readings: as_read`", key);
                self.error::<()>(codes::UNKNOWN_KEY, title, entry.span, "columns are compared");
            }
        }
        let of = self.required(entries, "of").and_then(|v| self.word(v));
        let readings = self.required(entries, "readings")?;
        let (word, span) = of?;
        let table = TableId(self.position(Named::Table, word, span, &self.table_names())?);
        let found = self.things_compared(readings, table)?;
        let Some((first, others)) = found.split_first().filter(|(_, others)| !others.is_empty()) else {
            let hint = "write `readings: COLUMN, COLUMN`, or `as_read` for the readers of responses";
            let label = "fewer than two columns";
            return self.error_hint(codes::WRONG_VALUE, "One reading agrees with itself", readings.span, label, hint);
        };
        if let Some(again) = (1..found.len()).find(|at| found[..*at].contains(&found[*at])) {
            let title = said!("`{column}` is read twice", column = found[again].name(&self.plan, table).to_string());
            let label = "a reading agrees with itself always";
            return self.error_hint(codes::REPEATED, title, readings.span, label, "name each column once");
        }
        let ty = first.ty(&self.plan, table);
        let alike = |compared: &Compared| match (ty, compared.ty(&self.plan, table)) {
            (Type::YesNo, Type::YesNo) => true,
            (Type::Code(a), Type::Code(b)) => a.codes.iter().map(|c| &c.name).eq(b.codes.iter().map(|c| &c.name)),
            (a, b) => is_numeric(a) && a == b,
        };
        if !others.iter().all(alike) {
            let title = "Readings have the same codes in the same order, or are numbers of the same unit";
            return self.error(codes::WRONG_TYPE, title, readings.span, "not columns of the same codes or unit");
        }
        let outcome = match (ty, found.len()) {
            (Type::Code(_) | Type::YesNo, 2) => OutcomeKind::Agreement,
            (Type::Code(_) | Type::YesNo, _) => OutcomeKind::SeveralReadings,
            _ => OutcomeKind::Measurements,
        };
        Some(AgreementOf::Columns { table, columns: found, outcome })
    }

    /// Columns of a table, and quantities that are described of it.
    fn things_compared(&mut self, readings: &'a Value, table: TableId) -> Option<Vec<Compared>> {
        let words = self.words(readings);
        let count = words.len();
        let found: Vec<Compared> =
            words.into_iter().filter_map(|(word, span)| self.one_compared(word, span, table)).collect();
        (found.len() == count).then_some(found)
    }

    fn one_compared(&mut self, word: &str, span: Span, table: TableId) -> Option<Compared> {
        let owner = self.plan.tables[table.0].header.name.clone();
        if let Some(column) = self.column_named(table, word) {
            self.note(span, Named::Column, &owner, word);
            return Some(Compared::Column(column));
        }
        if let Some(define) = self.define_named(table, word) {
            self.note(span, Named::Define, &owner, word);
            return Some(Compared::Quantity(define));
        }
        let declared = &self.plan.tables[table.0];
        let columns = declared.columns.iter().map(|column| column.name.clone());
        let quantities = self.plan.defines.iter().filter(|define| define.table == table);
        let known: Vec<String> = columns.chain(quantities.map(|define| define.header.name.clone())).collect();
        self.unknown(Named::Column, word, span, known.iter().map(String::as_str))
    }

    /// A method of agreement, of readings of another kind.
    fn of_other_readings(&mut self, name: &str, span: Span, kind: OutcomeKind, known: &[&str]) {
        let (what, more) = match kind {
            OutcomeKind::Measurements => (
                "numbers",
                "; of a score with few values make codes, `one of (\"1\", \"2\", \"3\")`, in the data or by a `define`",
            ),
            OutcomeKind::SeveralReadings => ("those of three or more", ""),
            OutcomeKind::Agreement
            | OutcomeKind::YesNo
            | OutcomeKind::TimeToEvent
            | OutcomeKind::CompetingRisks
            | OutcomeKind::Continuous
            | OutcomeKind::Category
            | OutcomeKind::Shift
            | OutcomeKind::Events
            | OutcomeKind::DiagnosticTest
            | OutcomeKind::PValues
            | OutcomeKind::PlannedPairs => ("two of codes", ""),
        };
        let title = said!("`{name}` does not take these readings, which are {what}", name, what);
        let hint = format!("these do: {}{more}", known.join(", "));
        self.error_hint::<()>(codes::WRONG_METHOD, title, span, "of other readings", hint);
    }

    /// `kind` is that of the readings, where they are known.
    fn agreement_methods(&mut self, value: &'a Value, kind: Option<OutcomeKind>) -> Option<Vec<MethodCall>> {
        let elements = self.list(value);
        let count = elements.len();
        let kinds = [OutcomeKind::Agreement, OutcomeKind::SeveralReadings, OutcomeKind::Measurements];
        let fits = |m: &Method| {
            let takes = m.takes.iter().any(|takes| kind.map_or(kinds.contains(takes), |kind| *takes == kind));
            takes && m.uses.contains(&Use::Estimate)
        };
        let mut found = vec![];
        for element in elements {
            let Some((name, span)) = self.word_of(&element.expression) else { continue };
            let Some(method) = catalogue::named(name).filter(|m| fits(m)) else {
                let known: Vec<&str> = catalogue::ALL.iter().filter(|m| fits(m)).map(|m| m.name).collect();
                let of_others = |m: &&Method| m.takes.iter().any(|takes| kinds.contains(takes));
                if let (Some(kind), Some(_)) = (kind, catalogue::named(name).filter(of_others)) {
                    self.of_other_readings(name, span, kind, &known);
                    continue;
                }
                self.unknown::<()>("method … for agreement", name, span, known);
                continue;
            };
            let options = self.options(method, element);
            found.extend(options.map(|options| MethodCall {
                method,
                options,
                standing: Standing::Estimate,
                span: element.span,
            }));
        }
        self.check_calls_once(&found);
        (found.len() == count).then_some(found)
    }
}
