//! What is measured comes after time zero: not in the rows that are called baseline, nor where the baseline itself may be taken,
//! and no time ends at the last of anything, which is known only at the end.

use super::called::{Words, codes_taken};
use super::*;

/// What the rows before treatment are called.
const BASELINE: &[&str] = &["baseline", "screening", "inclusion", "sélection", "préinclusion"];

impl<'a> Resolver<'a> {
    pub(super) fn check_measured_afterwards(&mut self) {
        self.check_read_at_baseline();
        self.check_baseline_among();
        self.check_value_is_base();
        self.check_counted_from_start();
    }

    /// Every row that an endpoint, or an event that ends one, is read from is called baseline.
    fn check_read_at_baseline(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults: Vec<(Header, String, Span)> = vec![];
        for endpoint in &self.plan.endpoints {
            let mut read = vec![];
            match &endpoint.kind {
                EndpointKind::Given(given) if !matches!(given.what, GivenKind::DiagnosticTest { .. }) => {
                    read.push(&given.value);
                }
                kind => {
                    let events = kind.ends().unwrap_or_default().into_iter().filter_map(|end| match end {
                        EventSource::Event(id) => self.plan.event(*id),
                        EventSource::Response { .. } => None,
                    });
                    read.extend(events.map(|event| &event.date));
                }
            }
            for value in read {
                faults.extend(
                    self.baseline_rows(value, patients).map(|(called, place)| (endpoint.header.clone(), called, place)),
                );
            }
        }
        for (header, called, place) in faults {
            if self.is_asked_of_label(&header.name) {
                continue;
            }
            let title = said!("`{name}` is read in rows that are called \"{called}\"", name = header.name, called);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "what there was before")
                .at(header.span, "what comes after time zero")
                .because("the treatment cannot have changed what was recorded before it")
                .hint("take the rows of a later visit");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// The label of the rows, where all rows that an expression reads are called baseline.
    fn baseline_rows(&self, value: &RowExpr, patients: TableId) -> Option<(String, Span)> {
        let mut found: Vec<Option<(String, Span)>> = vec![];
        self.each_behind(value, patients, &mut |part, _| {
            let condition = match part.node() {
                Some(RowNode::Rows { condition, .. } | RowNode::Selected { condition, .. }) => condition.as_deref(),
                _ => return,
            };
            found.push(condition.and_then(called_baseline).map(|called| (called, part.span)));
        });
        found.into_iter().collect::<Option<Vec<_>>>()?.into_iter().next()
    }

    /// The rows that a value is made of may be those of its baseline.
    fn check_baseline_among(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults: Vec<(Header, Span, Span)> = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let Some(baseline) = &given.baseline else { continue };
            let before = self.selected(&baseline.expression, patients);
            let is_of_baseline = |own: &Selected| before.iter().any(|other| own.measure == other.measure);
            // In a change the baseline is a part of the value.
            let is_baseline = |own: &Selected| before.iter().any(|other| own.place == other.place);
            let open = self.selected(&given.value, patients).into_iter().find(|own| {
                let is_bounded = |condition: &RowExpr| self.leaves_out_some(condition, own.measure.0);
                let bounded = own.condition.as_ref().is_some_and(is_bounded);
                is_of_baseline(own) && !is_baseline(own) && (!bounded || self.meets_one_of(own, &before))
            });
            faults.extend(open.map(|own| (endpoint.header.clone(), own.place, baseline.expression.span)));
        }
        for (header, place, baseline) in faults {
            let title = said!("What `{name}` measures may be its baseline", name = header.name);
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "from rows before time zero too")
                .at(baseline, "the baseline")
                .because("of a patient without a later row the change is none, whatever became of the patient; and of several rows the worst may be that of before")
                .hint("take the rows after time zero: `… where date after time zero`");
            self.ask(Question::BaselineAmong, &header.name, diagnostic);
        }
    }

    /// The days of a value begin before those of what it is a change from are over.
    fn meets_one_of(&self, own: &Selected, before: &[Selected]) -> bool {
        let first = self.first_day(own);
        let last = |other: &Selected| {
            other.condition.as_ref().and_then(|condition| {
                walk::conjuncts(condition).into_iter().find_map(|part| match &part.kind {
                    ExprKind::Within { high, anchor, .. } if self.is_time_zero(anchor) => Some(*high),
                    _ => None,
                })
            })
        };
        let meets = |other: &&Selected| first.zip(last(other)).is_some_and(|(first, last)| first <= last);
        before.iter().any(|other| own.measure == other.measure && meets(&other))
    }

    /// The first day of rows that are picked by their day, and not by what tells them apart.
    fn first_day(&self, own: &Selected) -> Option<i64> {
        let condition = own.condition.as_ref()?;
        let key = &self.plan.tables[own.measure.0.0].key;
        let mut by_key = false;
        condition.each(&mut |part| by_key |= matches!(part.kind, ExprKind::Column(column) if key.contains(&column)));
        let first = |part: &RowExpr| match &part.kind {
            ExprKind::Within { low, anchor, .. } if self.is_time_zero(anchor) => Some(*low),
            ExprKind::FromOn(_, from) => self.day_after(from, &|e| self.is_time_zero(e)),
            _ => None,
        };
        walk::conjuncts(condition).into_iter().find_map(first).filter(|_| !by_key)
    }

    /// The place of rows that a value of a patient reads from time zero on, the very day of it among them.
    pub(super) fn rows_from_day_zero(&self, value: &RowExpr, patients: TableId) -> Option<Span> {
        self.selected(value, patients).into_iter().find(|own| self.first_day(own) == Some(0)).map(|own| own.place)
    }

    /// What is measured afterwards is not the column that repeats what there was before, such as `BASE` of ADaM.
    fn check_value_is_base(&mut self) {
        let Some(patients) = self.patients() else { return };
        const BASE: &[&str] = &["base", "bl", "blvalue", "baseline"];
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let before = given.baseline.as_ref().map(|baseline| self.selected(&baseline.expression, patients));
            let is_baseline = |own: &Selected| before.iter().flatten().any(|other| other.place == own.place);
            let words = Words::of(&endpoint.header.label);
            let is_change = words.any(&["change", "from", "difference", "to", "changement", "évolution"]);
            let of_before = words.any(BASELINE) && !is_change;
            let column = |own: &Selected| &self.plan.tables[own.measure.0.0].columns[own.measure.1];
            let is_base = |own: &Selected| {
                let column = column(own);
                let name = Words::of(&column.name.replace('_', " "));
                name.0.len() == 1 && name.any(BASE) || Words::of(&column.label).begin(BASELINE)
            };
            let read = self.selected(&given.value, patients);
            let found = read.iter().find(|own| is_base(own) && !is_baseline(own) && !of_before);
            faults.extend(found.map(|own| (endpoint.header.clone(), own.place, column(own).name.clone())));
        }
        for (header, place, column) in faults {
            let title = said!("`{name}` measures `{column}`, which is called a baseline", name = header.name, column);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "what there was before")
                .because("a column such as `BASE` says of every visit what there was at baseline, whatever came of it")
                .hint("take the value of the visit, such as `AVAL`");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// What is looked for in dated rows is looked for after time zero.
    fn check_counted_from_start(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults: Vec<(Header, Span)> = vec![];
        for endpoint in &self.plan.endpoints {
            let header = endpoint.header.clone();
            match &endpoint.kind {
                EndpointKind::Given(given) if matches!(given.what, GivenKind::YesNo) => {
                    // Where some rows are of after, those of before are asked for on purpose.
                    let mut read = vec![];
                    self.each_behind(&given.value, patients, &mut |part, _| {
                        if let Some(RowNode::Rows { table, condition, .. }) = part.node() {
                            let dated = matches!(self.plan.tables[table.0].known, Known::AtColumn(_));
                            let bounded = condition.as_deref().is_some_and(|c| self.leaves_out_some(c, *table));
                            read.push((part.span, dated && !bounded));
                        }
                    });
                    let open = read.first().filter(|_| read.iter().all(|(_, open)| *open)).map(|(place, _)| *place);
                    faults.extend(open.map(|place| (header, place)));
                }
                EndpointKind::Events(events) => {
                    let bounded = |c: &RowExpr| self.leaves_out_some(c, events.table);
                    let place = self.place_of("endpoint", &header.name, "rows").unwrap_or(header.span);
                    if !events.condition.as_ref().is_some_and(bounded) {
                        faults.push((header, place));
                    }
                }
                EndpointKind::Given(_)
                | EndpointKind::YesNo(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::BestResponse(_) => {}
            }
        }
        for (header, place) in faults {
            let title = said!("`{name}` counts what was before time zero too", name = header.name);
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(place, "from rows of any date")
                .because("what a patient had before the treatment is not what came of it")
                .hint("take the rows from time zero on: `… where DATE from time zero on`");
            self.ask(Question::BaselineAmong, &header.name, diagnostic);
        }
    }

    /// The condition picks rows by what tells them apart, or those from a day on.
    fn leaves_out_some(&self, condition: &RowExpr, table: TableId) -> bool {
        let mut found = false;
        self.each_behind(condition, table, &mut |part, of| {
            let declared = &self.plan.tables[of.0];
            let is_date = |e: &RowExpr| e.ty == Type::Date;
            found |= match &part.kind {
                ExprKind::After(_, from) | ExprKind::FromOn(_, from) => {
                    self.day_after(from, &|e| self.is_time_zero(e)).is_none_or(|day| day >= 0)
                }
                ExprKind::Within { low, .. } => *low >= 0,
                ExprKind::Compare { op, left, right } if is_date(left) && is_date(right) => *op != CompareOp::NotEqual,
                ExprKind::Compare { left: what, .. } | ExprKind::InSet(what, _) => {
                    matches!(what.kind, ExprKind::Column(column) if declared.key.contains(&column))
                }
                _ => false,
            };
        });
        found
    }

    /// The place of rows that a value of a patient reads, dated and of any day and visit.
    pub(super) fn open_rows(&self, value: &RowExpr, patients: TableId) -> Option<Span> {
        let is_open = |own: &Selected| {
            let dated = matches!(self.plan.tables[own.measure.0.0].known, Known::AtColumn(_));
            dated && !own.condition.as_ref().is_some_and(|condition| self.leaves_out_some(condition, own.measure.0))
        };
        self.selected(value, patients).into_iter().find(is_open).map(|own| own.place)
    }

    fn selected(&self, value: &RowExpr, patients: TableId) -> Vec<Selected> {
        let mut found = vec![];
        self.each_behind(value, patients, &mut |part, _| {
            if let Some(RowNode::Selected { table, value, condition, .. }) = part.node()
                && let ExprKind::Column(column) = value.kind
            {
                let condition = condition.as_deref().cloned();
                found.push(Selected { measure: (*table, column), condition, place: part.span });
            }
        });
        found
    }

    /// A criterion is not read after the last of what may come again.
    pub(super) fn check_begins_once_for_all(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults: Vec<(Header, Header)> = vec![];
        for response in &self.plan.responses {
            let clock = match &response.clock {
                Clock::Event { event, .. } => Some(*event),
                Clock::TimeZero => None,
            };
            let applies = response.applies_to.iter().flat_map(|applies| self.events_read(&applies.condition));
            for id in applies.chain(clock).filter(|id| self.zero_event() != Some(*id)) {
                let Some(event) = self.plan.event(id) else { continue };
                let is_last = matches!(event.date.node(), Some(RowNode::Selected { taken, .. }) if taken.is_last());
                if is_last && self.open_ended(&event.date, patients).is_some() {
                    faults.push((response.header.clone(), event.header.clone()));
                }
            }
        }
        for (response, event) in faults {
            let title = said!(
                "`{response}` is read after `{event}`, the last of its kind",
                response = response.name,
                event = event.name
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(event.span, "the last, whenever it comes")
                .at(response.span, "read after it")
                .because("which one is the last is known only when follow-up ends, and what was found before it would be forgotten when another one comes")
                .hint("take the first");
            self.ask(Question::LastOfItsKind, &response.name, diagnostic);
        }
    }

    /// A time ends at the first of what may come again, and not at the last.
    pub(super) fn check_ends_once_for_all(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults: Vec<(Header, Header)> = vec![];
        for endpoint in &self.plan.endpoints {
            for end in endpoint.kind.ends().unwrap_or_default() {
                let EventSource::Event(id) = end else { continue };
                let Some(event) = self.plan.event(*id) else { continue };
                let is_last = matches!(event.date.node(), Some(RowNode::Selected { taken, .. }) if taken.is_last());
                if is_last && self.open_ended(&event.date, patients).is_some() {
                    faults.push((endpoint.header.clone(), event.header.clone()));
                }
            }
        }
        for (endpoint, event) in faults {
            let place = ["event", "causes"].iter().find_map(|key| self.place_of("endpoint", &endpoint.name, key));
            let title = said!(
                "`{endpoint}` ends at `{event}`, the last of its kind",
                endpoint = endpoint.name,
                event = event.name
            );
            let diagnostic = Diagnostic::new(codes::NO_LIMIT, title)
                .at(event.span, "the last, whenever it comes")
                .at(place.unwrap_or(endpoint.span), "ends a time")
                .because("which one is the last is known only when follow-up ends, and who is followed for longer ends later")
                .hint("take the first");
            self.ask(Question::LastOfItsKind, &endpoint.name, diagnostic);
        }
    }
}

/// A column of rows of which one is taken, or several, and where that is written.
struct Selected {
    measure: (TableId, usize),
    condition: Option<RowExpr>,
    place: Span,
}

/// What the codes are called by which rows are picked, where each is a word for baseline.
fn called_baseline(condition: &RowExpr) -> Option<String> {
    walk::conjuncts(condition).into_iter().find_map(|part| {
        let (list, taken) = codes_taken(part)?;
        let codes: Vec<&CodeEntry> = taken.iter().filter_map(|at| list.codes.get(*at)).collect();
        let is_baseline = |code: &&CodeEntry| {
            let words = Words::of(&format!("{} {}", code.name.replace('_', " "), code.label));
            words.any(BASELINE) && !words.any(&["after", "from", "since", "to", "après", "depuis"])
        };
        (!codes.is_empty() && codes.iter().all(is_baseline)).then(|| codes[0].label.clone())
    })
}
