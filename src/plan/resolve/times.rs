//! Times at which a method estimates, against the last that there can be.

use super::*;
use crate::catalogue::OptionValue;
use crate::diagnostic::said;
use rust_decimal::prelude::ToPrimitive;

impl Resolver<'_> {
    /// No time of the data is longer than its column allows.
    pub(super) fn check_range_of_time(
        &mut self,
        calls: &[MethodCall],
        endpoint: EndpointId,
        landmark: Option<i64>,
    ) -> Option<()> {
        let found = &self.plan.endpoints[endpoint.0];
        let EndpointKind::Given(given) = &found.kind else { return Some(()) };
        let Some(column) = self.column_alone(&given.value).filter(|_| given.what.is_time()) else { return Some(()) };
        let limits = column.rules.iter().filter_map(|rule| match rule {
            ColumnRule::Range { high, .. } => *high,
            ColumnRule::Below(limit) => Some(*limit),
            ColumnRule::Above(_)
            | ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::RequiredWhen(_)
            | ColumnRule::Names(_) => None,
        });
        let longest = limits.min().and_then(|limit| limit.floor().to_i64());
        let after = |longest: i64| later_than(calls, longest - landmark.unwrap_or(0)).map(|late| (late, longest));
        let Some(((late, span), longest)) = longest.and_then(after) else { return Some(()) };
        let title = said!("No time of `{name}` reaches {late}", name = found.header.name, late);
        let diagnostic = Diagnostic::new(codes::WRONG_VALUE, title)
            .at(span, "asked for")
            .at(column.span, format!("at most {longest}"))
            .because("what is estimated there would rest on no patient")
            .hint("take a time within the limits of the column, or correct the limits");
        self.report(diagnostic);
        None
    }

    /// The column that an expression in the row of a patient is, itself or as a quantity.
    fn column_alone(&self, e: &RowExpr) -> Option<&Column> {
        let e = self.behind(e);
        let (table, column) = match (&e.kind, e.node()) {
            (ExprKind::Column(column), _) => (self.patients()?, *column),
            (_, Some(RowNode::OneToOne { table, column })) => (*table, *column),
            _ => return None,
        };
        self.plan.tables.get(table.0)?.columns.get(column)
    }
}

/// The first time of a method that is later.
pub(super) fn later_than(calls: &[MethodCall], last: i64) -> Option<(i64, Span)> {
    calls.iter().find_map(|call| {
        let days = |value: &'_ OptionValue| match value {
            OptionValue::Days(days) => days.iter().copied().find(|day| *day > last),
            OptionValue::Word(_) | OptionValue::Number(_) => None,
        };
        call.options.values().iter().find_map(|(_, value)| days(value)).map(|day| (day, call.span))
    })
}
