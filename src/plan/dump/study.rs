//! The study, its tables and its patients.

use super::{Out, type_text};
use crate::plan::ir::*;

impl Out<'_> {
    pub(super) fn tables(&mut self) {
        let plan = self.printer.plan;
        let settings = &plan.settings;
        self.line(0, format!("study {} \"{}\"", plan.study.name, plan.study.label));
        self.line(
            1,
            format!("alpha {}, month {} days, year {} days", settings.alpha, settings.month_days, settings.year_days),
        );
        if let Some(planned) = settings.planned_per_arm {
            self.line(1, format!("planned per arm {planned}"));
        }
        let formal = &plan.formalities;
        for (name, said) in [("protocol number", &formal.protocol_number), ("report version", &formal.report_version)] {
            if let Some(said) = said {
                self.line(1, format!("{name} \"{said}\""));
            }
        }
        for role in &formal.signatures {
            self.line(1, format!("signed by \"{role}\""));
        }
        for (index, table) in plan.tables.iter().enumerate() {
            self.table(TableId(index), table);
        }
        for define in &plan.defines {
            self.head("define", &define.header);
            self.line(1, format!("of {}", plan.table(define.table).header.name));
            self.line(
                1,
                format!("{}: {}", type_text(&define.value.ty), self.printer.show(&define.value, define.table)),
            );
        }
        for check in &plan.checks {
            self.check(check);
        }
    }

    fn table(&mut self, id: TableId, table: &Table) {
        self.head("data", &table.header);
        self.line(1, format!("one row per {}; ordered by {}", names(table, &table.key), names(table, &table.order)));
        if let Some((column, parent)) = table.parent {
            let parent = &self.printer.plan.table(parent).header.name;
            self.line(1, format!("belongs to {parent} by {}", names(table, &[column])));
        }
        self.line(1, format!("known {}", known(table, table.known)));
        if let Some(because) = table.asserted.as_ref().filter(|_| self.prose) {
            self.line(1, format!("asserted: {because}"));
        }
        if let Some(thing) = &table.thing {
            let among = if thing.within_patient { "" } else { " among all patients" };
            let (by, fixed) = (names(table, &thing.by), names(table, &thing.fixed));
            self.line(1, format!("same thing by {by}{among}; fixed {fixed}"));
        }
        for column in &table.columns {
            let missing = if column.missing_allowed { ", may be missing" } else { "" };
            let limit = if column.detection_limit { ", detection limit" } else { "" };
            let ordered = if column.ordered { ", ordered" } else { "" };
            let rules: Vec<String> = column.rules.iter().map(|r| format!(", {}", self.rule(id, table, r))).collect();
            let known = known(table, column.known);
            self.line(
                1,
                format!(
                    "{}: {}{missing}{limit}{ordered}{}; known {known}",
                    column.name,
                    type_text(&column.ty),
                    rules.concat()
                ),
            );
            if let Some(because) = column.asserted.as_ref().filter(|_| self.prose) {
                self.line(2, format!("asserted: {because}"));
            }
        }
    }

    fn rule(&self, id: TableId, table: &Table, rule: &ColumnRule) -> String {
        match rule {
            ColumnRule::Range { low, high } => {
                let (low, high) = (low.map(|d| format!("from {d}")), high.map(|d| format!("to {d}")));
                [low, high].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
            ColumnRule::Above(d) => format!("above {d}"),
            ColumnRule::Below(d) => format!("below {d}"),
            ColumnRule::AtMostColumn(c) => format!("at most {}", names(table, &[*c])),
            ColumnRule::AtLeastColumn(c) => format!("at least {}", names(table, &[*c])),
            ColumnRule::RequiredWhen(e) => format!("required when {}", self.printer.show(e, id)),
            ColumnRule::Names(c) => format!("names {}", names(table, &[*c])),
        }
    }

    fn check(&mut self, check: &Check) {
        let plan = self.printer.plan;
        self.head("check", &check.header);
        let only =
            check.only.as_ref().map_or(String::new(), |e| format!(" where {}", self.printer.show(e, check.table)));
        let at = check.at.map_or(String::new(), |(t, p)| format!(" at {}", plan.timepoints[t].points[p].name));
        let split: String = check.split.iter().map(|(t, c)| format!(", {}", names(plan.table(*t), &[*c]))).collect();
        self.line(1, format!("for each {}{only}{at}{split}", plan.table(check.table).header.name));
        self.line(1, format!("require {}", self.printer.show(&check.require, check.table)));
        self.line(1, format!("severity {:?}", check.severity));
    }

    /// Statements that are like another, each line with the statement that it is taken over from.
    pub(super) fn written_out(&mut self) {
        let plan = self.printer.plan;
        for written in &plan.written_out {
            let WrittenOut { head, name, like, clause, .. } = written;
            self.line(0, format!("\n{head} {name}, like {like}, in full  [clause {}]", plan.clause_number(*clause)));
            for line in &written.lines {
                let from = match &line.from {
                    WrittenFrom::Frame => String::new(),
                    WrittenFrom::Here => "  [stated here]".to_string(),
                    WrittenFrom::Statement { name, clause } => {
                        format!("  [as in {name}, clause {}]", plan.clause_number(*clause))
                    }
                };
                self.line(1 + line.depth, format!("{}{from}", line.text));
            }
        }
    }

    pub(super) fn people(&mut self) {
        let plan = self.printer.plan;
        let patients = plan.patient_table();
        for event in &plan.events {
            self.head("event", &event.header);
            self.line(1, self.printer.show(&event.date, patients));
        }
        self.head("time zero", &plan.time_zero.header);
        match plan.time_zero.event {
            Some(event) => self.line(1, &plan.events[event.0].header.name),
            None => {
                let TimeZero { header, .. } = &plan.time_zero;
                let patients = if self.prose { &header.label } else { &header.name };
                self.line(1, format!("{patients}, without a date"));
            }
        }
        self.head("arms", &plan.arms.header);
        for arm in &plan.arms.arms {
            let when = arm
                .condition
                .as_ref()
                .map_or("otherwise".to_string(), |c| format!("when {}", self.printer.show(c, patients)));
            self.line(1, format!("{}{} {when}", arm.name, self.quoted(&arm.label)));
        }
        let settled = plan.arms.settled_by_day.map_or("at time zero".to_string(), |day| format!("by day {day}"));
        self.line(1, format!("settled {settled}"));
        for population in &plan.populations {
            self.head("population", &population.header);
            let of = match population.of {
                PopulationSource::AllPatients => "all patients".to_string(),
                PopulationSource::Population(id) => plan.populations[id.0].header.name.clone(),
                PopulationSource::AtRisk { of, endpoint, day } => format!(
                    "{}, at risk of {} on day {day}",
                    plan.populations[of.0].header.name, plan.endpoints[endpoint.0].header.name
                ),
                PopulationSource::Pairs(id) => format!("patients of {}", plan.matchings[id.0].header.name),
            };
            self.line(1, format!("of {of}"));
            for requirement in &population.require {
                let settled = match requirement.known {
                    RequirementKnown::AtTimeZero => "",
                    RequirementKnown::Administrative => "  (administrative)",
                    RequirementKnown::InFollowUp => "  (known in follow-up)",
                };
                let condition = self.printer.show(&requirement.condition, patients);
                self.line(1, format!("{}: {condition}{settled}", requirement.name));
            }
        }
    }
}

fn names(table: &Table, columns: &[usize]) -> String {
    columns.iter().map(|c| table.columns[*c].name.as_str()).collect::<Vec<_>>().join(", ")
}

fn known(table: &Table, known: Known) -> String {
    match known {
        Known::Baseline => "at baseline".into(),
        Known::Administrative => "administratively".into(),
        Known::AtColumn(c) => format!("at {}", names(table, &[c])),
        Known::Itself => "at its date".into(),
        Known::FollowUp => "in follow-up".into(),
    }
}
