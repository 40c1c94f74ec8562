//! For the shell and its manual: completions and man pages, both made from the arguments that the commands take.

use super::commands::Arguments;
use super::{done, failed, print};
use crate::run::RunError;
use crate::run::output::{Content, write_all};
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use std::path::Path;

/// The file that a shell reads to complete our commands.
pub(super) fn completions(shell: Shell) -> u8 {
    let mut text = vec![];
    clap_complete::generate(shell, &mut Arguments::command(), "prespec", &mut text);
    print(&text)
}

/// The page of `prespec`; or that and one for each command, as files in a folder.
pub(super) fn man(out: Option<&Path>) -> u8 {
    match pages(out) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn pages(out: Option<&Path>) -> Result<u8, RunError> {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    let Some(out) = out else { return Ok(print(&rendered(whole)?)) };
    let mut pages = vec![("prespec.1".to_string(), rendered(whole.clone())?)];
    for command in whole.get_subcommands() {
        pages.push((format!("prespec-{}.1", command.get_name()), rendered(command.clone())?));
    }
    let files = pages.iter().map(|(name, page)| (name.as_str(), Content::Bytes(page))).collect();
    write_all(out, files).map_err(RunError::Write)?;
    Ok(done(&format!("{} pages in {}; `man -l {}`\n", pages.len(), out.display(), out.join("prespec.1").display())))
}

fn rendered(command: Command) -> Result<Vec<u8>, RunError> {
    let mut page = vec![];
    Man::new(command).render(&mut page).map_err(|e| RunError::Encode(e.to_string()))?;
    Ok(page)
}
