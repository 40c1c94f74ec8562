//! Whom a count of the attrition or of a matching counts: those excluded and their reasons, the pairs, those left over.

use super::line;
use super::patients::{arm, in_group};
use crate::catalogue::Statistic;
use crate::results::{LabelKind, MatchingDerived, PatientDerived, Record, Results, Role, Term};

/// Lists the patients of such a count; false where the record is none.
pub(super) fn selected(text: &mut String, results: &Results, record: &Record) -> bool {
    match record.role {
        Role::Attrition => attrition(text, results, record),
        Role::Balance => matching(text, results, record),
        Role::Primary
        | Role::Secondary
        | Role::Sensitivity
        | Role::Supplementary
        | Role::Agreement
        | Role::Baseline => false,
    }
}

/// A candidate of a population with the requirements not met, in their order.
type Candidate<'r> = (&'r PatientDerived, &'r [String]);

fn attrition(text: &mut String, results: &Results, record: &Record) -> bool {
    let Some(population) = results.populations.iter().find(|p| p.name == record.analysis) else { return false };
    let counted: Vec<Candidate> = candidates(results, &record.analysis)
        .filter(|(_, reasons)| counts(results, record, reasons))
        .filter(|(patient, _)| in_group(results, record, &patient.patient))
        .collect();
    let what = match results.term_label(record) {
        Some(label) => format!("{} (“{label}”)", words(record.statistic)),
        None => words(record.statistic).to_string(),
    };
    line(
        text,
        format_args!(
            "\nPatients {what}: {}, of {} ({}), clause {}",
            counted.len(),
            population.label,
            population.name,
            population.clause
        ),
    );
    for (patient, reasons) in counted {
        let arm = patient.arm.as_deref().unwrap_or("no arm");
        let labels: Vec<&str> = reasons.iter().map(|r| label(results, record, r)).collect();
        let not_met = if labels.is_empty() { String::new() } else { format!("  not met: {}", labels.join("; ")) };
        line(text, format_args!("  {}  {arm}{not_met}", patient.patient));
    }
    true
}

fn words(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Excluded => "excluded here first",
        Statistic::NotMet => "who do not meet it",
        Statistic::Remaining => "remaining after it",
        other => other.code(),
    }
}

fn candidates<'r>(results: &'r Results, population: &'r str) -> impl Iterator<Item = Candidate<'r>> {
    let reasons = move |patient: &'r PatientDerived| {
        let (_, reasons) = patient.populations.iter().find(|(name, _)| name == population)?;
        Some((patient, reasons.as_slice()))
    };
    results.derived.patients.iter().filter_map(reasons)
}

/// Whether a record of the attrition counts a candidate with these reasons.
fn counts(results: &Results, record: &Record, reasons: &[String]) -> bool {
    let order: Vec<&str> = requirements(results, record).filter_map(requirement).collect();
    let place = |name: &str| order.iter().position(|o| *o == name);
    let term = requirement(record).unwrap_or_default();
    match record.statistic {
        Statistic::Excluded => reasons.first().is_some_and(|r| r == term),
        Statistic::NotMet => reasons.iter().any(|r| r == term),
        Statistic::Remaining => reasons.first().is_none_or(|r| place(r) > place(term)),
        Statistic::Included => reasons.is_empty(),
        _ => true,
    }
}

/// The records that name the requirements of the record's population, in their order.
fn requirements<'r>(results: &'r Results, record: &'r Record) -> impl Iterator<Item = &'r Record> {
    let of =
        |r: &&Record| r.role == Role::Attrition && r.statistic == Statistic::Excluded && r.analysis == record.analysis;
    results.records.iter().filter(of)
}

fn requirement(record: &Record) -> Option<&str> {
    if let Some(Term::Requirement(name)) = &record.term { Some(name) } else { None }
}

fn label<'r>(results: &'r Results, record: &Record, requirement: &'r str) -> &'r str {
    results.label(LabelKind::Requirement, &record.analysis, requirement).unwrap_or(requirement)
}

fn matching(text: &mut String, results: &Results, record: &Record) -> bool {
    let made = results.derived.matchings.iter().find(|m| m.matching == record.analysis);
    let Some(made) = made else { return false };
    let both = || made.treated.iter().chain(&made.controls).collect::<Vec<_>>();
    match record.statistic {
        Statistic::Unmatched => {
            listed(text, results, record, "Treated patients without a control", made.unmatched.iter())
        }
        Statistic::LeftOut => {
            listed(text, results, record, "Patients left out, a covariate missing", made.left_out.iter())
        }
        Statistic::Treated => listed(text, results, record, "Treated patients to be matched", made.treated.iter()),
        Statistic::Controls => listed(text, results, record, "Controls to choose from", made.controls.iter()),
        Statistic::Pairs | Statistic::Missed | Statistic::Largest | Statistic::SmdAfter | Statistic::MeanAfter => {
            pairs(text, results, record, made)
        }
        _ => {
            let inside = both().into_iter().filter(|p| in_group(results, record, p));
            listed(text, results, record, "Patients with all covariates", inside);
        }
    }
    true
}

fn listed<'r>(
    text: &mut String,
    results: &'r Results,
    record: &Record,
    title: &str,
    patients: impl Iterator<Item = &'r String>,
) {
    let patients: Vec<&String> = patients.collect();
    line(text, format_args!("\n{title}: {}", patients.len()));
    for patient in patients {
        let arm = arm(results, patient).unwrap_or("no arm");
        let score = results.derived.scores.iter().find(|s| s.matching == record.analysis && s.patient == *patient);
        let logit = score.map_or_else(String::new, |s| format!("  logit {}", s.logit));
        line(text, format_args!("  {patient}  {arm}{logit}"));
    }
}

fn pairs(text: &mut String, results: &Results, record: &Record, made: &MatchingDerived) {
    let pairs: Vec<_> = results.derived.pairs.iter().filter(|p| p.matching == made.matching).collect();
    line(text, format_args!("\nPairs: {}, the treated patient first", pairs.len()));
    for pair in pairs {
        line(text, format_args!("  {:>4}  {}  {}  distance {}", pair.pair, pair.treated, pair.control, pair.distance));
    }
    if !made.unmatched.is_empty() {
        listed(text, results, record, "Treated patients without a control", made.unmatched.iter());
    }
}
