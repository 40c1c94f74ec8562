//! Analyses of numbers side by side: means from visit to visit, and box plots.

use super::heading;
use crate::catalogue::{Id, Names, Statistic, named, summary};
use crate::report::clean::clean;
use crate::report::document::{Block, Figure, text};
use crate::report::figure::box_plot::{self, Five};
use crate::report::figure::mean_over_time::{self, Mean};
use crate::report::figure::side_by_side::{Mark, Place};
use crate::report::lines::Line;
use crate::report::select::{Book, Panel};
use crate::results::{AnalysisInfo, FigureData, NumbersShown};
use crate::words::{fill, lower_first};

const HEADING: Names = Names { en: "Measured values", fr: "Valeurs mesurées" };
const MEANS: Names = Names::with_places("Means: {places}", "Moyennes\u{a0}: {places}");
const ADJUSTED: Names = Names::with_places("Adjusted means: {places}", "Moyennes ajustées\u{a0}: {places}");
const BOXES: Names = Names::with_places("Medians and quartiles: {places}", "Médianes et quartiles\u{a0}: {places}");
const BOX_AXIS: Names = Names { en: "Median, quartiles and range", fr: "Médiane, quartiles et étendue" };
const COUNTED: Names = Names { en: "Patients with a value", fr: "Patients avec une valeur" };
const NOTE_MEANS: Names = Names::with_places(
    "Marks: means, with their {level} confidence intervals. A line joins the means of a group from place to place.",
    "Marques\u{a0}: moyennes, avec leurs intervalles de confiance à {level}. Une ligne relie les moyennes d’un groupe d’un endroit au suivant.",
);
const NOTE_ADJUSTED: Names = Names::with_places(
    "Marks: adjusted means of the linear models, with their {level} confidence intervals. A line joins the means of a group from place to place.",
    "Marques\u{a0}: moyennes ajustées des modèles linéaires, avec leurs intervalles de confiance à {level}. Une ligne relie les moyennes d’un groupe d’un endroit au suivant.",
);
const NOTE_BOXES: Names = Names {
    en: "Boxes: first and third quartile, with the median; whiskers: least and greatest value.",
    fr: "Boîtes\u{a0}: premier et troisième quartile, avec la médiane\u{a0}; moustaches\u{a0}: plus petite et plus grande valeur.",
};
const ALT: Names = Names::with_places("{title}. {places}", "{title}. {places}");

pub fn section(book: &Book) -> Vec<Block> {
    let figures = book.results.report.figures.iter();
    let drawn: Vec<Block> = figures.filter_map(|data| figure(book, data)).map(Block::Figure).collect();
    match drawn.is_empty() {
        true => vec![],
        false => std::iter::once(heading(1, book.said(HEADING), false)).chain(drawn).collect(),
    }
}

/// None of a figure of another kind, and where nothing of it can be told.
fn figure(book: &Book, data: &FigureData) -> Option<Figure> {
    let show = data.show?;
    let shown = Shown::of(book, data)?;
    let (title, caption, note) = match show {
        NumbersShown::Mean => (book.words.statistic(Statistic::Mean), MEANS, NOTE_MEANS),
        NumbersShown::AdjustedMean => (book.words.statistic(Statistic::AdjustedMean), ADJUSTED, NOTE_ADJUSTED),
        NumbersShown::Quartiles => (book.said(BOX_AXIS).to_string(), BOXES, NOTE_BOXES),
    };
    let title = match &shown.first.basis.measured_in {
        Some(unit) => format!("{title}, {}", book.words.measured_in(unit)),
        None => title,
    };
    let titles = (title.as_str(), book.said(COUNTED));
    let groups: Vec<&str> = shown.groups.iter().map(|(_, label)| label.as_str()).collect();
    let means = |method: Id, statistic: Statistic| {
        let places = shown.places(|panel, group| shown.mean(panel, group, (method, statistic)));
        (mean_over_time::draw(book.words, titles, &groups, &places, book.letters), Told::of(&groups, &places))
    };
    let (drawing, told) = match show {
        NumbersShown::Mean => means(Id::Summary, Statistic::Estimate),
        NumbersShown::AdjustedMean => means(Id::LinearModel, Statistic::AdjustedMean),
        NumbersShown::Quartiles => {
            let places = shown.places(|panel, group| shown.five(panel, group));
            (box_plot::draw(book.words, titles, &groups, &places, book.letters), Told::of(&groups, &places))
        }
    };
    if told.shows.is_empty() {
        return None;
    }
    let labels: Vec<String> = data.analyses.iter().map(|of| of.label.clone()).collect();
    let caption = fill(book.said(caption), &[("places", &book.words.join(&labels))]);
    let note = fill(book.said(note), &[("level", &book.level())]);
    Some(Figure {
        caption: text(&match &data.label {
            Some(label) => format!("{label}, {}", lower_first(&caption)),
            None => caption,
        }),
        about: book.about(shown.population.0, shown.population.1, &data.clause),
        alt: clean(&fill(book.said(ALT), &[("title", &title), ("places", &told.text)])),
        drawing,
        notes: vec![(String::new(), text(&note))],
        shows: told.shows,
    })
}

/// What is drawn, in words, and its records.
struct Told {
    text: String,
    shows: Vec<String>,
}

