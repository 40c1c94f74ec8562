//! The sets of the responses of a criterion: those with a role, its own, and their ranking from best to worst.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::Item;
use std::sync::Arc;

impl<'a> Resolver<'a> {
    /// The sets with a role, as far as they are declared, then those of the criterion's own: `set NAME: RESPONSE, …`.
    pub(crate) fn response_sets(
        &mut self,
        stated: Stated<'a>,
        entries: &entries::Entries<'a>,
        responses: &Arc<CodeList>,
    ) -> Option<Vec<ResponseSet>> {
        let mut sets: Vec<ResponseSet> = vec![];
        for role in ResponseRole::ALL {
            let Some(value) = entries.value(role.key()) else { continue };
            let (codes, dated) = self.response_set(value, responses)?;
            sets.push(ResponseSet { name: role.name(), role: Some(role), codes, dated, span: value.span });
        }
        for item in &stated.statement.items {
            let Item::Entry(entry) = item else { continue };
            let Some(key) = entry.key.as_ref() else { continue };
            let (Some(name), Some(value)) = (key.node.strip_prefix("set "), entry.value.as_ref()) else { continue };
            if let Some(first) = sets.iter().find(|s| s.name == name) {
                return self.repeated(said!("There are two sets of responses `{name}`", name), key.span, first.span);
            }
            let (codes, dated) = self.response_set(value, responses)?;
            sets.push(ResponseSet { name: name.to_string(), role: None, codes, dated, span: key.span });
        }
        self.check_sets_agree(&sets, responses)?;
        Some(sets)
    }

    /// No response is of two sets of which one says the contrary of the other, and what is part of another is of it.
    fn check_sets_agree(&mut self, sets: &[ResponseSet], responses: &CodeList) -> Option<()> {
        for (at, set) in sets.iter().enumerate() {
            // What is dated from an earlier finding is of a course, and not of one response.
            let at_once = |other: &&ResponseSet| set.dated.is_none() && other.dated.is_none();
            for other in sets.iter().skip(at + 1).filter(at_once).filter(|other| are_contrary(set, other)) {
                let Some(code) = other.codes.iter().find(|code| set.codes.contains(code)) else { continue };
                let title = said!(
                    "`{response}` is both `{set}` and `{other}`",
                    response = responses.codes[code.0].name,
                    set = set.name,
                    other = other.name
                );
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(other.span, "one of these")
                    .at(set.span, "and one of these")
                    .because("one response would count for a patient and against the same patient");
                self.report(diagnostic.hint("take it out of the one or of the other"));
                return None;
            }
            for whole in sets.iter().filter(at_once).filter(|whole| is_part(set, whole)) {
                let Some(code) = set.codes.iter().find(|code| !whole.codes.contains(code)) else { continue };
                let title = said!(
                    "`{response}` is `{set}` and not `{whole}`",
                    response = responses.codes[code.0].name,
                    set = set.name,
                    whole = whole.name
                );
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(whole.span, "not one of these")
                    .at(set.span, "one of these")
                    .because("whoever has the first has the second, and would not be counted there");
                self.report(diagnostic.hint(format!("add it to `{}`", whole.name)));
                return None;
            }
        }
        Some(())
    }

    /// The responses of a set and, in braces after them, how it is dated.
    fn response_set(
        &mut self,
        value: &'a tree::Value,
        responses: &Arc<CodeList>,
    ) -> Option<(Vec<CodeId>, Option<Dated>)> {
        let codes = self.set_codes(value, responses)?;
        let Some(element) = value.elements.last().filter(|e| e.has_options) else { return Some((codes, None)) };
        let options = self.entries(&element.options, &["dated from", "cleared by"], "a set of responses", element.span);
        let from = self.required(&options, "dated from").and_then(|v| self.set_codes(v, responses));
        let cleared_by = self.required(&options, "cleared by").and_then(|v| self.set_codes(v, responses));
        let (from, cleared_by) = (from?, cleared_by?);
        let all: Vec<CodeId> = codes.iter().chain(&from).chain(&cleared_by).copied().collect();
        let twice = all.iter().enumerate().find(|(i, code)| all[..*i].contains(code)).map(|(_, code)| *code);
        if let Some(code) = twice {
            let name = &responses.codes[code.0].name;
            let title = said!("`{name}` cannot confirm, be confirmed and clear at once", name);
            return self.error(codes::WRONG_VALUE, title, element.span, "named in two of the three places");
        }
        Some((codes, Some(Dated { from, cleared_by })))
    }

