//! The command line: arguments, what is printed where, and the exit code.

mod commands;
mod diff;
mod document;
mod dump;
mod explain;
mod export;
mod fix;
mod fmt;
mod lsp;
mod machine;
mod manual;
mod manual_rows;
mod new;
mod progress;
mod queries;
mod record;
mod rehearse;
mod reproduce;
mod ro_crate;
mod shell;
mod simulate;
mod topics;
mod trace;
mod tree;
mod watch;

use crate::compile::{self, Compiled, compile_at};
use crate::diagnostic::{Diagnostic, Severity, Sources, codes, most, render, visible};
use crate::run::batches::Division;
use crate::run::rehearse::{Analyses, Rehearsed, Under};
use crate::run::verify;
use crate::run::{self, RunError};
use clap::Parser;
use commands::{Arguments, Command, Reported};
use std::io::{IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;

/// Nothing to object to; accepted warnings and findings that block nothing included.
const CLEAN: u8 = 0;
/// Errors in the plan, or findings that block the report.
const OBJECTED: u8 = 1;
/// The run could not be carried out: a file is missing, or cannot be read or written.
const COULD_NOT_RUN: u8 = 2;

/// How much is told beside what was asked for, and what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loudness {
    Quiet,
    Usual,
    Verbose,
}

/// Said once, when the arguments are read.
static LOUDNESS: OnceLock<Loudness> = OnceLock::new();

fn loudness() -> Loudness {
    *LOUDNESS.get_or_init(|| Loudness::Usual)
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(message) => return usage(&message),
    };
    let asked = match (arguments.quiet, arguments.verbose) {
        (true, _) => Loudness::Quiet,
        (false, true) => Loudness::Verbose,
        (false, false) => Loudness::Usual,
    };
    LOUDNESS.get_or_init(|| asked);
    let code = match arguments.command {
        Command::New(asked) => new::run(&asked),
        Command::Check { plan, fix: true, dry_run, message_format: _ } => fix::fix(&plan, dry_run),
        Command::Check { plan, fix: false, dry_run: _, message_format } => check(&plan, message_format),
        Command::Fmt { documents, check } => fmt::fmt(&documents, check),
        Command::Run { report, replace, circulate, threads, batch, masked: _, seed, export, when } => {
            let Reported { plan, data, out, draft } = report;
            let (division, stamp) = (division(threads, batch), when.stamp());
            let options = run::Options { data, out, draft, replace, circulate, division, masked: seed, stamp };
            let code = carry_out(&plan, &options);
            if code == CLEAN { export::with_run(&options.out, &export) } else { code }
        }
        Command::Trace(asked) => trace::run(&asked),
        Command::Reproduce { run, out, when } => reproduce::reproduce(&run, &out, &when),
        Command::Diff(asked) => diff::run(&asked),
        Command::RoCrate { run, ended } => ro_crate::ro_crate(&run, ended),
        Command::Simulate { plan, seed, patients, under, out } => {
            let asked = crate::simulate::Asked { seed, patients };
            let under = under.filter(|name| name != rehearse::NONE);
            simulate::simulate(&plan, &out, &run::simulate::Request { asked, under })
        }
        Command::Export { run, forms, out } => export::export(&run, out.as_deref(), &forms),
        Command::Queries(asked) => queries::queries(&asked),
        Command::Document { plan, out } => document::run(&plan, &out),
        Command::Rehearse { plan, replicates, seed, patients, under, analyses, json, threads } => {
            let threads = division(threads, None).threads;
            let analyses = Analyses::asked(&analyses);
            let under = Under::asked(under.as_deref());
            rehearse::rehearse(&plan, &Rehearsed { seed, replicates, patients, under, analyses, threads }, json)
        }
        Command::Explain { word } => explain::explain(&word),
        Command::Dump { stage, plan, data, circulate, when } => {
            dump::dump(&stage, &plan, dump::Of { data: data.as_deref(), circulate, stamp: &when.stamp() })
        }
        Command::Manual { out } => manual::manual(&out),
        Command::Seal { plan, when } => record::seal(&plan, &when),
        Command::Lock { plan, data, answers, when } => record::lock(&plan, data.as_deref(), &answers, &when),
        Command::Unlock { plan, because, when } => record::unlock(&plan, &because, &when),
        Command::Verify { path, rerun, signers } => record::verify(&path, &verify::Asked { rerun, signers }),
        Command::Watch(asked) => watch::watch(&asked),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man { out } => shell::man(out.as_deref()),
        Command::Lsp => lsp::lsp(),
    };
    ExitCode::from(code)
}

/// Help and version are no mistakes; a wrong argument means that nothing could be run.
fn usage(message: &clap::Error) -> ExitCode {
    let to_stdout = !message.use_stderr();
    if to_stdout {
        return ExitCode::from(out(&message.to_string()));
    }
    note(&message.to_string());
    ExitCode::from(COULD_NOT_RUN)
}

