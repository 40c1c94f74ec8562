//! `new`: a study to begin with, of a design that is named or chosen on a terminal.

use super::{COULD_NOT_RUN, done, failed, note};
use crate::diagnostic::{codes, nearest};
use crate::run::new::{Begun, DESIGNS, Design, begin, design};
use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Asked {
    /// The folder of the new study, which is made, or is empty
    folder: PathBuf,
    /// Which design; asked for on a terminal, if not given
    #[arg(long, value_name = "DESIGN")]
    design: Option<String>,
}

pub(super) fn run(asked: &Asked) -> u8 {
    match &asked.design {
        Some(name) => match design(name) {
            Some(design) => made(&asked.folder, design),
            None => unknown(name),
        },
        None if std::io::stdin().is_terminal() => {
            note(&format!("{}which one? (number or name) ", listed()));
            match chosen(std::io::stdin().lock()) {
                Some(design) => made(&asked.folder, design),
                None => refused("no design was chosen"),
            }
        }
        None => refused(&format!("which design is not said\n{}`--design NAME` says it", listed())),
    }
}

fn made(folder: &Path, design: &Design) -> u8 {
    let Begun { patients, files } = match begin(folder, design) {
        Ok(begun) => begun,
        Err(error) => return failed(&error),
    };
    let folder = folder.display();
    done(&format!(
        "{folder}/plan.md       the plan, with a word on what each part is for\n\
         {folder}/binding.yaml  where its tables and columns are found\n\
         {folder}/data          {patients} simulated patients in {} of the binding\n\
         `prespec check {folder}` reads the plan, `prespec run {folder}` makes the report\n",
        if files == 1 { "the one file".to_string() } else { format!("{files} files") },
    ))
}

/// Number, name and use of each.
fn listed() -> String {
    let line = |(at, design): (usize, &Design)| format!("  {}  {:<20} {}\n", at + 1, design.name, design.about);
    DESIGNS.iter().enumerate().map(line).collect()
}

/// What is answered, asked again as long as it is no design; none at the end of the input.
fn chosen(input: impl BufRead) -> Option<&'static Design> {
    for line in input.lines() {
        let line = line.ok()?;
        let by_number = || line.trim().parse::<usize>().ok().and_then(|number| DESIGNS.get(number.checked_sub(1)?));
        if let Some(design) = design(line.trim()).or_else(by_number) {
            return Some(design);
        }
        note(&format!("a number from 1 to {}, or a name: ", DESIGNS.len()));
    }
    None
}

fn unknown(name: &str) -> u8 {
    let near = nearest(name, DESIGNS.iter().map(|design| design.name));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    refused(&format!("there is no design `{name}`{hint}\n{}`--design NAME` names one", listed()))
}

fn refused(why: &str) -> u8 {
    let code = codes::NO_DESIGN;
    note(&format!("nothing was made: {why} (`prespec explain {code}` says more)\n"));
    COULD_NOT_RUN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_design_is_chosen_by_its_number_or_its_name() {
        let chosen = |typed: &str| chosen(typed.as_bytes()).map(|design| design.name);
        assert_eq!(chosen("1\n"), Some(DESIGNS[0].name));
        assert_eq!(chosen(" adam \n"), Some("adam"));
        assert_eq!(chosen("0\n99\nmatched\nmatched_cohort\n"), Some("matched_cohort"));
        for nothing in ["", "0\n", "-1\n", "one\n"] {
            assert_eq!(chosen(nothing), None, "{nothing}");
        }
    }
}
