//! What a name of the plan is in the words of the protocol.

use crate::plan::references::Named;
use lsp_types::{CompletionItemKind as Item, SymbolKind as Symbol};

/// In the outline of a document, and among what may stand at the cursor.
pub(super) fn kinds(named: Named) -> (Symbol, Item) {
    match named {
        Named::Study | Named::Document | Named::Criterion | Named::Amendment => (Symbol::Module, Item::Module),
        Named::Table | Named::Rows => (Symbol::Struct, Item::Struct),
        Named::Column => (Symbol::Field, Item::Field),
        Named::Code | Named::Arm | Named::Timepoint => (Symbol::EnumMember, Item::EnumMember),
        Named::Define | Named::Value => (Symbol::Variable, Item::Variable),
        Named::Event | Named::Intercurrent => (Symbol::Event, Item::Event),
        Named::Arms | Named::Timepoints | Named::Set => (Symbol::Enum, Item::Enum),
        Named::Population | Named::Matching => (Symbol::Class, Item::Class),
        Named::Option | Named::Assumption => (Symbol::Constant, Item::Constant),
        Named::Endpoint | Named::Response | Named::Combine | Named::Lesions => (Symbol::Interface, Item::Interface),
        Named::Check | Named::Agreement | Named::Analysis | Named::Family | Named::SampleSize => {
            (Symbol::Function, Item::Function)
        }
    }
}
