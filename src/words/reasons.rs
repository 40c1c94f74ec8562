//! Why there is no number, in the language of the report.

use super::{Words, reasons_fr};
use crate::catalogue::Language;
use crate::number::NotEstimable;
use std::borrow::Cow;

impl Words {
    pub fn reason(&self, reason: &NotEstimable) -> Cow<'static, str> {
        match self.language {
            Language::English => reason.english(),
            Language::French => reasons_fr::french(reason),
        }
    }
}
