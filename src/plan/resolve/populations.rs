//! `population`: of whom, and what is required of them.

use super::knowledge::When;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Entry, Item, Operator};

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_populations(&mut self) {
        self.resolve_each("population", Self::population, |r, population| r.plan.populations.push(population));
    }

    fn population(&mut self, stated: Stated<'a>) -> Option<Population> {
        let header = self.header(stated)?;
        if let Some(value) = &stated.statement.value {
            let element = self.single(value)?;
            let of = self.population_source(element)?;
            return Some(Population { header, of, require: vec![] });
        }
        let entries = self.entries_of(stated);
        let of = match self.required(&entries, "of") {
            Some(value) => self.single(value).and_then(|e| self.population_source(e)),
            None => None,
        };
        if let Some(value) = entries.value("count exclusions at") {
            self.choice(value, &["first_reason"]);
        }
        let excludes = match entries.value("if not known") {
            Some(value) => {
                self.choice(value, &["excluded"]);
                true
            }
            None => entries.has_stray(),
        };
        let require = self.requirements(entries.get("require"), excludes);
        Some(Population { header, of: of?, require: require? })
    }

    /// `all_patients`, `patients of MATCHING`, or another population.
    fn population_source(&mut self, element: &'a Element) -> Option<PopulationSource> {
        if let Some((what, matching)) = Self::binary(&element.expression, Operator::Of) {
            if !self.is_word(what, "patients") {
                let label = "write `patients of MATCHING`";
                return self.error(
                    codes::WRONG_VALUE,
                    "Of a matching, a population takes the patients",
                    what.span,
                    label,
                );
            }
            let (word, span) = self.word_of(matching)?;
            let found = self.position(Named::Matching, word, span, &self.plan.declared.matchings.clone())?;
            return Some(PopulationSource::Pairs(MatchingId(found)));
        }
        match self.word_of(&element.expression)? {
            ("at_risk", _) => self.at_risk(element),
            ("all_patients", _) => Some(PopulationSource::AllPatients),
            (word, span) => self.population_named(word, span).map(PopulationSource::Population),
        }
    }

    pub(crate) fn population_word(&mut self, value: &'a tree::Value) -> Option<PopulationId> {
        let (word, span) = self.word(value)?;
        self.population_named(word, span)
    }

    pub(crate) fn population_named(&mut self, word: &str, span: Span) -> Option<PopulationId> {
        let known: Vec<String> = self.plan.populations.iter().map(|p| p.header.name.clone()).collect();
        if !known.iter().any(|k| k == word) && self.names_under("population").iter().any(|n| n == word) {
            return self.only_further_down(
                word,
                span,
                "a population is described before the one that is taken from it",
            );
        }
        self.position(Named::Population, word, span, &known).map(PopulationId)
    }

    fn requirements(&mut self, entry: Option<&'a Entry>, unknown_excludes: bool) -> Option<Vec<Requirement>> {
        let patients = self.patients()?;
        let items = entry.map_or(&[][..], |e| &e.items);
        let mut found: Vec<Requirement> = vec![];
        for item in items {
            match item {
                Item::Entry(e) => found.extend(self.requirement(e, patients)),
                Item::Case(c) => {
                    self.error::<()>(
                        codes::MISPLACED,
                        "A requirement is an entry",
                        c.span,
                        "write `\"Label\": CONDITION`",
                    );
                }
            }
        }
        if found.len() < items.len() {
            return None;
        }
        if !unknown_excludes {
            self.check_excludes(&found, patients);
        }
        for (i, requirement) in found.iter().enumerate() {
            if let Some(first) = found[..i].iter().find(|r| r.label == requirement.label) {
                let title = said!("Two requirements are called \"{label}\"", label = requirement.label);
                return self.repeated(title, requirement.span, first.span);
            }
        }
        self.check_requirements(&found)?;
        let mut names: Vec<String> = vec![];
        for requirement in &mut found {
            requirement.name = unique(&requirement.name, &names);
            names.push(requirement.name.clone());
        }
        Some(found)
    }

    /// Without `if not known: excluded` every requirement is settled in every patient, also in one without time zero.
    fn check_excludes(&mut self, requirements: &[Requirement], patients: TableId) {
        let analysis = nullable::Nullability { time_zero_known: false, ..self.nullability(None) };
        let open = |r: &&Requirement| analysis.row_can_be_unknown(&r.condition, patients);
        if let Some(span) = requirements.iter().find(open).map(|r| r.condition.span) {
            let hint = "say what an unknown requirement does: `if not known: excluded`";
            let label = "neither true nor false when something it reads is missing";
            self.error_hint::<()>(codes::UNKNOWN_CONDITION, "This requirement can be unknown", span, label, hint);
        }
    }

    fn requirement(&mut self, entry: &'a Entry, patients: TableId) -> Option<Requirement> {
        let label = entry.label.as_ref().map(|l| &l.text).or(entry.key.as_ref())?;
        let Some(value) = &entry.value else {
            return self.missing_key(
                entry.span,
                said!("`{label}` requires nothing", label = label.node),
                "no condition",
                "write `\"Label\": CONDITION`",
            );
        };
        let element = self.single(value)?;
        let options = self.entries(&element.options, &["known at"], "a requirement", element.span);
        let stated = options.value("known at");
        let mut known = match stated.and_then(|value| self.choice(value, &["administrative", "follow_up"])) {
            Some("administrative") => RequirementKnown::Administrative,
            Some(_) => RequirementKnown::InFollowUp,
            None => RequirementKnown::AtTimeZero,
        };
        let condition = self.row_condition(&element.expression, patients)?;
        let latest = self.known(&condition, patients);
        match (known, latest.when) {
            (RequirementKnown::AtTimeZero, When::After) if stated.is_none() => {
                let diagnostic = Diagnostic::new(
                    codes::FUTURE,
                    said!("Eligibility (\"{label}\") rests on the future", label = label.node),
                )
                .at(latest.span.unwrap_or(condition.span), "known only after time zero")
                .because("patients would be chosen by what happens to them later")
                .hint("require what is known at time zero; where a set is chosen by the follow-up on purpose, as a per-protocol or a safety set is, say so: `… { known at: follow_up }`, and comparisons in it are to be accepted; where it serves the paperwork alone, such as consent: `… { known at: administrative }`");
                self.report(diagnostic);
            }
            (RequirementKnown::InFollowUp, When::Baseline | When::Administrative) => {
                let title = said!("\"{label}\" is known at time zero already", label = label.node);
                let place = stated.map_or(condition.span, |value| value.span);
                let hint = "take `known at: follow_up` away";
                self.error_hint::<()>(codes::OPTION_UNREAD, title, place, "nothing it reads is known later", hint);
                known = RequirementKnown::AtTimeZero;
            }
            (RequirementKnown::AtTimeZero | RequirementKnown::Administrative | RequirementKnown::InFollowUp, _) => {}
        }
        Some(Requirement {
            name: as_word(&label.node),
            label: entry.label.as_ref().map_or_else(|| label.node.clone(), |l| self.label(l)),
            condition,
            known,
            rests_on_follow_up: latest.when == When::After,
            span: entry.span,
        })
    }
}

/// A label as one word: `Informed, or dead` is `informed_or_dead`.
fn as_word(label: &str) -> String {
    let mut word = String::new();
    for c in label.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.ends_with('_') && !word.is_empty() {
            word.push('_');
        }
    }
    word.trim_end_matches('_').to_string()
}

/// The word, with a number behind it where it is taken.
fn unique(word: &str, taken: &[String]) -> String {
    let free = |candidate: &String| !taken.contains(candidate);
    let numbered = (2..).map(|n| format!("{word}_{n}"));
    std::iter::once(word.to_string()).chain(numbered).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_distinct_words() {
        assert_eq!(as_word("Informed, or dead"), "informed_or_dead");
        assert_eq!(as_word("(BCLC) stage B/C!"), "bclc_stage_b_c");
        assert_eq!(unique("adult", &["adult".into(), "adult_2".into()]), "adult_3");
    }
}
