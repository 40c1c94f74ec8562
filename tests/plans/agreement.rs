//! Two readings side by side.

use super::support::{at, case, compare, run};

#[test]
fn two_columns_of_a_table() {
    let results = run("couples", &["vcd_sexualfun"]);
    let couples = case("agreement", "kappa-sexualfun");
    compare(
        &results,
        &[
            ("spouses.kappa.none.estimate", at(&couples, "/kappa_unweighted")),
            ("spouses.kappa.none.n", at(&couples, "/n")),
            ("spouses.kappa.linear.standard_error", at(&couples, "/fce_linear/se")),
            ("spouses.agreement_coefficients.observed_agreement", at(&couples, "/po")),
        ],
    );
}
