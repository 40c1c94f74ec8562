//! A study as an editor sees it: the language server, over the messages of the Language Server Protocol.
//!
//! [`serve`] answers one client. What it is asked is answered from the newest text of every open document, each kind of request
//! in a file of its own; a document is compiled whole, with its study, whenever it has changed and nothing else waits.

mod actions;
mod at;
mod completion;
mod definition;
mod diagnostics;
mod fence;
mod folding;
mod formatting;
mod headers;
mod hints;
mod hover;
mod kinds;
mod pages;
mod place;
mod rename;
mod server;
mod signature;
mod study;
mod symbols;
mod texts;
mod tokens;
mod told;
mod uri;
mod workspace;

pub use lsp_server::Connection;
pub use server::{Ended, serve};

/// Serves the client at standard input and output until it says that it ends.
pub fn stdio() -> Ended {
    let (connection, threads) = Connection::stdio();
    let ended = serve(&connection);
    drop(connection);
    // Who went away without a word cannot be told that writing failed.
    match threads.join() {
        Ok(()) => ended,
        Err(_) => Ended::Unannounced,
    }
}
