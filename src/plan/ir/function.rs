//! The functions that an expression may call.

/// Of numbers; of one that is unknown the answer is unknown.
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
    /// To so many decimals; what lies in the middle goes away from 0, as in SAS and in trade. A computed number is first the
    /// shortest decimal that it is the nearest double to, so that 2.675 is rounded as it is written.
    Round(u32),
}

impl Function {
    pub const ALL: [Function; 8] = [
        Function::Log10,
        Function::NaturalLogarithm,
        Function::Exponential,
        Function::SquareRoot,
        Function::Absolute,
        Function::Smallest,
        Function::Largest,
        Function::Round(0),
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
            Function::Round(_) => "round",
        }
    }

    /// The answer may be unknown though no number is.
    pub fn is_partial(self) -> bool {
        match self {
            Function::Log10 | Function::NaturalLogarithm | Function::SquareRoot | Function::Exponential => true,
            Function::Absolute | Function::Smallest | Function::Largest | Function::Round(_) => false,
        }
    }
}
