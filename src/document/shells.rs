//! The tables and figures as the report will have them.

use super::{Signed, heading};
use crate::catalogue::{FigureKind, Names};
use crate::report::document::{Block, Column, Row, Table, text};
use crate::report::shells;

const TITLE: Names = Names { en: "Shells of the tables and figures", fr: "Modèles des tableaux et des figures" };
const ABOUT: Names = Names {
    en: "The tables of the report with the rows and columns that this plan decides; xx.x stands where a number will. They are those of a run of this very plan without patients. What the data decide is not among them: which values of a code occur, the terms and grades of adverse events, the characteristics that a matching leaves out of balance, and the numbers at risk below a curve. A figure is its caption in a box where the report of this plan certainly has it; those that the plan names are in the list below.",
    fr: "Les tableaux du rapport avec les lignes et les colonnes que décide ce plan\u{a0}; xx.x est mis là où sera un nombre. Ce sont ceux d’une exécution de ce plan même, sans patients. Ce que décident les données n’y est pas\u{a0}: quelles valeurs d’un code sont présentes, les termes et grades des événements indésirables, les caractéristiques qu’un appariement laisse déséquilibrées, et les nombres à risque sous une courbe. Une figure est sa légende dans un cadre là où le rapport de ce plan l’a certainement\u{a0}; celles que le plan nomme sont dans la liste ci-dessous.",
};
const FIGURES: Names = Names { en: "Figures of the report", fr: "Figures du rapport" };
const FIGURE: Names = Names { en: "Figure", fr: "Figure" };

pub(super) fn section(signed: &Signed) -> Vec<Block> {
    let mut blocks = vec![heading(1, signed.said(TITLE), true), Block::paragraph(text(signed.said(ABOUT)))];
    let asked = &signed.results.report.figures;
    let kinds = FigureKind::ALL.iter().filter(|kind| asked.iter().any(|f| f.kind == **kind));
    let row = |kind: &FigureKind| Row {
        cells: vec![text(&kind.word().replace('_', " ")), text(shows(signed, *kind))],
        ..Row::default()
    };
    if !asked.is_empty() {
        blocks.push(heading(2, signed.said(FIGURES), false));
        blocks.push(Block::Table(Table {
            columns: vec![Column::prose(signed.said(FIGURE)), Column::prose("")],
            rows: kinds.map(row).collect(),
            unnumbered: true,
            ..Table::default()
        }));
    }
    blocks.extend(shells(signed.results));
    blocks
}

fn shows(signed: &Signed, kind: FigureKind) -> &'static str {
    let names = match kind {
        FigureKind::Attrition => Names {
            en: "How the patients of the data become those of the population of the analyses.",
            fr: "Comment les patients des données deviennent ceux de la population des analyses.",
        },
        FigureKind::LovePlot => Names {
            en: "The standardised differences before and after matching.",
            fr: "Les différences standardisées avant et après l’appariement.",
        },
        FigureKind::Forest => Names {
            en: "The estimated comparisons on one scale, with their intervals.",
            fr: "Les comparaisons estimées sur une même échelle, avec leurs intervalles.",
        },
        FigureKind::KaplanMeier => Names {
            en: "Survival, or the incidence of competing events, over time.",
            fr: "La survie, ou l’incidence d’événements concurrents, au cours du temps.",
        },
        FigureKind::MeanOverTime => Names {
            en: "The mean of each group with its interval, side by side.",
            fr: "La moyenne de chaque groupe avec son intervalle, côte à côte.",
        },
        FigureKind::BoxPlot => Names {
            en: "The median of each group with quartiles and range, side by side.",
            fr: "La médiane de chaque groupe avec quartiles et étendue, côte à côte.",
        },
        FigureKind::Waterfall => Names {
            en: "The smallest change of a sum from baseline, patient by patient.",
            fr: "La plus petite variation d’une somme depuis l’inclusion, patient par patient.",
        },
        FigureKind::Spider => Names {
            en: "The change of a sum from baseline at each examination, patient by patient.",
            fr: "La variation d’une somme depuis l’inclusion à chaque examen, patient par patient.",
        },
        FigureKind::Swimmer => Names {
            en: "What was given, found and what happened over time, patient by patient.",
            fr: "Ce qui a été donné, trouvé et ce qui est arrivé au cours du temps, patient par patient.",
        },
    };
    signed.said(names)
}
