//! What each name of a plan stands for: where it is defined, and everywhere it is used.

use crate::diagnostic::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a name can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    Study,
    Table,
    Column,
    /// A code of a list, whose owner is the list.
    Code,
    Define,
    Check,
    Event,
    Arms,
    Arm,
    Population,
    Timepoints,
    Timepoint,
    Document,
    Criterion,
    Response,
    Combine,
    Agreement,
    Intercurrent,
    Endpoint,
    Matching,
    Analysis,
    Family,
    SampleSize,
    Assumption,
    Amendment,
    Lesions,
    /// A set of rows that a criterion follows.
    Rows,
    /// A value or rule of a criterion.
    Value,
    /// An option of a criterion.
    Option,
    /// A set of responses of a criterion.
    Set,
}

impl Named {
    /// What a statement with this head defines by its name.
    pub fn of_head(head: &str) -> Option<Named> {
        Some(match head {
            "study" => Named::Study,
            "data" => Named::Table,
            "define" => Named::Define,
            "check" => Named::Check,
            "event" => Named::Event,
            "arms" => Named::Arms,
            "population" => Named::Population,
            "timepoints" => Named::Timepoints,
            "use" => Named::Document,
            "criterion" => Named::Criterion,
            "response" => Named::Response,
            "combine" => Named::Combine,
            "agreement" => Named::Agreement,
            "intercurrent" => Named::Intercurrent,
            "endpoint" => Named::Endpoint,
            "matching" => Named::Matching,
            "analysis" | "subgroups" => Named::Analysis,
            "family" => Named::Family,
            "sample size" => Named::SampleSize,
            "assume" => Named::Assumption,
            "amendment" => Named::Amendment,
            "lesions" => Named::Lesions,
            "rows" => Named::Rows,
            "value" | "rule" => Named::Value,
            _ => return None,
        })
    }

    /// As a message calls it.
    pub fn words(self) -> &'static str {
        match self {
            Named::Study => "study",
            Named::Table => "table",
            Named::Column => "column",
            Named::Code => "code",
            Named::Define => "quantity",
            Named::Check => "check",
            Named::Event => "event",
            Named::Arms => "arms",
            Named::Arm => "arm",
            Named::Population => "population",
            Named::Timepoints => "timepoints",
            Named::Timepoint => "timepoint",
            Named::Document => "document",
            Named::Criterion => "criterion",
            Named::Response => "response",
            Named::Combine => "combination",
            Named::Agreement => "agreement",
            Named::Intercurrent => "intercurrent event",
            Named::Endpoint => "endpoint",
            Named::Matching => "matching",
            Named::Analysis => "analysis",
            Named::Family => "family",
            Named::SampleSize => "sample size",
            Named::Assumption => "assumption",
            Named::Amendment => "amendment",
            Named::Lesions => "lesions",
            Named::Rows => "set of rows",
            Named::Value => "value",
            Named::Option => "option",
            Named::Set => "set of responses",
        }
    }
}

/// Where a name is given its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub kind: Named,
    pub name: String,
    /// The table of a column or quantity, the list of a code, the document of what a criterion has; empty for the rest.
    pub owner: String,
    /// The name itself.
    pub place: Span,
}

/// What could be said in a place, and what of it is: the keys of a statement or block, or the words of a choice.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The statement or block, or the word.
    pub place: Span,
    pub words: Vec<String>,
    pub taken: Vec<String>,
}

/// The table of all names of a plan and its documents, as far as they were understood.
#[derive(Clone, Debug, Default)]
pub struct References {
    definitions: BTreeMap<Span, Definition>,
    /// From the place of a use to that of its definition.
    uses: BTreeMap<Span, Span>,
    /// Words that the language itself gives a meaning: `primary`, `kaplan_meier`.
    words: BTreeSet<Span>,
    /// In the order in which they were read.
    offers: Vec<Offer>,
}

/// A name where it was understood, and of what it was found to be.
#[derive(Clone, Debug)]
pub struct Use {
    pub place: Span,
    pub kind: Named,
    pub owner: String,
    pub name: String,
}

impl References {
    /// Each use goes to the definition of its kind, owner and name; where its kind has several of the name, to the first. What
    /// a criterion does not define is of the document it builds on.
    pub(crate) fn new(
        definitions: Vec<Definition>,
        uses: &[Use],
        built_on: &BTreeMap<String, String>,
        words: BTreeSet<Span>,
        offers: Vec<Offer>,
    ) -> References {
        let mut by_name: BTreeMap<(Named, &str, &str), Span> = BTreeMap::new();
        for d in &definitions {
            by_name.entry((d.kind, &d.owner, &d.name)).or_insert(d.place);
        }
        let find = |u: &Use| {
            // No chain of documents is longer than there are documents that build on another.
            let owners = std::iter::successors(Some(u.owner.as_str()), |o| built_on.get(*o).map(String::as_str));
            let mut owners = owners.take(built_on.len() + 1);
            owners.find_map(|owner| by_name.get(&(u.kind, owner, u.name.as_str()))).map(|d| (u.place, *d))
        };
        let uses: BTreeMap<Span, Span> =
            uses.iter().filter_map(find).filter(|(place, definition)| place != definition).collect();
        let definitions: BTreeMap<Span, Definition> = definitions.into_iter().map(|d| (d.place, d)).collect();
        let words = words.into_iter().filter(|w| !uses.contains_key(w) && !definitions.contains_key(w)).collect();
        References { definitions, uses, words, offers }
    }

    /// These with the uses in a further text: the binding of the plan.
    pub fn with(mut self, uses: &[Use]) -> References {
        let by_name: BTreeMap<(Named, &str, &str), Span> =
            self.definitions.values().rev().map(|d| ((d.kind, d.owner.as_str(), d.name.as_str()), d.place)).collect();
        self.uses.extend(uses.iter().filter_map(|u| Some((u.place, *by_name.get(&(u.kind, &*u.owner, &*u.name))?))));
        self
    }

    /// What the name at this byte stands for, whether it is used or defined there.
    pub fn definition_at(&self, file: FileId, byte: u32) -> Option<&Definition> {
        let place = covering(self.uses.range(..=end_of(file, byte)).map(|(s, _)| s), file, byte)
            .and_then(|used| self.uses.get(&used).copied())
            .or_else(|| covering(self.definitions.range(..=end_of(file, byte)).map(|(s, _)| s), file, byte))?;
        self.definitions.get(&place)
    }

    /// Everywhere a definition is used, in the order of the places.
    pub fn references_of(&self, definition: &Definition) -> Vec<Span> {
        self.uses.iter().filter(|(_, d)| **d == definition.place).map(|(place, _)| *place).collect()
    }

    /// Every definition, in the order of the places.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.values()
    }

    /// What could have been said in the places that were understood.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The language, and not the plan, says what the word at this place means.
    pub fn is_word(&self, place: Span) -> bool {
        self.words.contains(&place)
    }
}

fn end_of(file: FileId, byte: u32) -> Span {
    Span { file, start: byte, end: u32::MAX }
}

/// The last of these places that covers the byte; the place before an end counts, where a cursor stands.
fn covering<'s>(places: impl DoubleEndedIterator<Item = &'s Span>, file: FileId, byte: u32) -> Option<Span> {
    places.rev().take_while(|s| s.file == file).find(|s| s.start <= byte && byte <= s.end).copied()
}
