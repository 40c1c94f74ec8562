//! The order of a run, from the plan to the files of the output folder, and what blocks what.

pub mod compile;
pub mod output;
pub mod told;

use crate::analyse::{self, Context, Trace};
use crate::checks::finding::Finding;
use crate::data::{Binding, Read, ReadError};
use crate::diagnostic::{Code, Diagnostic, FileId, Severity, Sources, codes};
use crate::plan::ir::{FindingSeverity, Plan};
use crate::results::{ENGINE, FindingCount, Results};
use crate::{checks, data, derive, matching, program, report};
use compile::{Compiled, compile};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// How a run is to be made.
pub struct Options {
    /// The folder to read the binding's files from, where it is not the binding's own.
    pub data: Option<PathBuf>,
    pub out: PathBuf,
    /// Make the report although findings block it.
    pub draft: bool,
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

/// Why nothing could be run.
#[derive(Debug)]
pub enum RunError {
    Read {
        path: PathBuf,
        source: std::io::Error,
    },
    NotText {
        path: PathBuf,
    },
    /// A file that belongs to a study and is not its plan.
    NotAPlan {
        path: PathBuf,
    },
    Write(output::WriteError),
    /// A file of the data cannot be read.
    Data(ReadError),
    /// The binding has mistakes.
    Objected {
        diagnostics: Vec<Diagnostic>,
        sources: Sources,
    },
    Report(String),
    Encode(String),
    /// Two numbers have one identifier: a fault of the engine, for which no plan is to blame.
    OneNameTwice(Vec<String>),
}

impl RunError {
    /// The code whose page says more, where there is one.
    pub fn code(&self) -> Option<Code> {
        match self {
            RunError::OneNameTwice(_) => Some(codes::ONE_NAME_TWICE),
            RunError::Read { .. }
            | RunError::NotText { .. }
            | RunError::NotAPlan { .. }
            | RunError::Write(_)
            | RunError::Data(_)
            | RunError::Objected { .. }
            | RunError::Report(_)
            | RunError::Encode(_) => None,
        }
    }
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Read { path, source } => write!(f, "{} cannot be read: {source}", path.display()),
            RunError::NotText { path } => write!(f, "{} is not UTF-8 text", path.display()),
            RunError::NotAPlan { path } => {
                write!(f, "{} is no plan: name the plan file, or the folder of the study", path.display())
            }
            RunError::Write(e) => write!(f, "{} cannot be written: {}", e.path.display(), e.source),
            RunError::Data(e) => write!(f, "{e}"),
            RunError::Objected { .. } => write!(f, "the binding has mistakes"),
            RunError::Report(e) => write!(f, "the report could not be typeset: {e}"),
            RunError::Encode(e) => write!(f, "the results could not be written as JSON: {e}"),
            RunError::OneNameTwice(ids) => {
                write!(f, "two numbers would have the identifier {}; nothing was written", ids.join(", and two "))
            }
        }
    }
}

impl std::error::Error for RunError {}

/// Everything computed from a plan and its data, before anything is written.
pub struct Computed {
    pub results: Results,
    pub findings: Vec<Finding>,
    pub provenance: Provenance,
}

/// What was read: for `run.json`, never for results.
#[derive(Debug, Serialize)]
pub struct Provenance {
    pub engine: String,
    pub plan: Vec<FileRead>,
    pub binding: Option<FileRead>,
    pub data: Vec<FileRead>,
}

/// `findings.run.json`: what a run read that made findings and no report.
#[derive(Debug, Serialize)]
struct FindingsRun<'a> {
    findings: FileRead,
    #[serde(flatten)]
    read: &'a Provenance,
}

#[derive(Debug, Serialize)]
pub struct FileRead {
    pub path: String,
    pub sha256: String,
}

