//! An analysis within the levels of what is known at baseline.

use super::MethodCall;

/// The estimates of another analysis within each level of each of `Adjustment::by`, and whether they differ between the levels.
#[derive(Clone, Debug)]
pub struct Subgroups {
    /// Index into `Plan::analyses`: whose estimand and estimates these are.
    pub of: usize,
    pub interaction: MethodCall,
}
