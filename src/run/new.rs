//! A new study in a folder of its own: a plan of one of the usual designs with its binding, and data made for it from a seed.

use super::RunError;
use super::given::InMemory;
use super::output::Content;
use super::place::Place;
use super::simulate::{SIMULATION, simulate_from, statement};
use crate::compile::{self, compile};
use crate::simulate::Asked;
use std::path::Path;

/// A study that a new one can begin with.
#[derive(Debug, PartialEq, Eq)]
pub struct Design {
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    pub plan: &'static str,
    pub binding: &'static str,
    patients: u64,
}

macro_rules! designs {
    ($($name:literal $patients:literal $about:literal;)*) => {
        &[$(Design {
            name: $name,
            about: $about,
            plan: include_str!(concat!("../../templates/new/", $name, "/plan.md")),
            binding: include_str!(concat!("../../templates/new/", $name, "/binding.yaml")),
            patients: $patients,
        }),*]
    };
}

/// As they are offered. Each is `plan.md` and `binding.yaml` of the folder of its name in `templates/new`.
pub const DESIGNS: &[Design] = designs! {
    "two_arm_trial" 160 "a randomised trial of two parallel groups: overall survival, subgroups";
    "several_arms" 240 "a randomised trial of three arms with visits: change of a score, each dose against placebo";
    "matched_cohort" 240 "an observational cohort: treated patients and matched controls, overall survival";
    "single_arm_response" 60 "one arm, response of tumours by RECIST 1.1 from the lesions that were measured";
    "reader_agreement" 80 "two readers of the same images: kappa, intraclass correlation, accuracy";
    "transplant" 150 "a waiting list: survival, transplantation as a time-dependent exposure";
    "adam" 160 "a trial from analysis data sets in ADaM form: ADSL and ADTTE";
};

/// From it the data of every new study are made, so that two people who begin alike have the same.
const SEED: u64 = 1;
const PLAN: &str = "plan.md";
const BINDING: &str = "binding.yaml";
const DATA: &str = "data";

/// A study that was made.
#[derive(Debug)]
pub struct Begun {
    pub patients: u64,
    /// Files of the data.
    pub files: usize,
}

pub fn design(name: &str) -> Option<&'static Design> {
    DESIGNS.iter().find(|design| design.name == name)
}

/// Writes plan, binding and data into a folder that is new or empty: all of them, or none.
pub fn begin(folder: &Path, design: &Design) -> Result<Begun, RunError> {
    let compiled = compile(&compile::InMemory::new(design.plan))?;
    let Some(plan) = &compiled.plan else {
        return Err(RunError::Objected { diagnostics: compiled.diagnostics, sources: compiled.sources });
    };
    let given = InMemory { binding: design.binding.to_string(), ..InMemory::default() };
    let asked = Asked { seed: SEED, patients: design.patients };
    let made = simulate_from(plan, &compiled, &given, asked)?;
    let stated = statement((plan, &compiled), (asked, None), &made)?;
    let place = Place::open(folder).map_err(RunError::Write)?;
    if !place.is_empty() {
        return Err(RunError::NotEmpty { folder: folder.to_path_buf() });
    }
    let data = made.iter().map(|(name, bytes)| (format!("{DATA}/{name}"), bytes.as_slice()));
    let files: Vec<(String, &[u8])> = [
        (PLAN.to_string(), design.plan.as_bytes()),
        (BINDING.to_string(), design.binding.as_bytes()),
        (format!("{DATA}/{SIMULATION}"), &stated),
    ]
    .into_iter()
    .chain(data)
    .collect();
    let contents = files.iter().map(|(name, bytes)| (name.as_str(), Content::Bytes(bytes))).collect();
    place.put(contents, &[]).map_err(RunError::Write)?;
    Ok(Begun { patients: design.patients, files: made.len() })
}