/// Carries out the plan and writes `report.pdf`, `results.json`, `findings.csv` and `run.json`. `progress` is told each stage.
pub fn run(path: &Path, options: &Options, progress: &dyn Fn(&str)) -> Result<Outcome, RunError> {
    progress("reading the plan");
    let compiled = compile(path)?;
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
    let computed = compute(plan, &compiled, options.data.as_deref(), progress)?;
    let blocking = computed.findings.iter().filter(|f| f.severity == FindingSeverity::BlocksLock).count();
    let csv = checks::report::findings_csv(&computed.findings).map_err(|e| RunError::Encode(e.to_string()))?;
    let mut messages = told::findings(&computed.findings, &options.out);
    if blocking > 0 && !options.draft {
        messages.extend(blocked(&computed, &csv, blocking, &options.out)?);
        return Ok(outcome(compiled, true, messages));
    }
    progress("typesetting the report");
    let (pdf, results) = encode(&computed.results)?;
    let provenance = json(&computed.provenance)?;
    progress("writing");
    let files: [(&str, &[u8]); 4] =
        [("findings.csv", &csv), ("results.json", &results), ("run.json", &provenance), ("report.pdf", &pdf)];
    output::write_all(&options.out, &files).map_err(RunError::Write)?;
    output::remove(&options.out, output::FINDINGS_RUN).map_err(RunError::Write)?;
    messages.extend(told::not_estimable(&computed.results));
    messages.push(format!(
        "{} results in {}",
        computed.results.records.len(),
        options.out.join("results.json").display()
    ));
    messages.push(format!("the report is {}", options.out.join("report.pdf").display()));
    Ok(outcome(compiled, false, messages))
}

/// Writes the findings that block the report, and what they were found in, beside whatever an earlier run has left.
fn blocked(computed: &Computed, csv: &[u8], blocking: usize, out: &Path) -> Result<Vec<String>, RunError> {
    let findings = FindingsRun { findings: file_read(Path::new("findings.csv"), csv), read: &computed.provenance };
    let findings = json(&findings)?;
    output::write_all(out, &[("findings.csv", csv), (output::FINDINGS_RUN, &findings)]).map_err(RunError::Write)?;
    let mut messages = vec![format!("{blocking} of them block the report: none was made")];
    if out.join("results.json").exists() {
        messages.push(format!(
            "{} holds findings.csv of this run ({} says of which files), but results and report of an earlier one",
            out.display(),
            output::FINDINGS_RUN
        ));
    }
    messages.push("`--draft` makes the report nevertheless".into());
    Ok(messages)
}

/// From a compiled plan and its data to all its numbers. The warnings of the binding are not among the diagnostics of the plan.
pub fn compute(
    plan: &Plan,
    compiled: &Compiled,
    data_folder: Option<&Path>,
    progress: &dyn Fn(&str),
) -> Result<Computed, RunError> {
    let program = program::lower(plan);
    progress("reading the data");
    let loaded = load(plan, compiled, data_folder)?;
    progress("deriving");
    let data = &loaded.read.data;
    let mut derived = derive::derive(plan, &program, data);
    let findings = checks::check(plan, &compiled.sources, &loaded.read, &derived);
    progress("matching");
    let matched = matching::run(plan, &mut derived);
    progress("analysing");
    let trace = Trace::new(plan, &program, &compiled.sources);
    let counts = count(&findings);
    let results = analyse::analyse(Context {
        plan,
        sources: &compiled.sources,
        program: &program,
        data,
        derived: &derived,
        matched: &matched,
        trace: &trace,
        plan_digest: &compiled.digest,
        findings: &counts,
    });
    one_name_each(&results)?;
    let provenance = provenance(compiled, loaded);
    Ok(Computed { results, findings, provenance })
}

/// Whoever looks a number up by its identifier must find that number and no other.
pub fn one_name_each(results: &Results) -> Result<(), RunError> {
    let repeated: Vec<String> = results.repeated_identifiers().iter().map(|id| format!("`{id}`")).collect();
    if repeated.is_empty() { Ok(()) } else { Err(RunError::OneNameTwice(repeated)) }
}

/// The binding and all that was read by it.
struct Loaded {
    binding_file: FileRead,
    read: Read,
    folder: PathBuf,
}

/// Reads the binding beside the plan and the files it names.
fn load(plan: &Plan, compiled: &Compiled, data_folder: Option<&Path>) -> Result<Loaded, RunError> {
    let path = compiled.folder().join("binding.yaml");
    let bytes = std::fs::read(&path).map_err(|source| RunError::Read { path: path.clone(), source })?;
    let text = String::from_utf8(bytes).map_err(|_| RunError::NotText { path: path.clone() })?;
    let mut sources = Sources::default();
    let file = sources.add(compile::shown(&path), text.as_str());
    let binding = bind(plan, compiled, &sources, file)?;
    let folder = data_folder.map_or_else(|| compiled.folder().join(&binding.data), Path::to_path_buf);
    let read = data::read(plan, &binding, &folder).map_err(RunError::Data)?;
    Ok(Loaded { binding_file: file_read(&path, text.as_bytes()), read, folder })
}

