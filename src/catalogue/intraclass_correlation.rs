//! `intraclass_correlation`: reliability of measurements by several readers.

use super::{Asks, Fact, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Model {
        OneWay "one_way" ("one way", "à un facteur"),
        TwoWayRandom "two_way_random" ("two way random", "à deux facteurs, aléatoire"),
        TwoWayMixed "two_way_mixed" ("two way mixed", "à deux facteurs, mixte"),
    }
}

choice! {
    Unit {
        Single "single" ("single", "une lecture"),
        Average "average" ("average", "moyenne des lectures"),
    }
}

options! {
    model: choice(Model), "Readers that differ by subject; the same readers, drawn from many (absolute agreement); or the same and only readers (consistency)." ("model", "modèle");
    unit: choice(Unit) = Single, "The reliability of one reading, or of the mean over the readers." ("unit", "unité");
}

const SINGLE: &[&[Fact]] = &[&[Fact::Option(OPTION.unit.is(&[Unit::Single]))]];
const AVERAGE: &[&[Fact]] = &[&[Fact::Option(OPTION.unit.is(&[Unit::Average]))]];

gives! {
    N: estimate(Count).when(SINGLE);
    Readers: estimate(Count).when(SINGLE);
    Estimate [Lower, Upper]: estimate(Statistic).when(SINGLE);
    AverageN as N: estimate(Count).each(MeanOfReadings).when(AVERAGE);
    AverageReaders as Readers: estimate(Count).each(MeanOfReadings).when(AVERAGE);
    AverageEstimate as Estimate [Lower, Upper]: estimate(Statistic).each(MeanOfReadings).when(AVERAGE);
    F: test(Statistic);
    Df: test(Statistic);
    DfWithin: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::IntraclassCorrelation,
    name: "intraclass_correlation",
    title: "Intraclass correlation of several readers",
    title_fr: "Corrélation intraclasse de plusieurs lecteurs",
    begins_with_name: false,
    citation: "Shrout PE, Fleiss JL. Psychol Bull 1979;86:420–428",
    takes: &[OutcomeKind::Measurements],
    uses: &[Use::Estimate],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.model.name()),
    page: include_str!("pages/intraclass_correlation.md"),
};
