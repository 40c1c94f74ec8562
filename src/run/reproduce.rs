//! A run made again in memory, and what its analyses read written for an independent copy in R.

use super::RunError;
use super::batches::{Division, Told};
use super::earlier::{RESULTS, RUN};
use super::given::OnDisk;
use super::output::{self, Content};
use super::place::{Place, settled};
use super::provenance::{FileRead, Provenance, file_read};
use super::{compute_telling, record, records};
use crate::analyse::sets::Set;
use crate::compile::{Compiled, compile_at, shown};
use crate::file::read_file;
use crate::report;
use crate::reproduce::{self, SETS};
use crate::results::PatientFact;
use crate::results::record::OnRecord;
use serde::Deserialize;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// Of `run.json` what it takes to make the run again.
#[derive(Deserialize)]
pub(super) struct Made {
    engine: String,
    pub options: MadeBy,
    #[serde(default)]
    on_record: Option<OnRecord>,
    pub plan: Vec<FileRead>,
    pub binding: FileRead,
    pub data: Vec<FileRead>,
    pub outputs: Vec<FileRead>,
}

#[derive(Deserialize)]
pub(super) struct MadeBy {
    data: Option<PathBuf>,
    pub draft: bool,
}

/// Keeps what the analyses read, and of single patients nothing else.
#[derive(Default)]
struct Kept(RefCell<Vec<Set>>);

impl Told for Kept {
    type Batch = ();

    fn put(_: &mut (), _: PatientFact) {}

    fn take(&self, (): ()) {}

    fn keep(&self, set: &dyn Fn() -> Set) {
        self.0.borrow_mut().push(set());
    }
}

/// What was written, to be told.
pub struct Reproduced {
    pub script: PathBuf,
    pub sets: usize,
    pub displayed: usize,
}

/// Makes the run of a folder again, from the plan, the binding and the files that its `run.json` names, and writes the copy.
pub fn reproduce(folder: &Path, out: &Path, progress: &dyn Fn(&str)) -> Result<Reproduced, RunError> {
    progress("reading the run");
    let made = settled(folder).and_then(|_held| made(folder))?;
    let plan = made.plan.first().map(|plan| PathBuf::from(&plan.path)).ok_or_else(|| no_run(folder))?;
    let compiled = compile_at(&plan)?;
    let sets = Kept::default();
    let computed = again(&compiled, &made, &sets, progress)?;
    let displayed = report::displayed(&computed.results);
    let files = reproduce::files(&computed.results, &sets.0.into_inner(), &displayed);
    progress("writing");
    write(out, &files, &computed.provenance)?;
    Ok(Reproduced { script: out.join(SCRIPT), sets: files.len() - OF_ITS_OWN.len(), displayed: displayed.len() })
}

pub(super) fn made(folder: &Path) -> Result<Made, RunError> {
    let bytes = read_file(&folder.join(RUN)).map_err(|_| no_run(folder))?;
    serde_json::from_slice(&bytes).map_err(|_| no_run(folder))
}

pub(super) fn no_run(folder: &Path) -> RunError {
    RunError::NoRun { folder: folder.to_path_buf() }
}

/// The run in memory, which must be that of `run.json` to the byte.
fn again(compiled: &Compiled, made: &Made, sets: &Kept, progress: &dyn Fn(&str)) -> Result<super::Computed, RunError> {
    let changed = |files: Vec<String>| RunError::NotTheRun { changed: files };
    let Some(plan) = &compiled.plan else { return Err(changed(vec![shown(&compiled.path)])) };
    let given = OnDisk::new(compiled, made.options.data.as_deref());
    let mut computed = compute_telling(plan, compiled, &given, Division::default(), progress, sets)?;
    record::set(&mut computed.results, made.on_record.as_ref());
    let differ = differ(made, &computed.provenance);
    if !differ.is_empty() {
        return Err(changed(differ));
    }
    let again = file_read(Path::new(RESULTS), &records(&computed.results)?);
    if made.outputs.contains(&again) {
        Ok(computed)
    } else {
        Err(RunError::NotTheRun { changed: vec![format!("{RESULTS} ({})", made.engine)] })
    }
}

/// The files that are other than those of the run.
fn differ(made: &Made, now: &Provenance) -> Vec<String> {
    let plan = now.plan.iter().map(|file| (&file.path, &file.sha256));
    let data = now.data.iter().map(|file| (&file.path, &file.sha256));
    let now: Vec<FileRead> = plan
        .chain([(&now.binding.path, &now.binding.sha256)])
        .chain(data)
        .map(|(path, sha256)| FileRead { path: path.clone(), sha256: sha256.clone() })
        .collect();
    let before: Vec<&FileRead> = made.plan.iter().chain([&made.binding]).chain(&made.data).collect();
    let mut differ: Vec<String> = now.iter().filter(|file| !before.contains(file)).map(|f| f.path.clone()).collect();
    let gone = before.iter().filter(|file| now.iter().all(|other| other.path != file.path));
    differ.extend(gone.map(|file| file.path.clone()));
    differ
}

const SCRIPT: &str = "reproduce.R";
/// What a copy has besides its sets: by them an earlier copy is known, which is replaced.
const OF_ITS_OWN: [&str; 3] = [SCRIPT, "columns.csv", "expected.csv"];

fn write(out: &Path, files: &[reproduce::Output], read: &Provenance) -> Result<(), RunError> {
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let (sets, inputs) = (out.join(SETS), &read.inputs);
    let of_copy = output::overwritten(out, &names, &inputs.files, &inputs.data_folder);
    if let Some((output, input)) = of_copy.or_else(|| output::overwritten(&sets, &[], &[], &inputs.data_folder)) {
        return Err(RunError::Overwrites { output, input });
    }
    // What a copy that was killed has left is finished or cleared, and is no other's.
    let place = Place::open(out).map_err(RunError::Write)?;
    let earlier_copy = OF_ITS_OWN.iter().all(|name| out.join(name).is_file());
    let empty = std::fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !earlier_copy && !empty {
        return Err(RunError::NotACopy { folder: out.to_path_buf() });
    }
    let contents = files.iter().map(|(name, bytes)| (name.as_str(), Content::Bytes(bytes))).collect();
    let earlier = std::fs::read_dir(&sets).into_iter().flatten().flatten();
    let earlier: Vec<String> = earlier.map(|entry| format!("{SETS}/{}", entry.file_name().to_string_lossy())).collect();
    let gone: Vec<&str> = earlier.iter().map(String::as_str).filter(|name| !names.contains(name)).collect();
    place.put(contents, &gone).map_err(RunError::Write)
}
