//! What is said of a copy for circulation.

use super::Words;
use crate::catalogue::Language;
use crate::results::Study;

pub struct CirculationWords {
    /// On each page.
    pub mark: &'static str,
    /// The same where the data are simulated besides.
    pub mark_simulated: &'static str,
    /// `{smallest}`, `{clause}`.
    pub body: &'static str,
    /// `{analyses}`, `{because}`.
    pub released: &'static str,
    /// Under the table of one of them, `{because}`.
    pub released_here: &'static str,
    /// `{reasons}`.
    pub draft_body: &'static str,
    pub final_body: &'static str,
    /// Under a table, `{smallest}`.
    pub note: &'static str,
    pub findings: &'static str,
    pub how: &'static str,
    /// In place of the patients behind a number.
    pub behind: &'static str,
    /// Over the index of the numbers; `{n}`, `{file}`.
    pub index: &'static str,
}

static EN: CirculationWords = CirculationWords {
    mark: "COPY FOR CIRCULATION",
    mark_simulated: "SIMULATED DATA · COPY FOR CIRCULATION",
    body: "Counts of fewer than {smallest} patients are withheld (clause {clause}), with all from which one could be worked out. Where “<{smallest}” stands, the count may be 0. Where “—” stands, the number is another that would tell such a count, or rests on one; it may be of any size. Curves of survival, figures and lists of single patients, smallest and largest values and single findings are not in this copy.",
    released: "The counts of these analyses are told however small they are: {analyses} (“{because}”).",
    released_here: "In this copy for circulation its counts are told however small they are (“{because}”).",
    draft_body: "{reasons}, so this report is a draft.",
    final_body: "The plan is the one that was sealed, and every file and every step is as it was locked.",
    note: "“<{smallest}” and “—” stand for numbers that are withheld in this copy for circulation.",
    findings: "Rules with fewer than {smallest} findings are not listed in this copy for circulation.",
    how: "Every number in a sentence or a table leads to its line in Appendix A, and from there to the clause of the plan that asked for it (Appendix B), which leads back.",
    behind: "This copy for circulation does not tell the patients behind a number.",
    index: "The report shows {n} numbers. {file} has each of them with its identifier, at full precision where it is told.",
};

static FR: CirculationWords = CirculationWords {
    mark: "COPIE DE DIFFUSION",
    mark_simulated: "DONNÉES SIMULÉES · COPIE DE DIFFUSION",
    body: "Les effectifs de moins de {smallest} patients sont masqués (article {clause}), avec tout ce dont on pourrait en déduire un. Là où est écrit «\u{a0}<{smallest}\u{a0}», l’effectif peut être 0. Là où est écrit «\u{a0}—\u{a0}», le nombre en révélerait un, ou repose sur un tel effectif\u{a0}; il peut être de toute grandeur. Les courbes de survie, les dessins et listes de patients un à un, les plus petites et les plus grandes valeurs et les constats un à un ne figurent pas dans cette copie.",
    released: "Les effectifs de ces analyses sont donnés, si petits soient-ils\u{a0}: {analyses} («\u{a0}{because}\u{a0}»).",
    released_here: "Dans cette copie de diffusion, ses effectifs sont donnés, si petits soient-ils («\u{a0}{because}\u{a0}»).",
    draft_body: "{reasons}\u{a0}; ce rapport est donc provisoire.",
    final_body: "Le plan est celui qui a été scellé, et chaque fichier et chaque étape sont tels qu’ils ont été gelés.",
    note: "«\u{a0}<{smallest}\u{a0}» et «\u{a0}—\u{a0}» remplacent des nombres masqués dans cette copie de diffusion.",
    findings: "Les règles qui ont moins de {smallest} constats ne figurent pas dans cette copie de diffusion.",
    how: "Chaque nombre d’une phrase ou d’un tableau renvoie à sa ligne dans l’annexe A, et de là à l’article du plan qui le demande (annexe B), qui y renvoie.",
    behind: "Cette copie de diffusion ne dit pas quels patients sont derrière un nombre.",
    index: "Le rapport montre {n} nombres. {file} donne chacun avec son identifiant, en pleine précision là où il n’est pas masqué.",
};

impl Words {
    pub fn circulation(&self) -> &'static CirculationWords {
        match self.language {
            Language::English => &EN,
            Language::French => &FR,
        }
    }

    /// What is said wherever results go: that the data are simulated, that they are a copy for circulation.
    pub fn marked(&self, study: &Study) -> Option<&'static str> {
        match (&study.simulated, &study.circulated) {
            (Some(_), Some(_)) => Some(self.circulation().mark_simulated),
            (Some(_), None) => Some(self.simulated),
            (None, Some(_)) => Some(self.circulation().mark),
            (None, None) => None,
        }
    }
}
