//! What becomes of a patient of whom a yes or no is not known.

use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Value};

/// The last response before a timepoint stands where there is none at it.
const LAST_VALUE: &str = "last_value";

/// It counts by the arm of the patient.
const WORST_CASE: &str = "worst_case";

impl<'a> Resolver<'a> {
    /// `failure`, `success`, `left_out`, `worst_case { … }`, or `last_value { otherwise: failure }`.
    pub(crate) fn missing_response(&mut self, value: &'a Value) -> Option<MissingRule> {
        let element = self.single(value)?;
        if !self.is_word(&element.expression, LAST_VALUE) {
            return self.missing_yes_no(value, &[LAST_VALUE]);
        }
        self.noted.words.insert(element.expression.span);
        let options = self.entries(&element.options, &["otherwise"], "`last_value`", element.span);
        let otherwise = self.required(&options, "otherwise")?;
        let word = self.choice(otherwise, &WithoutValue::ALL.map(WithoutValue::word))?;
        WithoutValue::ALL.into_iter().find(|rule| rule.word() == word).map(MissingRule::LastValue)
    }

    /// `failure`, `success`, `left_out`, or `worst_case { … }`; `further` words are known besides.
    pub(crate) fn missing_yes_no(&mut self, value: &'a Value, further: &[&'static str]) -> Option<MissingRule> {
        let element = self.single(value)?;
        let (word, span) = self.word_of(&element.expression)?;
        if word == WORST_CASE {
            return self.worst_case(element);
        }
        let plain = MissingRule::PLAIN.iter().map(|rule| rule.word());
        let known: Vec<&str> = plain.chain([WORST_CASE]).chain(further.iter().copied()).collect();
        let Some(rule) = MissingRule::PLAIN.iter().copied().find(|rule| rule.word() == word) else {
            return self.unknown("way to treat what is missing", word, span, known);
        };
        self.no_options(element, &format!("`{word}`"));
        Some(rule)
    }

    /// `worst_case { failure in: ARM, success in: ARM }`: every arm once.
    fn worst_case(&mut self, element: &'a Element) -> Option<MissingRule> {
        let options = self.entries(&element.options, &["failure in", "success in"], "`worst_case`", element.span);
        let failure = self.required(&options, "failure in").and_then(|v| self.arms_in(v));
        let success = self.required(&options, "success in").and_then(|v| self.arms_in(v));
        let (failure, success) = (failure?, success?);
        if let Some((arm, span)) = success.iter().find(|(arm, _)| failure.iter().any(|(other, _)| other == arm)) {
            let name = self.arm_words().get(*arm).cloned().unwrap_or_default();
            let title = said!("What is missing is a failure and a success in `{name}`", name);
            return self.error(codes::WRONG_VALUE, title, *span, "a failure in this arm as well");
        }
        let names = self.arm_words();
        let said = |arm: usize| failure.iter().chain(&success).any(|(other, _)| *other == arm);
        if let Some(name) = (0..names.len()).find(|arm| !said(*arm)).and_then(|arm| names.get(arm)) {
            let title = said!("Nothing is said of what is missing in `{name}`", name);
            let hint = "name every arm once: `worst_case { failure in: ARM, success in: ARM }`";
            return self.missing_key(element.span, title, "not of all arms", hint);
        }
        let arms: Vec<usize> = success.iter().map(|(arm, _)| *arm).collect();
        match SuccessIn::arms(&arms) {
            Some(success) => Some(MissingRule::WorstCase(success)),
            None => {
                let title = said!("More than {most} arms are not told apart here", most = SuccessIn::MOST_ARMS);
                self.error(codes::WRONG_VALUE, title, element.span, "too many arms")
            }
        }
    }

    fn arms_in(&mut self, value: &'a Value) -> Option<Vec<(usize, Span)>> {
        let words = self.distinct_words(value);
        words.into_iter().map(|(word, span)| Some((self.arm_named(word, span)?, span))).collect()
    }

    fn arm_words(&self) -> Vec<String> {
        let arms = self.plan.arms.as_ref();
        arms.map(|arms| arms.arms.iter().map(|arm| arm.name.clone()).collect()).unwrap_or_default()
    }
}
