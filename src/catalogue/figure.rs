//! The figures that a plan can ask for: a line each, with its word and what its statement takes. What is drawn is for the report.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What the statement of a figure takes, which decides what is prepared for it: no stage before the report knows a figure by
/// its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Nothing: it is drawn from the records and curves of the analyses.
    Nothing,
    /// Endpoints that are times to an event.
    Curves,
    /// Analyses of numbers, one beside the other, by the mean of each group.
    Means,
    /// The same by its median, quartiles and range.
    Quartiles,
    /// A value of a criterion as one reader measured it, of a population, from examination to examination.
    Changes,
    /// The same up to the first progression, and of it the smallest.
    SmallestChange,
    /// What was given to each patient of a population and what happened to them, up to a date.
    Course,
}

impl Takes {
    /// The keys of the statement.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            Takes::Nothing => &[],
            Takes::Curves => &["of", "axis"],
            Takes::Means => &["of", "show"],
            Takes::Quartiles => &["of"],
            Takes::Changes | Takes::SmallestChange => &["by", "sum", "reader", "in"],
            Takes::Course => &["by", "treatments", "marks", "until", "in"],
        }
    }
}

/// What a figure of numbers side by side shows of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumbersShown {
    Mean,
    AdjustedMean,
    Quartiles,
}

impl NumbersShown {
    /// What `show` may say.
    pub const MEANS: [NumbersShown; 2] = [NumbersShown::Mean, NumbersShown::AdjustedMean];

    /// As a plan and the results name it.
    pub fn word(self) -> &'static str {
        match self {
            NumbersShown::Mean => "mean",
            NumbersShown::AdjustedMean => "adjusted_mean",
            NumbersShown::Quartiles => "quartiles",
        }
    }
}

/// A figure is a line here and a file of this name in `report/figure`: its place there, its drawing and its words.
macro_rules! each_figure {
    ($then:ident) => {
        $then! {
            attrition Attrition = "attrition" takes Nothing: "How the patients of the data become those of the population of the analyses.",
            love_plot LovePlot = "love_plot" takes Nothing: "The standardised differences before and after matching.",
            forest Forest = "forest" takes Nothing: "The estimated comparisons on one scale, with their intervals.",
            kaplan_meier KaplanMeier = "kaplan_meier" takes Curves: "Survival, or the incidence of competing events, over time. `axis: months` marks the axis of times that are counted in days in weeks, months or years.",
            mean_over_time MeanOverTime = "mean_over_time" takes Means: "The mean of each group with its interval in several analyses of numbers, side by side, as at the visits of a trial: `of` names them, each with the label that stands below it; `show: adjusted_mean` takes the adjusted means of a `linear_model` in place of the means of `summary`.",
            box_plot BoxPlot = "box_plot" takes Quartiles: "The median of each group with quartiles and range in several analyses of numbers that give a `summary`, side by side.",
            waterfall Waterfall = "waterfall" takes SmallestChange: "The smallest change of a sum from baseline, patient by patient. The bar and its colour, the best combined response, end at the same progression: the first of the criterion, dated as the criterion dates it.",
            spider Spider = "spider" takes Changes: "The change of a sum from baseline at each examination, patient by patient.",
            swimmer Swimmer = "swimmer" takes Course: "What was given, found and what happened over time, patient by patient.",
        }
    };
}
#[cfg(feature = "engine")]
pub(crate) use each_figure;

macro_rules! figures {
    ($($module:ident $variant:ident = $word:literal takes $takes:ident: $about:literal,)+) => {
        /// A figure that a plan can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum FigureKind {
            $(#[serde(rename = $word)] $variant,)+
        }

        impl FigureKind {
            pub const ALL: &'static [FigureKind] = &[$(FigureKind::$variant),+];

            /// As a plan and the results name it.
            pub fn word(self) -> &'static str {
                match self {
                    $(FigureKind::$variant => $word,)+
                }
            }

            pub fn takes(self) -> Takes {
                match self {
                    $(FigureKind::$variant => Takes::$takes,)+
                }
            }

            /// What it shows, for the reference.
            pub fn about(self) -> &'static str {
                match self {
                    $(FigureKind::$variant => $about,)+
                }
            }
        }
    };
}

each_figure!(figures);

impl FigureKind {
    pub fn named(word: &str) -> Option<FigureKind> {
        FigureKind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

impl Default for FigureKind {
    /// The first, for a record that is filled in afterwards.
    fn default() -> FigureKind {
        FigureKind::ALL[0]
    }
}

impl fmt::Display for FigureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_written_by_its_word() {
        for kind in FigureKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("a word"), kind.word());
            assert_eq!(FigureKind::named(kind.word()), Some(*kind));
        }
        assert_eq!(FigureKind::named("pie"), None);
    }
}
