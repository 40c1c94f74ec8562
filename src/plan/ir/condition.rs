//! Which expressions are conditions.

use super::ExprKind;

impl<E, B> ExprKind<E, B> {
    /// It has a truth, or is unknown: nothing else can come of it.
    pub fn is_condition(&self) -> bool {
        use ExprKind::{
            After, And, Arithmetic, Before, Beyond, Column, Compare, FromOn, Function, If, InRange, InSet, IsKnown,
            Literal, Negative, Not, Or, PlusDays, Scale, Within, YearOf,
        };
        match self {
            Not(_)
            | And(_)
            | Or(_)
            | Compare { .. }
            | InSet(..)
            | InRange { .. }
            | IsKnown(_)
            | Within { .. }
            | Before(..)
            | After(..)
            | FromOn(..) => true,
            Literal(_)
            | Column(_)
            | Arithmetic { .. }
            | Negative(_)
            | Scale { .. }
            | Function { .. }
            | If { .. }
            | YearOf(_)
            | PlusDays(..)
            | Beyond(_) => false,
        }
    }
}
