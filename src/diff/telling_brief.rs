//! What differs, on no more than a screen: what decides, and of the rest how much.

use super::causes::Cause;
use super::plans::{PlansCompared, StatementChanged};
use super::runs::{NumberChanged, RunsCompared};
use super::telling::{Line, Telling, Voice};
use super::telling_runs::begun;
use super::words as said;
use crate::catalogue::{Language, Names};
use std::collections::{BTreeMap, BTreeSet};

/// So many of a kind are told, and the rest is counted.
const MOST: usize = 8;

pub fn runs(compared: &RunsCompared, language: Language) -> Telling {
    let voice = Voice(language);
    let mut lines = begun(voice, compared);
    if !compared.same_numbers {
        lines.extend(deciding(voice, compared));
        lines.extend(by_cause(voice, compared));
    }
    let patients = compared.patients.iter().map(|change| &change.patient).collect::<BTreeSet<_>>().len();
    let statements = compared.plans.as_ref().map_or(0, |plans| plans.meaning.len());
    let counts = [
        (said::PATIENTS, patients),
        (said::ROWS, compared.rows.as_ref().map_or(0, Vec::len)),
        (said::OTHER_MEANING, statements),
    ];
    lines.extend(counted(voice, &counts));
    Telling { language: language.code(), title: voice.say(said::RUNS, &[]), lines }
}

fn deciding(voice: Voice, compared: &RunsCompared) -> Vec<Line> {
    let numbers: Vec<&NumberChanged> = compared.numbers.iter().filter(|number| number.decides).collect();
    let one = |number: &&NumberChanged| Line::Entry {
        how: String::new(),
        what: format!("{}  {}", number.label, voice.change(&number.before, &number.after)),
        place: causes(voice, number),
    };
    let mut lines = vec![voice.counted(said::DECIDING, numbers.len())];
    lines.extend(numbers.iter().take(MOST).map(one));
    lines.extend(rest(voice, numbers.len()));
    lines
}

fn causes(voice: Voice, number: &NumberChanged) -> String {
    number.causes.iter().map(|cause| voice.causes(&cause.what)).collect::<Vec<_>>().join(" + ")
}

/// How many numbers changed for each cause, or for several together; what changed most stands first.
fn by_cause(voice: Voice, compared: &RunsCompared) -> Vec<Line> {
    let mut found: BTreeMap<Vec<&Vec<Cause>>, (usize, String)> = BTreeMap::new();
    for number in &compared.numbers {
        let of = number.causes.iter().map(|cause| &cause.what).collect();
        found.entry(of).or_insert_with(|| (0, causes(voice, number))).0 += 1;
    }
    let mut found: Vec<(usize, String)> = found.into_values().collect();
    found.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let counts = [("n", compared.numbers.len().to_string()), ("of", compared.of.to_string())];
    let counts = counts.each_ref().map(|(name, n)| (*name, n.as_str()));
    let mut lines = vec![Line::Heading { text: voice.say(said::BY_CAUSE, &counts) }];
    lines.extend(found.iter().take(MOST).map(|(n, what)| Line::Entry {
        how: String::new(),
        what: what.clone(),
        place: n.to_string(),
    }));
    lines.extend(rest(voice, found.len()));
    lines
}

/// What is not told of so many.
fn rest(voice: Voice, of: usize) -> Option<Line> {
    let more = of.checked_sub(MOST).filter(|more| *more > 0)?;
    Some(Line::Note { text: voice.say(said::MORE, &[("n", &more.to_string())]) })
}

fn counted(voice: Voice, counts: &[(Names, usize)]) -> Vec<Line> {
    let some = counts.iter().filter(|(_, n)| *n > 0);
    some.map(|(names, n)| Line::Sentence { text: voice.say(*names, &[("n", &n.to_string())]) }).collect()
}

pub fn plans(compared: &PlansCompared, language: Language) -> Telling {
    let voice = Voice(language);
    let sides = [("before", compared.before.path.as_str()), ("after", compared.after.path.as_str())];
    let mut lines = vec![Line::Sentence { text: voice.say(said::SIDES, &sides) }];
    if compared.same_meaning {
        lines.push(Line::Sentence { text: voice.say(said::SAME_MEANING, &[]) });
    } else {
        lines.push(voice.counted(said::OTHER_MEANING, compared.meaning.len()));
        let one = |change: &StatementChanged| Line::Entry {
            how: voice.how(change.how),
            what: voice.identity(&change.identity),
            place: voice.place(&change.clause),
        };
        lines.extend(compared.meaning.iter().take(MOST).map(one));
        lines.extend(rest(voice, compared.meaning.len()));
    }
    let counts = [
        (said::OTHER_WORDING, compared.wording.len()),
        (said::MOVED, compared.moved.len()),
        (said::CLAUSES, compared.clauses.len()),
        (said::PROSE, compared.prose.len()),
        (said::FRONT_MATTER, compared.front_matter.len()),
    ];
    lines.extend(counted(voice, &counts));
    Telling { language: language.code(), title: voice.say(said::PLANS, &[]), lines }
}
