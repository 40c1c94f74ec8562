//! Subgroups of analyses of every kind, by sex.

use super::clauses::{Case, adjusted, compared};
use super::naive::Question;

/// Endpoint, effect and what estimates it; the last three have no test of interaction.
const ESTIMATES: &[(&str, &str, &str)] = &[
    ("fine", "risk_difference", "risk_difference { interval: newcombe_hybrid_score }"),
    ("fine_or_failed", "risk_ratio", "risk_ratio"),
    ("best", "odds_ratio", "odds_ratio { interval: woolf }"),
    ("fine", "odds_ratio", "logistic"),
    ("os", "hazard_ratio", "cox, kaplan_meier { at: (day 50, day 150) }"),
    ("given_time", "hazard_ratio", "cox"),
    ("score_then", "mean_difference", "t_test { variance: unequal }, summary"),
    ("score_then", "mean_difference", "linear_model"),
    ("os", "rmst_difference", "rmst { to: day 200 }"),
    ("risks", "subdistribution_hazard_ratio", "fine_gray"),
    ("harms", "rate_ratio", "rate_ratio"),
];

/// The tests of interaction. Each is asked of analyses of its own, as two that say the same are refused.
pub const TESTS: [&str; 3] = ["wald", "likelihood_ratio", "heterogeneity"];

pub fn cases(test: &str) -> Vec<Case> {
    let mut cases = vec![];
    for (endpoint, effect, estimate) in ESTIMATES {
        for compare in ["arms", "three", "none"] {
            for (population, landmark) in [("all_of_them", false), ("late", true), ("matched", false)] {
                for adjust in ["", "strata", "age", "weights", "pairs", "cluster"] {
                    let question = Question { endpoint, compare, population, landmark, adjust };
                    cases.push(case(cases.len(), question, effect, (estimate, test)));
                }
            }
        }
    }
    cases
}

fn case(n: usize, question: Question, effect: &str, (estimate, test): (&str, &str)) -> Case {
    let (whole, name) = (format!("w{n}"), format!("s{n}"));
    let mut lines = vec![format!("endpoint: {}", question.endpoint), format!("population: {}", question.population)];
    if question.compare != "none" {
        lines.extend([format!("compare: {}", compared(question.compare)), format!("effect: {effect}")]);
    }
    let (said, estimand) = (adjusted(question.adjust), lines.join("\n    "));
    let landmark = if question.landmark { "landmark: day 60" } else { "" };
    let by = if question.adjust == "strata" { "site" } else { "sex" };
    let text = format!(
        "analysis {whole} \"{whole}\" {{\n  role: supplementary\n  {landmark}\n  estimand {{\n    {estimand}\n  }}\n  {said}\n  estimate: {estimate}\n}}\n\nsubgroups {name} \"{name}\" {{\n  of: {whole}\n  by: {by}\n  interaction: {test}\n}}\n"
    );
    Case::new(name, text, question)
}
