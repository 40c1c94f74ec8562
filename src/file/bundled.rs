//! The documents of criteria that come with the program, so that a plan finds them wherever it lies.
//!
//! Each has a path of its own, `prespec:criteria/recist_1_1.md`, by which it is named among what a run read and is read again
//! as any file is. Its text is that of the version of the program: where that has changed, its hash has.

use std::path::Path;

/// The folder of these documents in a path. No file of a study stands in a folder of this name.
const FOLDER: &str = "prespec:criteria";
/// What `use` says before the name of a criterion in a path.
const PREFIX: &str = "criteria/";
const ENDING: &str = "md";
/// Within a version; an underscore in the name of a file.
const POINT: char = '.';

/// A document that comes with the program.
#[derive(Debug, PartialEq, Eq)]
pub struct Bundled {
    /// That of its file, without the ending.
    pub stem: &'static str,
    pub text: &'static str,
}

macro_rules! criteria {
    ($($stem:literal)*) => {
        &[$(Bundled { stem: $stem, text: include_str!(concat!("../../plans/criteria/", $stem, ".md")) }),*]
    };
}

/// In the order of their names.
pub const CRITERIA: &[Bundled] = criteria! {
    "acr_20" "irecist" "li_rads_tr" "li_rads_tr_radiation_2024" "lugano_2014" "mrecist" "recist_1_1" "recist_1_1_by_organ"
};

impl Bundled {
    /// Its name in full, which is that of no document of a study.
    pub fn name(&self) -> String {
        format!("{FOLDER}/{}", self.stem)
    }

    pub fn path(&self) -> String {
        format!("{FOLDER}/{}.{ENDING}", self.stem)
    }
}

/// The document that `criteria/recist_1_1`, `recist_1_1` or `recist_1.1` names.
pub fn named(name: &str) -> Option<&'static Bundled> {
    let stem = name.strip_prefix(PREFIX).unwrap_or(name).replace(POINT, "_");
    CRITERIA.iter().find(|document| document.stem == stem)
}

/// The document of a name in full.
pub fn in_full(name: &str) -> Option<&'static Bundled> {
    let stem = name.strip_prefix(FOLDER)?.strip_prefix('/')?;
    CRITERIA.iter().find(|document| document.stem == stem)
}

/// A name with a version, `recist_1.1`, is no path.
pub fn has_version(name: &str) -> bool {
    name.contains(POINT)
}

/// The document of a path, in whatever folder the path is said to begin.
pub fn at(path: &Path) -> Option<&'static Bundled> {
    let folder = path.parent()?.file_name()?;
    let is = |document: &&Bundled| path.file_stem().is_some_and(|stem| stem == document.stem);
    let in_place = folder == FOLDER && path.extension().is_some_and(|ending| ending == ENDING);
    CRITERIA.iter().find(is).filter(|_| in_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_found_by_each_of_its_names() {
        for document in CRITERIA {
            assert_eq!(named(document.stem), Some(document));
            assert_eq!(named(&format!("criteria/{}", document.stem)), Some(document));
            assert_eq!(in_full(&document.name()), Some(document));
            assert_eq!((in_full(document.stem), named(&document.name())), (None, None));
            assert_eq!(at(Path::new(&document.path())), Some(document));
            assert_eq!(at(&Path::new("plans/mine").join(document.path())), Some(document));
        }
        assert_eq!(named("recist_1.1").map(|d| d.stem), Some("recist_1_1"));
        assert_eq!(named("recist_1.1_by_organ").map(|d| d.stem), Some("recist_1_1_by_organ"));
        for other in ["recist", "other/recist_1_1", "recist_1_1.md", "criteria/criteria/recist_1_1", ""] {
            assert_eq!(named(other), None, "{other}");
        }
        for other in ["criteria/recist_1_1.md", "prespec:criteria/recist_1_1.csv", "prespec:criteria/recist.md", ""] {
            assert_eq!(at(Path::new(other)), None, "{other}");
        }
    }

    #[test]
    fn every_criterion_of_the_repository_comes_with_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/criteria");
        let files = std::fs::read_dir(folder).expect("the folder of the criteria");
        let mut stems: Vec<String> = files
            .filter_map(|file| Some(file.expect("a file").path().file_stem()?.to_string_lossy().into_owned()))
            .collect();
        stems.sort();
        assert_eq!(stems, CRITERIA.iter().map(|document| document.stem).collect::<Vec<_>>());
    }
}
