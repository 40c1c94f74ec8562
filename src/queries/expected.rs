//! What stands where a finding was made, and what should, as facts: from what the plan declares and the binding says.

use super::place::{About, One};
use crate::binding::{ColumnBinding, TableBinding};
use crate::checks::Basis;
use crate::data::written;
use crate::diagnostic::{Code, codes};
use crate::plan::ir::{Column, ColumnRule, TableId, Type};
use crate::results::{Expected, OtherColumn, StandingValue, Stands, ValueLimit};
use rust_decimal::Decimal;

/// 31 December 2020, which shows where a notation has the day and where the month.
const EXAMPLE_DAY: i32 = 18_627;

/// What a finding quotes of the files. What it says of a file as a whole is no quotation.
pub fn stands(about: &About, finding: usize) -> Stands {
    let found = &about.found[finding];
    match &found.basis {
        Basis::Check { values, of, .. } => {
            let value = |(label, text): &(String, String)| StandingValue {
                label: label.clone(),
                text: text.clone(),
                elsewhere: None,
            };
            let of = of.iter().map(|code| StandingValue { label: String::new(), text: code.clone(), elsewhere: None });
            Stands::Values(values.iter().map(value).chain(of).collect())
        }
        Basis::Declared
        | Basis::Elsewhere(_)
        | Basis::Readings { .. }
        | Basis::Consensus { .. }
        | Basis::Followed { .. }
        | Basis::Unfit { .. }
        | Basis::Limit(_) => {
            let one = &about.each[finding];
            let quoted = quotes(found.finding.code) || one.column.is_some() && one.line.is_some_and(|line| line > 1);
            match found.finding.found.as_str() {
                text if quoted && !text.is_empty() => Stands::Text(text.to_string()),
                _ => Stands::Nothing,
            }
        }
    }
}

/// Findings without a column that quote what stands in the files.
fn quotes(code: Code) -> bool {
    [codes::READINGS_UNRESOLVED, codes::BEFORE_CUT_OFF].contains(&code)
}

/// What should stand there; of a code of which nothing more is known, that its rule should hold.
pub fn expected(about: &About, finding: usize) -> Expected {
    let found = &about.found[finding];
    let code = found.finding.code;
    let facts = Facts::new(about, &about.each[finding], code, &found.basis);
    of_code(code, &facts).unwrap_or_else(|| Expected::Check { label: found.finding.rule.english().to_string() })
}

/// What is known of the place of a finding.
#[derive(Default)]
struct Facts<'a> {
    column: Option<&'a Column>,
    bound: Option<&'a TableBinding>,
    of_column: Option<&'a ColumnBinding>,
    /// Labels of the table that the column refers to, and of the key.
    parent: String,
    key: Vec<String>,
    /// The row that has the same key.
    same_key: Option<u32>,
    others: Vec<OtherColumn>,
    cut_off: String,
    earliest: String,
    basis: Basis,
    response: String,
    check: String,
}

impl<'a> Facts<'a> {
    fn new(about: &'a About<'a>, one: &One<'a>, code: Code, basis: &Basis) -> Self {
        let plan = about.plan;
        let rows = one.table.and_then(|table| about.read.rows.get(table.0)).or_else(|| about.read.rows.first());
        let (bound, table) = (rows.map(|rows| &rows.bound), one.table.map(|table| plan.table(table)));
        let day = |day: i32| bound.map_or_else(String::new, |bound| bound.notation.written_day(day));
        let column = table.zip(one.column).and_then(|(table, column)| table.columns.get(column));
        let refers_to = column.and_then(|column| column.reference);
        let label = |column: &usize| table.map_or_else(String::new, |table| table.columns[*column].label.clone());
        Facts {
            column,
            bound,
            of_column: bound.zip(one.column).and_then(|(bound, column)| bound.columns.get(column)),
            parent: refers_to.map_or_else(String::new, |parent| plan.table(parent).header.label.clone()),
            key: table.iter().flat_map(|table| table.key.iter().map(label)).collect(),
            // It is looked for among all rows: only where it is told.
            same_key: one.table.filter(|_| code == codes::KEY_REPEATED).and_then(|table| same_key(about, table, one)),
            others: others(about, one),
            cut_off: day(about.read.data.cut_off),
            earliest: day(about.read.data.earliest),
            basis: basis.clone(),
            response: response(about, basis),
            check: check(about, basis),
        }
    }

    fn label(&self) -> String {
        self.column.map_or_else(String::new, |column| column.label.clone())
    }

    fn limit(&self) -> String {
        match &self.basis {
            Basis::Limit(limit) => limit.clone(),
            Basis::Declared
            | Basis::Elsewhere(_)
            | Basis::Check { .. }
            | Basis::Readings { .. }
            | Basis::Consensus { .. }
            | Basis::Followed { .. }
            | Basis::Unfit { .. } => String::new(),
        }
    }

