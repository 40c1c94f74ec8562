//! The commands and what each of them takes, as `--help`, the man pages and the completions tell it.

use super::{diff, export, machine, new, queries, record, trace, watch};
use crate::run::export::Form;
use clap::{Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "prespec", version, about = "Carries out a statistical analysis plan")]
pub(super) struct Arguments {
    /// No progress, and nothing at the end of what went well; messages about plan and data stay
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// A line for each stage, with how long it took
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What a report is made of, and where it goes.
#[derive(clap::Args)]
pub(super) struct Reported {
    /// The plan file, or its folder
    pub plan: PathBuf,
    /// Read the files of the binding from this folder
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Write the results into this folder
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Make the report although findings in the data block it
    #[arg(long)]
    pub draft: bool,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Begin a study: a plan of a usual design with its binding, and simulated data to try it on
    New(new::Asked),
    /// Read the plan only, and say what is wrong with it
    Check {
        /// The plan file, or its folder
        plan: PathBuf,
        /// Rewrite what is said in old words, in the plan and in the documents of its criteria
        #[arg(long)]
        fix: bool,
        /// With --fix: say what would be rewritten, and leave the files as they are
        #[arg(long, requires = "fix")]
        dry_run: bool,
        /// How messages are written; all but the first write them whole to standard output
        #[arg(long, value_enum, value_name = "FORMAT", default_value = "human", conflicts_with = "fix")]
        message_format: machine::MessageFormat,
    },
    /// Put the formal blocks of plans and criteria into the one layout; prose and comments stay as they are
    Fmt {
        /// Documents, or folders with a plan
        #[arg(required = true)]
        documents: Vec<PathBuf>,
        /// Write nothing; say which are not in the layout, and end with 1 if one is not
        #[arg(long)]
        check: bool,
    },
    /// Carry out the plan on its data and write the report, to be printed (report.pdf) and to be walked through (report.html)
    Run {
        #[command(flatten)]
        report: Reported,
        /// Write into DIR although it holds the results of another study
        #[arg(long)]
        replace: bool,
        /// Make the copy that may leave the hospital: no count below the plan's limit, no patient, no finding
        #[arg(long, conflicts_with = "masked")]
        circulate: bool,
        /// Threads to work on; the machine's, if not given. No result follows from it
        #[arg(long, value_name = "N")]
        threads: Option<NonZeroUsize>,
        /// Patients to work on at once in a thread. No result follows from it
        #[arg(long, value_name = "N")]
        batch: Option<NonZeroUsize>,
        /// Deal the arms by chance, and withhold whatever tells the true ones
        #[arg(long, requires = "seed")]
        masked: bool,
        /// With --masked: the seed by which they are dealt; the same one gives the same pages
        #[arg(long, value_name = "N", requires = "masked")]
        seed: Option<u64>,
        /// Write tables, figures and numbers as files besides, into DIR/export
        #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = export::forms())]
        export: Vec<Form>,
        #[command(flatten)]
        when: record::When,
    },
    /// Follow a result, a clause or a patient to all that is known of it
    Trace(trace::Asked),
    /// Write what the analyses of a run read, and a script of R that computes its numbers again
    Reproduce {
        /// Folder with the results of the run
        #[arg(value_name = "RUN")]
        run: PathBuf,
        /// Write the sets and the script into this folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[command(flatten)]
        when: record::When,
    },
    /// Say what differs between two plans in meaning, or between two runs in their numbers, and why
    Diff(diff::Asked),
    /// Make the folder of a run an RO-Crate: what was read, what was written, and by what, as other programs read it
    RoCrate {
        /// Folder with the results of the run
        #[arg(value_name = "RUN")]
        run: PathBuf,
        /// When the run ended, such as 2026-03-01T10:00:00Z; left out, if not given
        #[arg(long, value_name = "TIME")]
        ended: Option<jiff::Timestamp>,
    },
    /// Write data that fit the plan and its binding, made from a seed, as a folder for `run --data`
    Simulate {
        /// The plan file, or its folder
        plan: PathBuf,
        /// The same seed gives the same bytes
        #[arg(long, value_name = "N")]
        seed: u64,
        /// How many patients to make; patient k is the same whatever their number
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=99999))]
        patients: u64,
        /// Draw outcomes by this assumption of the plan, or `assumed` by the only one; under no effect, if not given
        #[arg(long, value_name = "NAME")]
        under: Option<String>,
        /// Write the files into this folder, which holds nothing else
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Write tables, figures and numbers of a run as files for other programs
    Export {
        /// Folder with the results of the run
        #[arg(value_name = "RUN")]
        run: PathBuf,
        /// In which forms, separated by commas
        #[arg(long = "as", value_name = "KIND", required = true, value_delimiter = ',', value_parser = export::forms())]
        forms: Vec<Form>,
        /// Write into this folder; RUN/export, if not given
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Write the list of queries that a data manager is sent, and see what came of the answers to the last one
    Queries(queries::Asked),
    /// Make of the plan, before there are data, the document that is signed (plan.pdf, plan.html)
    Document {
        /// The plan file, or its folder
        plan: PathBuf,
        /// Write the document into this folder
        #[arg(long, value_name = "DIR", default_value = "out")]
        out: PathBuf,
    },
    /// Carry out the plan on many sets of simulated patients: type I error, power, bias, coverage and share matched
    Rehearse {
        /// The plan file, or its folder
        plan: PathBuf,
        /// How many sets of patients
        #[arg(long, value_name = "R", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
        replicates: u64,
        /// The same seed gives the same numbers
        #[arg(long, value_name = "N")]
        seed: u64,
        /// Patients of each set; as many as the plan assumes, if not given
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=99999))]
        patients: Option<u64>,
        /// none, assumed, or the name of an assumption; no effect and each assumption of the plan, if not given
        #[arg(long, value_name = "WHICH")]
        under: Option<String>,
        /// primary, all, or names of analyses separated by commas
        #[arg(long, value_name = "WHICH", default_value = "primary")]
        analyses: String,
        /// Tell it as JSON
        #[arg(long)]
        json: bool,
        /// Threads to work on; the machine's, if not given. No number follows from it
        #[arg(long, value_name = "N")]
        threads: Option<NonZeroUsize>,
    },
    /// Print the page of a code or of a method, and what a word of the plan language, of a binding, or a unit is
    Explain {
        /// A code such as P001, or a word such as kaplan_meier, endpoint or horizon
        word: String,
    },
    /// Print what the compiler made of a plan at one stage
    Dump {
        /// syntax, plan, files, program, rules, results, report or ars
        #[arg(long)]
        stage: String,
        /// The plan file, or its folder
        plan: PathBuf,
        /// For files, results, report and ars: read the files of the binding from this folder
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// For results, report and ars: of the copy that may leave the hospital
        #[arg(long)]
        circulate: bool,
        #[command(flatten)]
        when: record::When,
    },
    /// Put the plan on record as it was signed; of a sealed study, study.log beside the plan tells what is done
    Seal {
        /// The plan file, or its folder
        plan: PathBuf,
        #[command(flatten)]
        when: record::When,
    },
    /// Put on record the data of a sealed plan and everything else that its numbers come from; reports are final then
    Lock {
        /// The plan file, or its folder
        plan: PathBuf,
        /// Read the files of the binding from this folder
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Answers to the queries that were open, to be kept; may be given several times
        #[arg(long, value_name = "FILE")]
        answers: Vec<PathBuf>,
        #[command(flatten)]
        when: record::When,
    },
    /// Put on record that the lock holds no more
    Unlock {
        /// The plan file, or its folder
        plan: PathBuf,
        /// Why, in words
        #[arg(long, value_name = "REASON")]
        because: String,
        #[command(flatten)]
        when: record::When,
    },
    /// Say whether all that is on record of a plan, or that a run read and wrote, is as it was
    Verify {
        /// The plan file or its folder, or the folder with the results of a run
        #[arg(value_name = "PLAN|RUN")]
        path: PathBuf,
        /// Compute every number again
        #[arg(long)]
        rerun: bool,
        /// Whose signatures are known: a file of allowed signers, as ssh-keygen has it
        #[arg(long, value_name = "FILE")]
        signers: Option<PathBuf>,
    },
    /// Check the plan and make its report anew whenever it, its criteria, its binding or its data change
    Watch(watch::Asked),
    /// Print the file by which a shell completes these commands
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the man page, or write it and one for each command
    Man {
        /// Write the pages into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Write the manual as a site of plain HTML, to be read in a browser without a network
    Manual {
        /// Write the pages into this folder
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Serve an editor: the language server, at standard input and output
    Lsp,
}
