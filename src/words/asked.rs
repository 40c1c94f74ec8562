//! What should stand in a file, in words of the clinic. What the plan names is printed as the plan names it.

use super::Words;
use crate::catalogue::Language;
use crate::results::{Expected, OtherColumn, ValueLimit};

impl Words {
    /// A sentence for the one who keeps the data.
    pub fn expected(&self, expected: &Expected) -> String {
        match self.language {
            Language::English => english(self, expected),
            Language::French => french(self, expected),
        }
    }

    fn bounds(&self, bounds: &[ValueLimit]) -> String {
        let french = self.language == Language::French;
        let one = |bound: &ValueLimit| match (bound, french) {
            (ValueLimit::AtLeast(limit), false) => format!("at least {}", self.number(limit)),
            (ValueLimit::AtLeast(limit), true) => format!("au moins {}", self.number(limit)),
            (ValueLimit::AtMost(limit), false) => format!("at most {}", self.number(limit)),
            (ValueLimit::AtMost(limit), true) => format!("au plus {}", self.number(limit)),
            (ValueLimit::Above(limit), false) => format!("above {}", self.number(limit)),
            (ValueLimit::Above(limit), true) => format!("plus de {}", self.number(limit)),
            (ValueLimit::Below(limit), false) => format!("below {}", self.number(limit)),
            (ValueLimit::Below(limit), true) => format!("moins de {}", self.number(limit)),
        };
        let and = if french { " et " } else { " and " };
        bounds.iter().map(one).collect::<Vec<_>>().join(and)
    }

    fn others(&self, others: &[OtherColumn]) -> String {
        let french = self.language == Language::French;
        let one = |other: &OtherColumn| {
            let (label, text) = (&other.label, if other.text.is_empty() { "–" } else { &other.text });
            match (other.at_most, french) {
                (true, false) => format!("not above “{label}” ({text})"),
                (true, true) => format!("qui ne dépasse pas «\u{a0}{label}\u{a0}» ({text})"),
                (false, false) => format!("not below “{label}” ({text})"),
                (false, true) => format!("qui n’est pas au-dessous de «\u{a0}{label}\u{a0}» ({text})"),
            }
        };
        let and = if french { " et " } else { " and " };
        others.iter().map(one).collect::<Vec<_>>().join(and)
    }
}

