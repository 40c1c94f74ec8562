//! `cochran_mantel_haenszel`: groups by categories over strata.

use super::{Asks, Groups, Id, Method, OutcomeKind, Reads, Use, choice, gives, options};

choice! {
    Association {
        General "general" ("general", "générale"),
        RowMeans "row_means" ("row means", "moyennes des lignes"),
        ColumnMeans "column_means" ("column means", "moyennes des colonnes") reads Order,
        Correlation "correlation" ("correlation", "corrélation") reads Order,
    }
}

options! {
    association: choice(Association) = General, "Against any association, different mean scores of the groups or of the categories, or a correlation of both scores." ("association", "association");
}

gives! {
    ChiSquared: test(Statistic);
    Df: test(Statistic);
    PValue: test(PValue);
}

pub const METHOD: Method = Method {
    id: Id::CochranMantelHaenszel,
    name: "cochran_mantel_haenszel",
    title: "Generalised Cochran–Mantel–Haenszel test",
    title_fr: "Test de Cochran–Mantel–Haenszel généralisé",
    begins_with_name: false,
    citation: "Landis JR, Heyman ER, Koch GG. Int Stat Rev 1978;46:237–254",
    takes: &[OutcomeKind::Category, OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Several,
    asks: Asks {
        reads: &[Reads::Strata],
        needs: &[Reads::Strata],
        by_order: Some(OPTION.association.is(&[Association::RowMeans, Association::Correlation])),
        ..Asks::NOTHING
    },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.association.name()),
    page: include_str!("pages/cochran_mantel_haenszel.md"),
};
