//! Why an analysis was made and what it is for: in the standard's terms, and in terms of our own where it has none.

use super::model::{SponsorTerm, Term, TerminologyExtension};
use super::said;
use crate::catalogue::{Language, Names};
use crate::results::Role;

/// Every analysis is one of the plan.
pub fn reason() -> Term {
    Term::ControlledTerm("SPECIFIED IN SAP")
}

/// What the analyses of a role are for.
pub fn of(role: Role) -> Term {
    match own(role) {
        Own::Standard(term) => Term::ControlledTerm(term),
        Own::Added(..) => Term::SponsorTermId(id(role)),
    }
}

/// The format of `report.html`.
pub fn page() -> Term {
    Term::SponsorTermId(PAGE.to_string())
}

/// The terms of our own that are used.
pub fn extensions(used: &[Role], language: Language) -> Vec<TerminologyExtension> {
    let term = |role: &Role| match own(*role) {
        Own::Standard(_) => None,
        Own::Added(submission_value, names) => {
            Some(SponsorTerm { id: id(*role), submission_value, description: names.of(language).to_string() })
        }
    };
    let purposes: Vec<SponsorTerm> = Role::ALL.iter().filter(|role| used.contains(role)).filter_map(term).collect();
    let extension = |enumeration: &'static str, sponsor_terms: Vec<SponsorTerm>| TerminologyExtension {
        id: format!("terms.{enumeration}"),
        enumeration,
        sponsor_terms,
    };
    let page = SponsorTerm {
        id: PAGE.to_string(),
        submission_value: "html",
        description: said::PAGE.of(language).to_string(),
    };
    let purposes = (!purposes.is_empty()).then(|| extension("AnalysisPurposeEnum", purposes));
    purposes.into_iter().chain([extension("OutputFileTypeEnum", vec![page])]).collect()
}

const PAGE: &str = "output_file_type.html";

fn id(role: Role) -> String {
    format!("purpose.{role}")
}

enum Own {
    Standard(&'static str),
    Added(&'static str, Names),
}

fn own(role: Role) -> Own {
    match role {
        Role::Primary => Own::Standard("PRIMARY OUTCOME MEASURE"),
        Role::Secondary => Own::Standard("SECONDARY OUTCOME MEASURE"),
        Role::Sensitivity => Own::Added("SENSITIVITY ANALYSIS", said::SENSITIVITY),
        Role::Supplementary => Own::Added("SUPPLEMENTARY ANALYSIS", said::SUPPLEMENTARY),
        Role::Agreement => Own::Added("AGREEMENT OF READINGS", said::AGREEMENT),
        Role::Lesions => Own::Added("SINGLE LESIONS", said::LESIONS),
        Role::Rules => Own::Added("RULES OF RESPONSE CRITERIA", said::RULES),
        Role::SampleSize => Own::Added("SAMPLE SIZE", said::SAMPLE_SIZE),
        Role::Attrition => Own::Added("SUBJECT DISPOSITION", said::DISPOSITION),
        Role::Balance => Own::Added("BALANCE OF A MATCHING", said::BALANCE),
        Role::Baseline => Own::Added("BASELINE CHARACTERISTICS", said::BASELINE),
    }
}
