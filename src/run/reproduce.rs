//! A run made again in memory, and what its analyses read written for an independent copy in R.

use super::RunError;
use super::batches::{Division, Told};
use super::circulate;
use super::earlier::RESULTS;
use super::given::OnDisk;
use super::made::{Made, no_run};
use super::output::{self, Content};
use super::place::{Place, settled};
use super::progress::{Follow, Stage};
use super::provenance::{Provenance, file_read};
use super::{compute_telling, record, records};
use crate::analyse::sets::Set;
use crate::compile::{Compiled, compile_at, shown};
use crate::file::read_file;
use crate::report;
use crate::reproduce::{self, SETS};
use crate::results::PatientFact;
use crate::study::Stamp;
use std::cell::RefCell;
use std::path::{Path, PathBuf};

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
pub fn reproduce(folder: &Path, out: &Path, stamp: &Stamp, progress: Follow) -> Result<Reproduced, RunError> {
    progress(Stage::ReadRun.begun());
    circulate::refused(folder)?;
    let made = settled(folder).and_then(|_held| Made::of(folder))?;
    let compiled = compile_at(&made.plan().ok_or_else(|| no_run(folder))?)?;
    let sets = Kept::default();
    let computed = again(&compiled, &made, &sets, progress)?;
    // The copy has the outcomes of each patient.
    record::seen(&compiled, &computed.results, stamp)?;
    let displayed = report::displayed(&computed.results);
    let files = reproduce::files(&computed.results, &sets.0.into_inner(), &displayed);
    progress(Stage::Write.begun());
    write(out, &files, &computed.provenance)?;
    Ok(Reproduced { script: out.join(SCRIPT), sets: files.len() - OF_ITS_OWN.len(), displayed: displayed.len() })
}

/// The run in memory, which must be that of `run.json` to the byte.
fn again(compiled: &Compiled, made: &Made, sets: &Kept, progress: Follow) -> Result<super::Computed, RunError> {
    let changed = |files: Vec<String>| RunError::NotTheRun { changed: files };
    let Some(plan) = &compiled.plan else { return Err(changed(vec![shown(&compiled.path)])) };
    let given = OnDisk::new(compiled, made.options.data.as_deref());
    let mut computed = compute_telling(plan, compiled, &given, Division::default(), progress, sets)?;
    record::set(&mut computed.results, made.on_record.as_ref());
    let differ = made.differ(&computed.provenance.read_files());
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

const SCRIPT: &str = "reproduce.R";
/// What a copy has besides its sets: by them an earlier copy is known, which is replaced.
const OF_ITS_OWN: [&str; 3] = [SCRIPT, "columns.csv", "expected.csv"];

/// The study whose copy the folder holds, by the head of its script.
fn copied(out: &Path) -> Option<String> {
    let script = String::from_utf8(read_file(&out.join(SCRIPT)).ok()?).ok()?;
    let (_, name) = script.lines().next()?.strip_suffix(')')?.rsplit_once('(')?;
    Some(name.to_string())
}

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
    if !earlier_copy && !place.is_empty() {
        return Err(RunError::NotACopy { folder: out.to_path_buf() });
    }
    if let Some(study) = copied(out).filter(|study| *study != read.study) {
        return Err(RunError::OfAnother { path: out.to_path_buf(), study: Some(study) });
    }
    let contents = files.iter().map(|(name, bytes)| (name.as_str(), Content::Bytes(bytes))).collect();
    let earlier = std::fs::read_dir(&sets).into_iter().flatten().flatten();
    let earlier: Vec<String> = earlier.map(|entry| format!("{SETS}/{}", entry.file_name().to_string_lossy())).collect();
    let gone: Vec<&str> = earlier.iter().map(String::as_str).filter(|name| !names.contains(name)).collect();
    place.put(contents, &gone).map_err(RunError::Write)
}
