//! Which options of a method depend on each other: facts that `check` reads, so that a plan asks for nothing in vain.

use super::{Groups, Has, Method, OptionName, OptionSpec, OptionValue, Options, OutcomeKind, Reads};
use crate::number::NotEstimable;

/// What a method takes of an analysis besides groups and outcome, and which of its options go together. With [`Asks::NOTHING`] it takes
/// nothing, all its options are read, and all go together.
#[derive(Clone, Copy, Debug)]
pub struct Asks {
    /// What the analysis may say.
    pub reads: &'static [Reads],
    /// What it must say, whatever the options.
    pub needs: &'static [Reads],
    /// Options that are read only where another one says so.
    pub conditions: &'static [Condition],
    /// What can never be computed together.
    pub never: &'static [Never],
    /// The choices with which it takes the categories of an outcome by their order; none where it never does.
    pub by_order: Option<Has>,
}

impl Asks {
    pub const NOTHING: Asks = Asks { reads: &[], needs: &[], conditions: &[], never: &[], by_order: None };
}

/// An option that by its choice reads something of the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionReads {
    pub option: &'static str,
    pub reads: Reads,
    /// What it reads only holds rows that are not independent.
    pub as_clusters: bool,
}

/// `option` changes something only `when` another one is like this.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    pub option: OptionName,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    Has(Has),
    /// The option names at least one day.
    NamesDay(OptionName),
}

impl When {
    pub fn option(&self) -> OptionName {
        match self {
            When::Has(has) => has.option,
            When::NamesDay(option) => *option,
        }
    }
}

/// Where all of this is so nothing can be estimated, whatever the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Never {
    pub all: &'static [Fact],
    /// The reason that a result would carry.
    pub because: NotEstimable,
}

/// What a plan can say of one use of a method.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact {
    Option(Has),
    /// The analysis names this.
    Given(Reads),
    TwoGroups,
    /// More than two groups are compared.
    SeveralGroups,
    Outcome(OutcomeKind),
}

/// One use of a method in a plan, as far as [`Never`] asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Usage<'a> {
    pub options: &'a Options,
    pub given: &'a [Reads],
    pub groups: usize,
    pub outcome: OutcomeKind,
}

impl Condition {
    pub fn holds(&self, options: &Options) -> bool {
        match self.when {
            When::Has(has) => options.word(has.option.word()).is_some_and(|word| has.holds(word)),
            When::NamesDay(option) => match options.get(option.word()) {
                Some(OptionValue::Days(days)) => !days.is_empty(),
                Some(OptionValue::Word(_) | OptionValue::Number(_)) | None => false,
            },
        }
    }
}

impl Fact {
    pub(super) fn holds(&self, usage: &Usage<'_>) -> bool {
        match self {
            Fact::Option(has) => usage.options.word(has.option.word()).is_some_and(|word| has.holds(word)),
            Fact::Given(reads) => usage.given.contains(reads),
            Fact::TwoGroups => usage.groups == 2,
            Fact::SeveralGroups => usage.groups > 2,
            Fact::Outcome(kind) => usage.outcome == *kind,
        }
    }
}

impl Method {
    /// The condition that keeps an option from being read; none where it is read.
    pub fn unmet(&self, option: &str, options: &Options) -> Option<&'static Condition> {
        self.asks.conditions.iter().find(|c| c.option.word() == option && !c.holds(options))
    }

    /// What the choices that are made read of the analysis beyond [`Asks::needs`], each with its option.
    pub fn read_by_options(&self, options: &Options) -> Vec<OptionReads> {
        let read = |spec: &OptionSpec| {
            let choice = self.choice(options, spec.name)?;
            let (reads, as_clusters) = (choice.reads?, choice.as_clusters);
            self.unmet(spec.name, options).is_none().then_some(OptionReads { option: spec.name, reads, as_clusters })
        };
        self.options.iter().filter_map(read).collect()
    }

    /// Whether it compares two groups: of several arms, each with the reference by the patients of these two alone.
    pub fn compares_in_pairs(&self) -> bool {
        match self.groups {
            Groups::Two | Groups::Several => true,
            Groups::Any => self.gives.iter().any(|given| given.when.iter().any(|all| all.contains(&Fact::TwoGroups))),
            Groups::Together | Groups::Model | Groups::None => false,
        }
    }

    /// Why this use of the method can never be computed.
    pub fn never(&self, usage: &Usage<'_>) -> Option<&'static Never> {
        self.asks.never.iter().find(|n| n.all.iter().all(|f| f.holds(usage)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, OptionKind, named};
    use super::*;

    fn has(method: &Method, option: OptionName) {
        assert!(method.options.iter().any(|o| o.name == option.word()), "{} has no option {option:?}", method.name);
    }

    /// A name is made by the options of some method: it is of this one.
    #[test]
    fn every_option_named_is_of_the_method() {
        for method in ALL {
            for condition in method.asks.conditions {
                has(method, condition.option);
                has(method, condition.when.option());
            }
            for spec in method.options {
                let OptionKind::Choice(choices) = spec.kind else { continue };
                for reads in choices.0.iter().filter_map(|choice| choice.reads) {
                    let of_the_design = [Reads::Cluster, Reads::Pairs, Reads::Order].contains(&reads);
                    assert!(of_the_design || method.asks.reads.contains(&reads), "{}.{}", method.name, spec.name);
                }
            }
            for never in method.asks.never {
                assert!(never.all.len() > 1, "{} {never:?}", method.name);
                for fact in never.all {
                    match fact {
                        Fact::Option(of) => has(method, of.option),
                        Fact::Given(reads) => assert!(method.asks.reads.contains(reads), "{} {never:?}", method.name),
                        Fact::Outcome(kind) => assert!(method.takes.contains(kind), "{} {never:?}", method.name),
                        Fact::TwoGroups | Fact::SeveralGroups => {}
                    }
                }
            }
        }
    }

    fn words(method: &Method, pairs: &[(&'static str, &str)]) -> Options {
        let said: Vec<_> = pairs.iter().map(|(n, v)| (*n, OptionValue::Word(v.to_string()))).collect();
        method.options_with(&said).expect("options of the method")
    }

    #[test]
    fn what_is_read_depends_on_the_options() {
        let cox = named("cox").unwrap();
        let robust = words(cox, &[("variance", "robust"), ("by", "pair"), ("ties", "exact")]);
        assert_eq!(cox.unmet("by", &robust), None);
        assert_eq!(cox.read_by_options(&robust).iter().map(|r| r.reads).collect::<Vec<_>>(), [Reads::Pairs]);
        let usage = Usage { options: &robust, given: &[], groups: 2, outcome: OutcomeKind::TimeToEvent };
        assert_eq!(cox.never(&usage).unwrap().because, NotEstimable::ExactLikelihoodHasNoSandwich);
        let model = words(cox, &[("variance", "model"), ("by", "pair"), ("ties", "efron")]);
        assert_eq!(cox.unmet("by", &model).unwrap().when.option().word(), "variance");
        assert!(cox.read_by_options(&model).is_empty());
        assert!(cox.never(&Usage { options: &model, ..usage }).is_none());
    }
}
