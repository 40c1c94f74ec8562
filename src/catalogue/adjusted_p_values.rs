//! `adjusted_p_values`: p-values of a family, adjusted for their number.

use super::{Asks, Groups, Id, Method, OutcomeKind, Use, choice, gives, options};

choice! {
    Procedure {
        Holm "holm" ("Holm", "Holm"),
        Bonferroni "bonferroni" ("Bonferroni", "Bonferroni"),
        Hochberg "hochberg" ("Hochberg", "Hochberg"),
        Hommel "hommel" ("Hommel", "Hommel"),
        BenjaminiHochberg "benjamini_hochberg" ("Benjamini–Hochberg", "Benjamini–Hochberg"),
        BenjaminiYekutieli "benjamini_yekutieli" ("Benjamini–Yekutieli", "Benjamini–Yekutieli"),
        FixedSequence "fixed_sequence" ("fixed sequence", "séquence fixe"),
        Graphical "graphical" ("graphical", "graphique"),
    }
}

options! {
    procedure: choice(Procedure) = Holm, "How the p-values are adjusted." ("procedure", "procédure");
}

gives! {
    PValue: test(PValue).each(Member);
}

pub const METHOD: Method = Method {
    id: Id::AdjustedPValues,
    name: "adjusted_p_values",
    title: "P-values adjusted for multiplicity",
    title_fr: "Valeurs p ajustées pour la multiplicité",
    begins_with_name: false,
    citation: "Holm S. Scand J Stat 1979;6:65–70; Hochberg Y. Biometrika 1988;75:800–802; Hommel G. Biometrika 1988;75:383–386; Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289–300; Benjamini Y, Yekutieli D. Ann Stat 2001;29:1165–1188; Bretz F, Maurer W, Brannath W, Posch M. Stat Med 2009;28:586–604",
    takes: &[OutcomeKind::PValues],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::None,
    asks: Asks::NOTHING,
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.procedure.name()),
    page: include_str!("pages/adjusted_p_values.md"),
};
