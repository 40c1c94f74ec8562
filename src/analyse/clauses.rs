//! The clauses of the plan as the results have them, with what stands in them.

use super::Context;
use crate::diagnostic::Span;
use crate::plan::ir::ClauseInfo;
use crate::results::{ClauseText, FormalText, Mark};
use crate::syntax::tree;

pub(super) fn clauses(context: Context) -> Vec<ClauseText> {
    let mark = |mark| match mark {
        tree::Mark::Binding => Mark::Binding,
        tree::Mark::Informative => Mark::Informative,
        tree::Mark::Planned => Mark::Planned,
    };
    let one = |clause: &ClauseInfo| ClauseText {
        number: clause.number.clone(),
        title: clause.title.clone(),
        mark: mark(clause.mark),
        text: clause.text.clone(),
        file: context.sources.file_name(clause.span).to_string(),
        line: context.sources.line_column(clause.span).0,
        formal: clause.formal.iter().map(|span| formal(context, *span)).collect(),
    };
    context.plan.clauses.iter().map(one).collect()
}

/// What stands between the lines that open and close a block, and the number of its first line.
fn formal(context: Context, span: Span) -> FormalText {
    let mut lines: Vec<&str> = context.sources.text(span).lines().skip(1).collect();
    if lines.last().is_some_and(|line| line.trim_start().starts_with(['`', '~'])) {
        lines.pop();
    }
    FormalText { line: context.sources.line_column(span).0 + 1, text: lines.join("\n") }
}
