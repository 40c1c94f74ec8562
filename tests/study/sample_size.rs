//! What thirty pairs can show, by the plan alone: the numbers are those of `tests/reference/sample_size.json`, from R.

use super::{close, real, results};
use prespec::results::Role;

#[test]
fn thirty_pairs() {
    let of = "thirty_pairs";
    let expected = [
        ("smallest_significant.planned_pairs", 30.0),
        ("smallest_significant.least_discordant", 6.0),
        ("smallest_significant.least_difference", 0.2),
        ("power.difference_0_2.power", 0.307_095_781_093_510_2),
        ("power.difference_0_3.power", 0.713_146_990_445_212_4),
        ("expected_width.expected_width", 0.420_342_273_001_581_8),
    ];
    for (id, number) in expected {
        let found = real(&format!("{of}.{id}"));
        assert!(close(found, Some(number)), "{id}: {found:?}, expected {number}");
    }
    let records: Vec<_> = results().records.iter().filter(|r| r.analysis == of).collect();
    assert_eq!(records.len(), expected.len());
    // Nothing of a patient has a part in them.
    assert!(
        records
            .iter()
            .all(|r| r.role == Role::SampleSize && r.tables.is_empty() && r.steps == ["sample_size.thirty_pairs"])
    );
    assert!(records.iter().all(|r| r.clause == "10.5"));
}
