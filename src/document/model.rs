//! The equation of each model that an analysis fits.

use super::Signed;
use crate::catalogue::{Id, Names};
use crate::plan::ir::{Analysis, Compare, Covariate};
use crate::plan::unit::time_unit;
use crate::results::MeasuredIn;
use crate::words::fill;

const STRATA: Names = Names { en: "s: stratum", fr: "s\u{a0}: strate" };
const UNBALANCED: Names = Names {
    en: "the characteristics that the matching leaves out of balance",
    fr: "les caractéristiques que l’appariement laisse déséquilibrées",
};
const EXPOSED: Names = Names { en: "exposed at t", fr: "exposé à t" };

/// What stands on both sides of the linear predictor.
struct Form {
    of: Id,
    before: &'static str,
    /// Where the analysis has strata.
    within: &'static str,
    after: &'static str,
    intercept: bool,
}

const FORMS: &[Form] = &[
    Form {
        of: Id::Cox,
        before: "h(t | x) = h₀(t) · exp(",
        within: "h(t | x, s) = h₀,s(t) · exp(",
        after: ")",
        intercept: false,
    },
    Form {
        of: Id::CauseSpecificCox,
        before: "h₁(t | x) = h₁,₀(t) · exp(",
        within: "h₁(t | x, s) = h₁,₀,s(t) · exp(",
        after: ")",
        intercept: false,
    },
    Form {
        of: Id::FineGray,
        before: "λ₁(t | x) = λ₁,₀(t) · exp(",
        within: "λ₁(t | x, s) = λ₁,₀,s(t) · exp(",
        after: ")",
        intercept: false,
    },
    Form {
        of: Id::Logistic,
        before: "logit P(Y = 1 | x) = ",
        within: "logit P(Y = 1 | x, s) = ",
        after: "",
        intercept: true,
    },
    Form {
        of: Id::ConditionalLogistic,
        before: "logit P(Y = 1 | x, s) = αₛ + ",
        within: "logit P(Y = 1 | x, s) = αₛ + ",
        after: "",
        intercept: false,
    },
    Form { of: Id::LinearModel, before: "E(Y | x) = ", within: "E(Y | x, s) = ", after: "", intercept: true },
];

/// In the order of the methods, each once; none of an analysis that fits no model.
pub(super) fn equations(signed: &Signed, analysis: &Analysis) -> Vec<String> {
    let terms = terms(signed, analysis);
    let mut found: Vec<String> = vec![];
    for call in &analysis.methods {
        let Some(form) = FORMS.iter().find(|form| form.of == call.method.id) else { continue };
        let equation = equation(signed, form, &terms, !analysis.adjustment.strata.is_empty());
        if !terms.is_empty() && !found.contains(&equation) {
            found.push(equation);
        }
    }
    found
}

fn equation(signed: &Signed, form: &Form, terms: &[String], stratified: bool) -> String {
    let number = |n: usize| n.to_string().chars().map(subscript).collect::<String>();
    let numbered = terms.iter().enumerate().map(|(n, term)| format!("β{} · [{term}]", number(n + 1)));
    let intercept = form.intercept.then(|| "β₀".to_string());
    let predictor: Vec<String> = intercept.into_iter().chain(numbered).collect();
    let before = if stratified { form.within } else { form.before };
    let strata = if stratified { format!("  ({})", signed.said(STRATA)) } else { String::new() };
    format!("{before}{}{}{strata}", predictor.join(" + "), form.after)
}

fn subscript(digit: char) -> char {
    digit.to_digit(10).and_then(|digit| char::from_u32(0x2080 + digit)).unwrap_or(digit)
}

/// The arms but for the one that the others are compared with, then the covariates.
pub(super) fn terms(signed: &Signed, analysis: &Analysis) -> Vec<String> {
    let mut terms: Vec<String> = match &analysis.compare {
        Compare::None | Compare::Baseline => vec![],
        Compare::Exposure(event) => {
            let label = signed.plan.event(*event).map_or("", |event| event.header.label.as_str());
            vec![format!("{label}: {}", signed.said(EXPOSED))]
        }
        Compare::Arms(arms) => {
            let reference = arms.get(1);
            let others = arms.iter().filter(|arm| Some(*arm) != reference);
            others.filter_map(|arm| signed.plan.arms.arms.get(*arm)).map(|arm| arm.label.clone()).collect()
        }
    };
    terms.extend(analysis.adjustment.covariates.iter().map(|covariate| term(signed, covariate)));
    terms.extend(analysis.adjustment.missed.map(|_| signed.said(UNBALANCED).to_string()));
    terms
}

/// `Age`, or `Age, per 10 years`.
fn term(signed: &Signed, covariate: &Covariate) -> String {
    let Some(per) = covariate.per else { return covariate.label.clone() };
    let words = signed.book.words;
    let unit = per.unit.map(|unit| MeasuredIn::new(unit.name(), time_unit(unit.name())));
    let amount = words.amount(&per.amount.normalize().to_string(), unit.as_ref());
    fill(words.per_unit, &[("term", &covariate.label), ("unit", &amount)])
}
