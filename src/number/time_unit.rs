//! The units in which times are counted.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    #[default]
    Days,
    Weeks,
    Months,
    Years,
}

impl TimeUnit {
    pub const ALL: [TimeUnit; 4] = [TimeUnit::Days, TimeUnit::Weeks, TimeUnit::Months, TimeUnit::Years];

    /// As a plan writes it.
    pub fn name(self) -> &'static str {
        match self {
            TimeUnit::Days => "days",
            TimeUnit::Weeks => "weeks",
            TimeUnit::Months => "months",
            TimeUnit::Years => "years",
        }
    }

    /// How many days one has, in a study that counts its months and years like this.
    pub fn days(self, month: Decimal, year: Decimal) -> Decimal {
        match self {
            TimeUnit::Days => Decimal::ONE,
            TimeUnit::Weeks => Decimal::from(7),
            TimeUnit::Months => month,
            TimeUnit::Years => year,
        }
    }

    /// A length in this unit need not be a whole number of days: it is rounded to one.
    pub fn is_rounded(self) -> bool {
        matches!(self, TimeUnit::Months | TimeUnit::Years)
    }

    /// As a plan writes times in it: `day 91, 183`, `6 months`.
    pub fn at(self, times: &[i64]) -> String {
        let times = times.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        match self {
            TimeUnit::Days => format!("day {times}"),
            TimeUnit::Weeks | TimeUnit::Months | TimeUnit::Years => format!("{times} {}", self.name()),
        }
    }
}
