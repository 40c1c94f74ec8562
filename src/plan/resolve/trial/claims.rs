//! Labels of analyses, populations and ages that claim another thing than is carried out: superiority for non-inferiority, all who
//! were randomised for those who were treated, an age counted backwards.

use super::called::{BECAUSE, Words};
use super::*;
use crate::plan::resolve::knowledge::When;

/// What the first and the last day of something are called.
const START: &[&str] = &["start", "started", "begin", "began", "begun", "onset", "début"];
const END: &[&str] = &["end", "ended", "stop", "stopped", "fin"];

/// A label with one of these may say of two dates which comes first.
const DIRECTED: &[&str] =
    &["before", "prior", "since", "from", "to", "until", "after", "avant", "depuis", "jusqu", "après"];

impl<'a> Resolver<'a> {
    pub(super) fn check_claims_called(&mut self) {
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let Some(hypothesis) = &analysis.hypothesis else { continue };
            let said = claims_said(&analysis.header.label);
            if let [said] = said.as_slice()
                && *said != hypothesis.claim
            {
                faults.push((analysis.header.clone(), hypothesis.claim, *said, hypothesis.span));
            }
        }
        for (header, own, said, place) in faults {
            let title = said!(
                "`{name}` is called \"{label}\" and claims `{own}`, not `{said}`",
                name = header.name,
                label = header.label,
                own = own.word(),
                said = said.word()
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("claims `{}`", own.word()));
            self.ask_other_label(&header.name, diagnostic);
        }
    }

    /// Who was randomised is analysed whatever came of it (ICH E9, 5.2.1).
    pub(super) fn check_all_called(&mut self) {
        const ALL: &[&str] =
            &["intention to treat", "intent to treat", "itt", "full analysis set", "intention de traiter"];
        let mut faults = vec![];
        for population in &self.plan.populations {
            let words = Words::of(&population.header.label);
            let late = population.require.iter().find(|r| r.known == RequirementKnown::InFollowUp);
            if ALL.iter().any(|all| words.say(all)) && !words.any(&["modified", "mitt", "modifiée"]) {
                faults.extend(late.map(|late| (population.header.clone(), late.condition.span)));
            }
        }
        for (header, place) in faults {
            let title = said!(
                "`{name}` is called \"{label}\" and leaves out patients by what came of them",
                name = header.name,
                label = header.label
            );
            let diagnostic =
                Diagnostic::new(codes::OTHER_LABEL, title).at(place, "known only in the follow-up").because(BECAUSE);
            let diagnostic = diagnostic.hint("take the requirement out, or call it a modified set");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// A set that is called by what leaves patients out leaves some out.
    pub(super) fn check_less_called(&mut self) {
        const LESS: &[&str] = &["per protocol", "as treated", "evaluable", "per protocole", "évaluables"];
        // Who was treated, and so not everybody.
        const SAFETY: &[&str] = &["safety set", "safety population", "population de tolérance"];
        const EVERYONE: &[&str] = &["all", "every", "everyone", "everybody", "treated", "tous", "toutes", "traités"];
        let mut faults = vec![];
        for population in &self.plan.populations {
            let words = Words::of(&population.header.label);
            let everyone = match &population.of {
                PopulationSource::AllPatients => population.require.is_empty(),
                PopulationSource::Population(_) | PopulationSource::AtRisk { .. } | PopulationSource::Pairs(_) => false,
            };
            let safety = SAFETY.iter().any(|set| words.say(set)) && !words.any(EVERYONE);
            if everyone && (safety || LESS.iter().any(|less| words.say(less))) {
                faults.push(population.header.clone());
            }
        }
        for header in faults {
            let title =
                said!("`{name}` is called \"{label}\" and leaves nobody out", name = header.name, label = header.label);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(header.span, "all patients")
                .because(BECAUSE)
                .hint("say under `require` who belongs to it, or call it by what it is");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// `"Followed, completed months": days_between(…)`.
    pub(super) fn check_time_called(&mut self) {
        const TIMES: [(&str, &[&str]); 4] = [
            ("days", &["day", "days", "jour", "jours"]),
            ("weeks", &["week", "weeks", "semaine", "semaines"]),
            ("months", &["month", "months", "mois"]),
            ("years", &["year", "years", "an", "ans", "année", "années"]),
        ];
        let mut faults = vec![];
        for define in &self.plan.defines {
            let ExprKind::Function { function, .. } = &define.value.kind else { continue };
            let Some(own) = counted_in(function) else { continue };
            // A number before it is of a day: `by 12 weeks`.
            let Words(words) = Words::of(&define.header.label);
            let numbered = words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
            let said: Vec<&str> = TIMES
                .iter()
                .filter(|(_, forms)| words.iter().any(|word| forms.contains(&word.as_str())))
                .map(|(unit, _)| *unit)
                .collect();
            if let [said] = said.as_slice()
                && *said != own
                && !numbered
            {
                faults.push((define.header.clone(), define.value.span, own, *said));
            }
        }
        for (header, place, own, said) in faults {
            let (name, label) = (header.name.clone(), header.label.clone());
            let title = said!("`{name}` is called \"{label}\" and is in {own}, not in {said}", name, label, own, said);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("in {own}"));
            self.ask_other_label(&header.name, diagnostic);
        }
    }

    /// `event randomisation "Randomisation": birth`, where another date of the table is that of the randomisation.
    pub(super) fn check_date_called(&mut self) {
        let mut faults = vec![];
        for event in &self.plan.events {
            let (table, column) = match (&event.date.kind, event.date.node(), self.patients()) {
                (ExprKind::Column(column), _, Some(patients)) => (patients, *column),
                (_, Some(RowNode::OneToOne { table, column }), _) => (*table, *column),
                _ => continue,
            };
            let columns = &self.plan.tables[table.0].columns;
            let words = Words::of(&format!("{} {}", event.header.name.replace('_', " "), event.header.label));
            let says = |at: usize| {
                let column = &columns[at];
                words.of_one_stem(&Words::of(&format!("{} {}", column.name.replace('_', " "), column.label)))
            };
            let others = (0..columns.len()).filter(|at| *at != column && columns[*at].ty == Type::Date);
            let other = others.into_iter().find(|at| says(*at)).map(|at| &columns[at]);
            // What a patient has once may stand in the row of the patient.
            let of_patient = self.patients().filter(|patients| *patients != table);
            let above = of_patient.into_iter().flat_map(|patients| &self.plan.tables[patients.0].columns);
            let is_said = |column: &&Column| {
                let own = Words::of(&format!("{} {}", column.name.replace('_', " "), column.label));
                column.ty == Type::Date && words.of_one_stem(&own)
            };
            let other = other.or_else(|| above.into_iter().find(is_said)).filter(|_| !says(column));
            faults.extend(
                other.map(|o| (event.header.clone(), event.date.span, columns[column].name.clone(), o.name.clone())),
            );
        }
        for (header, place, read, named) in faults {
            let (name, label) = (header.name.clone(), header.label.clone());
            let title = said!(
                "`{name}` is called \"{label}\" and is dated by `{read}`, not by `{named}`",
                name,
                label,
                read,
                named
            );
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title).at(place, format!("dated by `{read}`"));
            self.ask_other_label(&header.name, diagnostic);
        }
    }

    /// What is counted from a birth has the birth first.
    pub(super) fn check_age_called(&mut self) {
        let mut faults = vec![];
        let defines = self.plan.defines.iter().map(|define| (&define.header, define.table, &define.value));
        let checks = self.plan.checks.iter().map(|check| (&check.header, check.table, &check.require));
        for (header, table, value) in defines.chain(checks) {
            let is_directed = Words::of(&header.label).any(DIRECTED);
            value.each(&mut |part| {
                if let ExprKind::Arithmetic { op: ArithmeticOp::Subtract, left, right } = &part.kind
                    && self.is_birth(left, table)
                    && matches!(right.kind, ExprKind::YearOf(_))
                {
                    faults.push((header.clone(), part.span));
                }
                let ExprKind::Function { function, of } = &part.kind else { return };
                let is_span = is_span(function);
                let [from, to] = of.as_slice() else { return };
                let after = |e: &RowExpr| self.known(e, table).when == When::After;
                // An event may come before time zero: where the label says which of the two is first, it is meant.
                let is_event = |e: &RowExpr| !is_directed && matches!(e.node(), Some(RowNode::Event(_)));
                let late = |e: &RowExpr| after(e) && (self.is_of_follow_up(e) || is_event(e));
                let early = |e: &RowExpr| self.known(e, table).when == When::Baseline;
                let is_birth = self.is_birth(to, table) && !self.is_birth(from, table);
                let ends = |e: &RowExpr, words: &[&str]| self.column_words(e, table).is_some_and(|own| own.any(words));
                let turned = ends(from, END) && ends(to, START) && !ends(from, START) && !ends(to, END);
                if is_span && (is_birth || turned || late(from) && early(to)) {
                    faults.push((header.clone(), part.span));
                }
            });
        }
        for (header, place) in faults {
            let title = said!("`{name}` counts from a later day back to an earlier one", name = header.name);
            let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
                .at(place, "below 0 in every patient")
                .hint("name the earlier day first, as the birth or time zero");
            self.ask(Question::OtherLabel, &header.name, diagnostic);
        }
    }

    /// A column of a patient that the follow-up tells.
    fn is_of_follow_up(&self, e: &RowExpr) -> bool {
        match e.node() {
            Some(RowNode::OneToOne { table, column }) => {
                self.plan.tables[table.0].columns[*column].known == Known::FollowUp
            }
            _ => false,
        }
    }

    pub(super) fn is_birth(&self, e: &RowExpr, table: TableId) -> bool {
        let words = self.column_words(e, table);
        words.is_some_and(|words| words.any(&["birth", "born", "birthdate", "brthdt", "naissance"]))
    }

    /// The name and the label of a column.
    fn column_words(&self, e: &RowExpr, table: TableId) -> Option<Words> {
        let column = match (&e.kind, e.node()) {
            (ExprKind::Column(column), _) => self.plan.tables[table.0].columns.get(*column),
            (_, Some(RowNode::OneToOne { table, column })) => self.plan.tables[table.0].columns.get(*column),
            _ => None,
        }?;
        Some(Words::of(&format!("{} {}", column.name.replace('_', " "), column.label)))
    }
}

/// Of the time between two dates.
pub(super) fn is_span(function: &Function) -> bool {
    counted_in(function).is_some()
}

/// In what the time between two dates is counted; none of another function.
fn counted_in(function: &Function) -> Option<&'static str> {
    match function {
        Function::DaysBetween => Some("days"),
        Function::WeeksBetween => Some("weeks"),
        Function::CompletedMonths => Some("months"),
        Function::CompletedYears => Some("years"),
        Function::Log10
        | Function::NaturalLogarithm
        | Function::Exponential
        | Function::SquareRoot
        | Function::Absolute
        | Function::Smallest
        | Function::Largest
        | Function::Median
        | Function::Round(_) => None,
    }
}

/// The claims that a label names.
fn claims_said(label: &str) -> Vec<Claim> {
    let words = Words::of(label);
    let not_inferior = ["non inferiority", "noninferiority", "not inferior", "non infériorité"];
    let said = [
        (Claim::NonInferiority, not_inferior.iter().any(|text| words.say(text))),
        (Claim::Superiority, words.any(&["superiority", "superior", "supériorité"])),
        (Claim::Equivalence, words.any(&["equivalence", "equivalent", "équivalence"])),
    ];
    said.into_iter().filter(|(_, said)| *said).map(|(claim, _)| claim).collect()
}
