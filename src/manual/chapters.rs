//! The texts of the site, in the order in which they are read; `tests/manual_site.rs` holds the list to the folder.

/// A text of the repository and the page that it becomes.
pub struct Chapter {
    /// Below the repository.
    pub source: &'static str,
    pub file: &'static str,
    pub text: &'static str,
}

macro_rules! chapters {
    ($($folder:literal $name:literal: $file:literal,)+) => {
        &[$(Chapter {
            source: concat!($folder, $name),
            file: $file,
            text: include_str!(concat!("../../", $folder, $name)),
        },)+]
    };
}

/// The chapters of the manual.
pub const MANUAL: &[Chapter] = chapters! {
    "docs/manual/" "README.md": "index.html",
    "docs/manual/" "tutorial.md": "tutorial.html",
    "docs/manual/" "design.md": "design.html",
    "docs/manual/" "accepted.md": "accepted.html",
    "docs/manual/" "data.md": "data.html",
    "docs/manual/" "endpoints.md": "endpoints.html",
    "docs/manual/" "analyses.md": "analyses.html",
    "docs/manual/" "options.md": "options.html",
    "docs/manual/" "responses.md": "responses.html",
    "docs/manual/" "expressions.md": "expressions.html",
    "docs/manual/" "units.md": "units.html",
    "docs/manual/" "binding.md": "binding.html",
    "docs/manual/" "criteria.md": "criteria.html",
    "docs/manual/" "reading.md": "reading.html",
    "docs/manual/" "amendments.md": "amendments.html",
    "docs/manual/" "circulation.md": "circulation.html",
    "docs/manual/" "translated.md": "translated.html",
    "docs/manual/" "examples.md": "examples.html",
};

pub const REFERENCE: &str = "docs/reference.md";

/// What the chapters lead to besides.
pub const DOCUMENTS: &[Chapter] = chapters! {
    "docs/" "reference.md": "reference.html",
    "docs/" "trace.md": "trace.html",
    "docs/" "diff.md": "diff.html",
    "docs/" "queries.md": "queries.html",
    "docs/" "lock.md": "lock.html",
    "docs/" "circulation.md": "circulation_copy.html",
    "docs/" "rehearsal.md": "rehearsal.html",
    "docs/" "messages.md": "messages.html",
};
