//! Why nothing could be run.

use super::output::WriteError;
use crate::compile::Unread;
use crate::diagnostic::{Code, Diagnostic, Sources, codes};
use crate::queries::NoAnswers;
use crate::simulate::{Unmet, Unsatisfied};
use crate::study::StudyError;
use std::path::PathBuf;

#[derive(Debug)]
pub enum RunError {
    /// The plan, a criterion or the binding cannot be read.
    Unread(Unread),
    Write(WriteError),
    /// A file of the output is one that was read, or stands in the folder of the data.
    Overwrites {
        output: PathBuf,
        input: PathBuf,
    },
    /// The output folder holds the results of the study of this name.
    OtherStudy {
        folder: PathBuf,
        study: String,
    },
    /// A file of the output's name is there, and nothing says that a run wrote it.
    NotOfARun {
        path: PathBuf,
    },
    /// The folder has no `run.json` that can be read.
    NoRun {
        folder: PathBuf,
    },
    /// What the run read, or what comes of it, is not what its `run.json` says.
    NotTheRun {
        changed: Vec<String>,
    },
    /// A run was killed while its files took their places, and what it left cannot be finished.
    HalfPlaced {
        folder: PathBuf,
        error: WriteError,
    },
    /// What stands in a folder is not what its `run.json` says that the run wrote, or another version wrote it.
    NotWhole {
        folder: PathBuf,
        changed: Vec<String>,
    },
    /// What a run read is not as it was.
    InputChanged {
        folder: PathBuf,
        changed: Vec<String>,
    },
    /// A plan and a run are no two of a kind.
    PlanAndRun {
        run: PathBuf,
        plan: PathBuf,
    },
    /// The folder for a copy holds something else.
    NotACopy {
        folder: PathBuf,
    },
    /// No patient could be made who fits the plan.
    NoPatientFits(Unsatisfied),
    /// Simulated data stand in the folder, or are to be written into it, and others as well.
    NotSimulated {
        folder: PathBuf,
        changed: Vec<String>,
    },
    /// The folder of a new study holds something.
    NotEmpty {
        folder: PathBuf,
    },
    /// The arms of the run were dealt by chance.
    Masked {
        folder: PathBuf,
    },
    /// A file would take the place of one that was made of another study, or by something else.
    OfAnother {
        path: PathBuf,
        study: Option<String>,
    },
    /// The folder for an export holds something else.
    NotAnExport {
        folder: PathBuf,
    },
    /// Files of a run are not those that its `run.json` was written for.
    NotAsWritten {
        changed: Vec<String>,
    },
    /// A file of a run has another form than this version writes.
    OtherVersion {
        path: PathBuf,
        why: String,
    },
    /// The plan says nothing of circulation.
    NoCirculation {
        plan: String,
    },
    /// The folder is a copy for circulation, which does not tell what is asked.
    Circulated {
        folder: PathBuf,
    },
    /// The folder for a copy for circulation holds what may not leave.
    NotOnlyACopy {
        path: PathBuf,
    },
    /// A file of answers gives none.
    NoAnswers {
        path: PathBuf,
        why: NoAnswers,
    },
    /// A list of queries would take the place of this file.
    ListIsThere {
        path: PathBuf,
    },
    /// The ending of a list of queries names no form that it is written in.
    NoFormOfList {
        path: PathBuf,
    },
    /// A file of the data cannot be read.
    Data {
        diagnostic: Box<Diagnostic>,
        sources: Sources,
    },
    /// The binding has mistakes.
    Objected {
        diagnostics: Vec<Diagnostic>,
        sources: Sources,
    },
    /// What is on record of the study cannot be read or written, or forbids it.
    Study(StudyError),
    Report(String),
    Encode(String),
    /// Two numbers have one identifier: a fault of the engine, for which no plan is to blame.
    OneNameTwice(Vec<String>),
    /// A step read what it was not said to rest on, so that a number would not name all its sources: a fault of the engine.
    UnlistedRead(Vec<String>),
}

