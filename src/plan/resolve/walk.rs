//! What an expression reads.

use super::*;

/// Events an expression reads, without those behind a define.
pub(crate) fn events(e: &RowExpr) -> Vec<EventId> {
    let mut found = vec![];
    e.each(&mut |part| {
        if let Some(RowNode::Event(id)) = part.node() {
            found.push(*id);
        }
    });
    found
}

/// Time zero itself.
pub(crate) fn is_time_zero(e: &RowExpr) -> bool {
    e.node() == Some(&RowNode::TimeZero)
}
