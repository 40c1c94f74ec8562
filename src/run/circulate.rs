//! The copy that may leave the hospital: of a run the numbers that can be told, and no patient, row or finding.

use super::batches::Untold;
use super::earlier::{RESULTS, RUN, earlier};
use super::given::OnDisk;
use super::output::{self, Content, FINDINGS_RUN};
use super::patients::PATIENTS;
use super::progress::{Follow, Stage};
use super::provenance::{CopyOf, FileRead, WholeRun, file_read, with_own_hash};
use super::{
    Computed, Encoded, METADATA, Options, OptionsUsed, Outcome, Output, RunError, blocking, compute_telling, encode,
    held, json, may_write, record,
};
use crate::circulate::{Rule, circulate};
use crate::compile::{self, Compiled};
use crate::plan::ir::Plan;
use crate::results::{Release, Results, Role};
use crate::{compile::shown, file};
use std::path::Path;

/// What the plan says of circulation; a plan that says nothing has no copy.
pub fn rule(plan: &Plan, path: &Path) -> Result<Rule, RunError> {
    let none = || RunError::NoCirculation { plan: shown(path) };
    let stated = plan.circulation.as_ref().ok_or_else(none)?;
    let name = |index: &usize| plan.analyses[*index].header.name.clone();
    let release = |released: &crate::plan::ir::Released| Release {
        analyses: released.analyses.iter().map(name).collect(),
        because: released.because.clone(),
    };
    Ok(Rule {
        smallest: stated.smallest,
        clause: plan.clause_number(stated.header.clause).to_string(),
        released: stated.released.as_ref().map(release),
    })
}

/// Makes of what was computed what may be told of it.
pub fn told(plan: &Plan, path: &Path, computed: &mut Computed) -> Result<(), RunError> {
    let rule = rule(plan, path)?;
    computed.provenance.circulated = Some(CopyOf { smallest: rule.smallest });
    computed.provenance.data.clear();
    computed.provenance.data_digest.clear();
    computed.results = circulate(&computed.results, rule);
    Ok(())
}

/// Carries out the plan and writes `report.pdf`, `report.html`, `results.json` and `run.json` of the copy.
pub(super) fn run(compiled: Compiled, options: &Options, progress: Follow) -> Result<Outcome, RunError> {
    let Some(plan) = &compiled.plan else { return Ok(outcome(compiled, true, vec![])) };
    rule(plan, &compiled.path)?;
    holds_no_more(&options.out)?;
    let given = OnDisk::new(&compiled, options.data.as_deref());
    let mut computed = compute_telling(plan, &compiled, &given, options.division, progress, &Untold)?;
    computed.provenance.options = OptionsUsed { draft: options.draft, data: None };
    record::stand(&compiled, &mut computed)?;
    may_write(&computed.provenance, options)?;
    let blocking = blocking(&computed.findings);
    record::seen(&compiled, &computed.results, &options.stamp)?;
    if blocking > 0 && !options.draft {
        let messages = vec![
            format!(
                "{blocking} findings block the report: no copy was made; `prespec run` without `--circulate` names them"
            ),
            "`--draft` makes the copy nevertheless".to_string(),
        ];
        return Ok(outcome(compiled, true, messages));
    }
    told(plan, &compiled.path, &mut computed)?;
    progress(Stage::TypesetReport.begun());
    let made = outputs(&computed)?;
    progress(Stage::Write.begun());
    let files = made.iter().map(|(name, bytes)| (*name, Content::Bytes(bytes))).collect();
    let place = held(&computed.provenance, options)?;
    holds_no_more(&options.out)?;
    place.put(files, &[output::FINDINGS_RUN, METADATA]).map_err(RunError::Write)?;
    let messages = messages(&computed.results, &options.out);
    Ok(outcome(compiled, false, messages))
}

fn outcome(compiled: Compiled, objected: bool, messages: Vec<String>) -> Outcome {
    Outcome {
        plan: compile::shown(&compiled.path),
        diagnostics: compiled.diagnostics,
        sources: compiled.sources,
        objected,
        messages,
    }
}

/// The files of the copy; `run.json`, which has the hashes of the others, is the last.
pub fn outputs(computed: &Computed) -> Result<Vec<Output>, RunError> {
    let Encoded { pdf, html, records } = encode(&computed.results)?;
    let mut made: Vec<Output> = vec![(RESULTS, records), ("report.pdf", pdf), ("report.html", html)];
    let outputs: Vec<FileRead> = made.iter().map(|(name, bytes)| file_read(Path::new(name), bytes)).collect();
    made.push((RUN, with_own_hash(json(&WholeRun { read: &computed.provenance, outputs })?)));
    Ok(made)
}

/// Whoever sends the folder sends all that is in it: it may hold an earlier copy, and nothing else of a run.
fn holds_no_more(folder: &Path) -> Result<(), RunError> {
    let is_copy = earlier(folder).is_some_and(|run| run.circulated.is_some());
    let of_a_run = [PATIENTS, "findings.csv", FINDINGS_RUN];
    let of_either: &[&str] = if is_copy { &[] } else { &[RESULTS, RUN, super::export::FOLDER] };
    let found = of_a_run.iter().chain(of_either).find(|name| folder.join(name).exists());
    match found {
        Some(name) => Err(RunError::NotOnlyACopy { path: folder.join(name) }),
        None => Ok(()),
    }
}

/// A folder that is a copy does not tell what only the run itself does.
pub fn refused(folder: &Path) -> Result<(), RunError> {
    let bytes = file::read_file(&folder.join(RUN)).unwrap_or_default();
    let run: super::earlier::Earlier = serde_json::from_slice(&bytes).unwrap_or_default();
    match run.circulated {
        Some(_) => Err(RunError::Circulated { folder: folder.to_path_buf() }),
        None => Ok(()),
    }
}

/// What is withheld, the primary analysis first.
fn messages(results: &Results, out: &Path) -> Vec<String> {
    let Some(circulated) = &results.study.circulated else { return vec![] };
    let is_primary = |name: &str| results.analyses.iter().any(|a| a.name == name && a.role == Role::Primary);
    let (primary, others): (Vec<_>, Vec<_>) = circulated.withheld.iter().partition(|of| is_primary(&of.analysis));
    let (whole, parts): (Vec<_>, Vec<_>) = others.into_iter().partition(|of| of.numbers == of.of);
    let mut lines =
        vec![format!("counts below {} are withheld, with all from which one could be worked out", circulated.smallest)];
    let one = |of: &&crate::results::WithheldOf| format!("  {}: {} of {} numbers", of.analysis, of.numbers, of.of);
    lines.extend(primary.iter().map(|of| format!("{} (primary)", one(of))));
    lines.extend(parts.iter().map(one));
    if !whole.is_empty() {
        let names: Vec<&str> = whole.iter().map(|of| of.analysis.as_str()).collect();
        lines.push(format!("  no number of them: {}", names.join(", ")));
    }
    lines.push(format!("the copy is {}", out.display()));
    lines
}