impl Told {
    fn of<M>(groups: &[&str], places: &[Place<M>]) -> Told {
        let place = |place: &Place<M>| {
            let of_groups = groups.iter().zip(&place.marks).filter_map(|(group, mark)| {
                let text = &mark.as_ref()?.text;
                Some(if group.is_empty() { text.clone() } else { format!("{group} {text}") })
            });
            format!("{}: {}", place.label, of_groups.collect::<Vec<_>>().join(", "))
        };
        let marks = places.iter().flat_map(|place| &place.marks).flatten();
        Told {
            text: places.iter().map(place).collect::<Vec<_>>().join("; "),
            shows: marks.flat_map(|mark| mark.shows.clone()).collect(),
        }
    }
}

/// The analyses of a figure that the report has, and their groups.
struct Shown<'b, 'a> {
    book: &'b Book<'a>,
    first: &'b AnalysisInfo,
    /// Each with the label below it.
    panels: Vec<(String, Panel<'a>)>,
    /// Name and label; one without a name where there is no arm.
    groups: Vec<(String, String)>,
    population: (&'a str, Option<usize>),
}

impl<'b, 'a> Shown<'b, 'a> {
    fn of(book: &'b Book<'a>, data: &FigureData) -> Option<Shown<'b, 'a>> {
        let analysis = |name: &str| book.analyses().iter().find(|analysis| analysis.name == name);
        let whole = |panel: &Panel| panel.subgroup.is_none() && panel.contrast.is_none();
        let panel = |name: &str| book.panels(name).into_iter().find(whole);
        let panels: Vec<(String, Panel)> =
            data.analyses.iter().filter_map(|of| Some((of.label.clone(), panel(&of.name)?))).collect();
        let first = data.analyses.iter().find_map(|of| analysis(&of.name))?;
        let mut names: Vec<&str> = vec![];
        let all = panels.iter().flat_map(|(_, panel)| &panel.lines).flat_map(|line| &line.groups);
        let order = crate::report::select::in_order(first);
        for name in order.into_iter().chain(all.map(|(name, _)| *name)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut groups: Vec<(String, String)> =
            names.iter().map(|name| (name.to_string(), book.arm(name).to_string())).collect();
        if groups.is_empty() {
            groups.push((String::new(), String::new()));
        }
        let (_, panel) = panels.first()?;
        let population = (panel.population, panel.population_n);
        Some(Shown { book, first, population, panels, groups })
    }

    fn places<M>(&self, mark: impl Fn(&Panel, &str) -> Option<Mark<M>>) -> Vec<Place<M>> {
        let place = |(label, panel): &(String, Panel)| Place {
            label: label.clone(),
            marks: self.groups.iter().map(|(name, _)| mark(panel, name)).collect(),
        };
        self.panels.iter().map(place).collect()
    }

    fn mean(&self, panel: &Panel, group: &str, (method, statistic): (Id, Statistic)) -> Option<Mark<Mean>> {
        let measure = line(panel, method, statistic)?.of_group(group)?;
        let mean = self.real(measure.estimate)?;
        let limits = measure.lower.and_then(|i| self.real(i)).zip(measure.upper.and_then(|i| self.real(i)));
        let (low, high) = limits.unwrap_or((mean, mean));
        let shown = self.book.measure(measure);
        let (patients, counted) = self.patients(panel, group);
        Some(Mark {
            of: Mean { mean, limits },
            range: (low.min(mean), high.max(mean)),
            patients,
            text: shown.text,
            shows: shown.shows.into_iter().chain(counted).collect(),
        })
    }

    fn five(&self, panel: &Panel, group: &str) -> Option<Mark<Five>> {
        let of = |statistic| Some(line(panel, Id::Summary, statistic)?.of_group(group)?.estimate);
        let [least, first, median, third, greatest] = [
            of(Statistic::Minimum)?,
            of(Statistic::FirstQuartile)?,
            of(Statistic::Median)?,
            of(Statistic::ThirdQuartile)?,
            of(Statistic::Maximum)?,
        ];
        let numbers = [least, first, median, third, greatest];
        let five = Five {
            least: self.real(least)?,
            first: self.real(first)?,
            median: self.real(median)?,
            third: self.real(third)?,
            greatest: self.real(greatest)?,
        };
        let printed = numbers.map(|i| self.book.number(i));
        let [a, b, c, d, e] = &printed;
        let text = format!("{} ({} – {} – {} – {})", c.text, a.text, b.text, d.text, e.text);
        let (patients, counted) = self.patients(panel, group);
        let shows = printed.iter().flat_map(|span| span.shows.clone()).chain(counted).collect();
        Some(Mark { range: (five.least, five.greatest), of: five, patients, text, shows })
    }

    /// How many patients of a group have a value, as `summary` counts them, and the record of it.
    fn patients(&self, panel: &Panel, group: &str) -> (Option<String>, Option<String>) {
        let is_n = |r: &crate::results::Record| {
            r.analysis == panel.analysis
                && r.statistic == Statistic::N
                && r.subgroup.is_none()
                && r.contrast.is_none()
                && r.group.word().unwrap_or("") == group
                && r.method.as_ref().is_some_and(|m| m.name == summary::METHOD.name)
        };
        let found = self.book.results.records.iter().position(is_n);
        let span = found.map(|index| self.book.number(index));
        (span.as_ref().map(|span| span.text.clone()), span.and_then(|span| span.shows.first().cloned()))
    }

    fn real(&self, index: usize) -> Option<f64> {
        self.book.record(index)?.value.finite()
    }
}

fn line<'p, 'a>(panel: &'p Panel<'a>, method: Id, statistic: Statistic) -> Option<&'p Line<'a>> {
    let is_of = |line: &&Line| {
        let own = line.method.and_then(|m| named(&m.name)).is_some_and(|m| m.id == method);
        own && line.statistic == statistic && line.is_whole()
    };
    panel.lines.iter().find(is_of)
}
