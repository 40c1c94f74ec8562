//! The language server in a session of real messages.

mod again;
mod answers;
mod client;
mod grammar;
mod headers;
mod letters;
mod life;
mod renames;
mod typing;
mod windows;
