//! Where the texts of a compilation come from.

use crate::file::NoFile;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A document as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub path: PathBuf,
    /// Line ends as written; a lone carriage return counts as one only where the text has no line feed.
    pub text: String,
}

impl Text {
    /// Where every line ends with a carriage return alone, each is read as a line feed, in its place.
    pub fn new(path: impl Into<PathBuf>, text: String) -> Text {
        let text = if text.contains('\n') { text } else { text.replace('\r', "\n") };
        Text { path: path.into(), text }
    }
}

/// Why a text cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    NoFile {
        path: PathBuf,
        cause: NoFile,
    },
    /// It is not UTF-8.
    NotText {
        path: PathBuf,
    },
    /// A file that belongs to a study and is not its plan.
    NotAPlan {
        path: PathBuf,
    },
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unread::NoFile { path, cause } => write!(f, "{} cannot be read: {cause}", path.display()),
            Unread::NotText { path } => write!(f, "{} is not UTF-8 text", path.display()),
            Unread::NotAPlan { path } => {
                write!(f, "{} is no plan: name the plan file, or the folder of the study", path.display())
            }
        }
    }
}

impl std::error::Error for Unread {}

/// The one way by which texts reach the compiler. The same name gives the same text within one compilation.
pub trait Texts {
    /// The plan.
    fn plan(&self) -> Result<Text, Unread>;

    /// The document of this name, `criteria/recist_1_1`, as one names it after `use`; none where there is no such document.
    fn document(&self, name: &str) -> Option<Result<Text, Unread>>;
}

/// Texts that are given, as an editor has them and tests write them.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    pub plan: String,
    /// By the name after `use`.
    pub documents: BTreeMap<String, String>,
}

impl InMemory {
    pub fn new(plan: impl Into<String>) -> InMemory {
        InMemory { plan: plan.into(), documents: BTreeMap::new() }
    }

    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> InMemory {
        self.documents.insert(name.into(), text.into());
        self
    }
}

impl Texts for InMemory {
    fn plan(&self) -> Result<Text, Unread> {
        Ok(Text::new("plan.md", self.plan.clone()))
    }

    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        self.documents.get(name).map(|text| Ok(Text::new(format!("{name}.md"), text.clone())))
    }
}
