//! The folder of a run made an RO-Crate: its files described in one beside them.

use super::RunError;
use super::earlier::{RESULTS, RUN, not_as_written};
use super::export;
use super::made::{Made, no_run};
use super::output::Content;
use super::place::{Place, settled};
use crate::file::{read_file, sha256};
use crate::results::file;
use crate::standards::ro_crate::{METADATA, Read, ReadKind, Run, Written, write};
use crate::words::Words;
use std::path::{Path, PathBuf};

/// Writes `ro-crate-metadata.json` into the folder of a run whose files are those that it wrote. `ended`: when the run ended, in the
/// form of ISO 8601, where that is known.
pub fn ro_crate(folder: &Path, ended: Option<String>) -> Result<PathBuf, RunError> {
    // What a kill has left is finished first; a folder that is not there is not made.
    drop(settled(folder)?.ok_or_else(|| no_run(folder))?);
    let place = Place::open(folder).map_err(RunError::Write)?;
    let made = Made::of(folder)?;
    let changed = not_as_written(folder);
    if !changed.is_empty() {
        return Err(RunError::NotTheRun { changed });
    }
    let changed = |name: &str| RunError::NotTheRun { changed: vec![name.to_string()] };
    let results = read_file(&folder.join(RESULTS)).map_err(|_| changed(RESULTS))?;
    let results = file::read(&results).map_err(|_| changed(RESULTS))?;
    let exported = export::beside(folder).map_err(|changed| RunError::NotTheRun { changed })?;
    let written = made.outputs.iter().map(|output| output.path.as_str()).chain([RUN]);
    let written = written.chain(exported.iter().map(String::as_str));
    let written = written.map(|name| described(folder, name)).collect::<Result<Vec<Written>, RunError>>()?;
    let run = Run {
        words: Words::of(results.report.language),
        study: &results.study,
        read: read(&made),
        written,
        draft: made.options.draft,
        ended,
    };
    let bytes = write(&run).map_err(|e| RunError::Encode(e.to_string()))?;
    place.put(vec![(METADATA, Content::Bytes(&bytes))], &[]).map_err(RunError::Write)?;
    Ok(folder.join(METADATA))
}

fn described<'n>(folder: &Path, name: &'n str) -> Result<Written<'n>, RunError> {
    let bytes = read_file(&folder.join(name)).map_err(|_| no_run(folder))?;
    Ok(Written { name, bytes: bytes.len(), sha256: sha256(&bytes) })
}

fn read(made: &Made) -> Vec<Read<'_>> {
    let plan = made.plan.iter().map(|file| (ReadKind::Plan, file));
    let data = made.data.iter().map(|file| (ReadKind::Data, &file.read));
    let all = plan.chain([(ReadKind::Binding, &made.binding)]).chain(data);
    all.map(|(kind, file)| Read { kind, path: &file.path, sha256: &file.sha256 }).collect()
}
