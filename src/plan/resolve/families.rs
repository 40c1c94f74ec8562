//! `family`: deciding p-values that one procedure adjusts together.

use super::*;
use crate::catalogue::OptionValue;
use crate::catalogue::adjusted_p_values::{self, Procedure};
use crate::diagnostic::said;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_families(&mut self) {
        self.resolve_each("family", Self::family, |r, family| r.plan.families.push(family));
        self.check_one_family();
        for index in 0..self.plan.analyses.len() {
            let family = self.plan.families.iter().position(|f| f.of.contains(&index));
            let analysis = &mut self.plan.analyses[index];
            analysis.family = family;
            analysis.unadjusted &= family.is_none();
        }
        if self.intact(&["family"]) {
            self.check_one_primary();
        }
        if self.intact(&["analysis"]) {
            self.check_some_primary();
        }
    }

    fn family(&mut self, stated: Stated<'a>) -> Option<Family> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        let of = self.required(&entries, "of").map(|v| self.words(v));
        let procedure = self.required(&entries, "procedure").and_then(|v| self.procedure(v));
        let named = of?;
        let count = named.len();
        let names: Vec<String> = self.plan.analyses.iter().map(|a| a.header.name.clone()).collect();
        let mut found: Vec<usize> = vec![];
        for (word, span) in named {
            let Some(index) = self.position(Named::Analysis, word, span, &names) else { continue };
            if found.contains(&index) {
                return self.error(codes::REPEATED, said!("`{word}` is named twice", word), span, "named again");
            }
            let decides = self.plan.analyses[index].methods.iter().find(|m| m.standing == Standing::MainTest);
            let Some(call) = decides else {
                let title = said!("No test decides in `{word}`", word);
                let by_limit = self.plan.analyses[index].hypothesis.is_some();
                let hint = match by_limit {
                    true => {
                        "the limit of an interval decides there, at its own one-sided level: take it out of the family; for a \
                         test in it write an analysis with `estimand: like` that one, a `main test` and no `hypothesis`"
                    }
                    false => "let one decide there, or take the analysis out of the family",
                };
                return self.error_hint(codes::WRONG_VALUE, title, span, "has no p-value to adjust", hint);
            };
            if call.options.is_one_sided() {
                let title = said!("The test of `{word}` has one side, and the level of a family two", word);
                let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
                    .at(span, "its p-value is half of what the others are")
                    .at(call.span, "decides on one side")
                    .hint("let it decide on both sides, or take it out of the family: alone it decides at half the level of the study");
                self.report(diagnostic);
                return None;
            }
            found.push(index);
        }
        let (by, procedure) = procedure?;
        if found.len() < count {
            return None;
        }
        let graph = self.graph(&entries, by, &found, header.span)?;
        Some(Family { header, of: found, by, procedure, graph })
    }

    /// A word of the option `procedure` of the method that adjusts p-values.
    fn procedure(&mut self, value: &'a tree::Value) -> Option<(Procedure, MethodCall)> {
        let method = &adjusted_p_values::METHOD;
        let words: Vec<&str> = Procedure::CHOICES.words().collect();
        let by = Procedure::named(self.choice(value, &words)?)?;
        let options = method.options_with(&[("procedure", OptionValue::Word(by.word().to_string()))])?;
        Some((by, MethodCall { method, options, standing: Standing::MainTest, span: value.span }))
    }

    /// A p-value is adjusted once.
    fn check_one_family(&mut self) {
        let mut faults = vec![];
        for (second, family) in self.plan.families.iter().enumerate() {
            for index in &family.of {
                if let Some(first) = self.plan.families[..second].iter().find(|f| f.of.contains(index)) {
                    let name = &self.plan.analyses[*index].header.name;
                    let title = said!("`{name}` is in two families", name);
                    faults.push(
                        Diagnostic::new(codes::TWO_PRIMARIES, title)
                            .at(family.header.span, "in this one")
                            .at(first.header.span, "and in this one")
                            .because("a p-value is adjusted once, for the number it stands among"),
                    );
                }
            }
        }
        faults.into_iter().for_each(|d| self.report(d));
    }
}
