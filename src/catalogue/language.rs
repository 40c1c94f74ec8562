//! The languages that a report can be written in.

use serde::{Deserialize, Serialize};

/// The code, in a plan and in the results, is that of ISO 639-1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Language {
    /// That of a report whose plan names no other.
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "fr")]
    French,
}

impl Language {
    pub const ALL: &'static [Language] = &[Language::English, Language::French];

    pub fn named(code: &str) -> Option<Language> {
        Language::ALL.iter().copied().find(|language| language.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_written_by_its_code() {
        for language in Language::ALL {
            let written = serde_json::to_value(language).expect("a word");
            assert_eq!(written, language.code());
        }
    }
}
