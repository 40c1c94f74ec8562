//! The order of a run, from the plan to the files of the output folder, and what blocks what.

mod amend;
pub mod batches;
pub mod circulate;
pub mod columns;
pub mod difference;
pub mod earlier;
mod error;
pub mod export;
pub mod found;
pub mod given;
mod load;
pub mod lock;
pub mod made;
mod masked;
pub mod new;
pub mod output;
pub mod patients;
pub mod place;
pub mod progress;
mod provenance;
pub mod queries;
mod reads;
pub mod record;
pub mod rehearse;
pub mod reproduce;
pub mod ro_crate;
pub mod sealed;
pub mod simulate;
mod sources;
mod standing;
pub mod told;
pub mod unfilled;
pub mod verify;

pub use error::RunError;
pub use provenance::Provenance;
pub use reads::reads;

use crate::analyse::{self, Context, Trace};
use crate::checks::finding::Finding;
use crate::compile::{self, Compiled, compile_at};
use crate::derive::model::Derived;
use crate::derive::seen::Seen;
use crate::derive::{Noted, Reads};
use crate::diagnostic::{Diagnostic, Sources};
use crate::plan::ir::{FindingSeverity, Plan};
use crate::program::{Program, StepId};
use crate::results::{FindingCount, Results, Severity, Unusable, UnusableColumn, file};
use crate::standards::ro_crate::METADATA;
use crate::study::Stamp;
use crate::{checks, program, report};
use batches::{Division, Told, Untold};
use earlier::{Earlier, RESULTS, RUN, earlier};
use given::{Given, OnDisk};
use load::{load, load_telling};
use output::Content;
use patients::{Kept, Lines, PATIENTS, nameless};
use place::{Place, settled};
use progress::{Follow, Stage};
use provenance::{
    DataRead, FileRead, FindingsRun, OptionsUsed, WholeRun, data_read, file_read, provenance, with_own_hash,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// How a run is to be made.
pub struct Options {
    /// The folder to read the binding's files from, where it is not the binding's own.
    pub data: Option<PathBuf>,
    pub out: PathBuf,
    /// Make the report although findings block it.
    pub draft: bool,
    /// Write into a folder that holds the results of another study.
    pub replace: bool,
    /// Make the copy that may leave the hospital, and nothing else.
    pub circulate: bool,
    pub division: Division,
    /// The seed by which the arms are dealt, so that nobody sees what an arm has to do with an outcome.
    pub masked: Option<u64>,
    /// When the run is made and by whom, as the log of a sealed study will say.
    pub stamp: Stamp,
}

/// What a run came to.
pub struct Outcome {
    /// The plan file as people read it.
    pub plan: String,
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
    /// Errors in the plan, or findings that block the report.
    pub objected: bool,
    /// To be told at the end, a line each.
    pub messages: Vec<String>,
}

/// Everything computed from a plan and its data, before anything is written.
pub struct Computed {
    pub results: Results,
    pub findings: Vec<Finding>,
    pub provenance: Provenance,
    /// What the data show of the plan, a line each, for whoever runs it.
    pub shown: Vec<String>,
}

/// Carries out the plan and writes `report.pdf`, `report.html`, `results.json`, `patients.jsonl`, `findings.csv` and `run.json`. `progress` is told each stage, and how far it is.
pub fn run(path: &Path, options: &Options, progress: Follow) -> Result<Outcome, RunError> {
    progress(Stage::ReadPlan.begun());
    let compiled = compile_at(path)?;
    let outcome = |compiled: Compiled, objected: bool, messages: Vec<String>| Outcome {
        plan: compile::shown(&compiled.path),
        diagnostics: compiled.diagnostics,
        sources: compiled.sources,
        objected,
        messages,
    };
    let Some(plan) = &compiled.plan else {
        return Ok(outcome(compiled, true, vec!["nothing was run: the plan has errors".into()]));
    };
    drop(settled(&options.out)?);
    if options.circulate {
        return circulate::run(compiled, options, progress);
    }
    let lines = Lines::new(nameless(&options.out).map_err(RunError::Write)?);
    let given = OnDisk::new(&compiled, options.data.as_deref());
    let mut computed = match options.masked {
        None => compute_telling(plan, &compiled, &given, options.division, progress, &lines)?,
        // Nothing of single patients is told.
        Some(seed) => compute_dealing(plan, &compiled, &given, (options.division, Some(seed)), progress, &Untold)?,
    };
    let data = options.data.as_deref().map(compile::shown);
    computed.provenance.options = OptionsUsed { draft: options.draft, data };
    if options.masked.is_none() {
        record::stand(&compiled, &mut computed)?;
    }
    let before = may_write(&computed.provenance, options)?;
    let blocking = blocking(&computed.findings);
    record::seen(&compiled, &computed.results, &options.stamp)?;
    let csv = findings(&computed)?;
    let mut messages = told::findings(&computed.findings, &options.out);
    messages.extend(told::fewer_rows(&computed.provenance.data, before.as_ref()));
    if blocking > 0 && !options.draft {
        messages.extend(blocked(&computed, &csv, blocking, options)?);
        return Ok(outcome(compiled, true, messages));
    }
    progress(Stage::TypesetReport.begun());
    let (mut patients, digest) = lines.finished().map_err(|source| unwritten(&options.out, source))?;
    if computed.results.sources.is_some() {
        let derived = patients::read_back(&mut patients).map_err(|source| unwritten(&options.out, source))?;
        computed.results.derived = derived;
    }
    let made = outputs(&computed, csv, digest)?;
    progress(Stage::Write.begun());
    let files = made.iter().map(|(name, bytes)| (*name, Content::Bytes(bytes))).collect();
    // What is said of the files of an earlier run goes with them.
    let files = with_patients(files, Content::Written(patients));
    held(&computed.provenance, options)?.put(files, &[output::FINDINGS_RUN, METADATA]).map_err(RunError::Write)?;
    messages.extend(std::mem::take(&mut computed.shown));
    messages.extend(told::not_read(&computed.provenance.data));
    messages.extend(told::unstated(&computed.provenance.data, &compile::shown(&compiled.path)));
    messages.extend(told::not_estimable(&computed.results));
    messages.push(format!("{} results in {}", computed.results.records.len(), options.out.join(RESULTS).display()));
    let (pdf, html) = (options.out.join("report.pdf"), options.out.join("report.html"));
    messages.extend(told::masked(&computed.results));
    messages.push(format!("the report is {}, and to be walked through {}", pdf.display(), html.display()));
    Ok(outcome(compiled, false, messages))
}

fn unwritten(out: &Path, source: std::io::Error) -> RunError {
    RunError::Write(output::WriteError { path: out.join(PATIENTS), source })
}

/// How many findings block the report.
fn blocking(findings: &[Finding]) -> usize {
    findings.iter().filter(|f| f.severity == FindingSeverity::BlocksLock).count()
}

fn findings(computed: &Computed) -> Result<Vec<u8>, RunError> {
    checks::report::findings_csv(&computed.findings).map_err(|e| RunError::Encode(e.to_string()))
}

/// A file of the output folder: its name and its bytes.
pub type Output = (&'static str, Vec<u8>);

/// The whole run in memory: what it would write, in the order of writing. A function of the plan, the binding, the bytes of the
/// data and the option: no file, clock or state of the process has a part in it. Of a run that findings block, these alone.
pub fn run_from(plan: &Plan, compiled: &Compiled, given: &dyn Given, draft: bool) -> Result<Vec<Output>, RunError> {
    let lines = Lines::new(vec![]);
    let mut computed = compute_telling(plan, compiled, given, Division::default(), &|_| {}, &lines)?;
    computed.provenance.options = OptionsUsed { draft, data: None };
    let csv = findings(&computed)?;
    if blocking(&computed.findings) > 0 && !draft {
        return Ok(vec![("findings.csv", csv)]);
    }
    let (patients, digest) = lines.finished().map_err(|e| RunError::Encode(e.to_string()))?;
    if computed.results.sources.is_some() {
        computed.results.derived = patients::read(&patients).map_err(|e| RunError::Encode(e.to_string()))?;
    }
    Ok(with_patients(outputs(&computed, csv, digest)?, patients))
}

/// The files of a run that makes its report, but for that of the patients, of which the hash is given; `run.json`, which has the
/// hashes of the others, is the last.
fn outputs(computed: &Computed, csv: Vec<u8>, patients: String) -> Result<Vec<Output>, RunError> {
    let Encoded { pdf, html, records } = encode(&computed.results)?;
    let mut made: Vec<Output> =
        vec![("findings.csv", csv), (RESULTS, records), ("report.pdf", pdf), ("report.html", html)];
    let mut outputs: Vec<FileRead> = made.iter().map(|(name, bytes)| file_read(Path::new(name), bytes)).collect();
    outputs.push(FileRead { path: PATIENTS.to_string(), sha256: patients });
    made.push((RUN, with_own_hash(json(&WholeRun { read: &computed.provenance, outputs })?)));
    Ok(made)
}

/// `run.json`, which tells of the others, stays the last.
fn with_patients<T>(mut files: Vec<(&'static str, T)>, patients: T) -> Vec<(&'static str, T)> {
    files.insert(files.len().saturating_sub(1), (PATIENTS, patients));
    files
}

/// Whatever a run may write, or take away.
const OUTPUTS: [&str; 8] =
    ["findings.csv", RESULTS, "report.pdf", "report.html", PATIENTS, RUN, output::FINDINGS_RUN, METADATA];

/// Nothing that was read may be written over, nor what another study has left. The earlier run of this study, where there is one.
fn may_write(read: &Provenance, options: &Options) -> Result<Option<Earlier>, RunError> {
    let inputs = &read.inputs;
    if let Some((output, input)) = output::overwritten(&options.out, &OUTPUTS, &inputs.files, &inputs.data_folder) {
        return Err(RunError::Overwrites { output, input });
    }
    let before = earlier(&options.out);
    match before {
        Some(before) if before.study == read.study || before.study.is_empty() => return Ok(Some(before)),
        _ if options.replace => return Ok(None),
        Some(before) => return Err(RunError::OtherStudy { folder: options.out.clone(), study: before.study }),
        None => {}
    }
    match OUTPUTS.iter().map(|name| options.out.join(name)).find(|path| path.exists()) {
        Some(path) => Err(RunError::NotOfARun { path }),
        None => Ok(None),
    }
}

/// The output folder for this run alone, once whoever else wrote there is done: it may be another study's by now.
fn held(read: &Provenance, options: &Options) -> Result<Place<'static>, RunError> {
    let place = Place::open(&options.out).map_err(RunError::Write)?;
    may_write(read, options)?;
    Ok(place)
}

/// The files of the data, with their rows and hashes as they are now.
pub fn files(plan: &Plan, compiled: &Compiled, data_folder: Option<&Path>) -> Result<Vec<DataRead>, RunError> {
    load(plan, compiled, &OnDisk::new(compiled, data_folder)).map(|loaded| data_read(&loaded))
}

/// Writes the findings that block the report, and what they were found in, beside whatever an earlier run has left.
fn blocked(computed: &Computed, csv: &[u8], blocking: usize, options: &Options) -> Result<Vec<String>, RunError> {
    let out = options.out.as_path();
    let findings = FindingsRun { findings: file_read(Path::new("findings.csv"), csv), read: &computed.provenance };
    let findings = json(&findings)?;
    let files = vec![("findings.csv", Content::Bytes(csv)), (output::FINDINGS_RUN, Content::Bytes(&findings))];
    held(&computed.provenance, options)?.put(files, &[]).map_err(RunError::Write)?;
    let mut messages = vec![format!("{blocking} of them block the report: none was made")];
    if out.join(RESULTS).exists() {
        messages.push(format!(
            "{} holds findings.csv of this run ({} says of which files), but results and report of an earlier one",
            out.display(),
            output::FINDINGS_RUN
        ));
    }
    messages.push("`--draft` makes the report nevertheless".into());
    Ok(messages)
}

/// As [`compute_from`], the binding and the data being read from the folder of the plan, or the data from another.
pub fn compute(
    plan: &Plan,
    compiled: &Compiled,
    data_folder: Option<&Path>,
    progress: Follow,
) -> Result<Computed, RunError> {
    compute_from(plan, compiled, &OnDisk::new(compiled, data_folder), progress)
}

/// From a compiled plan, its binding and the bytes of its data to all its numbers and what was derived of each patient: a
/// function of these alone. The warnings of
/// the binding are not among the diagnostics of the plan.
pub fn compute_from(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    progress: Follow,
) -> Result<Computed, RunError> {
    let kept = Kept::default();
    let mut computed = compute_telling(plan, compiled, given, Division::default(), progress, &kept)?;
    computed.results.derived = kept.all();
    Ok(computed)
}

/// As [`compute_from`], but what was derived of each patient is told and not kept.
pub fn compute_telling<T: Told>(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    division: Division,
    progress: Follow,
    told: &T,
) -> Result<Computed, RunError> {
    compute_dealing(plan, compiled, given, (division, None), progress, told)
}

/// As [`compute_telling`]; with a seed the arms are dealt by it, and what tells an arm is withheld.
fn compute_dealing<T: Told>(
    plan: &Plan,
    compiled: &Compiled,
    given: &dyn Given,
    (division, masked): (Division, Option<u64>),
    progress: Follow,
    told: &T,
) -> Result<Computed, RunError> {
    let program = program::lower(plan);
    let loaded = load_telling(plan, compiled, given, progress)?;
    progress(Stage::Derive.begun());
    let (read, sources) = (&loaded.read, &compiled.sources);
    let deal = |derived: &mut Derived| {
        if let Some(seed) = masked {
            masked::deal(derived, seed);
        }
    };
    let hide = masked.map(|seed| (masked::Hide::of(plan, &program, &loaded), seed));
    let silent = hide.as_ref().map(|(hide, _)| hide.silent()).unwrap_or_default();
    let given = batches::Given { plan, program: &program, sources, read, silent: &silent };
    let (derived, mut found) = batches::carry_out_dealing(given, division, told, (&deal, progress));
    every_read_listed(&program, &derived.reads)?;
    found.extend(checks::beyond(plan, read));
    let mut findings = checks::in_order(found);
    if let Some((hide, _)) = &hide {
        hide.findings(&mut findings);
    }
    progress(Stage::Analyse.begun());
    let data = &loaded.read.data;
    let shown = told::beyond_cut_off(plan, &derived, data.cut_off);
    let trace = Trace::new(plan, &program, &compiled.sources, data);
    let counts = count(&findings);
    let unusable = unusable(plan, &loaded);
    let noted = Noted::default();
    let mut results = analyse::analyse(Context {
        plan,
        sources: &compiled.sources,
        program: &program,
        data,
        seen: Seen::new(&derived, &program, &noted),
        trace: &trace,
        plan_digest: &compiled.digest,
        findings: &counts,
        unusable: &unusable,
        // Until it is known what is on record.
        draft: true,
        tell: &|fact| told.tell(fact),
        keep: &|set| told.keep(set),
        done: &|done| progress(Stage::Analyse.at(done, plan.analyses.len() as u64)),
    });
    every_read_listed(&program, &noted.reads())?;
    one_name_each(&results)?;
    (results.sources, results.found) = (sources::sources(plan, &loaded.read), sources::found(&findings));
    if let Some((hide, seed)) = &hide {
        hide.results(&mut results, *seed);
    }
    let hidden = hide.map(|(hide, _)| hide.files());
    let mut provenance = provenance(compiled, loaded, &results);
    provenance.mask(masked, &hidden.unwrap_or_default());
    let shown = if masked.is_some() { vec![] } else { shown };
    Ok(Computed { results, findings, provenance, shown })
}

/// A number names as its sources what its steps rest on: none may have read anything else.
fn every_read_listed(program: &Program, reads: &Reads) -> Result<(), RunError> {
    let name = |step: &StepId| &program.step(*step).id;
    let said = |(step, from): &(StepId, StepId)| format!("`{}` read `{}` unlisted", name(step), name(from));
    let unlisted: Vec<String> = reads.unlisted.iter().map(said).collect();
    if unlisted.is_empty() { Ok(()) } else { Err(RunError::UnlistedRead(unlisted)) }
}

/// Whoever looks a number up by its identifier must find that number and no other.
pub fn one_name_each(results: &Results) -> Result<(), RunError> {
    let repeated: Vec<String> = results.repeated_identifiers().iter().map(|id| format!("`{id}`")).collect();
    if repeated.is_empty() { Ok(()) } else { Err(RunError::OneNameTwice(repeated)) }
}

fn severity(severity: FindingSeverity) -> Severity {
    match severity {
        FindingSeverity::BlocksLock => Severity::BlocksLock,
        FindingSeverity::Query => Severity::Query,
        FindingSeverity::Note => Severity::Note,
    }
}

/// How many findings each rule has, by code, table and rule: an order that the rows of a file have no part in.
fn count(findings: &[Finding]) -> Vec<FindingCount> {
    let mut counts: Vec<FindingCount> = vec![];
    for finding in findings {
        let severity = severity(finding.severity);
        let same = |c: &&mut FindingCount| {
            c.code == finding.code.0 && c.rule == finding.rule && c.table == finding.table && c.severity == severity
        };
        match counts.iter_mut().find(same) {
            Some(count) => count.count += 1,
            None => counts.push(FindingCount {
                code: finding.code.0.to_string(),
                rule: finding.rule.clone(),
                severity,
                table: finding.table.clone(),
                clause: finding.clause.clone(),
                count: 1,
            }),
        }
    }
    let by = |c: &FindingCount| (c.code.clone(), c.table.clone(), c.rule.english().to_string(), c.severity);
    counts.sort_by_key(by);
    counts
}

/// How many values the analyses do not know, by column.
fn unusable(plan: &Plan, loaded: &load::Loaded) -> Unusable {
    let counted = checks::unusable::unusable(plan, &loaded.read);
    let column = |found: &checks::unusable::UnusableColumn| {
        let table = plan.table(found.table);
        let column = &table.columns[found.column];
        UnusableColumn {
            table: table.header.name.clone(),
            table_label: table.header.label.clone(),
            column: column.name.clone(),
            column_label: column.label.clone(),
            values: found.values,
            patients: found.patients,
        }
    };
    let columns = counted.columns.iter().map(column).collect();
    Unusable { values: counted.values, patients: counted.patients, columns }
}

struct Encoded {
    pdf: Vec<u8>,
    html: Vec<u8>,
    records: Vec<u8>,
}

/// The report and the records, the one typeset while the others are written: none reads what another makes.
fn encode(results: &Results) -> Result<Encoded, RunError> {
    let report = |e: report::ReportError| RunError::Report(e.to_string());
    std::thread::scope(|scope| {
        let others = scope
            .spawn(|| -> Result<_, RunError> { Ok((report::HTML.write(results).map_err(report)?, records(results)?)) });
        let pdf = report::pdf(results).map_err(report)?;
        let (html, records) = others.join().map_err(|_| RunError::Encode("it was broken off".to_string()))??;
        Ok(Encoded { pdf, html, records })
    })
}

/// `results.json`.
pub fn records(results: &Results) -> Result<Vec<u8>, RunError> {
    file::write(results).map_err(|e| RunError::Encode(e.to_string()))
}

/// As the other files of JSON are written: indented, a line break at the end.
pub fn json(value: &impl Serialize) -> Result<Vec<u8>, RunError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| RunError::Encode(e.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