fn division(threads: Option<NonZeroUsize>, batch: Option<NonZeroUsize>) -> Division {
    let usual = Division::default();
    Division { threads: threads.map_or(usual.threads, usize::from), batch: batch.map_or(usual.batch, usize::from) }
}

fn check(plan: &Path, format: machine::MessageFormat) -> u8 {
    let compiled = match compile_at(plan) {
        Ok(compiled) => compiled,
        Err(error) => return failed(&error.into()),
    };
    match machine::written(format, &compiled.diagnostics, &compiled.sources) {
        None => said_of(&compiled),
        Some(written) => out_json(&written).max(if compiled.has_errors() { OBJECTED } else { CLEAN }),
    }
}

/// Shows all that is said of a plan; the exit code.
fn said_of(compiled: &Compiled) -> u8 {
    show(&compiled.diagnostics, &compiled.sources);
    let summary = format!("{}\n", summary(&compiled.diagnostics, &compile::shown(&compiled.path)));
    if compiled.diagnostics.is_empty() {
        done(&summary);
    } else {
        note(&summary);
    }
    if compiled.has_errors() { OBJECTED } else { CLEAN }
}

fn carry_out(plan: &Path, options: &run::Options) -> u8 {
    let progress = progress::Progress::new();
    let outcome = run::run(plan, options, &|step| progress.tell(step));
    progress.end();
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return failed(&error),
    };
    show(&outcome.diagnostics, &outcome.sources);
    if !outcome.diagnostics.is_empty() {
        note(&format!("{}\n", summary(&outcome.diagnostics, &outcome.plan)));
    }
    for line in outcome.messages.iter().map(|line| format!("{line}\n")) {
        if outcome.objected {
            note(&line);
        } else {
            done(&line);
        }
    }
    if outcome.objected { OBJECTED } else { CLEAN }
}

fn failed(error: &RunError) -> u8 {
    if let RunError::Objected { diagnostics, sources } = error {
        show(diagnostics, sources);
        note(&format!("{}\n", summary(diagnostics, "the binding")));
        return OBJECTED;
    }
    if let RunError::Data { diagnostic, sources } = error {
        show(std::slice::from_ref(diagnostic), sources);
        note(&format!("could not run (`prespec explain {}` says more)\n", diagnostic.code));
        return COULD_NOT_RUN;
    }
    let more = error.code().map_or_else(String::new, |code| format!(" (`prespec explain {code}` says more)"));
    note(&format!("could not run: {error}{more}\n"));
    COULD_NOT_RUN
}

/// Messages printed at once; the rest is counted.
const MOST_MESSAGES: usize = 100;

fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    if diagnostics.is_empty() {
        return;
    }
    let most = most(diagnostics, MOST_MESSAGES);
    let rest = most.rest();
    drawn(&render::render(most.shown, sources, colour()));
    if let Some(rest) = rest {
        note(&format!("\n{rest}\n"));
    }
    note("\n");
}

/// Colours for a terminal, unless `NO_COLOR` is set to something (no-color.org).
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// `plan.md: 2 errors, 1 warning`.
fn summary(diagnostics: &[Diagnostic], what: &str) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let words = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .filter_map(|(severity, word)| Some(words(count(severity), word)).filter(|_| count(severity) > 0))
        .collect();
    if parts.is_empty() {
        return format!("{what}: nothing to object to");
    }
    let explain = diagnostics.first().map_or("CODE", |d| d.code.0);
    format!("{what}: {} (`prespec explain {explain}` says more)", parts.join(", "))
}

/// Prints text to standard output, whatever it quotes made visible; the exit code. A reader that has gone away is no error.
fn out(text: &str) -> u8 {
    print(visible(text).as_bytes())
}

/// Prints JSON, in which a control character is written by its number as JSON has it.
fn out_json(text: &str) -> u8 {
    let escaped = |c: char| c.is_control() && c != '\n';
    let written: String =
        text.chars().map(|c| if escaped(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect();
    print(written.as_bytes())
}

fn print(bytes: &[u8]) -> u8 {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => CLEAN,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => CLEAN,
        Err(error) => {
            let code = codes::NOT_WRITTEN;
            note(&format!("standard output cannot be written: {error} (`prespec explain {code}` says more)\n"));
            COULD_NOT_RUN
        }
    }
}

/// What is said of something that went well; the exit code.
fn done(text: &str) -> u8 {
    if loudness() != Loudness::Quiet {
        note(text);
    }
    CLEAN
}

/// A line for the person at the terminal, whatever it quotes made visible.
fn note(text: &str) {
    drawn(&visible(text));
}

/// Text that holds the terminal's own signs, for colours or to clear a line.
fn drawn(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes());
}
