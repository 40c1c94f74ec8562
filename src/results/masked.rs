//! What a masked run says of itself: by which seed the arms were dealt, and what is withheld as it would tell them.

use serde::{Deserialize, Serialize};

/// The arms of a masked run are dealt to the patients by chance: as many of each as there are, and by nothing else of the data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Masked {
    pub seed: u64,
    /// In the order of the plan.
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Withheld {
    pub what: WithheldKind,
    pub label: String,
    pub clause: String,
    pub because: WhyWithheld,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WithheldKind {
    Population,
    Matching,
    Characteristic,
    #[default]
    Analysis,
    Family,
    Agreement,
    Lesions,
    /// Who met it.
    Intercurrent,
    /// How often the rows of the rules of a response gave a value.
    Rules,
    Figure,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyWithheld {
    /// It rests on what makes an arm.
    #[default]
    TellsTheArm,
    /// It is said of one arm alone.
    OfOneArm,
    /// It shows patients one by one.
    PatientsOneByOne,
}
