//! What belongs together and is read in two places; events that are one; windows of one event that leave days out, or meet.

use super::called::Words;
use super::denied::{telling, telling_of};
use super::*;

type ColumnAt = (TableId, usize);

fn time_given(endpoint: &Endpoint) -> Option<(&Header, &GivenEndpoint)> {
    match &endpoint.kind {
        EndpointKind::Given(given) if matches!(given.what, GivenKind::TimeToEvent) => Some((&endpoint.header, given)),
        EndpointKind::Given(_)
        | EndpointKind::YesNo(_)
        | EndpointKind::TimeToEvent(_)
        | EndpointKind::CompetingRisks(_)
        | EndpointKind::Events(_)
        | EndpointKind::BestResponse(_) => None,
    }
}

impl<'a> Resolver<'a> {
    /// The time of a patient and what ended it stand in one table.
    pub(super) fn check_time_and_event(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let Some(event) = given.event.as_ref().filter(|_| given.what.is_time()) else { continue };
            let tables = |e: &RowExpr| -> BTreeSet<TableId> {
                self.columns_read(e, patients).into_iter().map(|(table, _)| table).collect()
            };
            let (of_time, of_event) = (tables(&given.value), tables(event));
            let (Some(time), Some(ended)) = (of_time.first(), of_event.first()) else { continue };
            if of_time.is_disjoint(&of_event) {
                let header = endpoint.header.clone();
                faults.push((header, (given.value.span, *time), (event.span, *ended)));
            }
        }
        for (header, time, event) in faults {
            let own = telling_of(&header.name, &header.label);
            let shared = |table: TableId| {
                let table = &self.plan.tables[table.0].header;
                telling_of(&table.name, &table.label).intersection(&own).count()
            };
            // The one that the endpoint is less called by is the stranger.
            let ((place, of), (beside, other)) =
                if shared(event.1) > shared(time.1) { (time, event) } else { (event, time) };
            let name = |table: TableId| self.plan.tables[table.0].header.name.clone();
            let (of, other) = (name(of), name(other));
            let title = said!("The time and the event of `{name}` are of two tables", name = header.name);
            let diagnostic = Diagnostic::new(codes::READ_ELSEWHERE, title)
                .at(place, format!("of `{of}`"))
                .at(beside, format!("of `{other}`"))
                .because("a time without what ended it, or an event with the time of another one, gives a wrong curve")
                .hint("take both from one table");
            self.ask(Question::ReadElsewhere, &header.name, diagnostic);
        }
    }

    /// The first of several events comes no later than any of them: its time is not that of one alone, where another stands in a
    /// table of its own.
    pub(super) fn check_time_of_first(&mut self) {
        let Some(patients) = self.patients() else { return };
        let times: Vec<(&Header, &GivenEndpoint)> = self.plan.endpoints.iter().filter_map(time_given).collect();
        let mut faults = vec![];
        for (header, given) in &times {
            let Some(ExprKind::Or(parts)) = given.event.as_ref().map(|event| &event.kind) else { continue };
            let tables = |e: &RowExpr| -> BTreeSet<TableId> {
                self.columns_read(e, patients).into_iter().map(|(table, _)| table).collect()
            };
            let own = tables(&given.value);
            let is_elsewhere = parts.iter().any(|part| tables(part).is_disjoint(&own));
            let of_one = times.iter().find(|(_, other)| {
                let part = other.event.as_ref().is_some_and(|event| parts.contains(event));
                part && other.value == given.value
            });
            if let Some((other, _)) = of_one.filter(|_| is_elsewhere) {
                faults.push(((*header).clone(), (*other).clone(), given.value.span));
            }
        }
        for (header, other, place) in faults {
            let title = said!(
                "The time of `{name}` is that of `{other}`, which ends at one of its events alone",
                name = header.name,
                other = other.name
            );
            let diagnostic = Diagnostic::new(codes::READ_ELSEWHERE, title)
                .at(place, "the time to one of the events")
                .at(other.span, "ends at this one alone")
                .because("the first of several events comes before the others, and its time is shorter")
                .hint("take the time to the first of them, from the table of the other event");
            self.ask(Question::ReadElsewhere, &header.name, diagnostic);
        }
    }

    /// A change is from the baseline of what is measured.
    pub(super) fn check_baseline_measure(&mut self) {
        let mut faults = vec![];
        for endpoint in &self.plan.endpoints {
            let EndpointKind::Given(given) = &endpoint.kind else { continue };
            let Some(baseline) = &given.baseline else { continue };
            let before = self.measured_columns(&baseline.expression);
            // A change is of both.
            let value = self.measured_columns(&given.value);
            let own = value.difference(&before).next();
            if let ExprKind::Column(column) = baseline.expression.kind
                && let (Some(own), true) = (value.first(), value.len() == 1)
                && self.is_of_nothing_measured(column, *own, &endpoint.header)
            {
                let patients = self.patients().unwrap_or(own.0);
                let place = (given.value.span, baseline.expression.span);
                faults.push((endpoint.header.clone(), *own, (patients, column), place.0, place.1));
                continue;
            }
            if let (Some(own), Some(before), true) = (own, before.first(), before.len() == 1 && value.len() <= 2) {
                faults.push((endpoint.header.clone(), *own, *before, given.value.span, baseline.expression.span));
            }
        }
        for (header, value, before, place, beside) in faults {
            let name = |(table, column): ColumnAt| self.plan.tables[table.0].columns[column].name.clone();
            let (value, before) = (name(value), name(before));
            let place_of_baseline = self.place_of("endpoint", &header.name, "baseline").unwrap_or(beside);
            let title =
                said!("`{name}` measures `{value}` and has `{before}` as baseline", name = header.name, value, before);
            let diagnostic = Diagnostic::new(codes::READ_ELSEWHERE, title)
                .at(place_of_baseline, format!("of `{before}`"))
                .at(place, format!("of `{value}`"))
                .because("a change is of one quantity, before and after")
                .hint("take the same column in both");
            self.ask(Question::ReadElsewhere, &header.name, diagnostic);
        }
    }

    /// Whether nothing that a column of the patient is called by is shared by what an endpoint measures, nor by the endpoint.
    fn is_of_nothing_measured(&self, column: usize, (table, measured): ColumnAt, endpoint: &Header) -> bool {
        let Some(patients) = self.patients() else { return false };
        let words = |name: &str, label: &str| Words::of(&format!("{} {label}", name.replace('_', " ")));
        let own = &self.plan.tables[patients.0].columns[column];
        let own = words(&own.name, &own.label);
        let table = &self.plan.tables[table.0];
        let measured = &table.columns[measured];
        let of = [
            words(&measured.name, &measured.label),
            words(&table.header.name, &table.header.label),
            words(&endpoint.name, &endpoint.label),
        ];
        !own.any(&["base", "baseline", "bl", "initial"]) && of.iter().all(|other| !own.of_one_stem(other))
    }

    /// What must be recorded of some rows is not read of the others.
    pub(super) fn check_recorded_there(&mut self) {
        let Some(patients) = self.patients() else { return };
        let mut faults = vec![];
        for define in self.plan.defines.iter().filter(|define| define.table == patients) {
            self.each_behind(&define.value, patients, &mut |part, _| {
                let Some(RowNode::Selected { table, value, condition: Some(condition), .. }) = part.node() else {
                    return;
                };
                let ExprKind::Column(column) = value.kind else { return };
                let column = &self.plan.tables[table.0].columns[column];
                let required = column.rules.iter().find_map(|rule| match rule {
                    ColumnRule::RequiredWhen(when) => Some(when),
                    ColumnRule::Range { .. }
                    | ColumnRule::Above(_)
                    | ColumnRule::Below(_)
                    | ColumnRule::AtMostColumn(_)
                    | ColumnRule::AtLeastColumn(_)
                    | ColumnRule::Names(_) => None,
                });
                let picked =
                    walk::conjuncts(condition).into_iter().find(|part| required.is_some_and(|w| are_apart(part, w)));
                faults.extend(picked.map(|picked| {
                    (define.header.clone(), picked.span, column.name.clone(), required.map_or(column.span, |w| w.span))
                }));
            });
        }
        for (header, place, column, required) in faults {
            let title = said!("`{name}` reads `{column}` of rows that need not have it", name = header.name, column);
            let diagnostic = Diagnostic::new(codes::READ_ELSEWHERE, title)
                .at(place, "of these rows")
                .at(required, "required of others")
                .because("where it is not asked for it is recorded by accident, if at all")
                .hint("take the rows of which it is required");
            self.ask(Question::ReadElsewhere, &header.name, diagnostic);
        }
    }

    /// The columns of rows below the patient whose values are taken.
    fn measured_columns(&self, e: &RowExpr) -> BTreeSet<ColumnAt> {
        let mut found = BTreeSet::new();
        let Some(patients) = self.patients() else { return found };
        self.each_behind(e, patients, &mut |part, _| {
            if let Some(RowNode::Selected { table, value, .. }) = part.node()
                && let ExprKind::Column(column) = value.kind
            {
                found.insert((*table, column));
            }
        });
        found
    }

    /// Columns that an expression reads, themselves or through quantities.
    pub(super) fn columns_read(&self, e: &RowExpr, table: TableId) -> BTreeSet<ColumnAt> {
        let mut found = BTreeSet::new();
        self.each_behind(e, table, &mut |part, table| match (&part.kind, part.node()) {
            (ExprKind::Column(column), _) => drop(found.insert((table, *column))),
            (_, Some(RowNode::OneToOne { table, column })) => drop(found.insert((*table, *column))),
            _ => {}
        });
        found
    }

    /// Two names of one date: the one that is called by another thing than it reads is the slip.
    pub(super) fn check_events_once(&mut self) {
        let mut faults = vec![];
        for (i, event) in self.plan.events.iter().enumerate() {
            let Some(first) = self.plan.events[..i].iter().find(|e| e.date.kind == event.date.kind) else { continue };
            let pair = if self.is_called_by_what_it_reads(event) && !self.is_called_by_what_it_reads(first) {
                (first, event)
            } else {
                (event, first)
            };
            faults.push((pair.0.clone(), pair.1.header.clone()));
        }
        for (event, other) in faults {
            // Where the label of one is of another thing, that is the fault.
            if self.is_asked_of_label(&event.header.name) || self.is_asked_of_label(&other.name) {
                continue;
            }
            let title = said!("`{event}` is `{other}`", event = event.header.name, other = other.name);
            let diagnostic = Diagnostic::new(codes::REPEATED, title)
                .at(event.date.span, "the same date under another name")
                .at(other.span, "dated here")
                .because("a patient has an event once, and what is said of one name would be said of the other")
                .hint("take one of them away, or correct its date");
            self.report(diagnostic);
        }
    }

    /// A word of its name or its label is one of the column, or of the code, that it reads.
    fn is_called_by_what_it_reads(&self, event: &Event) -> bool {
        let own = telling_of(&event.header.name, &event.header.label);
        let Some(patients) = self.patients() else { return false };
        let mut read = String::new();
        for (table, column) in self.columns_read(&event.date, patients) {
            let column = &self.plan.tables[table.0].columns[column];
            // Which drug, and not that it is a drug, tells treatments apart.
            if column.ty == Type::Date {
                read = format!("{read} {} {}", column.name.replace('_', " "), column.label);
            }
        }
        event.date.each(&mut |part| {
            if let Some((list, taken)) = called::codes_taken(part) {
                for code in taken.iter().filter_map(|at| list.codes.get(*at)) {
                    read = format!("{read} {} {}", code.name.replace('_', " "), code.label);
                }
            }
        });
        telling(&read).intersection(&own).next().is_some()
    }

    /// Between the days in which an event makes an arm and those from which on it changes what is measured there is none.
    pub(super) fn check_days_of_arms(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        let mut faults = vec![];
        for arm in &arms.arms {
            let Some(condition) = &arm.condition else { continue };
            for part in walk::conjuncts(condition) {
                let ExprKind::Within { date, low, high, anchor } = &part.kind else { continue };
                let Some(RowNode::Event(event)) = date.node() else { continue };
                if !self.is_time_zero(anchor) || self.zero_event() == Some(*event) {
                    continue;
                }
                let of_event = |i: &&Intercurrent| self.is_one_event(i.event, *event);
                let others = self.plan.intercurrents.iter().filter(of_event);
                let later: Vec<&Intercurrent> = others.filter(|i| i.from_day.is_some_and(|day| day > 0)).collect();
                let begins = later.iter().filter_map(|i| Some((i.from_day?, &i.header))).min_by_key(|(day, _)| *day);
                let name = &self.plan.events[event.0].header.name;
                match begins {
                    Some((day, header)) if day > high + 1 => {
                        faults.push((name.clone(), high + 1, day - 1, header.clone(), part.span, GAP));
                    }
                    Some((day, header)) if day <= *high && day > *low => {
                        faults.push((name.clone(), day, *high, header.clone(), part.span, BOTH));
                    }
                    Some(_) | None => {}
                }
            }
        }
        for (name, first, last, header, arm, what) in faults {
            let days = if first == last { format!("day {first}") } else { format!("days {first} to {last}") };
            let title = said!("`{name}` on {days} {what}", name, days, what);
            let diagnostic = Diagnostic::new(codes::WINDOW_GAP, title)
                .at(header.span, "from this day on")
                .at(arm, "makes the arm on these days")
                .because("each day on which the event can happen has one meaning for a patient")
                .hint("let the one begin on the day after the other ends");
            self.ask(Question::WindowGap, &header.name, diagnostic);
        }
    }
}

const GAP: &str = "neither makes an arm nor is an intercurrent event";
const BOTH: &str = "makes an arm and is an intercurrent event of another";

/// Two conditions ask one column for codes that have none in common.
fn are_apart(a: &RowExpr, b: &RowExpr) -> bool {
    let column = |e: &RowExpr| match &e.kind {
        ExprKind::Compare { left: of, .. } | ExprKind::InSet(of, _) => match of.kind {
            ExprKind::Column(column) => Some(column),
            _ => None,
        },
        _ => None,
    };
    let same = column(a).is_some() && column(a) == column(b);
    let names = |codes: Vec<CodeEntry>| codes.into_iter().map(|code| code.name).collect::<BTreeSet<_>>();
    match (ended::codes_held(a).map(names), ended::codes_held(b).map(names)) {
        (Some(a), Some(b)) => same && !a.is_empty() && a.is_disjoint(&b),
        _ => false,
    }
}
