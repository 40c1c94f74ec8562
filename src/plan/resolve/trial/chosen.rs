//! What an analysis is, beside the one that decides: patients chosen by what is compared, another estimand under the name of a
//! sensitivity analysis, the primary hypothesis once more, a comparison the wrong way round.

use super::called::{BECAUSE, NOT, Words};
use super::*;
use crate::syntax::tree::Kind;

const CONTROL: &[&str] = &["placebo", "sham", "control", "controls", "témoin", "témoins", "contrôle"];

impl<'a> Resolver<'a> {
    /// Those who are compared by an outcome are not chosen by it.
    pub(super) fn check_chosen_by_outcome(&mut self) {
        let mut faults: Vec<(Header, Header, String, Span)> = vec![];
        for analysis in self.plan.analyses.iter().filter(|a| self.late_selection(a).is_some()) {
            let endpoint = &self.plan.endpoints[analysis.endpoint.0];
            let Some((population, place)) = self.chosen_by(analysis.population, endpoint) else { continue };
            if !faults.iter().any(|(.., told)| *told == place) {
                faults.push((population, endpoint.header.clone(), analysis.header.name.clone(), place));
            }
        }
        for (population, endpoint, analysis, place) in faults {
            let title = said!(
                "`{population}` is chosen by `{endpoint}`, by which `{analysis}` compares the arms",
                population = population.name,
                endpoint = endpoint.name,
                analysis
            );
            let diagnostic = Diagnostic::new(codes::CHOSEN_BY_OUTCOME, title)
                .at(place, "rests on the outcome itself")
                .at(endpoint.span, "the outcome")
                .because("of those who are chosen by what comes of them the comparison says nothing: the better arm loses its successes or its failures")
                .hint("compare all who were eligible; or take this requirement out");
            self.ask(Question::ChosenByOutcome, &population.name, diagnostic);
        }
    }

    /// The requirement that reads what the endpoint is told by, other than whether it is known.
    fn chosen_by(&self, id: PopulationId, endpoint: &Endpoint) -> Option<(Header, Span)> {
        let population = self.plan.populations.get(id.0)?;
        let late = population.require.iter().filter(|r| r.known == RequirementKnown::InFollowUp);
        let own = late.into_iter().find(|r| self.rests_on(&r.condition, endpoint));
        match (own, &population.of) {
            (Some(requirement), _) => Some((population.header.clone(), requirement.condition.span)),
            (None, PopulationSource::Population(of) | PopulationSource::AtRisk { of, .. }) => {
                self.chosen_by(*of, endpoint)
            }
            (None, PopulationSource::AllPatients | PopulationSource::Pairs(_)) => None,
        }
    }

