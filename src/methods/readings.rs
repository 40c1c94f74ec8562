//! Reading pairs of readings.

use super::{Input, Outcome};
use crate::stats::NotEstimable;
use crate::stats::agreement::Readings;

/// The table of both readings over the list of categories.
pub(super) fn readings(input: &Input) -> Result<Readings, NotEstimable> {
    let Outcome::Agreement { categories, first, second } = &input.outcome else {
        return Err(NotEstimable::new("the outcome is no pair of readings"));
    };
    if input.weights.is_some() {
        return Err(NotEstimable::new("the method counts pairs of readings and takes no weights"));
    }
    Readings::new(categories.len(), first, second)
}
