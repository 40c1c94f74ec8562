//! What a method gives: each of its numbers, declared once in its signature. `methods` can give only these, each by its name; the
//! reference page, the lines of a report and the words of an estimate read the same declaration.

use super::{Fact, Method, Named, Names, OptionName, Statistic, Usage};
use crate::number::Quantity;

/// Where a number belongs in an analysis: estimates stand under `estimate`, tests under `main test`, all under `also given`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Estimate,
    Test,
}

/// What there is one such number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// All rows together: a comparison of the groups, or what describes them as one.
    All,
    Group,
    /// A group that a model compares, where there are several, and each covariate.
    Column,
    Covariate,
    /// The model as a whole, where it has several columns.
    Model,
    /// A stratum; all rows together where there are none.
    Stratum,
    Cause,
    GroupAndCause,
    Category,
    GroupAndCategory,
    /// Each category at baseline with each afterwards; of those, the ones in which both are assessed.
    GroupAndShift,
    GroupAndAssessedShift,
    /// A p-value of the family.
    Member,
    /// The mean of all readings of a subject, and not one of them.
    MeanOfReadings,
}

/// A number that a method gives, or one of each kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    pub statistic: Statistic,
    pub class: Class,
    /// How it is printed.
    pub quantity: Quantity,
    pub of: Of,
    /// The option whose times it is read at.
    pub at: Option<OptionName>,
    /// Its lower and upper limit, which are given where it is.
    pub limits: Option<(Statistic, Statistic)>,
    /// It is given where all facts of one of these hold; always where there are none.
    pub when: &'static [&'static [Fact]],
    /// What an estimate is called by itself, as on an axis; none: its statistic, or the choice of an option, says it.
    pub called: Option<Names>,
    /// How that stands with the title of the method in a table.
    pub title: Title,
    /// It is in the unit of what is measured, as are its limits.
    pub measured: bool,
}

/// What a table calls an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// By the title of the method, which says what is estimated.
    Says,
    /// By the title, and beside it what the estimate is called.
    Beside,
    /// By what it is called: the title is of the method, and stands in the note.
    Instead,
}

impl Given {
    pub(super) const fn estimate(statistic: Statistic, quantity: Quantity) -> Given {
        let class = Class::Estimate;
        Given {
            statistic,
            class,
            quantity,
            of: Of::All,
            at: None,
            limits: None,
            when: &[],
            called: None,
            title: Title::Says,
            measured: false,
        }
    }

    pub(super) const fn test(statistic: Statistic, quantity: Quantity) -> Given {
        Given { class: Class::Test, ..Given::estimate(statistic, quantity) }
    }

    pub(super) const fn each(self, of: Of) -> Given {
        Given { of, ..self }
    }

    pub(super) const fn at(self, option: Named<Vec<i64>>) -> Given {
        Given { at: Some(option.name()), ..self }
    }

    pub(super) const fn within(self, lower: Statistic, upper: Statistic) -> Given {
        Given { limits: Some((lower, upper)), ..self }
    }

    pub(super) const fn when(self, when: &'static [&'static [Fact]]) -> Given {
        Given { when, ..self }
    }

    pub(super) const fn called(self, en: &'static str, fr: &'static str) -> Given {
        Given { called: Some(Names { en, fr }), ..self }
    }

    pub(super) const fn measured(self) -> Given {
        Given { measured: true, ..self }
    }

    pub(super) const fn beside_title(self) -> Given {
        Given { title: Title::Beside, ..self }
    }

    pub(super) const fn instead_of_title(self) -> Given {
        Given { title: Title::Instead, ..self }
    }

    /// Whether this use of the method gives it.
    pub fn is_given(&self, usage: &Usage<'_>) -> bool {
        self.when.is_empty() || self.when.iter().any(|all| all.iter().all(|fact| fact.holds(usage)))
    }

    /// Itself and its limits.
    pub fn statistics(&self) -> impl Iterator<Item = Statistic> {
        let (lower, upper) = self.limits.unzip();
        [Some(self.statistic), lower, upper].into_iter().flatten()
    }
}

/// The numbers of one method, by name.
pub trait Gives: Copy + 'static {
    /// Those that have an interval.
    type Bounded: Gives;

    fn given(self) -> &'static Given;
}

impl Method {
    /// What a limit that it gives can be a limit of.
    pub fn bounded_by(&self, limit: Statistic) -> impl Iterator<Item = Statistic> {
        let bounds = move |g: &&Given| g.limits.is_some_and(|(lower, upper)| limit == lower || limit == upper);
        self.gives.iter().filter(bounds).map(|g| g.statistic)
    }

    /// Whether a number is in the unit of what is measured.
    pub fn is_measured(&self, statistic: Statistic) -> bool {
        self.gives.iter().any(|given| given.measured && given.statistics().any(|own| own == statistic))
    }

    /// What is declared of its estimate, where that is called by its method.
    pub fn estimate(&self) -> Option<&'static Given> {
        self.gives.iter().find(|g| g.statistic == Statistic::Estimate)
    }
}

/// The numbers of a method, in the order of the reference page: a name of its own for each, the statistic where that is another
/// (`as`), and its limits, where it has an interval.
macro_rules! gives {
    ($($name:ident $(as $statistic:ident)? $([$lower:ident, $upper:ident])?: $class:ident($quantity:ident)
        $(.$method:ident($($argument:tt)*))*;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Gives {
            $($name,)*
        }

        /// Those that have an interval.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Bounded {
            $($(#[doc = concat!("Within `", stringify!($lower), "` and its like.")] $name,)?)*
        }

        impl Gives {
            pub(super) const ALL: &'static [$crate::catalogue::Given] = {
                #[allow(unused_imports)]
                use $crate::catalogue::given::Of::*;
                &[$($crate::catalogue::Given::$class(
                    $crate::catalogue::given::statistic!($name $($statistic)?),
                    $crate::number::Quantity::$quantity,
                )
                $(.within($crate::catalogue::Statistic::$lower, $crate::catalogue::Statistic::$upper))?
                $(.$method($($argument)*))*,)*]
            };
        }

        impl $crate::catalogue::Gives for Gives {
            type Bounded = Bounded;

            fn given(self) -> &'static $crate::catalogue::Given {
                &Gives::ALL[self as usize]
            }
        }

        impl $crate::catalogue::Gives for Bounded {
            type Bounded = Bounded;

            fn given(self) -> &'static $crate::catalogue::Given {
                match self {
                    $($(Bounded::$name => $crate::catalogue::given::whole!(Gives::$name, $lower),)?)*
                }
            }
        }
    };
}

macro_rules! statistic {
    ($name:ident) => {
        $crate::catalogue::Statistic::$name
    };
    ($name:ident $statistic:ident) => {
        $crate::catalogue::Statistic::$statistic
    };
}

macro_rules! whole {
    ($whole:path, $lower:ident) => {
        $crate::catalogue::Gives::given($whole)
    };
}

pub(super) use {gives, statistic, whole};
