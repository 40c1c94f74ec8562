//! `event`, `time zero`, `arms`.

use super::expression::{look, type_words};
use super::knowledge::When;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Item, Kind};

impl<'a> Resolver<'a> {
    /// The table that belongs to no other is the patients'.
    pub(crate) fn patients(&self) -> Option<TableId> {
        self.plan.tables.iter().position(|t| t.parent.is_none()).map(TableId)
    }

    pub(crate) fn resolve_events(&mut self) {
        for name in self.plan.declared.events.clone() {
            let stated =
                self.with_head("event").into_iter().find(|s| s.statement.name.as_ref().is_some_and(|n| n.node == name));
            let Some(stated) = stated else { continue };
            let Some(header) = self.header(stated) else { continue };
            let date = self.event_date(stated, &header);
            if date.is_none() {
                self.fail(stated);
            }
            // A mistaken event keeps its place, so that the numbers of the others hold.
            let date = date.unwrap_or_else(|| look(RowNode::TimeZero, Type::Date, header.span));
            self.plan.events.push(Event { header, date });
        }
        self.check_event_cycles();
    }

    fn event_date(&mut self, stated: Stated<'a>, header: &Header) -> Option<RowExpr> {
        let patients = self.patients()?;
        let Some(value) = &stated.statement.value else {
            let title = said!("`{name}` has no definition", name = header.name);
            return self.missing_key(
                header.span,
                title,
                "nothing after its name",
                "write `: first TABLE where …` or `: TABLE.COLUMN`",
            );
        };
        let element = self.single(value)?;
        let date = self.row_expression(&element.expression, patients, None)?;
        if date.ty == Type::Date {
            return Some(date);
        }
        let title = said!("An event is a date, this is {kind}", kind = type_words(&date.ty));
        self.error(codes::WRONG_TYPE, title, date.span, "no date")
    }

    /// An event that leads back to itself has no date.
    fn check_event_cycles(&mut self) {
        for index in 0..self.plan.events.len() {
            let (mut open, mut seen) = (vec![index], vec![]);
            while let Some(next) = open.pop() {
                let read = self.plan.events.get(next).map(|e| walk::events(&e.date)).unwrap_or_default();
                open.extend(read.iter().map(|id| id.0).filter(|id| !seen.contains(id)));
                seen.extend(read.iter().map(|id| id.0));
            }
            if seen.contains(&index) {
                let event = &mut self.plan.events[index];
                let (name, span) = (event.header.name.clone(), event.date.span);
                event.date = look(RowNode::TimeZero, Type::Date, span);
                self.error::<()>(
                    codes::CIRCULAR,
                    said!("`{name}` is defined by itself", name),
                    span,
                    "leads back to where it began",
                );
            }
        }
    }

    pub(crate) fn resolve_time_zero(&mut self) {
        let stated = self.with_head("time zero");
        let Some(first) = stated.first().copied() else {
            self.missing_statement("time zero", "from which event days are counted");
            return;
        };
        let Some(patients) = self.patients() else { return };
        for again in &stated[1..] {
            self.error::<()>(codes::REPEATED, "A plan has one `time zero`", again.statement.span, "a second one");
        }
        let Some(value) = &first.statement.value else {
            let title = "`time zero` names no event";
            self.missing_key::<()>(first.statement.span, title, "nothing after it", "write `time zero: EVENT`");
            return;
        };
        let Some(element) = self.single(value) else { return };
        let options = self.entries(&element.options, &["dated"], "`time zero`", element.span);
        let dated = options.value("dated").is_none_or(|v| self.choice(v, &["yes", "no"]) != Some("no"));
        if !matches!(element.expression.kind, Kind::Name(_) | Kind::Error) {
            let title = "Time zero is one of the events";
            let hint = "describe its date as an event, `event NAME: …`, and write `time zero: NAME`";
            self.error_hint::<()>(codes::WRONG_VALUE, title, element.expression.span, "no event by its name", hint);
            return;
        }
        let Some((word, span)) = self.word(value) else { return };
        if dated && self.plan.declared.events.is_empty() {
            let title = said!("There is no event `{name}`", name = word);
            let hint = format!(
                "describe it, `event {word}: DATE`; or, where the data have no date of it, write `time zero: {word} {{ dated: no }}`"
            );
            self.error_hint::<()>(codes::UNKNOWN_NAME, title, span, "not known here", hint);
            return;
        }
        let event = match dated {
            true => self.position(Named::Event, word, span, &self.plan.declared.events.clone()).map(EventId),
            false => None,
        };
        if dated && event.is_none() {
            return;
        }
        let header = Header {
            name: "time_zero".into(),
            label: if dated { "Time zero".into() } else { word.replace('_', " ") },
            clause: first.clause,
            span: first.statement.span,
            name_span: first.statement.head.span,
        };
        self.plan.time_zero = Some(TimeZero { header, event, patients });
    }

    /// The event whose date is time zero; none where that has no date.
    pub(crate) fn zero_event(&self) -> Option<EventId> {
        self.plan.time_zero.as_ref().and_then(|zero| zero.event)
    }

    /// Where the plan says that time zero has no date.
    pub(crate) fn undated(&self) -> Option<Span> {
        self.plan.time_zero.as_ref().filter(|t| t.event.is_none()).map(|t| t.header.span)
    }

