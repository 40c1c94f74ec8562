//! The warnings that a plan can accept, with what each says.

use super::Names;
use serde::{Deserialize, Serialize};

/// A warning about results that a plan can accept in words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    #[default]
    ImmortalTime,
    EarlyWindow,
    LateSelection,
}

impl Warning {
    pub const ALL: &'static [Warning] = &[Warning::ImmortalTime, Warning::EarlyWindow, Warning::LateSelection];

    /// As a plan names it.
    pub fn word(self) -> &'static str {
        match self {
            Warning::ImmortalTime => "immortal_time",
            Warning::EarlyWindow => "early_window",
            Warning::LateSelection => "late_selection",
        }
    }

    /// The code of the diagnostic that raises it.
    pub fn code(self) -> &'static str {
        match self {
            Warning::ImmortalTime => "A001",
            Warning::EarlyWindow => "A002",
            Warning::LateSelection => "A004",
        }
    }

    /// What answers it.
    pub fn answered_by(self) -> &'static str {
        match self {
            Warning::ImmortalTime | Warning::EarlyWindow => {
                "name an analysis of the same endpoint that counts from a landmark on or after the day on which the arms are settled, or that takes what settles them as an exposure in follow-up; or take it out of `answered by`"
            }
            Warning::LateSelection => {
                "name an analysis of the same endpoint among patients who are chosen at time zero; or take it out of `answered by`"
            }
        }
    }

    pub fn names(self) -> Names {
        match self {
            Warning::ImmortalTime => Names {
                en: "Arms are settled after time zero and an endpoint is compared from time zero",
                fr: "Les bras sont fixés après le temps zéro et un critère est comparé depuis le temps zéro",
            },
            Warning::EarlyWindow => Names {
                en: "A response is measured in a window that opens before the arms are settled",
                fr: "Une réponse est mesurée dans une fenêtre qui s’ouvre avant que les bras ne soient fixés",
            },
            Warning::LateSelection => Names {
                en: "Arms are compared among patients who are chosen by what happens after time zero",
                fr: "Les bras sont comparés chez des patients choisis par ce qui arrive après le temps zéro",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_written_by_its_word() {
        for warning in Warning::ALL {
            assert_eq!(serde_json::to_value(warning).expect("a word"), warning.word());
        }
    }
}