fn english(words: &Words, expected: &Expected) -> String {
    match expected {
        Expected::WholeNumber => "A whole number, digits only.".to_string(),
        Expected::Number { unit: Some(unit), decimal } => {
            format!("A number in {unit}, with “{decimal}” before its decimals and no blank or other sign.")
        }
        Expected::Number { unit: None, decimal } => {
            format!("A number, with “{decimal}” before its decimals and no blank or other sign.")
        }
        Expected::Date { like } => format!("A date that exists, written like {like}."),
        Expected::OneOf(codes) => format!("One of: {}.", codes.join(", ")),
        Expected::Text => "A text.".to_string(),
        Expected::ShorterNumber => "A number with at most 6 decimals and 12 digits before them.".to_string(),
        Expected::ReadableText => "Letters that can be read: some were lost when the file was written.".to_string(),
        Expected::VisibleText => "A text without characters that cannot be seen: please type it anew.".to_string(),
        Expected::FieldsOfHeader => "As many fields in this row as in the first line of the file.".to_string(),
        Expected::NoOpenQuotation => {
            "Rows that end where they should: a quotation mark or a line break inside a field may hide a row."
                .to_string()
        }
        Expected::Rows => "A file with a header and rows.".to_string(),
        Expected::Column { name } => format!("A column “{name}”, once."),
        Expected::PickedRows => "Rows of each kind that this file should hold.".to_string(),
        Expected::RowsAsStated => "The number of rows that was announced: the export may have broken off.".to_string(),
        Expected::FileAsStated => "The file that was announced: another one stands in its place.".to_string(),
        Expected::NoBlankRows => "For information: empty rows of the file were passed over.".to_string(),
        Expected::UpToCutOff { cut_off } => format!("A date up to {cut_off}, the end of data collection."),
        Expected::DataUpTo { cut_off } => {
            format!("For information: this is the latest date of all files, and data collection ended on {cut_off}.")
        }
        Expected::From { earliest } => format!("A date from {earliest} on."),
        Expected::Value { label } => format!("A value: “{label}” may not be empty."),
        Expected::ValueInThisRow { label } => {
            format!("A value: by what else this row says, “{label}” may not be empty here.")
        }
        Expected::Within(bounds) => format!("A value: {}.", words.bounds(bounds)),
        Expected::Beside(others) => format!("A value {}: one of the two is wrong.", words.others(others)),
        Expected::SameElsewhere { label, value } => {
            format!("“{label}” never changes, and other rows have {value}: which is right?")
        }
        Expected::Key { label } => format!("A value: without “{label}” nobody knows what this row belongs to."),
        Expected::OneRow { labels, row: Some(row) } => {
            format!("One row only for each {}: row {row} has the same.", labels.join(", "))
        }
        Expected::OneRow { labels, row: None } => format!("One row only for each {}.", labels.join(", ")),
        Expected::RowOf { table } => {
            format!("An entry in “{table}” under this name, or its right name here: there is none.")
        }
        Expected::AnotherThing { label } => {
            format!(
                "“{label}” names another row beside this one; it is not there, is this row itself, or leads back to it."
            )
        }
        Expected::Check { label } => format!("“{label}” does not hold here. Which entry is wrong, or is it right so?"),
        Expected::OneResponse { response, consensus: true } => {
            format!("One response by {response}: the readers disagree. A consensus reading, or a correction.")
        }
        Expected::OneResponse { response, consensus: false } => {
            format!("One response by {response}: the readers disagree.")
        }
        Expected::CommonResponse { response, common } => {
            format!("{common}, on which the readers agree by {response}, or no consensus: which is right?")
        }
        Expected::AtBaseline { set } => {
            format!("An entry of it at the baseline examination: “{set}” are followed from there.")
        }
        Expected::AtLaterExam { set } => {
            format!("An entry of it at a later examination (“{set}” are followed): what became of it?")
        }
        Expected::FitBaseline { response } => {
            format!("An examination at baseline that can be read by {response}: is what is recorded of this one right?")
        }
        Expected::DeathFromStart { start } => format!("A death from {start} on, the day on which the study begins."),
        Expected::EndFromStart { start } => format!("A date from {start} on, the day on which the study begins."),
        Expected::EventFromStart { start } => {
            format!("A date from {start} on, the day on which the study begins; or did it happen before?")
        }
        Expected::UpToDeath { death } => format!("A date up to {death}, the day of death: which of the two is wrong?"),
        Expected::UpToLastNews { news } => {
            format!("A date up to {news}, the last news of the patient: which of the two is wrong?")
        }
        Expected::AgreesWith { entries } => {
            format!("A date that agrees with the {entries} entries below, each of which contradicts it: is it right?")
        }
    }
}

