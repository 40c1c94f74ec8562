//! Every code a message can carry, in one list.
//!
//! The first letter is the stage: `S` syntax, `P` the plan's meaning, `B` the binding, `D` the data, `A` what a plan must accept or answer, `R` the run.

use super::Severity;

/// A stable name of a kind of mistake; `prespec explain CODE` prints its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// One code with what `explain` prints.
pub struct Entry {
    pub code: Code,
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// The page in Markdown.
    pub page: &'static str,
}

impl Code {
    pub fn entry(self) -> Option<&'static Entry> {
        ALL.iter().find(|e| e.code == self)
    }

    pub fn severity(self) -> Severity {
        self.entry().map_or(Severity::Error, |e| e.severity)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $summary:literal;)*) => {
        $(#[doc = $summary] pub const $name: Code = Code($code);)*
        /// All codes, in order.
        pub const ALL: &[Entry] = &[$(Entry {
            code: $name,
            severity: Severity::$severity,
            summary: $summary,
            page: include_str!(concat!("pages/", $code, ".md")),
        }),*];
    };
}

codes! {
    UNREADABLE "S001" Error "A formal statement cannot be read";
    TOO_DEEP "S002" Error "Parentheses or braces are nested too deeply";
    AND_WITH_OR "S003" Error "`and` and `or` are mixed without parentheses";
    UNCLOSED "S004" Error "A bracket, quotation mark or fence is not closed";
    HEADING_NUMBER "S005" Error "The numbers of the clauses do not follow each other";
    STRAY_TABLE "S006" Error "A table belongs to no rule";
}
