//! What a finding in the data goes against.

use serde::{Deserialize, Serialize};

/// A rule that follows from the declarations of a plan or from how files are read, or a check of the plan's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FindingRule {
    DeclaredType,
    Encoding,
    CharactersThatAreSeen,
    FieldsOfARow,
    EmptyTable,
    RowsOfAFile,
    FileAsStated,
    ColumnsOfAFile,
    Reference,
    Key,
    RequiredValue,
    CutOff,
    MissingValue,
    EarliestDate,
    Range,
    TwoColumns,
    OrderOfDates,
    SameThing,
    /// By the label that the plan gives it.
    Stated(String),
}

impl FindingRule {
    /// Those that follow from declarations or from how files are read.
    const OWN: &'static [FindingRule] = &[
        FindingRule::DeclaredType,
        FindingRule::Encoding,
        FindingRule::CharactersThatAreSeen,
        FindingRule::FieldsOfARow,
        FindingRule::EmptyTable,
        FindingRule::RowsOfAFile,
        FindingRule::FileAsStated,
        FindingRule::ColumnsOfAFile,
        FindingRule::Reference,
        FindingRule::Key,
        FindingRule::RequiredValue,
        FindingRule::CutOff,
        FindingRule::MissingValue,
        FindingRule::EarliestDate,
        FindingRule::Range,
        FindingRule::TwoColumns,
        FindingRule::OrderOfDates,
        FindingRule::SameThing,
    ];

    /// What `findings.csv` has, read again.
    pub fn of_english(text: &str) -> FindingRule {
        let own = FindingRule::OWN.iter().find(|rule| rule.english() == text).cloned();
        own.unwrap_or_else(|| FindingRule::Stated(text.to_string()))
    }

    /// In English, as `findings.csv` and the terminal have it.
    pub fn english(&self) -> &str {
        match self {
            FindingRule::DeclaredType => "declared type",
            FindingRule::Encoding => "encoding",
            FindingRule::CharactersThatAreSeen => "characters that are seen",
            FindingRule::FieldsOfARow => "fields of a row",
            FindingRule::EmptyTable => "empty table",
            FindingRule::RowsOfAFile => "rows of a file",
            FindingRule::FileAsStated => "file as stated",
            FindingRule::ColumnsOfAFile => "columns of a file",
            FindingRule::Reference => "reference",
            FindingRule::Key => "key",
            FindingRule::RequiredValue => "required value",
            FindingRule::CutOff => "data cut-off",
            FindingRule::MissingValue => "missing value",
            FindingRule::EarliestDate => "earliest date",
            FindingRule::Range => "range",
            FindingRule::TwoColumns => "two columns",
            FindingRule::OrderOfDates => "order of dates",
            FindingRule::SameThing => "same thing",
            FindingRule::Stated(label) => label,
        }
    }
}

impl Default for FindingRule {
    fn default() -> FindingRule {
        FindingRule::Stated(String::new())
    }
}
