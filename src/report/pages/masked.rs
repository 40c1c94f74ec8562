//! That the arms were dealt by chance, and what is withheld as it would tell the true ones.

use crate::catalogue::Names;
use crate::report::document::{Block, Text, text};
use crate::report::select::Book;
use crate::results::{Masked, Study, WhyWithheld, Withheld, WithheldKind};
use crate::words::{Words, fill};

const MASKED: Names = Names { en: "MASKED", fr: "EN INSU" };
const MASKED_SIMULATED: Names = Names { en: "MASKED · SIMULATED DATA", fr: "EN INSU · DONNÉES SIMULÉES" };
const BODY: Names = Names::with_places(
    "The arms of these pages were dealt to the patients by chance (seed {seed}), as many of each as there are: no difference between them says anything of a treatment. Pairs and their scores are those of the dealt arms. What rests on what makes an arm, what is said of one arm alone, and whatever shows patients one by one is withheld, and so are findings that would tell an arm.",
    "Les bras de ces pages ont été attribués aux patients par tirage au sort (graine {seed}), autant de chacun qu’il y en a\u{a0}: aucune différence entre eux ne dit quoi que ce soit d’un traitement. Les paires et leurs scores sont ceux des bras tirés. Ce qui dépend de ce qui fait un bras, ce qui n’est dit que d’un seul bras et tout ce qui montre les patients un à un n’est pas montré, ni les constats qui feraient connaître un bras.",
);
const WITHHELD: Names = Names { en: "What is withheld", fr: "Ce qui n’est pas montré" };
const ITEM: Names = Names::with_places(
    "{kind} “{label}” (clause {clause}): {because}",
    "{kind} «\u{a0}{label}\u{a0}» (article {clause})\u{a0}: {because}",
);

fn kind(what: WithheldKind) -> Names {
    match what {
        WithheldKind::Population => Names { en: "Population", fr: "Population" },
        WithheldKind::Matching => Names { en: "Matching", fr: "Appariement" },
        WithheldKind::Characteristic => Names { en: "Characteristic", fr: "Caractéristique" },
        WithheldKind::Analysis => Names { en: "Analysis", fr: "Analyse" },
        WithheldKind::Family => Names { en: "Family of tests", fr: "Famille de tests" },
        WithheldKind::Agreement => Names { en: "Agreement", fr: "Concordance" },
        WithheldKind::Lesions => Names { en: "Count of lesions", fr: "Décompte des lésions" },
        WithheldKind::Intercurrent => {
            Names { en: "Who met the intercurrent event", fr: "Qui a connu l’événement intercurrent" }
        }
        WithheldKind::Rules => Names { en: "Rules of the response", fr: "Règles de la réponse" },
        WithheldKind::Figure => Names { en: "Figure", fr: "Figure" },
    }
}

fn why(because: WhyWithheld) -> Names {
    match because {
        WhyWithheld::TellsTheArm => Names { en: "it rests on what makes an arm", fr: "dépend de ce qui fait un bras" },
        WhyWithheld::OfOneArm => Names { en: "it is said of one arm alone", fr: "n’est dit que d’un seul bras" },
        WhyWithheld::PatientsOneByOne => {
            Names { en: "it shows patients one by one", fr: "montre les patients un à un" }
        }
    }
}

/// What stands on every page.
pub(super) fn flag(study: &Study, words: &Words) -> Option<&'static str> {
    match (&study.masked, &study.simulated) {
        (Some(_), Some(_)) => Some(MASKED_SIMULATED.of(words.language)),
        (Some(_), None) => Some(MASKED.of(words.language)),
        (None, _) => words.marked(study),
    }
}

/// On the title page.
pub(super) fn blocks(book: &Book) -> Vec<Block> {
    let Some(Masked { seed, withheld }) = &book.results.study.masked else { return vec![] };
    let body = fill(book.said(BODY), &[("seed", &seed.to_string())]);
    let mut blocks = vec![Block::Callout { title: text(book.said(MASKED)), text: text(&body) }];
    if !withheld.is_empty() {
        let items = withheld.iter().map(|one| vec![Block::paragraph(item(book, one))]).collect();
        blocks.push(Block::Subtitle { text: text(book.said(WITHHELD)) });
        blocks.push(Block::List { ordered: false, items });
    }
    blocks
}

fn item(book: &Book, of: &Withheld) -> Text {
    let (kind, because) = (book.said(kind(of.what)), book.said(why(of.because)));
    text(&fill(book.said(ITEM), &[("kind", kind), ("label", &of.label), ("clause", &of.clause), ("because", because)]))
}