impl RunError {
    /// The code whose page says more, where there is one.
    pub fn code(&self) -> Option<Code> {
        match self {
            RunError::OneNameTwice(_) => Some(codes::ONE_NAME_TWICE),
            RunError::Unread(Unread::NoFile { .. }) => Some(codes::NO_FILE),
            RunError::Unread(Unread::NotText { .. }) => Some(codes::NO_TEXT),
            RunError::Write(_) => Some(codes::NOT_WRITTEN),
            RunError::Overwrites { .. } => Some(codes::OVERWRITES_INPUT),
            RunError::OtherStudy { .. } | RunError::NotOfARun { .. } => Some(codes::OTHER_STUDY),
            RunError::NotACopy { .. } | RunError::NotAnExport { .. } | RunError::OfAnother { .. } => {
                Some(codes::OTHER_STUDY)
            }
            RunError::NotAsWritten { .. } => Some(codes::NOT_AS_WRITTEN),
            RunError::Masked { .. } => Some(codes::MASKED),
            RunError::OtherVersion { .. } => Some(codes::OTHER_VERSION),
            RunError::NotWhole { .. } => Some(codes::NOT_WHOLE),
            RunError::InputChanged { .. } => Some(codes::INPUT_CHANGED),
            RunError::PlanAndRun { .. } => Some(codes::PLAN_AND_RUN),
            RunError::NoRun { .. } | RunError::NotTheRun { .. } => Some(codes::NOT_THE_RUN),
            RunError::Study(error) => Some(error.code()),
            RunError::HalfPlaced { .. } => Some(codes::HALF_PLACED),
            RunError::NoPatientFits(_) => Some(codes::NO_PATIENT_FITS),
            RunError::NotSimulated { .. } => Some(codes::NOT_SIMULATED),
            RunError::NotEmpty { .. } => Some(codes::NOT_EMPTY),
            RunError::NoCirculation { .. } => Some(codes::NO_CIRCULATION),
            RunError::Circulated { .. } => Some(codes::CIRCULATED),
            RunError::NotOnlyACopy { .. } => Some(codes::NOT_ONLY_A_COPY),
            RunError::NoAnswers { why, .. } => Some(why.code()),
            RunError::ListIsThere { .. } => Some(codes::LIST_IS_THERE),
            RunError::NoFormOfList { .. } => Some(codes::NO_FORM_OF_LIST),
            RunError::Unread(Unread::NotAPlan { .. })
            | RunError::Data { .. }
            | RunError::Objected { .. }
            | RunError::Report(_)
            | RunError::Encode(_)
            | RunError::UnlistedRead(_) => None,
        }
    }
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Unread(unread) => unread.fmt(f),
            RunError::Write(e) => write!(f, "{} cannot be written: {}", e.path.display(), e.source),
            RunError::Overwrites { output, input } => write!(
                f,
                "{} would be written where {} is read; nothing was written, and `--out DIR` names another folder",
                output.display(),
                input.display()
            ),
            RunError::OtherStudy { folder, study } => write!(
                f,
                "{} holds the results of the study `{study}`; nothing was written: `--out DIR` names another folder, `--replace` replaces them",
                folder.display()
            ),
            RunError::NotOfARun { path } => write!(
                f,
                "{} is there, and no `run.json` beside it says of which study; nothing was written: `--out DIR` names another folder, `--replace` replaces it",
                path.display()
            ),
            RunError::NoRun { folder } => write!(
                f,
                "{} holds no `run.json` that says what was read; `prespec run PLAN --out {}` writes it",
                folder.display(),
                folder.display()
            ),
            RunError::NotTheRun { changed } => write!(
                f,
                "not as `run.json` says that it was: {}; nothing was written, for it would be of another run",
                changed.join(", ")
            ),
            RunError::HalfPlaced { folder, error } => write!(
                f,
                "{} holds files of two runs, for one was killed while they took their places, and {} cannot be written to finish it: {}",
                folder.display(),
                error.path.display(),
                error.source
            ),
            RunError::NotWhole { folder, changed } => write!(
                f,
                "{} does not hold a whole run of this version: {} {} not as `run.json` says; run the plan again",
                folder.display(),
                changed.join(", "),
                if changed.len() == 1 { "is" } else { "are" }
            ),
            RunError::InputChanged { folder, changed } => write!(
                f,
                "what {} was computed from is not there as it was: {}; options of `diff` say where a copy of it is",
                folder.display(),
                changed.join(", ")
            ),
            RunError::PlanAndRun { run, plan } => write!(
                f,
                "{} holds a run, and {} is a plan: two plans can be compared, or two runs",
                run.display(),
                plan.display()
            ),
            RunError::NotACopy { folder } => write!(
                f,
                "{} holds something else than an earlier copy; nothing was written: `--out DIR` names another folder",
                folder.display()
            ),
            RunError::NoPatientFits(unsatisfied) => nobody_fits(f, unsatisfied),
            RunError::NotSimulated { folder, changed } if changed.is_empty() => write!(
                f,
                "{} holds something else than simulated data; nothing was written: `--out DIR` names another folder",
                folder.display()
            ),
            RunError::NotSimulated { folder, changed } => write!(
                f,
                "{} is a folder of simulated data, and not as it was written: {}; nothing was run, for the report would call them simulated",
                folder.display(),
                changed.join(", ")
            ),
            RunError::NotEmpty { folder } => write!(
                f,
                "{} is not empty; nothing was written: a new study begins in a folder of its own",
                folder.display()
            ),
            RunError::Masked { folder } => write!(
                f,
                "{} holds a masked run: nothing is told or computed of it that could tell the arm of a patient",
                folder.display()
            ),
            RunError::OfAnother { path, study: Some(study) } => write!(
                f,
                "{} is of another study, `{study}`; nothing was written: `--out DIR` names another folder",
                path.display()
            ),
            RunError::OfAnother { path, study: None } => write!(
                f,
                "{} is there, and is not what this command writes; nothing was written: `--out DIR` names another folder",
                path.display()
            ),
            RunError::NotAnExport { folder } => write!(
                f,
                "{} holds something else than an earlier export; nothing was written: `--out DIR` names another folder",
                folder.display()
            ),
            RunError::NotAsWritten { changed } => write!(
                f,
                "not as `run.json` says that it was written: {}; nothing was written, for it would be of another run",
                changed.join(", ")
            ),
            RunError::OtherVersion { path, why } => {
                write!(f, "{} was not written by this version ({why}); nothing was written", path.display())
            }
            RunError::NoCirculation { plan } => write!(
                f,
                "{plan} does not say how small a count may leave; nothing was written: add `circulation {{ smallest cell: 5 }}`"
            ),
            RunError::Circulated { folder } => write!(
                f,
                "{} is a copy for circulation, without patients, rows and findings; ask the folder of the run itself",
                folder.display()
            ),
            RunError::NotOnlyACopy { path } => write!(
                f,
                "{} is there, which may not leave with a copy; nothing was written: `--out DIR` names a folder of its own",
                path.display()
            ),
            RunError::NoAnswers { path, why } => write!(f, "{}: {why}; nothing was written", path.display()),
            RunError::ListIsThere { path } => write!(
                f,
                "{} is there, and somebody may have answered in it; nothing was written: another name keeps both, `--replace` replaces it",
                path.display()
            ),
            RunError::NoFormOfList { path } => {
                write!(f, "{}: a list ends in .xlsx or in .csv; nothing was written", path.display())
            }
            RunError::Data { diagnostic, .. } => diagnostic.title.fmt(f),
            RunError::Objected { .. } => write!(f, "the binding has mistakes"),
            RunError::Study(e) => e.fmt(f),
            RunError::Report(e) => write!(f, "the report could not be typeset: {e}"),
            RunError::Encode(e) => write!(f, "the results could not be written as JSON: {e}"),
            RunError::UnlistedRead(reads) => {
                write!(f, "a fault of prespec, not of the plan: {}; nothing was written", reads.join(", "))
            }
            RunError::OneNameTwice(ids) => {
                write!(f, "two numbers would have the identifier {}; nothing was written", ids.join(", and two "))
            }
        }
    }
}

fn nobody_fits(f: &mut std::fmt::Formatter<'_>, unsatisfied: &Unsatisfied) -> std::fmt::Result {
    let Unsatisfied { patient, attempts, because } = unsatisfied;
    write!(f, "no patient could be made who fits the plan: `{patient}` was made {attempts} times, and ")?;
    match because {
        Unmet::Finding(finding) => {
            let (rule, table, clause) = (finding.rule.english(), &finding.table, &finding.clause);
            write!(f, "at last `{rule}` of `{table}` (clause {clause}) did not hold: {}", finding.found)?;
            write!(f, ", where {} is expected", finding.expected)?;
        }
        Unmet::Drawn(Some(endpoint)) => write!(f, "`{endpoint}` was never as it was drawn by the assumption")?,
        Unmet::Drawn(None) => write!(f, "what was drawn by the assumption could never be written into its cells")?,
    }
    write!(f, "; nothing was written")
}

impl std::error::Error for RunError {}

impl From<Unread> for RunError {
    fn from(unread: Unread) -> RunError {
        RunError::Unread(unread)
    }
}

impl From<StudyError> for RunError {
    fn from(error: StudyError) -> RunError {
        RunError::Study(error)
    }
}
