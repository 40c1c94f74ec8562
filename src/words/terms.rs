//! Words for what the results name: methods, options, statistics, roles. What is not listed is printed with spaces for underscores.

use super::{Words, fill, listed};
use crate::catalogue::adjusted_p_values::Procedure;
use crate::catalogue::{self, Choice, Language, OptionKind, OptionSpec, Statistic};
use crate::number::Quantity;
use crate::results::{MethodUse, Record, TimeUnit};

impl Words {
    /// The name of a statistic where it stands for itself.
    pub fn statistic(&self, statistic: Statistic) -> String {
        statistic.words(self.language).to_string()
    }

    /// Of a method whose estimate is named by the method: `Risk ratio`.
    pub fn of_method(&self, name: &str) -> String {
        let declared = Statistic::named(name).map(|s| s.words(self.language));
        let words = declared.or_else(|| listed(self.statistics, name));
        words.map_or_else(|| capitalised(&spaced(name)), str::to_string)
    }

    /// As [`Words::statistic`], for a narrow column: `HR`.
    pub fn short_statistic(&self, statistic: Statistic) -> String {
        statistic.short_words(self.language).to_string()
    }

    /// The value or the key of an option.
    pub fn term(&self, word: &str) -> String {
        listed(self.terms, word).map_or_else(|| spaced(word), str::to_string)
    }

    /// As [`Words::term`], where the word is listed.
    pub fn listed_term(&self, word: &str) -> Option<&'static str> {
        listed(self.terms, word)
    }

    /// What a method takes of an option, and where it is a choice, what is chosen.
    fn declared(
        &self,
        method: &MethodUse,
        key: &str,
        value: &str,
    ) -> Option<(&'static OptionSpec, Option<&'static Choice>)> {
        let spec = catalogue::named(&method.name)?.options.iter().find(|spec| spec.name == key)?;
        let choice = match spec.kind {
            OptionKind::Choice(choices) => choices.named(value),
            OptionKind::Days | OptionKind::Day | OptionKind::Number(_) | OptionKind::Cause => None,
        };
        Some((spec, choice))
    }

    /// The value of an option of a method: `Newcombe paired`, `day 91`.
    pub fn value_of(&self, method: &MethodUse, key: &str, value: &str) -> String {
        let choice = self.declared(method, key, value).and_then(|(_, choice)| choice);
        choice.map_or_else(|| self.plain_value(value), |choice| choice.names.of(self.language).to_string())
    }

    /// The same where its key is not beside it: `unweighted` for `weights: none`.
    pub fn value_alone(&self, method: &MethodUse, key: &str, value: &str) -> String {
        let alone = self.declared(method, key, value).and_then(|(_, choice)| choice?.alone);
        alone.map_or_else(|| self.value_of(method, key, value), |names| names.of(self.language).to_string())
    }

    /// A procedure that adjusts p-values.
    pub fn procedure(&self, word: &str) -> String {
        let choice = Procedure::CHOICES.named(word);
        choice.map_or_else(|| spaced(word), |choice| choice.names.of(self.language).to_string())
    }

    /// A value that is no word of a choice: times, with their unit in this language.
    fn plain_value(&self, value: &str) -> String {
        match value.strip_prefix("day ") {
            Some(days) => format!("{} {days}", self.term("day")),
            None => match value.rsplit_once(' ') {
                Some((times, unit @ ("weeks" | "months" | "years"))) => format!("{times} {}", self.term(unit)),
                _ => self.term(value),
            },
        }
    }

    /// What an accepted warning says.
    pub fn warning<'a>(&self, code: &str, title: &'a str) -> &'a str {
        listed(self.warnings, code).unwrap_or(title)
    }

    /// What a method is called in a table, where the interval has its own place.
    pub fn method(&self, method: &MethodUse) -> String {
        let french = catalogue::named(&method.name).map(|m| m.title_fr).or_else(|| listed(self.methods, &method.name));
        if let (Language::French, Some(title)) = (self.language, french) {
            return title.to_string();
        }
        let title = method.title.trim_end_matches(" with confidence interval").replace('\'', "’");
        if title.is_empty() { capitalised(&spaced(&method.name)) } else { title }
    }

    /// Which test of a method: `, exact`.
    pub fn form(&self, method: &MethodUse) -> String {
        let telling =
            |(key, value): &&(String, String)| matches!(key.as_str(), "form" | "test") && value != "heterogeneity";
        let of = method.options.iter().filter(telling);
        of.map(|(key, value)| format!(", {}", self.value_of(method, key, value))).collect()
    }

    /// The options of a method in words: `interval: Newcombe paired; by: pair`.
    pub fn options(&self, method: &MethodUse) -> String {
        let colon = if self.language == Language::French { "\u{a0}:" } else { ":" };
        let key = |key: &str, value: &str| match self.declared(method, key, value) {
            Some((spec, _)) => spec.names.of(self.language).to_string(),
            None => self.term(key),
        };
        let shown = method.options.iter().map(|(k, v)| match k.as_str() {
            "logistic_of" => fill(self.logistic_of, &[("names", &self.term(v))]),
            "caliper_in_deviations" => fill(self.caliper_in_deviations, &[("width", &self.number(v))]),
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

/// An option's value or a keyword: `newcombe_paired` → `Newcombe paired`.
fn spaced(word: &str) -> String {
    let named = |part: &str| match part {
        "greenwood" | "newcombe" | "wilson" | "wald" | "efron" | "breslow" | "clopper" | "pearson" | "holm"
        | "fisher" | "fleming" | "garwood" | "byar" => capitalised(part),
        other => other.to_string(),
    };
    let text = word.split('_').map(named).collect::<Vec<_>>().join(" ");
    let joined = [("Clopper Pearson", "Clopper–Pearson"), ("log log", "log-log"), ("hybrid score", "hybrid-score")];
    joined.iter().fold(text, |text, (apart, together)| text.replace(apart, together))
}

pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Words that keep their capital within a sentence.
const NAMES: &[&str] = &[
    "McNemar", "Fisher", "Cox", "Kaplan", "Newcombe", "Clopper", "Wald", "Wilson", "Holm", "Gray", "Aalen", "Cohen",
    "Child", "Barnard", "Boschloo", "Mantel", "Cochran", "Welch", "Student", "Wilcoxon", "Mann", "Kruskal", "Bartlett",
    "Breslow", "Nelson", "Fine",
];

/// The first letter small, unless it belongs to a name or an abbreviation.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second) {
        _ if NAMES.iter().any(|name| text.starts_with(name)) => text.to_string(),
        (Some(a), Some(b)) if a.is_uppercase() && (b.is_lowercase() || b == ' ') => {
            a.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_string(),
    }
}
