//! `tests/plans/regions`: rows below visits that the files know by patient and week together, and how long a response lasts. The
//! sums of both regions, by hand, in weeks 0, 4, 8 and 12:
//!
//! | | sums | at week 8 | it lasts |
//! |---|---|---|---|
//! | A1 | 10, 8, 4, 9 | better | from day 56 to day 84, lost |
//! | A2 | 10, 5, 4, 3 | better | from day 28 to day 84, not lost |
//! | B1 | 10, 10, 9, 8 | the same | never begins |
//! | B2 | 10, 9, 5, – | better | day 56 alone, not lost |

use super::support::{compare, results_in};

#[test]
fn rows_find_their_visit_by_two_columns_and_a_response_is_lost_after_it_began() {
    let results = results_in("tests/plans/regions");
    compare(
        &results,
        &[
            ("main.course.W8.proportion.wilson.active.responders", 2.0),
            ("main.course.W8.proportion.wilson.control.responders", 1.0),
            ("lasting.left_out.never_starts", 1.0),
            ("lasting.left_out.over_before", 0.0),
            ("lasting.kaplan_meier.log_log.n", 3.0),
            ("lasting.kaplan_meier.log_log.events", 1.0),
        ],
    );
    let own = results.derived.endpoints.iter().filter(|value| value.analysis == "lasting");
    let times: Vec<_> = own.filter_map(|v| Some((v.patient.as_str(), v.value?, v.event?))).collect();
    assert_eq!(times, [("A1", 28, true), ("A2", 56, false), ("B2", 0, false)]);
    let exams: Vec<&str> = results.derived.readings.iter().map(|reading| reading.exam.as_str()).collect();
    assert_eq!(exams[..3], ["A1 / W4", "A1 / W8", "A1 / W12"]);
}
