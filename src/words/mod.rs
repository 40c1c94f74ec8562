//! The words of the report, one table for each language, and how a language writes numbers and dates.
//!
//! The tables are values of one structure, so that the compiler keeps them complete. What a plan names is printed as the
//! plan names it, in whatever language that is.

mod asked;
mod attributes;
mod because;
mod because_en;
mod because_fr;
mod circulation;
mod en;
mod facts;
mod fr;
mod fr_terms;
mod intercurrent;
mod left_out;
mod on_record;
mod patients;
mod place;
mod queries;
mod reasons;
mod reasons_fr;
mod rules;
mod template;
mod terms;
pub mod told;
mod trace;
mod written;

pub use template::{Part, fill, parts};
pub use terms::{capitalised, is_reverse, lower_first};
pub use trace::TraceWords;

use crate::catalogue::Language;
use attributes::AttributeWords;
use intercurrent::IntercurrentWords;
use serde::Serialize;

/// A word of the results and the word that is printed for it.
pub type Pairs = &'static [(&'static str, &'static str)];

/// What is printed, with places `{name}` that [`fill`] fills.
#[derive(Debug, Serialize)]
pub struct Words {
    pub language: Language,
    pub months: [&'static str; 12],
    /// The four counts of matched pairs, told together.
    pub pair_counts: &'static str,
    /// Groups that are no arm; options and their words stand in the catalogue.
    pub terms: Pairs,
    /// The field's letters for responses, and what they mean.
    pub responses: Pairs,
    // Frame of the document.
    pub report_of: &'static str,
    pub untitled: &'static str,
    pub contents: &'static str,
    pub page: &'static str,
    pub draft: &'static str,
    pub simulated: &'static str,
    pub table: &'static str,
    pub figure: &'static str,
    pub plan_version: &'static str,
    pub cut_off_of: &'static str,
    pub and: &'static str,
    pub or: &'static str,
    pub clause: &'static str,
    pub about: &'static str,
    pub about_role: &'static str,
    pub population_n: &'static str,
    pub n: &'static str,
    pub patients_in_data: &'static str,
    pub day: &'static str,
    pub days: &'static str,
    pub days_unit: &'static str,
    /// Of an option that could name times.
    pub no_times: &'static str,
    pub weeks_unit: &'static str,
    pub months_unit: &'static str,
    pub years_unit: &'static str,
    pub points: &'static str,
    pub ci: &'static str,
    pub in_sentence: &'static str,
    pub one_finding: &'static str,
    pub findings_n: &'static str,
    pub one_characteristic: &'static str,
    pub characteristics_n: &'static str,
    // Title page.
    pub study: &'static str,
    pub version: &'static str,
    pub signed: &'static str,
    pub seen_before_signing: &'static str,
    pub guideline: &'static str,
    pub cut_off: &'static str,
    pub computed_by: &'static str,
    pub plan_digest: &'static str,
    pub data_digest: &'static str,
    pub draft_title: &'static str,
    pub draft_body: &'static str,
    pub simulated_body: &'static str,
    pub draft_blocking: &'static str,
    /// `{tables}`.
    pub empty_tables: &'static str,
    /// `{values}`, `{patients}`, `{columns}`.
    pub unusable_one: &'static str,
    pub unusable_n: &'static str,
    pub table_columns: &'static str,
    pub one_value: &'static str,
    pub values_n: &'static str,
    pub one_patient: &'static str,
    pub patients_n: &'static str,
    pub how_to_trace: &'static str,
    pub accepted_title: &'static str,
    pub accepted_place: &'static str,
    pub quoted: &'static str,
    pub answered_by: &'static str,
    pub not_answered: &'static str,
    pub assertions_title: &'static str,
    pub assertion_place: &'static str,
    pub known_at_baseline: &'static str,
    pub given_in_data: &'static str,
    pub applies_later: &'static str,
    pub begins_later: &'static str,
    // Synopsis.
    pub synopsis: &'static str,
    pub design: &'static str,
    pub design_sentence: &'static str,
    pub arm_count: &'static str,
    pub matching_sentence: &'static str,
    pub primary_result: &'static str,
    pub with_arm: &'static str,
    pub further_arm: &'static str,
    pub responded: &'static str,
    pub had_outcome: &'static str,
    pub had_event: &'static str,
    pub effect_is: &'static str,
    /// What a limit of an interval decides.
    pub non_inferiority: &'static str,
    pub equivalence: &'static str,
    pub superiority: &'static str,
    pub is_shown: &'static str,
    pub is_not_shown: &'static str,
    pub not_to_be_decided: &'static str,
    pub lies_above: &'static str,
    pub lies_not_above: &'static str,
    pub lies_below: &'static str,
    pub lies_not_below: &'static str,
    pub lower_unknown: &'static str,
    pub upper_unknown: &'static str,
    pub level_is_own: &'static str,
    /// A level of a characteristic, and what is between its levels; under a table of them.
    pub subgroup_of: &'static str,
    pub interaction_by: &'static str,
    pub subgroups_are: &'static str,
    /// Of a graphical procedure.
    pub share_of_alpha: &'static str,
    pub passed_on: &'static str,
    pub passes_to: &'static str,
    pub arm_against: &'static str,
    /// One arm of several and the reference, of which a part of a table is.
    pub against: &'static str,
    pub in_its_table: &'static str,
    pub decision: &'static str,
    pub decision_in_family: &'static str,
    pub family_decides: &'static str,
    pub decided_in_family: &'static str,
    pub family_others: &'static str,
    pub family_none: &'static str,
    pub family_some: &'static str,
    pub family_smallest: &'static str,
    pub family_untested: &'static str,
    pub level_familywise: &'static str,
    pub level_discovery: &'static str,
    pub adjusted_p_value: &'static str,
    pub concerned_points: &'static str,
    pub rejected: &'static str,
    pub rejected_one_sided: &'static str,
    pub not_rejected_one_sided: &'static str,
    pub rejected_familywise: &'static str,
    pub rejected_discovery: &'static str,
    pub not_rejected: &'static str,
    pub not_rejected_familywise: &'static str,
    pub not_rejected_discovery: &'static str,
    pub no_p_value: &'static str,
    pub no_decision: &'static str,
    pub equal_arms: &'static str,
    pub equal_baseline: &'static str,
    pub equal_exposure: &'static str,
    pub equal_stated: &'static str,
    pub adjusted_result: &'static str,
    pub reserve: &'static str,
    pub reserve_item: &'static str,
    pub reserve_answered: &'static str,
    pub reserve_not_answered: &'static str,
    pub warning_of: &'static str,
    pub many_endpoints: &'static str,
    pub warning_of_some: &'static str,
    pub main_results: &'static str,
    pub main_about: &'static str,
    pub main_notes: &'static str,
    pub main_means: &'static str,
    pub main_adjusted: &'static str,
    pub analysis: &'static str,
    pub effect: &'static str,
    pub p_value: &'static str,
    pub clause_head: &'static str,
    pub all: &'static str,
    // Patients.
    pub patients: &'static str,
    pub flow_sentence: &'static str,
    pub excluded_all: &'static str,
    pub reason_n: &'static str,
    pub not_matched: &'static str,
    pub flow_caption: &'static str,
    pub flow_alt: &'static str,
    pub attrition: &'static str,
    pub attrition_about: &'static str,
    /// Of patients at risk on a day.
    pub not_at_risk_about: &'static str,
    pub reason_head: &'static str,
    pub requirement: &'static str,
    pub excluded: &'static str,
    pub not_met: &'static str,
    pub remaining: &'static str,
    pub populations_by_arm: &'static str,
    pub numbers_of_patients: &'static str,
    pub population: &'static str,
    // Matching.
    pub matching: &'static str,
    pub matched_sentence: &'static str,
    pub pairs_sentence: &'static str,
    pub balance: &'static str,
    pub balance_missed: &'static str,
    pub balance_met: &'static str,
    pub balance_not_met: &'static str,
    pub accounted_model: &'static str,
    pub accounted_weights: &'static str,
    pub accounted_none: &'static str,
    pub accounted_others: &'static str,
    pub accounted_nowhere: &'static str,
    pub largest_without_aim: &'static str,
    pub largest_of_all: &'static str,
    pub balance_caption: &'static str,
    pub characteristic: &'static str,
    pub before_matching: &'static str,
    pub after_matching: &'static str,
    pub smd: &'static str,
    pub smd_note: &'static str,
    pub smd_note_arms: &'static str,
    pub aim_missed: &'static str,
    pub propensity_model: &'static str,
    pub term: &'static str,
    pub coefficient: &'static str,
    /// Options of a matching, in its method.
    pub logistic_of: &'static str,
    pub caliper_in_deviations: &'static str,
    pub love_caption: &'static str,
    pub love_axis: &'static str,
    pub love_note: &'static str,
    pub love_alt: &'static str,
    pub all_meet: &'static str,
    pub not_met_by: &'static str,
    pub overlap_caption: &'static str,
    pub overlap_axis: &'static str,
    pub overlap_note: &'static str,
    pub overlap_alt: &'static str,
    pub overlap_alt_arm: &'static str,
    // Analyses.
    pub compared: &'static str,
    pub described: &'static str,
    pub described_by_arm: &'static str,
    pub compared_several: &'static str,
    pub compared_exposure: &'static str,
    pub from_landmark: &'static str,
    pub at_landmark: &'static str,
    pub since_landmark: &'static str,
    pub after_landmark: &'static str,
    pub days_from_landmark: &'static str,
    pub from_start: &'static str,
    pub days_from_start: &'static str,
    pub start_response: &'static str,
    pub longest_gap: &'static str,
    pub causes: &'static str,
    pub reference_arm: &'static str,
    /// Times that end by the calendar: after one month, after `{n}`.
    pub calendar_month: &'static str,
    pub calendar_months: &'static str,
    /// Over the first column of a table of shifts; its caption, `{label}`; and what its cells hold.
    pub shift_from: &'static str,
    pub shift_caption: &'static str,
    pub shift_note: &'static str,
    pub measured_value: &'static str,
    pub measured_change: &'static str,
    pub measured_percent_change: &'static str,
    pub stratified: &'static str,
    pub adjusted: &'static str,
    pub adjusted_unbalanced: &'static str,
    pub weighted: &'static str,
    pub weighted_overlap: &'static str,
    pub weighted_score: &'static str,
    pub in_sets: &'static str,
    pub in_clusters: &'static str,
    pub attributes: AttributeWords,
    pub intercurrent: IntercurrentWords,
    pub timepoint: &'static str,
    pub measure: &'static str,
    pub comparison: &'static str,
    pub result: &'static str,
    pub at_day: &'static str,
    pub at_time: &'static str,
    pub of_patients: &'static str,
    pub patients_share: &'static str,
    pub of_term: &'static str,
    pub per_unit: &'static str,
    pub differences_are: &'static str,
    pub only_differences_are: &'static str,
    pub only_ratios_are: &'static str,
    /// Under a table with parts of two arms of several.
    pub contrasts_are: &'static str,
    pub pairs_are: &'static str,
    pub pairs_are_outcome: &'static str,
    pub ne_note: &'static str,
    pub nr_note: &'static str,
    pub beyond_one: &'static str,
    pub adjusted_for: &'static str,
    pub unadjusted: &'static str,
    pub others_unadjusted: &'static str,
    pub km_caption: &'static str,
    pub km_note: &'static str,
    pub km_alt: &'static str,
    pub km_alt_arm: &'static str,
    pub km_alt_day: &'static str,
    pub km_alt_median: &'static str,
    pub km_alt_no_median: &'static str,
    pub incidence_caption: &'static str,
    pub incidence_note: &'static str,
    pub incidence_note_one: &'static str,
    pub incidence_alt: &'static str,
    pub at_risk: &'static str,
    pub censored: &'static str,
    pub competing: &'static str,
    pub events: &'static str,
    pub points_caption: &'static str,
    pub points_note: &'static str,
    pub points_alt: &'static str,
    pub points_axis: &'static str,
    pub points_axis_outcome: &'static str,
    // Effects.
    pub effects: &'static str,
    pub difference_axis: &'static str,
    pub lower_with: &'static str,
    pub higher_with: &'static str,
    pub lower_hazard: &'static str,
    pub higher_hazard: &'static str,
    pub forest_caption: &'static str,
    pub forest_of: &'static str,
    pub part_of: &'static str,
    pub forest_about: &'static str,
    pub forest_large: &'static str,
    pub forest_alt: &'static str,
    // Findings.
    pub findings: &'static str,
    pub no_finding: &'static str,
    pub unusable_caption: &'static str,
    pub unusable_about: &'static str,
    pub column_head: &'static str,
    pub values_head: &'static str,
    pub findings_sentence: &'static str,
    pub findings_caption: &'static str,
    pub findings_about: &'static str,
    pub rule: &'static str,
    pub data_table: &'static str,
    pub code: &'static str,
    pub findings_head: &'static str,
    // Appendices.
    pub appendix_numbers: &'static str,
    pub appendix_numbers_sentence: &'static str,
    pub index_caption: &'static str,
    pub index_about: &'static str,
    pub index_of: &'static str,
    pub index_begins: &'static str,
    pub index_numbers: &'static str,
    pub sources: &'static str,
    pub populations: &'static str,
    pub populations_about: &'static str,
    pub patients_head: &'static str,
    pub tables_of_data: &'static str,
    pub tables_about: &'static str,
    /// Under the tables of the data, of one for which the binding picks rows; what stands for a blank field; between codes; codes
    /// of one column.
    pub picked: &'static str,
    pub picked_blank: &'static str,
    pub picked_or: &'static str,
    pub picked_in: &'static str,
    pub rows: &'static str,
    pub appendix_clauses: &'static str,
    pub appendix_clauses_sentence: &'static str,
    /// Over a statement that is like another; over its lines and where each is stated; at a line that it takes over; at one of its own.
    pub written_out: &'static str,
    pub written_line: &'static str,
    pub written_where: &'static str,
    pub taken_over: &'static str,
    pub stated_here: &'static str,
    pub informative: &'static str,
    pub planned: &'static str,
    pub not_executed_informative: &'static str,
    pub not_executed_planned: &'static str,
    pub results_of_clause: &'static str,
    pub no_result_shown: &'static str,
    pub references: &'static str,
    pub references_about: &'static str,
    pub method: &'static str,
    pub reference: &'static str,
    // Baseline.
    pub baseline: &'static str,
    pub baseline_caption: &'static str,
    pub baseline_sentence: &'static str,
    pub mean_sd: &'static str,
    pub median_quartiles: &'static str,
    pub range: &'static str,
    pub to: &'static str,
    pub missing: &'static str,
    pub baseline_note: &'static str,
    // Adverse events.
    pub safety: &'static str,
    pub unequal_follow_up: &'static str,
    pub no_test: &'static str,
    pub events_overview: &'static str,
    pub events_by_class: &'static str,
    pub any_n: &'static str,
    pub severe_n: &'static str,
    pub rate_head: &'static str,
    pub events_years: &'static str,
    pub of_which_severe: &'static str,
    pub n_percent: &'static str,
    pub worst_grade: &'static str,
    pub any_event: &'static str,
    pub severe_event: &'static str,
    pub worst_grade_n: &'static str,
    pub grade_unknown: &'static str,
    pub lesions_note: &'static str,
    pub events_note: &'static str,
    pub rate_note: &'static str,
    pub rate_note_plain: &'static str,
    pub rate_until: &'static str,
    pub butterfly_caption: &'static str,
    pub butterfly_axis: &'static str,
    pub butterfly_note: &'static str,
    pub butterfly_alt: &'static str,
    // Patients one by one.
    pub course: &'static str,
    pub change_axis: &'static str,
    pub by_reader: &'static str,
    /// Where one reader reads, who has no name.
    pub read_once: &'static str,
    pub clipped: &'static str,
    pub no_response: &'static str,
    pub not_evaluable: &'static str,
}

fn listed(pairs: Pairs, word: &str) -> Option<&'static str> {
    pairs.iter().find(|(w, _)| *w == word).map(|(_, text)| *text)
}

/// Numbers and dates.
impl Words {
    /// What stands before the number of a page, between it and the number of pages, and after that.
    pub fn around_page(&self) -> [&'static str; 3] {
        let (before, rest) = self.page.split_once("{page}").unwrap_or(("", self.page));
        let (between, after) = rest.split_once("{pages}").unwrap_or((rest, ""));
        [before, between, after]
    }

    /// The table of a language.
    pub fn of(language: Language) -> &'static Words {
        match language {
            Language::English => &en::WORDS,
            Language::French => &fr::WORDS,
        }
    }
}

#[cfg(test)]
mod tests;
