//! Names of methods, options and statistics as people write them. What is not listed is printed with spaces for underscores.

use crate::results::MethodUse;
use crate::results::format::Quantity;

/// The name of a statistic where it stands for itself; `estimate` has none, as the method names it.
pub fn statistic(name: &str) -> String {
    let listed = match name {
        "n" => "Patients",
        "successes" | "responders" => "Responders",
        "events" => "Events",
        "censored" => "Censored",
        "median" => "Median",
        "survival" => "Survival",
        "hazard_ratio" => "Hazard ratio",
        "odds_ratio" => "Odds ratio",
        "risk_ratio" => "Risk ratio",
        "difference" => "Difference",
        "ratio" => "Ratio",
        "chi_squared" => "χ²",
        "p_value" => "P value",
        "log_hazard_ratio" => "Log hazard ratio",
        "kappa" => "κ",
        "pairs" => "Pairs",
        "pair_counts" => "Pairs: both / first / second / neither",
        "first_quartile" => "First quartile",
        "third_quartile" => "Third quartile",
        "lost_ratio" => "Ratio of time lost",
        _ => return capitalised(&spaced(name)),
    };
    listed.to_string()
}

/// An option's value or a keyword: `newcombe_paired` → `Newcombe paired`.
pub fn spaced(word: &str) -> String {
    let named = |part: &str| match part {
        "greenwood" | "newcombe" | "wilson" | "wald" | "efron" | "breslow" | "clopper" | "pearson" | "holm"
        | "fisher" | "fleming" => capitalised(part),
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
    "Child", "Barnard", "Boschloo", "Mantel", "Cochran", "Welch", "Student", "Wilcoxon", "Mann",
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

/// Which test of a method: `, exact`.
pub fn form(method: &MethodUse) -> String {
    let telling =
        |(key, value): &&(String, String)| matches!(key.as_str(), "form" | "test") && value != "heterogeneity";
    let telling = method.options.iter().filter(telling);
    telling.map(|(_, value)| format!(", {}", spaced(value))).collect()
}

/// What a method is called in a table, where the interval has its own place.
pub fn method(method: &MethodUse) -> String {
    let title = method.title.trim_end_matches(" with confidence interval").replace('\'', "’");
    if title.is_empty() { capitalised(&spaced(&method.name)) } else { title }
}

/// What a method estimates, where its title names a test.
pub fn estimate(method: &MethodUse) -> &'static str {
    match method.name.as_str() {
        "fisher_exact" => ", conditional odds ratio",
        _ => "",
    }
}

/// The options of a method in words: `interval: Newcombe paired; by: pair`.
pub fn options(method: &MethodUse) -> String {
    let shown = method.options.iter().map(|(key, value)| format!("{}: {}", spaced(key), spaced(value)));
    shown.collect::<Vec<_>>().join("; ")
}

/// What stands behind the name of a statistic in a table.
pub fn unit(quantity: Quantity) -> &'static str {
    match quantity {
        Quantity::Proportion => ", %",
        Quantity::ProportionDifference => ", percentage points",
        Quantity::Days => ", days",
        Quantity::Count | Quantity::Ratio | Quantity::Mean | Quantity::PValue | Quantity::Statistic => "",
    }
}

/// The role of an analysis as the title of its section.
pub fn role(role: &str) -> String {
    match role {
        "primary" => "Primary analysis".to_string(),
        "secondary" => "Secondary analyses".to_string(),
        "sensitivity" => "Sensitivity analyses".to_string(),
        "supplementary" => "Supplementary analyses".to_string(),
        other => capitalised(&spaced(other)),
    }
}

pub fn severity(severity: &str) -> String {
    match severity {
        "blocks_lock" => "Blocks the lock".to_string(),
        other => capitalised(&spaced(other)),
    }
}
