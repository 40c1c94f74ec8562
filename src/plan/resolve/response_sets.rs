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
        Some(sets)
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