    /// Every response that assesses something stands in the ranking, and no other.
    pub(crate) fn ranked(
        &mut self,
        value: &'a tree::Value,
        responses: &Arc<CodeList>,
        sets: &[ResponseSet],
    ) -> Option<Vec<CodeId>> {
        let ranked = self.set_codes(value, responses)?;
        let without = |role: Option<ResponseRole>| match role {
            Some(ResponseRole::NotAssessed | ResponseRole::DoesNotApply) => true,
            Some(
                ResponseRole::CompleteResponse
                | ResponseRole::ObjectiveResponse
                | ResponseRole::Progression
                | ResponseRole::DefinitiveProgression,
            )
            | None => false,
        };
        let unranked = |code: CodeId| sets.iter().any(|set| without(set.role) && set.codes.contains(&code));
        for code in (0..responses.codes.len()).map(CodeId) {
            let name = &responses.codes[code.0].name;
            let title = match (ranked.contains(&code), unranked(code)) {
                (false, false) => said!("`{name}` has no place from best to worst", name),
                (true, true) => said!("`{name}` is neither better nor worse than another response", name),
                (true, false) | (false, true) => continue,
            };
            let label = "every response that assesses something stands here, and no other";
            return self.error(codes::WRONG_VALUE, title, value.span, label);
        }
        Some(ranked)
    }

    fn set_codes(&mut self, value: &'a tree::Value, responses: &Arc<CodeList>) -> Option<Vec<CodeId>> {
        let mut codes = vec![];
        for (word, place) in self.distinct_words(value) {
            match responses.position(word) {
                Some(code) => {
                    self.note_code(place, responses, word);
                    codes.push(CodeId(code));
                }
                None => return self.unknown_code(word, place, responses),
            }
        }
        Some(codes)
    }
}

/// What a set means; one of the criterion's own by the name that the field has for it.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    Complete,
    Objective,
    Control,
    Progression,
    Definitive,
    Nothing,
    Own,
}

impl Meaning {
    fn of(set: &ResponseSet) -> Meaning {
        match set.role {
            Some(ResponseRole::CompleteResponse) => Meaning::Complete,
            Some(ResponseRole::ObjectiveResponse) => Meaning::Objective,
            Some(ResponseRole::Progression) => Meaning::Progression,
            Some(ResponseRole::DefinitiveProgression) => Meaning::Definitive,
            Some(ResponseRole::NotAssessed | ResponseRole::DoesNotApply) => Meaning::Nothing,
            None if set.name == "disease_control" => Meaning::Control,
            None => Meaning::Own,
        }
    }
}

fn are_contrary(a: &ResponseSet, b: &ResponseSet) -> bool {
    let good = |m: Meaning| matches!(m, Meaning::Complete | Meaning::Objective | Meaning::Control);
    let bad = |m: Meaning| matches!(m, Meaning::Progression | Meaning::Definitive);
    let (a, b) = (Meaning::of(a), Meaning::of(b));
    let nothing = |a: Meaning, b: Meaning| a == Meaning::Nothing && (good(b) || bad(b));
    good(a) && bad(b) || bad(a) && good(b) || nothing(a, b) || nothing(b, a)
}

fn is_part(part: &ResponseSet, whole: &ResponseSet) -> bool {
    matches!(
        (Meaning::of(part), Meaning::of(whole)),
        (Meaning::Complete, Meaning::Objective | Meaning::Control)
            | (Meaning::Objective, Meaning::Control)
            | (Meaning::Definitive, Meaning::Progression)
    )
}
