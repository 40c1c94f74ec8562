//! For how much of a covariate the effect of a model is: `age { per: 10 years }`.

use super::expression::{is_numeric, type_words};
use super::operators::unit_of;
use super::*;
use crate::diagnostic::said;
use crate::syntax::tree::{Element, Kind, SelectorKind};
use rust_decimal::Decimal;

impl<'a> Resolver<'a> {
    #[allow(clippy::option_option, reason = "none where it is mistaken, none within where it is not said")]
    pub(crate) fn per(&mut self, element: &'a Element, covariate: &Covariate) -> Option<Option<Per>> {
        // The braces behind a row that is nearest to a day are those of the day.
        let is_nearest = matches!(&element.expression.kind, Kind::Selector(s) if s.kind.node == SelectorKind::Nearest);
        if element.options.is_empty() || is_nearest {
            return Some(None);
        }
        let options = self.entries(&element.options, &["per"], "a covariate", element.span);
        let value = self.required(&options, "per")?;
        let (amount, unit) = self.single(value).and_then(|said| self.number(&said.expression))?;
        let unit = match unit {
            Some(name) => Some(self.unit(name, value.span)?),
            None => None,
        };
        let ty = &covariate.expression.ty;
        if !is_numeric(ty) {
            let title = said!(
                "The effect of a number is for so much of it, `{covariate}` is {kind}",
                covariate = covariate.name,
                kind = type_words(ty)
            );
            return self.error_hint(codes::WRONG_TYPE, title, value.span, "no amount of it", "take `per` away");
        }
        if amount <= Decimal::ZERO {
            let title = "The effect of a covariate is for an amount above 0";
            return self.error(codes::WRONG_VALUE, title, value.span, "not above 0");
        }
        let divisor = match (unit, unit_of(ty)) {
            (None, None) => Some(amount),
            (Some(unit), Some(own)) => unit.factor_to(own).and_then(|factor| amount.checked_mul(factor)),
            (None, Some(_)) | (Some(_), None) => None,
        };
        let Some(divisor) = divisor.filter(|divisor| *divisor > Decimal::ZERO) else {
            let kind = type_words(ty);
            let title = said!("`{covariate}` is {kind}, and `per` is not", covariate = covariate.name, kind);
            let hint = match unit_of(ty) {
                Some(own) => format!("write how much of it, in {own} or a unit that converts into it"),
                None => "write a number without a unit".to_string(),
            };
            let fault = if unit.is_some() { "does not convert" } else { "without a unit" };
            return self.error_hint(codes::WRONG_UNIT, title, value.span, fault, hint);
        };
        Some(Some(Per { amount, unit, divisor }))
    }
}