    /// What is counted in dates from time zero needs its date.
    pub(crate) fn check_dated(&mut self, span: Span) -> Option<()> {
        let Some(place) = self.undated() else { return Some(()) };
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, "Time zero has no date in this study")
            .at(span, "would be counted from its date")
            .at(place, "without a date")
            .hint("give the event, or take a column that holds days after time zero");
        self.report(diagnostic);
        None
    }

    pub(crate) fn resolve_arms(&mut self) {
        let stated = self.with_head("arms");
        let Some(first) = stated.first().copied() else {
            self.missing_statement(
                "arms",
                "which groups are compared; where none are, as in a study of one group, one arm has all: `arms group \"Group\" {`, on a line of its own `everybody \"All patients\" otherwise`, and `}`",
            );
            return;
        };
        for again in &stated[1..] {
            let hint = "the groups of a plan are compared in all its analyses: what compares others, as those of the treatment \
                        that was taken, is a plan of its own";
            self.error_hint::<()>(codes::REPEATED, "A plan has one `arms`", again.statement.span, "a second one", hint);
        }
        match self.arms_of(first) {
            Some(arms) => self.plan.arms = Some(arms),
            None => self.fail_arms(first),
        }
    }

    fn arms_of(&mut self, stated: Stated<'a>) -> Option<Arms> {
        let patients = self.patients()?;
        let header = self.header(stated)?;
        let mut arms: Vec<Arm> = vec![];
        for item in &stated.statement.items {
            arms.extend(self.arm(item, patients));
        }
        if arms.len() < stated.statement.items.len() {
            return None;
        }
        self.check_arms_once(&arms)?;
        let conditions: Vec<Option<&RowExpr>> = arms.iter().map(|a| a.condition.as_ref()).collect();
        let spans: Vec<Span> = arms.iter().map(|a| a.span).collect();
        let settled = self.without_fault(|r| {
            r.check_otherwise(&conditions, &spans, header.span, "A patient may fall in no arm");
            let widened: Vec<_> = conditions.iter().map(|c| c.map(RowExpr::in_criterion)).collect();
            let widened: Vec<_> = widened.iter().map(Option::as_ref).collect();
            r.check_unknown(&widened, Place::Row(patients), None);
            r.check_reached(&widened, spans.last().copied());
            for condition in conditions.iter().flatten() {
                r.check_settled(condition, patients);
            }
        });
        if !settled {
            return None;
        }
        let settled_by_day = conditions.iter().flatten().filter_map(|c| self.settled_by(c, patients)).max();
        Some(Arms { header, arms, settled_by_day })
    }

    fn check_arms_once(&mut self, arms: &[Arm]) -> Option<()> {
        let again = |(i, arm): (usize, &Arm)| Some((arm.clone(), arms[..i].iter().find(|a| a.name == arm.name)?.span));
        let Some((arm, first)) = arms.iter().enumerate().find_map(again) else { return Some(()) };
        let diagnostic = Diagnostic::new(codes::REPEATED, said!("There are two arms `{arm}`", arm = arm.name))
            .at(arm.span, "named again here")
            .at(first, "first named here")
            .hint("join the two conditions by `or`, or give the arms two names");
        self.report(diagnostic);
        None
    }

    /// Arms that could not be understood, and what names them.
    fn fail_arms(&mut self, stated: Stated<'a>) {
        let names = stated.statement.items.iter().filter_map(|i| match i {
            Item::Case(case) => Self::name_of(&case.result).map(str::to_string),
            Item::Entry(entry) => entry.key.as_ref().map(|k| k.node.clone()),
        });
        self.failed.extend(names);
        self.fail(stated);
    }

    fn arm(&mut self, item: &'a Item, patients: TableId) -> Option<Arm> {
        let case = match item {
            Item::Case(case) => case,
            Item::Entry(entry) => {
                let hint = "write `NAME \"Label\" when CONDITION`, and `NAME \"Label\" otherwise` last";
                return self.error_hint(codes::MISPLACED, "An arm is a case", entry.span, "not a case", hint);
            }
        };
        let (name, span) = self.word_of(&case.result)?;
        if name == "all" {
            let hint = "name the arm by what its patients receive";
            return self.error_hint(
                codes::WRONG_VALUE,
                "`all` stands for the patients of all arms",
                span,
                "one arm",
                hint,
            );
        }
        let condition = match &case.condition {
            Some(c) => Some(self.row_condition(c, patients)?),
            None => None,
        };
        let label = self.label_or(&case.reason, name);
        Some(Arm { name: name.to_string(), label, condition, span: case.span })
    }

    /// What settles an arm is known by a day that the plan names.
    fn check_settled(&mut self, condition: &RowExpr, patients: TableId) {
        let known = self.known(condition, patients);
        let span = known.span.unwrap_or(condition.span);
        if known.when == When::Administrative {
            let title = "An arm rests on the paperwork of the study";
            self.error::<()>(codes::FUTURE, title, span, "an administrative date or answer");
        }
        if let (When::After, Some(open)) = (known.when, self.open_ended(condition, patients)) {
            let diagnostic = Diagnostic::new(codes::FUTURE, "An arm is settled at no certain day")
                .at(open, "may become known at any time after time zero")
                .because("a patient would belong to an arm by what happens later, however late")
                .hint("bound it: `… from day 0 to day 120`");
            self.report(diagnostic);
        }
    }

    pub(crate) fn arm_named(&mut self, name: &str, span: Span) -> Option<usize> {
        let arms: Vec<String> =
            self.plan.arms.as_ref().map(|a| a.arms.iter().map(|a| a.name.clone()).collect()).unwrap_or_default();
        self.position(Named::Arm, name, span, &arms)
    }
}
