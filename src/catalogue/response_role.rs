//! What a set of responses means to the language, whatever a criterion calls its responses.

use serde::{Deserialize, Serialize};

/// A criterion need not have a set for each; what needs one that is not there is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResponseRole {
    CompleteResponse,
    ObjectiveResponse,
    Progression,
    DefinitiveProgression,
    NotAssessed,
    DoesNotApply,
}

impl ResponseRole {
    pub const ALL: [ResponseRole; 6] = [
        ResponseRole::CompleteResponse,
        ResponseRole::ObjectiveResponse,
        ResponseRole::Progression,
        ResponseRole::DefinitiveProgression,
        ResponseRole::NotAssessed,
        ResponseRole::DoesNotApply,
    ];

    /// The key of the criterion that declares it.
    pub fn key(self) -> &'static str {
        match self {
            ResponseRole::CompleteResponse => "complete response",
            ResponseRole::ObjectiveResponse => "objective response",
            ResponseRole::Progression => "progression",
            ResponseRole::DefinitiveProgression => "definitive progression",
            ResponseRole::NotAssessed => "not assessed",
            ResponseRole::DoesNotApply => "does not apply",
        }
    }

    /// The name of its set, in rules and endpoints.
    pub fn name(self) -> String {
        self.key().replace(' ', "_")
    }
}
