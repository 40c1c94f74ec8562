//! The plan as a text: its tree, its meaning, what is said about it, and the rules of the house.

mod documents;
#[cfg(feature = "lsp")]
mod editor;
mod every_plan;
mod faults;
mod folders;
mod layout;
mod manual;
mod messages;
mod mutated;
mod plan;
mod prose;
mod sound;
mod spellings;
mod syntax;
mod tidy;
mod words;
