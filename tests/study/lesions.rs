//! LI-RADS categories of single lesions: by reader and timepoint, in the treated arm of the matched pairs.
//!
//! Counted from `lesions.csv` and `exams.csv` in Python, without the criterion: of the rows of a reader at the examination of
//! the timepoint, those of lesions with a category there, at the baseline or at an evaluable examination between. Which
//! examination is that of a timepoint, and who is in a pair, is taken as derived.

use prespec::results::Role;

/// Patients; lesions nonviable, equivocal, viable, not evaluable; and those without a category.
const COUNTED: [(&str, &str, [i64; 6]); 8] = [
    ("r1", "M3", [24, 5, 0, 32, 6, 0]),
    ("r1", "M6", [25, 18, 8, 21, 0, 0]),
    ("r1", "M9", [19, 14, 2, 17, 0, 0]),
    ("r1", "M12", [14, 12, 1, 6, 2, 2]),
    ("r2", "M3", [24, 5, 0, 31, 6, 0]),
    ("r2", "M6", [25, 16, 7, 24, 0, 0]),
    ("r2", "M9", [19, 15, 3, 14, 0, 1]),
    ("r2", "M12", [14, 13, 1, 7, 2, 0]),
];

#[test]
fn categories_of_single_lesions() {
    for (reader, point, [patients, nonviable, equivocal, viable, not_evaluable, untold]) in COUNTED {
        let of = |what: &str| super::real(&format!("lirads_lesions_{reader}.lirads.{point}.matched.sirt_io.{what}"));
        let all = nonviable + equivocal + viable + not_evaluable;
        let counts = [
            ("patients", patients),
            ("lesions", all),
            ("lesions_untold", untold),
            ("nonviable.lesions", nonviable),
            ("equivocal.lesions", equivocal),
            ("viable.lesions", viable),
            ("not_evaluable.lesions", not_evaluable),
        ];
        for (what, n) in counts {
            assert_eq!(of(what), Some(n as f64), "{reader} {point} {what}");
        }
        let share = viable as f64 / all as f64;
        assert!((of("viable.lesion_proportion").unwrap() - share).abs() < 1e-12, "{reader} {point}");
    }
    let told = super::results().records.iter().filter(|r| r.role == Role::Lesions);
    // Seven counts and four shares, and of nothing an interval or a test.
    assert_eq!(told.count(), 8 * 11);
}
