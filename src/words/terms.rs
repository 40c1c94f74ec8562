//! Words for what the results name: methods, options, statistics, roles. What is not listed is printed with spaces for underscores.

use super::{Pairs, Words, fill, listed};
use crate::catalogue::adjusted_p_values::Procedure;
use crate::catalogue::{
    self, Choice, Language, Manner, Names, OptionKind, OptionRole, OptionSpec, Question, Statistic, Title, Warning,
    kaplan_meier,
};
use crate::number::Quantity;
use crate::results::{Basis, MethodUse, NEAREST, OVERLAP_WEIGHTS, OptionUse, PROPENSITY_SCORE, Record, TimeUnit};

/// Letters of responses that a plan cannot write as people do.
const WRITTEN: Pairs = &[("NON_CR_NON_PD", "Non-CR/Non-PD"), ("NON_iCR_NON_iUPD", "Non-iCR/Non-iUPD")];

/// The methods that no plan calls by name.
const OF_MATCHING: &[(&str, Names)] = &[
    (
        NEAREST,
        Names {
            en: "Nearest-neighbour matching on the propensity score",
            fr: "Appariement au plus proche voisin sur le score de propension",
        },
    ),
    (
        PROPENSITY_SCORE,
        Names {
            en: "Logistic regression of the arm: the propensity score",
            fr: "Régression logistique du bras\u{a0}: le score de propension",
        },
    ),
    (
        OVERLAP_WEIGHTS,
        Names {
            en: "Overlap weights by the propensity score: 1 − e for the treated, e for controls",
            fr: "Pondération par recouvrement selon le score de propension\u{a0}: 1 − e pour les traités, e pour les témoins",
        },
    ),
];

/// What the reverse estimate of Kaplan and Meier counts, which are no events.
const OF_REVERSE: &[(Statistic, Names)] = &[
    (Statistic::Events, Names { en: "Ends of follow-up", fr: "Fins de suivi" }),
    (Statistic::Survival, Names { en: "Still under observation", fr: "Encore suivis" }),
    (Statistic::Median, Names { en: "Median follow-up", fr: "Suivi médian" }),
];

/// Whether a method estimates how long patients are followed: Kaplan and Meier's, with event and censoring exchanged.
pub fn is_reverse(method: &MethodUse) -> bool {
    let censoring = |value: &OptionUse| match value {
        OptionUse::Word(word) => kaplan_meier::Event::named(word) == Some(kaplan_meier::Event::Censoring),
        OptionUse::Times { .. } | OptionUse::Number(_) | OptionUse::Names(_) => false,
    };
    method.name == kaplan_meier::METHOD.name && method.options.iter().any(|(_, value)| censoring(value))
}

impl Words {
    /// The name of a statistic where it stands for itself.
    pub fn statistic(&self, statistic: Statistic) -> String {
        statistic.words(self.language).to_string()
    }

    /// What a number of a method is called: of the reverse estimate of Kaplan and Meier, what it counts, which is no event.
    pub fn statistic_by(&self, statistic: Statistic, method: Option<&MethodUse>) -> String {
        let own = OF_REVERSE.iter().find(|(of, _)| *of == statistic).filter(|_| method.is_some_and(is_reverse));
        own.map_or_else(|| self.statistic(statistic), |(_, names)| names.of(self.language).to_string())
    }

    /// What the estimate of a method is called by itself: `Risk ratio`. The method declares it, or the choice that says what is
    /// estimated; else it is the title of the method.
    pub fn estimate_of(&self, method: &MethodUse) -> String {
        let declared = catalogue::named(&method.name).and_then(|m| m.estimate()?.called);
        let choices = method.options.iter().filter_map(|(key, value)| self.declared(method, key, value)?.1);
        let mut chosen = choices.filter(|choice| choice.estimates.is_some()).map(|choice| choice.names);
        let names = declared.or_else(|| chosen.next());
        names.map_or_else(|| self.method(method), |names| capitalised(names.of(self.language)))
    }

    /// What a table calls the estimate of a method.
    pub fn estimate_in_table(&self, method: &MethodUse) -> String {
        let title = catalogue::named(&method.name).and_then(|m| m.estimate()).map(|given| given.title);
        match title {
            None | Some(Title::Says) => self.method(method),
            Some(Title::Beside) => format!("{}, {}", self.method(method), lower_first(&self.estimate_of(method))),
            Some(Title::Instead) => self.estimate_of(method),
        }
    }