    /// A value of the type that the column is declared with.
    fn of_type(&self) -> Expected {
        let decimal = self.bound.map_or('.', |bound| bound.notation.decimal);
        match self.column.map(|column| &column.ty) {
            Some(Type::Integer | Type::Days) => Expected::WholeNumber,
            Some(Type::Number(unit) | Type::Real(unit)) => {
                Expected::Number { unit: unit.map(|unit| unit.to_string()), decimal }
            }
            Some(Type::Date) => {
                let like = self.bound.map_or_else(String::new, |bound| bound.notation.written_day(EXAMPLE_DAY));
                Expected::Date { like }
            }
            Some(Type::YesNo | Type::Code(_)) => {
                let codes = self.of_column.iter().flat_map(|of| &of.codes);
                Expected::OneOf(codes.map(|code| code.written.clone()).collect())
            }
            Some(Type::Pseudonym | Type::Text | Type::Reading) | None => Expected::Text,
        }
    }

    fn bounds(&self) -> Vec<ValueLimit> {
        let unit = |bound: &Decimal| match self.column.map(|column| &column.ty) {
            Some(Type::Number(Some(unit))) => format!("{bound} {unit}"),
            _ => bound.to_string(),
        };
        let of_rule = |rule: &ColumnRule| match rule {
            ColumnRule::Range { low, high } => {
                let low = low.as_ref().map(|low| ValueLimit::AtLeast(unit(low)));
                low.into_iter().chain(high.as_ref().map(|high| ValueLimit::AtMost(unit(high)))).collect()
            }
            ColumnRule::Above(bound) => vec![ValueLimit::Above(unit(bound))],
            ColumnRule::Below(bound) => vec![ValueLimit::Below(unit(bound))],
            ColumnRule::AtMostColumn(_)
            | ColumnRule::AtLeastColumn(_)
            | ColumnRule::RequiredWhen(_)
            | ColumnRule::Names(_) => vec![],
        };
        self.column.iter().flat_map(|column| column.rules.iter().flat_map(of_rule)).collect()
    }
}

/// None of a code that is not of the data.
fn of_code(code: Code, facts: &Facts) -> Option<Expected> {
    let of_basis = match &facts.basis {
        Basis::Elsewhere(value) => Some(Expected::SameElsewhere { label: facts.label(), value: value.clone() }),
        Basis::Check { .. } => Some(Expected::Check { label: facts.check.clone() }),
        Basis::Readings { consensus, .. } => {
            Some(Expected::OneResponse { response: facts.response.clone(), consensus: *consensus })
        }
        Basis::Consensus { common, .. } => {
            Some(Expected::CommonResponse { response: facts.response.clone(), common: common.clone() })
        }
        Basis::Followed { set, .. } if code == codes::GIVEN_UP => Some(Expected::AtLaterExam { set: set.clone() }),
        Basis::Followed { set, .. } => Some(Expected::AtBaseline { set: set.clone() }),
        Basis::Unfit { .. } => Some(Expected::FitBaseline { response: facts.response.clone() }),
        Basis::Declared | Basis::Limit(_) => None,
    };
    of_basis.or_else(|| of_value(code, facts)).or_else(|| of_file(code, facts)).or_else(|| of_order(code, facts))
}

/// Of a value or a row.
fn of_value(code: Code, facts: &Facts) -> Option<Expected> {
    let label = || facts.label();
    Some(match code {
        codes::UNREADABLE_VALUE | codes::UNKNOWN_CODE => facts.of_type(),
        codes::INEXACT_NUMBER => Expected::ShorterNumber,
        codes::UNREADABLE_CHARACTER => Expected::ReadableText,
        codes::INVISIBLE_CHARACTER => Expected::VisibleText,
        codes::VALUE_MISSING => Expected::Value { label: label() },
        codes::REQUIRED_VALUE => Expected::ValueInThisRow { label: label() },
        codes::OUT_OF_RANGE => Expected::Within(facts.bounds()),
        codes::CONTRADICTS_COLUMN => Expected::Beside(facts.others.clone()),
        codes::KEY_MISSING => Expected::Key { label: label() },
        codes::KEY_REPEATED => Expected::OneRow { labels: facts.key.clone(), row: facts.same_key },
        codes::NO_SUCH_ROW => Expected::RowOf { table: facts.parent.clone() },
        codes::NAMES_NO_OTHER => Expected::AnotherThing { label: label() },
        codes::AFTER_CUT_OFF => Expected::UpToCutOff { cut_off: facts.cut_off.clone() },
        codes::BEFORE_EARLIEST => Expected::From { earliest: facts.earliest.clone() },
        codes::THING_CHANGED => Expected::SameElsewhere { label: label(), value: String::new() },
        codes::FIELD_COUNT => Expected::FieldsOfHeader,
        codes::OPEN_QUOTATION => Expected::NoOpenQuotation,
        _ => return None,
    })
}

