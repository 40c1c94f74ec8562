//! The text of a plan as it was sealed, compiled again from what was kept of it.

use crate::compile::{Compiled, Text, Texts, Unread, compile};
use crate::file::NoFile;
use crate::plan::ir::Plan;
use crate::study::log::Named;
use crate::study::{Entry, Event, StudyError, store};
use std::path::{Path, PathBuf};

/// How the paths of documents begin that come with the program.
const OF_PROGRAM: &str = "prespec:";

/// The texts of a seal or a lock, each by its path from the folder of the plan; that of the plan is the first.
pub struct Kept {
    texts: Vec<(String, String)>,
}

impl Kept {
    pub fn of(folder: &Path, documents: &[Named]) -> Result<Kept, StudyError> {
        let text = |named: &Named| {
            let bytes = store::read(folder, &named.sha256)?;
            let changed = |_| StudyError::Changed { path: store::path(folder, &named.sha256) };
            Ok((named.path.clone(), String::from_utf8(bytes).map_err(changed)?))
        };
        Ok(Kept { texts: documents.iter().map(text).collect::<Result<_, StudyError>>()? })
    }
}

impl Texts for Kept {
    fn plan(&self) -> Result<Text, Unread> {
        match self.texts.first() {
            Some((path, text)) => Ok(Text::new(path.clone(), text.clone())),
            None => Err(Unread::NoFile { path: PathBuf::new(), cause: NoFile::Absent }),
        }
    }

    /// `criteria/recist_1_1` stood beside the plan or in a folder above: `../criteria/recist_1_1.md`.
    fn document(&self, name: &str) -> Option<Result<Text, Unread>> {
        let file = format!("{name}.md");
        let above = |path: &str| path.split('/').skip_while(|part| *part == "..").collect::<Vec<_>>().join("/");
        // Those of the program are asked of the program, by names of their own.
        let others = || self.texts.iter().skip(1).filter(|(path, _)| !path.starts_with(OF_PROGRAM));
        let beside = others().find(|(path, _)| above(path) == file);
        // A folder may have been a link to another place.
        let elsewhere = || others().find(|(path, _)| path.ends_with(&format!("/{file}")));
        let (path, text) = beside.or_else(elsewhere)?;
        Some(Ok(Text::new(path.clone(), text.clone())))
    }
}

/// The plan that an entry sealed, as far as this version understands it; none of an entry of another kind.
pub fn sealed(folder: &Path, entry: &Entry) -> Result<Option<Compiled>, StudyError> {
    let Event::Seal { documents, plan_digest } = &entry.event else { return Ok(None) };
    let kept = Kept::of(folder, documents)?;
    Ok(compile(&kept).ok().filter(|compiled| compiled.digest == *plan_digest))
}

/// A plan without errors.
pub fn whole(compiled: Option<&Compiled>) -> Option<(&Compiled, &Plan)> {
    let compiled = compiled?;
    Some((compiled, compiled.plan.as_ref()?))
}
