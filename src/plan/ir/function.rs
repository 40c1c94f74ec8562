//! The functions that an expression may call.

/// Of numbers, or of two dates; where one of them is unknown the answer is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// A computed number, unknown of 0 and below.
    Log10,
    /// A computed number, unknown of 0 and below.
    NaturalLogarithm,
    /// A computed number.
    Exponential,
    /// A computed number, unknown below 0.
    SquareRoot,
    /// In the unit of the number.
    Absolute,
    /// Of several numbers of one unit, or of several dates.
    Smallest,
    Largest,
    /// Of an odd number of these the one in the middle; of an even number of numbers the mean of the two in the middle.
    Median,
    /// To so many decimals; what lies in the middle goes away from 0, as in SAS and in trade. A computed number is first the
    /// shortest decimal that it is the nearest double to, so that 2.675 is rounded as it is written.
    Round(u32),
    /// From the first date to the second, below 0 where that is the earlier.
    DaysBetween,
    /// Those in days, divided by 7: a computed number in weeks.
    WeeksBetween,
    /// How many months of the calendar have been completed at the second date, which is when the day of the month of the first
    /// comes again, or where the month has no such day on the first of the next. Below 0 where the second date is the earlier:
    /// −1 from the day before. Kreuter W. Accurately calculating age in only one line. SAS Communications.
    CompletedMonths,
    /// Twelve of these, rounded down: who was born on 29 February is a year older on 1 March of a year without that day.
    CompletedYears,
}

impl Function {
    pub const ALL: [Function; 13] = [
        Function::Log10,
        Function::NaturalLogarithm,
        Function::Exponential,
        Function::SquareRoot,
        Function::Absolute,
        Function::Smallest,
        Function::Largest,
        Function::Median,
        Function::Round(0),
        Function::DaysBetween,
        Function::WeeksBetween,
        Function::CompletedMonths,
        Function::CompletedYears,
    ];

    /// The most decimals that a number can be rounded to.
    pub const DECIMALS: i64 = 6;

    /// As a plan calls it.
    pub fn word(self) -> &'static str {
        match self {
            Function::Log10 => "log10",
            Function::NaturalLogarithm => "ln",
            Function::Exponential => "exp",
            Function::SquareRoot => "sqrt",
            Function::Absolute => "abs",
            Function::Smallest => "min",
            Function::Largest => "max",
            Function::Median => "median",
            Function::Round(_) => "round",
            Function::DaysBetween => "days_between",
            Function::WeeksBetween => "weeks_between",
            Function::CompletedMonths => "completed_months",
            Function::CompletedYears => "completed_years",
        }
    }

    /// The answer may be unknown though no number is.
    pub fn is_partial(self) -> bool {
        match self {
            Function::Log10 | Function::NaturalLogarithm | Function::SquareRoot | Function::Exponential => true,
            Function::Absolute | Function::Smallest | Function::Largest | Function::Median => false,
            Function::Round(_) => false,
            Function::DaysBetween | Function::WeeksBetween => false,
            Function::CompletedMonths | Function::CompletedYears => false,
        }
    }
}