/// Of a file as a whole.
fn of_file(code: Code, facts: &Facts) -> Option<Expected> {
    let name = || facts.of_column.map_or_else(String::new, |of| of.file_column.node.clone());
    Some(match code {
        codes::EMPTY_FILE => Expected::Rows,
        codes::COLUMN_ABSENT => Expected::Column { name: name() },
        codes::NOTHING_PICKED => Expected::PickedRows,
        codes::ROW_COUNT => Expected::RowsAsStated,
        codes::OTHER_FILE => Expected::FileAsStated,
        codes::BLANK_ROWS => Expected::NoBlankRows,
        codes::BEFORE_CUT_OFF => Expected::DataUpTo { cut_off: facts.cut_off.clone() },
        _ => return None,
    })
}

/// Of an order of dates.
fn of_order(code: Code, facts: &Facts) -> Option<Expected> {
    Some(match code {
        codes::DEATH_BEFORE_TIME_ZERO => Expected::DeathFromStart { start: facts.limit() },
        codes::END_BEFORE_TIME_ZERO => Expected::EndFromStart { start: facts.limit() },
        codes::EVENT_BEFORE_TIME_ZERO => Expected::EventFromStart { start: facts.limit() },
        codes::AFTER_DEATH => Expected::UpToDeath { death: facts.limit() },
        codes::AFTER_LAST_NEWS => Expected::UpToLastNews { news: facts.limit() },
        _ => return None,
    })
}

fn check(about: &About, basis: &Basis) -> String {
    match basis {
        Basis::Check { check, .. } => about.plan.checks[*check].header.label.clone(),
        Basis::Declared
        | Basis::Elsewhere(_)
        | Basis::Readings { .. }
        | Basis::Consensus { .. }
        | Basis::Followed { .. }
        | Basis::Unfit { .. }
        | Basis::Limit(_) => String::new(),
    }
}

fn response(about: &About, basis: &Basis) -> String {
    match basis {
        Basis::Readings { response, .. }
        | Basis::Consensus { response, .. }
        | Basis::Followed { response, .. }
        | Basis::Unfit { response } => about.plan.responses[response.0].header.label.clone(),
        Basis::Declared | Basis::Elsewhere(_) | Basis::Check { .. } | Basis::Limit(_) => String::new(),
    }
}

/// The row of the typed table with the key of one that was set aside.
fn same_key(about: &About, table: TableId, one: &One) -> Option<u32> {
    let (row, key) = (one.row?, &about.plan.table(table).key);
    let mut kept = about.places.kept_rows(table);
    let same = kept.find(|other| key.iter().all(|column| other.cell(*column) == row.cell(*column)))?;
    Some(same.line()).filter(|line| Some(*line) != one.line)
}

fn others(about: &About, one: &One) -> Vec<OtherColumn> {
    let of = || {
        let (table, row) = (one.table?, one.row?);
        let (declared, bound) = (about.plan.table(table), &about.read.rows.get(table.0)?.bound);
        let other = |rule: &ColumnRule| {
            let (at_most, column) = match rule {
                ColumnRule::AtMostColumn(other) => (true, *other),
                ColumnRule::AtLeastColumn(other) => (false, *other),
                ColumnRule::Range { .. }
                | ColumnRule::Above(_)
                | ColumnRule::Below(_)
                | ColumnRule::RequiredWhen(_)
                | ColumnRule::Names(_) => return None,
            };
            let label = declared.columns.get(column)?.label.clone();
            Some(OtherColumn { at_most, label, text: written(bound, declared, column, row) })
        };
        Some(declared.columns.get(one.column?)?.rules.iter().filter_map(other).collect())
    };
    of().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ir::ResponseId;

    /// Each code of the data has a sentence of its own: by what it was worked out from, or by itself.
    #[test]
    fn what_is_expected_is_known_of_every_code_of_the_data() {
        let of_basis = |code: Code| match code {
            codes::CHECK_FAILED => Basis::Check { check: 0, split: vec![], values: vec![], of: vec![] },
            codes::READINGS_UNRESOLVED => Basis::Readings { response: ResponseId(0), consensus: true },
            codes::CONSENSUS_CONTRADICTS => Basis::Consensus { response: ResponseId(0), common: String::new() },
            codes::NOT_AT_BASELINE | codes::GIVEN_UP => Basis::Followed { response: ResponseId(0), set: String::new() },
            codes::UNFIT_BASELINE => Basis::Unfit { response: ResponseId(0) },
            codes::THING_CHANGED => Basis::Elsewhere(String::new()),
            _ => Basis::Declared,
        };
        let of_data = codes::ALL.iter().filter(|entry| entry.code.0.starts_with('D'));
        let codes: Vec<Code> = of_data.map(|entry| entry.code).collect();
        assert!(codes.len() > 30);
        for code in codes {
            let facts = Facts { basis: of_basis(code), ..Facts::default() };
            assert!(of_code(code, &facts).is_some(), "{code}");
        }
    }
}
