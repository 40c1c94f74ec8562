//! What a trace refers to besides steps and values: where each rule of a criterion stands, and whom a matching met.

use super::Context;
use crate::diagnostic::Span;
use crate::plan::ir::{
    Body, CaseArm, Combine, CombineCase, CombinedResponse, CriterionValue, ExprKind, Literal, Matching, MatchingId,
    Response, Type,
};
use crate::results::{MatchingDerived, RuleId, RuleInfo};

/// Every case and row of every rule, in the order of the plan's responses and of their criterion, then of its combinations.
pub(crate) fn rules(context: Context) -> Vec<RuleInfo> {
    let responses = context.plan.responses.iter();
    let of_values = responses.flat_map(|r| r.criterion.values.iter().flat_map(move |v| of_value(context, r, v)));
    of_values.chain(context.plan.combines.iter().flat_map(|c| of_combination(context, c))).collect()
}

fn of_combination(context: Context, combine: &Combine) -> Vec<RuleInfo> {
    let one = |of: &CombinedResponse, place: usize, case: &CombineCase| {
        let (CombineCase::Common { reason }
        | CombineCase::Worst { reason }
        | CombineCase::Median { reason }
        | CombineCase::Looked { reason, .. }
        | CombineCase::Fixed { reason, .. }) = case;
        let response = &context.plan.responses[of.response.0].header.name;
        RuleInfo {
            id: RuleId::new(&combine.header.name, response, place),
            of: combine.header.name.clone(),
            value: response.clone(),
            text: Some(reason.clone()),
            row: reason.clone(),
            as_written: false,
            clause: context.plan.clause_number(combine.header.clause).to_string(),
            file: context.sources.file_name(combine.header.span).to_string(),
            line: context.sources.line_column(combine.header.span).0,
        }
    };
    let cases = combine.of.iter().flat_map(|of| of.cases.iter().enumerate().map(move |(i, case)| (of, i, case)));
    cases.map(|(of, place, case)| one(of, place, case)).collect()
}

fn of_value(context: Context, response: &Response, value: &CriterionValue) -> Vec<RuleInfo> {
    let rule = |place: usize, text: Option<&String>, (row, as_written): (String, bool), span: Span| RuleInfo {
        id: RuleId::new(&response.header.name, &value.header.name, place),
        of: response.header.name.clone(),
        value: value.header.name.clone(),
        text: text.cloned(),
        row,
        as_written,
        clause: context.plan.clause_number(value.header.clause).to_string(),
        file: context.sources.file_name(span).to_string(),
        line: context.sources.line_column(span).0,
    };
    match &value.body {
        Body::Expression(_) => vec![],
        Body::Cases(cases) => {
            let case = |(i, c): (usize, &CaseArm)| rule(i, c.reason.as_ref(), case_row(context, value, c), c.span);
            cases.iter().enumerate().map(case).collect()
        }
        Body::Table(table) => {
            table.rows.iter().enumerate().map(|(i, r)| rule(i, Some(&r.text), (r.text.clone(), true), r.span)).collect()
        }
    }
}

/// What a case answers and its reason; one without a reason as the document has it, which the second says.
fn case_row(context: Context, value: &CriterionValue, case: &CaseArm) -> (String, bool) {
    let answer = case.result.as_ref().and_then(|result| match (&result.kind, &value.ty) {
        (ExprKind::Literal(Literal::Code(code)), Type::Code(list)) => list.codes.get(*code).map(|code| &code.name),
        _ => None,
    });
    match (&case.reason, answer) {
        (Some(reason), Some(answer)) => (format!("{answer}: {reason}"), false),
        (Some(reason), None) => (reason.clone(), false),
        (None, _) => (context.sources.text(case.span).split_whitespace().collect::<Vec<_>>().join(" "), true),
    }
}

/// The patients of every matching, by what became of them.
pub(super) fn matchings(context: Context) -> impl Iterator<Item = MatchingDerived> {
    let pseudonyms = move |patients: &[usize]| -> Vec<String> {
        patients.iter().filter_map(|p| context.seen.patients().get(*p).cloned()).collect()
    };
    let one = move |(id, matching): (usize, &Matching)| {
        let matched = context.seen.matched(MatchingId(id));
        MatchingDerived {
            matching: matching.header.name.clone(),
            treated: pseudonyms(&matched.treated),
            controls: pseudonyms(&matched.controls),
            unmatched: pseudonyms(&matched.unmatched),
            left_out: pseudonyms(&matched.left_out),
        }
    };
    context.plan.matchings.iter().enumerate().map(one)
}