    fn rests_on(&self, condition: &RowExpr, endpoint: &Endpoint) -> bool {
        match &condition.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().any(|part| self.rests_on(part, endpoint)),
            ExprKind::Not(of) => self.rests_on(of, endpoint),
            // Whether it is known chooses those who were assessed, of which the late selection is told.
            ExprKind::IsKnown(what) if !matches!(what.node(), Some(RowNode::Event(_))) => false,
            _ => self.reads_outcome(condition, endpoint),
        }
    }

    fn reads_outcome(&self, e: &RowExpr, endpoint: &Endpoint) -> bool {
        let Some(patients) = self.patients() else { return false };
        if let EndpointKind::Given(given) = &endpoint.kind {
            let outcome: BTreeSet<_> = [Some(&given.value), given.event.as_ref()]
                .into_iter()
                .flatten()
                .flat_map(|value| self.columns_read(value, patients))
                .filter(|(table, column)| self.is_of_outcome(*table, *column))
                .collect();
            return !outcome.is_disjoint(&self.columns_read(e, patients));
        }
        let read = self.events_read(e);
        let ends = endpoint.kind.ends().unwrap_or_default();
        ends.iter().any(|end| match end {
            EventSource::Event(event) => read.iter().any(|other| self.is_one_event(*event, *other)),
            EventSource::Response { .. } => false,
        })
    }

    /// Neither known at baseline nor what tells the rows of a table apart or dates them.
    fn is_of_outcome(&self, table: TableId, column: usize) -> bool {
        let table = &self.plan.tables[table.0];
        let found = &table.columns[column];
        let is_key = table.key.contains(&column) || found.reference.is_some() || found.ty == Type::Date;
        !is_key && !matches!(found.known, Known::Baseline | Known::Administrative)
    }

    /// A sensitivity analysis estimates what it is like under other assumptions (ICH E9(R1), A.5.2).
    pub(super) fn check_sensitivity(&mut self) {
        let mut faults = vec![];
        let mut alone = vec![];
        let sensitivity = |(_, a): &(usize, &Analysis)| a.role == Role::Sensitivity;
        for (index, analysis) in self.plan.analyses.iter().enumerate().filter(sensitivity) {
            // What it stands beside may be another one than what it is written like.
            let beside = analysis.parent.map(|parent| &self.plan.analyses[parent]);
            let Some(base) = self.like(index).map(|base| &self.plan.analyses[base]).or(beside) else {
                alone.push(analysis.header.clone());
                continue;
            };
            let is_other = |of: &Analysis| self.is_other_variable(analysis.endpoint, of.endpoint);
            let base = beside.filter(|beside| is_other(base) && !is_other(beside)).unwrap_or(base);
            let other = self.other_attribute(analysis, base);
            faults.extend(other.map(|what| (analysis.header.clone(), base.header.clone(), what)));
        }
        for (header, base, what) in faults {
            // An analysis that is like another may have its role from there, where it is right.
            let role =
                self.place_of("analysis", &header.name, "role").filter(|role| self.is_written_in(&header, *role));
            let place = role.unwrap_or(header.span);
            let title = said!(
                "`{name}` is called a sensitivity analysis and has another {what} than `{base}`",
                name = header.name,
                what,
                base = base.name
            );
            let diagnostic = Diagnostic::new(codes::NOT_SENSITIVITY, title)
                .at(place, "another estimand, not another assumption")
                .at(base.span, "what it is like")
                .because("a sensitivity analysis asks the same question under other assumptions; where it agrees it supports the first answer, which the answer to another question does not (ICH E9(R1), A.5.2 and A.5.3)")
                .hint(if role.is_some() { "call it `supplementary`" } else { "add `role: supplementary` to it" });
            let diagnostic = match role {
                Some(role) => diagnostic.perhaps(role, "supplementary"),
                None => diagnostic,
            };
            self.ask(Question::OtherEstimand, &header.name, diagnostic);
        }
        for header in alone {
            let role = self.place_of("analysis", &header.name, "role").unwrap_or(header.span);
            let title = said!(
                "`{name}` is called a sensitivity analysis, and no analysis has its endpoint",
                name = header.name
            );
            let diagnostic = Diagnostic::new(codes::NOT_SENSITIVITY, title)
                .at(role, "beside no primary or secondary analysis")
                .because("a sensitivity analysis asks the question of another one under other assumptions (ICH E9(R1), A.5.2)")
                .hint("call it `supplementary`")
                .perhaps(role, "supplementary");
            self.ask(Question::OtherEstimand, &header.name, diagnostic);
        }
    }

    /// The first attribute of the estimand that is another.
    fn other_attribute(&self, analysis: &Analysis, base: &Analysis) -> Option<&'static str> {
        let margin = |a: &Analysis| a.hypothesis.as_ref().map(|h| (h.claim, h.lower, h.upper, h.level));
        let strategies = |a: &Analysis| a.handling.strategies.iter().map(|(of, s, _)| (*of, *s)).collect::<Vec<_>>();
        let effect = |a: &Analysis| match a.effect {
            Some(StatedEffect::Of(effect)) => Some(effect),
            Some(StatedEffect::Nothing) | None => None,
        };
        match (&analysis.compare, &base.compare) {
            // By exposure in time the same treatments are told apart otherwise.
            (Compare::Exposure(_), _) | (_, Compare::Exposure(_)) => return None,
            (own, of_base) if own != of_base => return Some("comparison"),
            _ => {}
        }
        if analysis.each != base.each && analysis.endpoint == base.endpoint
            || self.is_other_variable(analysis.endpoint, base.endpoint)
        {
            return Some("variable");
        }
        if analysis.population != base.population {
            return Some("population");
        }
        if strategies(analysis) != strategies(base) {
            return Some("strategy");
        }
        // An analysis without a margin estimates the same, and leaves what is shown to the other.
        if margin(analysis).zip(margin(base)).is_some_and(|(own, of_base)| own != of_base) {
            return Some("margin");
        }
        let other_effect = effect(analysis).zip(effect(base)).is_some_and(|(own, of_base)| own != of_base);
        // Among patients with the same covariates, where that makes another number of it.
        (other_effect || analysis.within() != base.within()).then_some("summary measure")
    }

    /// What is measured is another thing, and not the same with what is missing or censored taken otherwise.
    fn is_other_variable(&self, a: EndpointId, b: EndpointId) -> bool {
        let (a, b) = (&self.plan.endpoints[a.0].kind, &self.plan.endpoints[b.0].kind);
        let same_ends = |a: &[EventSource], b: &[EventSource]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.is_same_event(a, b))
        };
        match (a, b) {
            (EndpointKind::YesNo(a), EndpointKind::YesNo(b)) => {
                let told = |by: &ResponseSuccess| (by.response, by.success, by.not_after);
                !a.by.iter().map(told).eq(b.by.iter().map(told)) || a.confirmed.is_some() != b.confirmed.is_some()
            }
            (EndpointKind::TimeToEvent(a), EndpointKind::TimeToEvent(b)) => {
                let horizon = |of: Option<Horizon>| of.map(|horizon| horizon.at);
                a.start != b.start || !same_ends(&a.events, &b.events) || horizon(a.horizon) != horizon(b.horizon)
            }
            (EndpointKind::CompetingRisks(a), EndpointKind::CompetingRisks(b)) => {
                let causes = a.causes.len() == b.causes.len();
                !causes || !a.causes.iter().zip(&b.causes).all(|(a, b)| same_ends(&a.sources, &b.sources))
            }
            (EndpointKind::Given(a), EndpointKind::Given(b)) => {
                let measure = |given: &GivenEndpoint| match given.what {
                    GivenKind::Number { measure, .. } => Some(measure),
                    _ => None,
                };
                a.value != b.value || a.event != b.event || measure(a) != measure(b)
            }
            (EndpointKind::Events(a), EndpointKind::Events(b)) => (a.table, &a.condition) != (b.table, &b.condition),
            (EndpointKind::BestResponse(a), EndpointKind::BestResponse(b)) => a.by != b.by,
            (
                EndpointKind::YesNo(_)
                | EndpointKind::TimeToEvent(_)
                | EndpointKind::CompetingRisks(_)
                | EndpointKind::Given(_)
                | EndpointKind::Events(_)
                | EndpointKind::BestResponse(_),
                _,
            ) => true,
        }
    }

    /// What the primary analysis decides is not tested once more under another name.
    pub(super) fn check_tested_once(&mut self) {
        let decides = |a: &Analysis| a.methods.iter().any(|m| m.standing == Standing::MainTest);
        let mut faults = vec![];
        for analysis in self.plan.analyses.iter().filter(|a| a.role == Role::Secondary && decides(a)) {
            let same = |base: &&Analysis| {
                base.role == Role::Primary
                    && decides(base)
                    && base.family == analysis.family
                    && base.hypothesis.is_none() == analysis.hypothesis.is_none()
                    && base.landmark == analysis.landmark
                    && base.adjustment.by.len() == analysis.adjustment.by.len()
                    && base.endpoint == analysis.endpoint
                    && self.other_attribute(analysis, base).is_none()
            };
            if analysis.family.is_none() && analysis.adjustment.by.is_empty() {
                let base = self.plan.analyses.iter().find(same);
                faults.extend(base.map(|base| (analysis.header.clone(), base.header.clone())));
            }
        }
        for (header, base) in faults {
            let title = said!("`{name}` tests the hypothesis of `{base}` again", name = header.name, base = base.name);
            let diagnostic = Diagnostic::new(codes::NO_PROTECTION, title)
                .at(header.span, "a second test of one question")
                .at(base.span, "tested here")
                .because(
                    "of two tests of one hypothesis the better one could be told, which is not at the level of either",
                )
                .hint("give it the role `sensitivity`, and its test under `also given`");
            self.ask(Question::NoProtection, &header.name, diagnostic);
        }
    }

    /// In a randomised trial an arm is what a patient was given by lot, whatever came of it.
    pub(super) fn check_randomised(&mut self) {
        let (Some(arms), Some(study)) = (&self.plan.arms, &self.plan.study) else { return };
        let stated = self.stated("study", &study.name);
        let design = stated.and_then(|stated| entry_in(&stated, "design")).and_then(|entry| entry.value.as_ref());
        let is_randomised = design.is_some_and(|value| {
            let word = value.elements.first().map(|element| &element.expression.kind);
            matches!(word, Some(Kind::Name(word)) if word == "randomised_trial")
        });
        let Some(design) = design.filter(|_| is_randomised) else { return };
        let by_size =
            arms.arms.iter().filter_map(|arm| arm.condition.as_ref()).find(|condition| tells_by_size(condition));
        let (place, what) = match (arms.settled_by_day, self.plan.matchings.first(), by_size) {
            (Some(_), ..) => (arms.header.span, "its arms are made by what happens after time zero"),
            (None, Some(matching), _) => (matching.header.span, "its arms are matched"),
            (None, None, Some(condition)) => (condition.span, "its arms are made by what patients are like"),
            (None, None, None) if self.tells_arms_by_nature() => {
                (arms.header.span, "its arms are made by what patients are like")
            }
            (None, None, None) => return,
        };
        let title = said!("`{study}` is called a randomised trial, and {what}", study = study.name, what);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
            .at(design.span, "arms by lot")
            .at(place, what)
            .because(BECAUSE)
            .hint("correct the design, or take the arms from the list of randomisation");
        let about = study.name.clone();
        self.ask(Question::OtherLabel, &about, diagnostic);
    }

    /// The column that tells the arms is of what nobody is given.
    fn tells_arms_by_nature(&self) -> bool {
        const NATURE: &[&str] = &["sex", "gender", "age", "race", "stage", "ecog", "sexe", "âge", "stade"];
        let column = self.column_of_arms().zip(self.patients());
        column.is_some_and(|(column, patients)| {
            NATURE.contains(&self.plan.tables[patients.0].columns[column].name.as_str())
        })
    }

    /// By its label an arm is that without the treatment.
    pub(super) fn is_called_control(&self, at: usize) -> bool {
        let arm = self.plan.arms.as_ref().and_then(|arms| arms.arms.get(at));
        arm.is_some_and(|arm| Words::of(&format!("{} {}", arm.name.replace('_', " "), arm.label)).any(CONTROL))
    }

    /// By its label an arm is of more or less of something.
    pub(super) fn is_called_by_dose(&self, at: usize) -> bool {
        const DOSES: &[&str] = &["low", "high", "medium", "middle", "mg", "dose", "faible", "forte", "élevée"];
        let arm = self.plan.arms.as_ref().and_then(|arms| arms.arms.get(at));
        arm.is_some_and(|arm| Words::of(&format!("{} {}", arm.name.replace('_', " "), arm.label)).any(DOSES))
    }

    /// The control is what a treatment is compared against.
    pub(super) fn check_control_last(&mut self) {
        let Some(arms) = &self.plan.arms else { return };
        if self.is_asked_of_label(&arms.header.name) {
            return;
        }
        let is_control = |at: usize| {
            let Some(arm) = arms.arms.get(at) else { return false };
            let label = Words::of(&arm.label);
            let words = Words::of(&format!("{} {}", arm.name.replace('_', " "), arm.label));
            words.any(CONTROL) || label.begin(NOT) || label.any(ALONE)
        };
        let mut faults = vec![];
        for analysis in &self.plan.analyses {
            let Compare::Arms(of) = &analysis.compare else { continue };
            let header = &analysis.header;
            let own = self.place_in("analysis", header, "compare");
            let (first, against) = match (of.as_slice(), analysis.reference) {
                ([first, against], _) => (*first, *against),
                // Of several arms against one dose.
                (all, Some(against)) if self.is_called_by_dose(against) && !analysis.contrasts().is_empty() => {
                    let Some(first) = all.iter().find(|arm| **arm != against && is_control(**arm)) else { continue };
                    (*first, against)
                }
                (_, Some(_) | None) => continue,
            };
            if is_control(first) && !is_control(against) && own != header.span {
                faults.push((header.clone(), own, arms.arms[first].name.clone(), arms.arms[against].name.clone()));
            }
        }
        for matching in &self.plan.matchings {
            let (first, against) = (matching.treated, matching.control);
            let header = &matching.header;
            let own = self.place_of("matching", &header.name, "treated").unwrap_or(header.span);
            if is_control(first) && !is_control(against) {
                faults.push((header.clone(), own, arms.arms[first].name.clone(), arms.arms[against].name.clone()));
            }
        }
        let Some(((header, place, first, against), others)) = faults.split_first() else { return };
        let title = said!("`{name}` compares `{first}` against `{against}`", name = header.name, first, against);
        let diagnostic = Diagnostic::new(codes::OTHER_LABEL, title)
            .at(*place, format!("`{first}` is the control by its name"))
            .because(BECAUSE)
            .hint(format!("name the treatment first: `{against}`, then `{first}`"));
        let diagnostic = others.iter().fold(diagnostic, |told, (_, place, ..)| told.at(*place, "here too"));
        self.ask(Question::OtherLabel, &header.name, diagnostic);
    }
}

/// A number that is larger or smaller tells the arm.
fn tells_by_size(condition: &RowExpr) -> bool {
    let mut found = false;
    condition.each(&mut |part| {
        found |= match &part.kind {
            ExprKind::Compare { op, left, .. } => {
                let is_number = matches!(left.ty, Type::Integer | Type::Number(_) | Type::Real(_));
                is_number && !matches!(op, CompareOp::Equal | CompareOp::NotEqual)
            }
            ExprKind::InRange { .. } => true,
            _ => false,
        };
    });
    found
}