fn french(words: &Words, expected: &Expected) -> String {
    match expected {
        Expected::WholeNumber => "Un nombre entier, en chiffres seulement.".to_string(),
        Expected::Number { unit: Some(unit), decimal } => format!(
            "Un nombre en {unit}, avec «\u{a0}{decimal}\u{a0}» avant les décimales, sans espace ni autre signe."
        ),
        Expected::Number { unit: None, decimal } => {
            format!("Un nombre, avec «\u{a0}{decimal}\u{a0}» avant les décimales, sans espace ni autre signe.")
        }
        Expected::Date { like } => format!("Une date qui existe, écrite comme {like}."),
        Expected::OneOf(codes) => format!("L’une de ces valeurs\u{a0}: {}.", codes.join(", ")),
        Expected::Text => "Un texte.".to_string(),
        Expected::ShorterNumber => "Un nombre d’au plus 6 décimales et 12 chiffres avant elles.".to_string(),
        Expected::ReadableText => "Des lettres lisibles\u{a0}: certaines ont été perdues à l’écriture du fichier.".to_string(),
        Expected::VisibleText => "Un texte sans caractères invisibles\u{a0}: merci de le ressaisir.".to_string(),
        Expected::FieldsOfHeader => "Autant de champs dans cette ligne que dans la première du fichier.".to_string(),
        Expected::NoOpenQuotation => {
            "Des lignes qui finissent où elles doivent\u{a0}: un guillemet ou un saut de ligne dans un champ peut en cacher une."
                .to_string()
        }
        Expected::Rows => "Un fichier avec un en-tête et des lignes.".to_string(),
        Expected::Column { name } => format!("Une colonne «\u{a0}{name}\u{a0}», une seule fois."),
        Expected::PickedRows => "Des lignes de chaque sorte que ce fichier doit contenir.".to_string(),
        Expected::RowsAsStated => "Le nombre de lignes annoncé\u{a0}: l’export a pu être interrompu.".to_string(),
        Expected::FileAsStated => "Le fichier annoncé\u{a0}: un autre est à sa place.".to_string(),
        Expected::NoBlankRows => "Pour information\u{a0}: des lignes vides du fichier ont été ignorées.".to_string(),
        Expected::UpToCutOff { cut_off } => format!("Une date jusqu’au {cut_off}, fin du recueil des données."),
        Expected::DataUpTo { cut_off } => format!(
            "Pour information\u{a0}: c’est la dernière date de tous les fichiers, et le recueil s’est terminé le {cut_off}."
        ),
        Expected::From { earliest } => format!("Une date à partir du {earliest}."),
        Expected::Value { label } => format!("Une valeur\u{a0}: «\u{a0}{label}\u{a0}» ne peut être vide."),
        Expected::ValueInThisRow { label } => {
            format!("Une valeur\u{a0}: d’après le reste de la ligne, «\u{a0}{label}\u{a0}» ne peut être vide ici.")
        }
        Expected::Within(bounds) => format!("Une valeur\u{a0}: {}.", words.bounds(bounds)),
        Expected::Beside(others) => format!("Une valeur {}\u{a0}: l’une des deux est fausse.", words.others(others)),
        Expected::SameElsewhere { label, value } => format!(
            "«\u{a0}{label}\u{a0}» ne change jamais, et d’autres lignes ont {value}\u{a0}: laquelle est juste\u{a0}?"
        ),
        Expected::Key { label } => {
            format!("Une valeur\u{a0}: sans «\u{a0}{label}\u{a0}», nul ne sait à quoi cette ligne appartient.")
        }
        Expected::OneRow { labels, row: Some(row) } => {
            format!("Une seule ligne pour chaque {}\u{a0}: la ligne {row} a le même.", labels.join(", "))
        }
        Expected::OneRow { labels, row: None } => format!("Une seule ligne pour chaque {}.", labels.join(", ")),
        Expected::RowOf { table } => format!(
            "Une entrée de ce nom dans «\u{a0}{table}\u{a0}», ou le bon nom ici\u{a0}: il n’y en a pas."
        ),
        Expected::AnotherThing { label } => format!(
            "«\u{a0}{label}\u{a0}» désigne une autre ligne à côté de celle-ci\u{a0}; elle n’y est pas, est cette ligne même, ou y ramène."
        ),
        Expected::Check { label } => format!(
            "«\u{a0}{label}\u{a0}»\u{a0}: ce n’est pas le cas ici. Quelle donnée est fausse, ou est-ce juste ainsi\u{a0}?"
        ),
        Expected::OneResponse { response, consensus: true } => format!(
            "Une seule réponse selon {response}\u{a0}: les lecteurs sont en désaccord. Une lecture de consensus, ou une correction."
        ),
        Expected::OneResponse { response, consensus: false } => {
            format!("Une seule réponse selon {response}\u{a0}: les lecteurs sont en désaccord.")
        }
        Expected::CommonResponse { response, common } => format!(
            "{common}, sur quoi les lecteurs s’accordent selon {response}, ou pas de consensus\u{a0}: qu’est-ce qui est juste\u{a0}?"
        ),
        Expected::AtBaseline { set } => format!(
            "Son entrée à l’examen initial\u{a0}: le suivi («\u{a0}{set}\u{a0}») part de cet examen."
        ),
        Expected::AtLaterExam { set } => format!(
            "Son entrée à un examen ultérieur (suivi de «\u{a0}{set}\u{a0}»)\u{a0}: que s’est-il passé depuis\u{a0}?"
        ),
        Expected::FitBaseline { response } => format!(
            "Un examen initial qui puisse être lu selon {response}\u{a0}: ce qui est noté de celui-ci est-il juste\u{a0}?"
        ),
        Expected::DeathFromStart { start } => format!("Un décès à partir du {start}, jour où l’étude commence."),
        Expected::EndFromStart { start } => format!("Une date à partir du {start}, jour où l’étude commence."),
        Expected::EventFromStart { start } => {
            format!("Une date à partir du {start}, jour où l’étude commence\u{a0}; ou était-ce avant\u{a0}?")
        }
        Expected::UpToDeath { death } => {
            format!("Une date jusqu’au {death}, jour du décès\u{a0}: laquelle des deux est fausse\u{a0}?")
        }
        Expected::UpToLastNews { news } => format!(
            "Une date jusqu’au {news}, dernières nouvelles du patient\u{a0}: laquelle des deux est fausse\u{a0}?"
        ),
        Expected::AgreesWith { entries } => format!(
            "Une date qui s’accorde avec les {entries} entrées ci-dessous, dont chacune la contredit\u{a0}: est-elle juste\u{a0}?"
        ),
    }
}
