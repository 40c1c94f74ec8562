//! What a trace refers to besides steps and values: where each rule of a criterion stands, and whom a matching met.

use super::Context;
use crate::diagnostic::Span;
use crate::plan::ir::{Body, CaseArm, CriterionExpr, CriterionValue, ExprKind, Literal, Response, Type};
use crate::results::{MatchingDerived, RuleInfo};

/// Every case and row of every rule, in the order of the plan's responses and of their criterion.
pub(crate) fn rules(context: Context) -> Vec<RuleInfo> {
    let responses = &context.plan.responses;
    responses.iter().flat_map(|r| r.criterion.values.iter().flat_map(move |v| of_value(context, r, v))).collect()
}

fn of_value(context: Context, response: &Response, value: &CriterionValue) -> Vec<RuleInfo> {
    let rule = |text: String, span: Span| RuleInfo {
        response: response.header.name.clone(),
        value: value.header.name.clone(),
        text,
        clause: context.plan.clause_number(value.header.clause).to_string(),
        file: context.sources.file_name(span).to_string(),
        line: context.sources.line_column(span).0,
    };
    match &value.body {
        Body::Expression(_) => vec![],
        Body::Cases(cases) => cases.iter().filter_map(|c| Some(rule(case_text(c, &value.ty)?, c.span))).collect(),
        Body::Table(table) => table.rows.iter().map(|r| rule(r.text.clone(), r.span)).collect(),
    }
}

/// As a reading names the case that answered: by its reason, or by what it answers.
fn case_text(case: &CaseArm, ty: &Type) -> Option<String> {
    if let Some(reason) = &case.reason {
        return Some(reason.clone());
    }
    let Some(CriterionExpr { kind: ExprKind::Literal(literal), .. }) = &case.result else {
        return case.result.is_none().then(|| "unknown".to_string());
    };
    match (literal, ty) {
        (Literal::Bool(true), _) => Some("yes".to_string()),
        (Literal::Bool(false), _) => Some("no".to_string()),
        (Literal::Code(code), Type::Code(list)) => list.codes.get(*code).map(|c| c.name.clone()),
        _ => None,
    }
}

/// The patients of every matching, by what became of them.
pub(crate) fn matchings(context: Context) -> Vec<MatchingDerived> {
    let pseudonyms = |patients: &[usize]| -> Vec<String> {
        patients.iter().filter_map(|p| context.derived.patients.get(*p).cloned()).collect()
    };
    let pairs = context.plan.matchings.iter().zip(context.matched);
    pairs
        .map(|(matching, matched)| MatchingDerived {
            matching: matching.header.name.clone(),
            treated: pseudonyms(&matched.treated),
            controls: pseudonyms(&matched.controls),
            unmatched: pseudonyms(&matched.unmatched),
            left_out: pseudonyms(&matched.left_out),
        })
        .collect()
}