    /// As [`Words::statistic`], for a narrow column: `HR`.
    pub fn short_statistic(&self, statistic: Statistic) -> String {
        statistic.short_words(self.language).to_string()
    }

    /// What the field means by the letters of a response: `partial response (PR)`; none of what it has no letters for.
    pub fn response(&self, code: &str) -> Option<&'static str> {
        listed(self.responses, code)
    }

    /// A code as people write it: `NON-CR/NON-PD`.
    pub fn written(&self, code: &str) -> String {
        listed(WRITTEN, code).map_or_else(|| spaced(code), str::to_string)
    }

    /// A group that is no arm, where it is listed.
    pub fn listed_term(&self, word: &str) -> Option<&'static str> {
        listed(self.terms, word)
    }

    /// What a method takes of an option, and where it is a choice, what is chosen.
    fn declared(
        &self,
        method: &MethodUse,
        key: &str,
        value: &OptionUse,
    ) -> Option<(&'static OptionSpec, Option<&'static Choice>)> {
        let spec = catalogue::named(&method.name)?.options.iter().find(|spec| spec.name == key)?;
        let choice = match (spec.kind, value) {
            (OptionKind::Choice(choices), OptionUse::Word(word)) => choices.named(word),
            (
                OptionKind::Choice(_) | OptionKind::Days | OptionKind::Day | OptionKind::Number(_) | OptionKind::Cause,
                _,
            ) => None,
        };
        Some((spec, choice))
    }

    /// The value of an option of a method: `Newcombe paired`, `day 91`.
    pub fn value_of(&self, method: &MethodUse, key: &str, value: &OptionUse) -> String {
        let choice = self.declared(method, key, value).and_then(|(_, choice)| choice);
        choice.map_or_else(|| self.plain_value(value), |choice| choice.names.of(self.language).to_string())
    }

    /// The same where its key is not beside it: `unweighted` for `weights: none`.
    pub fn value_alone(&self, method: &MethodUse, key: &str, value: &OptionUse) -> String {
        let alone = self.declared(method, key, value).and_then(|(_, choice)| choice?.alone);
        alone.map_or_else(|| self.value_of(method, key, value), |names| names.of(self.language).to_string())
    }

    /// A procedure that adjusts p-values.
    pub fn procedure(&self, word: &str) -> String {
        let choice = Procedure::CHOICES.named(word);
        choice.map_or_else(|| spaced(word), |choice| choice.names.of(self.language).to_string())
    }

    /// A value that is no word of a choice.
    fn plain_value(&self, value: &OptionUse) -> String {
        match value {
            OptionUse::Times { at, .. } if at.is_empty() => self.no_times.to_string(),
            OptionUse::Times { at, unit } => self.times_at(at, *unit),
            OptionUse::Number(_) => self.number(&value.to_string()),
            OptionUse::Word(_) | OptionUse::Names(_) => spaced(&value.to_string()),
        }
    }

    /// What an accepted warning says.
    pub fn warning(&self, warning: Warning) -> &'static str {
        warning.names().of(self.language)
    }

    /// What an accepted question asks.
    pub fn question(&self, question: Question) -> &'static str {
        question.names().of(self.language)
    }

    /// What a method is called in a table, where the interval has its own place.
    pub fn method(&self, method: &MethodUse) -> String {
        let declared = catalogue::named(&method.name).map(catalogue::Method::titles);
        let names =
            declared.or_else(|| OF_MATCHING.iter().find(|(name, _)| *name == method.name).map(|(_, names)| *names));
        let title =
            names.map_or_else(|| capitalised(&spaced(&method.name)), |names| names.of(self.language).to_string());
        title.replace('\'', "’")
    }

    /// Which test of a method: `, exact`.
    pub fn form(&self, method: &MethodUse) -> String {
        let telling = |(key, value): &&(String, OptionUse)| match self.declared(method, key, value) {
            Some((spec, choice)) => {
                let unsaid = choice.is_some_and(|choice| choice.manner == Some(Manner::Unsaid));
                spec.role == OptionRole::Test && !unsaid
            }
            None => false,
        };
        let of = method.options.iter().filter(telling);
        of.map(|(key, value)| format!(", {}", self.value_of(method, key, value))).collect()
    }

    /// How the interval of a method is made, where there are several ways: `Newcombe paired`.
    pub fn interval_of(&self, method: &MethodUse) -> Option<String> {
        let makes = |(key, value): &&(String, OptionUse)| {
            self.declared(method, key, value).is_some_and(|(spec, _)| spec.role == OptionRole::Interval)
        };
        method.options.iter().find(makes).map(|(key, value)| self.value_of(method, key, value))
    }

    /// The options of a method in words: `interval: Newcombe paired; by: pair`.
    pub fn options(&self, method: &MethodUse) -> String {
        let colon = if self.language == Language::French { "\u{a0}:" } else { ":" };
        let key = |key: &str, value: &OptionUse| match self.declared(method, key, value) {
            Some((spec, _)) => spec.names.of(self.language).to_string(),
            None => spaced(key),
        };
        let shown = method.options.iter().map(|(k, v)| match k.as_str() {
            "logistic_of" => fill(self.logistic_of, &[("names", &self.plain_value(v))]),
            "caliper_in_deviations" => fill(self.caliper_in_deviations, &[("width", &self.number(&v.to_string()))]),
            k => format!("{}{colon} {}", key(k, v), self.value_of(method, k, v)),
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    /// A key of the front matter of a plan: the usual ones in the language of the report, any other as the plan has it.
    pub fn front_matter(&self, key: &str) -> String {
        match key {
            "version" => self.version.to_string(),
            "signed" => self.signed.to_string(),
            "seen before signing" => self.seen_before_signing.to_string(),
            "guideline" => self.guideline.to_string(),
            other => capitalised(other),
        }
    }

    /// `days`, `months`, …, behind a number.
    pub fn times(&self, unit: TimeUnit) -> &'static str {
        match unit {
            TimeUnit::Days => self.days_unit,
            TimeUnit::Weeks => self.weeks_unit,
            TimeUnit::Months => self.months_unit,
            TimeUnit::Years => self.years_unit,
        }
    }

    /// ` at day 91`, ` at 6 months`.
    pub fn at_time(&self, time: &str, unit: TimeUnit) -> String {
        match unit {
            TimeUnit::Days => fill(self.at_day, &[("day", time)]),
            TimeUnit::Weeks | TimeUnit::Months | TimeUnit::Years => {
                fill(self.at_time, &[("time", time), ("unit", self.times(unit))])
            }
        }
    }

    /// The unit of a number that a method gives in that of what is measured.
    pub fn measured_unit<'b>(
        &'b self,
        basis: &'b Basis,
        statistic: Statistic,
        method: Option<&MethodUse>,
    ) -> Option<&'b str> {
        let method = method.and_then(|method| catalogue::named(&method.name))?;
        let unit = basis.measured_in.as_ref().filter(|_| method.is_measured(statistic))?;
        Some(self.measured_in(unit))
    }

    /// What stands behind the name of a statistic in a table.
    pub fn unit(&self, record: &Record) -> String {
        match record.quantity {
            Quantity::Proportion => ", %".to_string(),
            Quantity::ProportionDifference => format!(", {}", self.points),
            Quantity::Days => format!(", {}", self.times(record.unit.unwrap_or_default())),
            _ => String::new(),
        }
    }

    /// `a, b and c`.
    pub fn join(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} {} {last}", first.join(", "), self.and),
        }
    }
}

/// What has no words of its own: `child_pugh` → `child pugh`.
fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Words that keep their capital within a sentence, besides those that titles of methods begin with.
const NAMES: &[&str] = &[
    "Newcombe", "Clopper", "Wald", "Wilson", "Holm", "Aalen", "Child", "Barnard", "Boschloo", "Welch", "Student",
    "Mann",
];

/// The first letter small, unless it belongs to a name or an abbreviation.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second) {
        _ if NAMES.iter().any(|name| text.starts_with(name)) || begins_with_name(text) => text.to_string(),
        _ if capital_within(text) => text.to_string(),
        (Some(a), Some(b)) if a.is_uppercase() && (b.is_lowercase() || b == ' ') => {
            a.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_string(),
    }
}

/// `QoL`, `PhD`: the first word is written with a capital that is not its first letter.
fn capital_within(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().skip(1).any(char::is_uppercase)
}

/// The title of a method that begins with a name, in one form or another: the text begins with that name.
fn begins_with_name(text: &str) -> bool {
    let name = |title: &'static str| title.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    catalogue::ALL.iter().any(|m| m.begins_with_name && text.starts_with(name(m.title)))
}