fn bind(plan: &Plan, compiled: &Compiled, sources: &Sources, file: FileId) -> Result<Binding, RunError> {
    let objected = |diagnostics| RunError::Objected { diagnostics, sources: sources.clone() };
    let (binding, mut diagnostics) = data::read_binding(sources, file, plan);
    diagnostics.extend(of_another_plan(compiled, sources, file));
    match binding {
        Some(binding) if !diagnostics.iter().any(|d| d.severity == Severity::Error) => Ok(binding),
        _ => Err(objected(diagnostics)),
    }
}

/// The binding stands beside the plan it names; what it says of the files was written for that plan.
fn of_another_plan(compiled: &Compiled, sources: &Sources, file: FileId) -> Option<Diagnostic> {
    let named = data::plan_path(sources, file).ok()?;
    let run = compiled.path.file_name()?.to_string_lossy();
    let same = Path::new(&named.node).components().eq(Path::new(run.as_ref()).components());
    let other = !same && named.node.strip_prefix("./") != Some(run.as_ref());
    other.then(|| {
        Diagnostic::new(codes::BINDING_PLAN, format!("This binding is that of `{}`, and `{run}` is run", named.node))
            .at(named.span, "another plan")
            .because("columns, codes and units were written down for that plan")
            .hint(format!("run `{}`, or write `plan: {run}` once the binding was read through for it", named.node))
    })
}

fn file_read(path: &Path, bytes: &[u8]) -> FileRead {
    use sha2::{Digest, Sha256};
    FileRead { path: compile::shown(path), sha256: data::hexadecimal(&Sha256::digest(bytes)) }
}

fn provenance(compiled: &Compiled, loaded: Loaded) -> Provenance {
    let mut data: Vec<FileRead> = vec![];
    for table in &loaded.read.data.tables {
        let path = compile::shown(&loaded.folder.join(&table.file));
        if !data.iter().any(|f| f.path == path) {
            data.push(FileRead { path, sha256: table.file_digest.clone() });
        }
    }
    Provenance {
        engine: ENGINE.to_string(),
        plan: compiled.sources.iter().map(|(_, s)| file_read(Path::new(&s.path), s.text.as_bytes())).collect(),
        binding: Some(loaded.binding_file),
        data,
    }
}

/// How many findings each rule has, by code, table and rule: an order that the rows of a file have no part in.
fn count(findings: &[Finding]) -> Vec<FindingCount> {
    let mut counts: Vec<FindingCount> = vec![];
    for finding in findings {
        let severity = checks::report::severity_word(finding.severity);
        let same = |c: &&mut FindingCount| {
            c.code == finding.code.0 && c.rule == finding.rule && c.table == finding.table && c.severity == severity
        };
        match counts.iter_mut().find(same) {
            Some(count) => count.count += 1,
            None => counts.push(FindingCount {
                code: finding.code.0.to_string(),
                rule: finding.rule.clone(),
                severity: severity.to_string(),
                table: finding.table.clone(),
                clause: finding.clause.clone(),
                count: 1,
            }),
        }
    }
    counts.sort_by(|a, b| (&a.code, &a.table, &a.rule, &a.severity).cmp(&(&b.code, &b.table, &b.rule, &b.severity)));
    counts
}

/// The report and the records, the one typeset while the other is written: neither reads what the other makes.
fn encode(results: &Results) -> Result<(Vec<u8>, Vec<u8>), RunError> {
    std::thread::scope(|scope| {
        let records = scope.spawn(|| json(results));
        let pdf = report::pdf(results).map_err(|e| RunError::Report(e.to_string()))?;
        let records = records.join().map_err(|_| RunError::Encode("it was broken off".to_string()))??;
        Ok((pdf, records))
    })
}

/// As the output files are written: indented, a line break at the end.
pub fn json(value: &impl Serialize) -> Result<Vec<u8>, RunError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| RunError::Encode(e.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
