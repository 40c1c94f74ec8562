//! What the compiler proved of the plan, and what it took on assertion.

use super::{Signed, heading};
use crate::catalogue::Names;
use crate::report::document::{Block, text};
use crate::report::pages::cover::reserves;
use crate::syntax::tree::Document;
use crate::words::fill;

const TITLE: Names =
    Names { en: "What is proved and what is asserted", fr: "Ce qui est prouvé et ce qui est affirmé" };
const PROVED: Names = Names { en: "Proved of this plan", fr: "Prouvé de ce plan" };
const PROVED_ABOUT: Names = Names {
    en: "The compiler accepts a plan only where all of this holds; it was found to hold of this one, from its text alone.",
    fr: "Le compilateur n’accepte un plan que si tout ceci est vrai\u{a0}; cela a été établi de celui-ci, d’après son seul texte.",
};
const ASSERTED: Names = Names { en: "Accepted and asserted", fr: "Accepté et affirmé" };
const NOTHING: Names = Names {
    en: "No warning is accepted, and nothing is asserted without proof.",
    fr: "Aucun avertissement n’est accepté, et rien n’est affirmé sans preuve.",
};

const NAMES: Names = Names::with_places(
    "Each of the {n} names that are defined has one meaning, and every use of a name leads to one of them.",
    "Chacun des {n} noms définis a un seul sens, et tout emploi d’un nom mène à l’un d’eux.",
);
const TYPES: Names = Names {
    en: "Every expression has one type and one unit; numbers of different units never meet without a conversion that is written.",
    fr: "Toute expression a un type et une unité\u{a0}; des nombres d’unités différentes ne se rencontrent jamais sans une conversion écrite.",
};
const KNOWN: Names = Names {
    en: "Nobody is put into an arm, a population known at time zero, a score or a covariate by what is known only later; where the plan does so knowingly it says so, and it is listed below.",
    fr: "Personne n’est mis dans un bras, une population connue au temps zéro, un score ou une covariable d’après ce qui n’est connu que plus tard\u{a0}; là où le plan le fait sciemment il le dit, et c’est énuméré ci-dessous.",
};
const TABLES: Names = Names::with_places(
    "{n} decision tables of the response criteria are complete and free of contradiction: in every situation that can arise one row answers, and no two rows answer differently.",
    "{n} tables de décision des critères de réponse sont complètes et sans contradiction\u{a0}: dans toute situation possible une ligne répond, et jamais deux lignes ne répondent différemment.",
);
const CASES: Names = Names {
    en: "Every rule that is written as cases ends with one for all that is left.",
    fr: "Toute règle écrite par cas finit par un cas pour tout ce qui reste.",
};
const STRATEGIES: Names = Names::with_places(
    "Each of {n} analyses has a strategy for every intercurrent event that can meet its endpoint, and where two of them would answer differently an order between them.",
    "Chacune des {n} analyses a une stratégie pour tout événement intercurrent qui peut toucher son critère, et un ordre là où deux d’entre elles répondraient différemment.",
);
const ONE_TEST: Names = Names {
    en: "One test or one limit decides the primary analysis, or a stated procedure adjusts all that do.",
    fr: "Un seul test ou une seule limite décide de l’analyse principale, ou une procédure énoncée ajuste tous ceux qui en décident.",
};
const OPTIONS: Names = Names {
    en: "No option of a method that changes a number is left open; those that are not written stand with the method in what follows and in every record.",
    fr: "Aucune option d’une méthode qui change un nombre n’est laissée ouverte\u{a0}; celles qui ne sont pas écrites figurent avec la méthode ci-après et dans chaque enregistrement.",
};
const PROSE: Names = Names {
    en: "The numbers in the paragraphs of a clause agree with those of its statements, as far as they can be read.",
    fr: "Les nombres dans les paragraphes d’un article concordent avec ceux de ses énoncés, pour autant qu’ils puissent être lus.",
};

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let said = |names: Names, n: usize| fill(signed.said(names), &[("n", &n.to_string())]);
    let documents = signed.compiled.documents.criteria.iter().map(|(_, document)| document.as_ref());
    let tables = documents.flat_map(Document::statements).filter(|statement| statement.table.is_some()).count();
    let mut proved = vec![
        said(NAMES, signed.compiled.references.definitions().count()),
        signed.said(TYPES).to_string(),
        signed.said(KNOWN).to_string(),
    ];
    if tables > 0 {
        proved.push(said(TABLES, tables));
    }
    proved.push(signed.said(CASES).to_string());
    proved.push(said(STRATEGIES, signed.plan.analyses.len()));
    proved.extend([ONE_TEST, OPTIONS, PROSE].map(|names| signed.said(names).to_string()));
    let items = proved.iter().map(|line| vec![Block::paragraph(text(line))]).collect();
    let mut blocks = vec![
        heading(1, signed.said(TITLE), true),
        heading(2, signed.said(PROVED), false),
        Block::paragraph(text(signed.said(PROVED_ABOUT))),
        Block::List { ordered: false, items },
        heading(2, signed.said(ASSERTED), false),
    ];
    let reserves = reserves(signed.book);
    match reserves.is_empty() {
        true => blocks.push(Block::paragraph(text(signed.said(NOTHING)))),
        false => blocks.extend(reserves),
    }
    blocks
}
