//! The list as a spreadsheet. Every cell but a row's number is a text: none is a formula, whatever it begins with.

use super::sheet::{Column, Line};
use crate::results::AnswerKind;
use crate::words::Words;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Workbook, Worksheet, XlsxError,
};

/// The same list is the same bytes: it says no time at which it was written.
const CREATED: (u16, u8, u8) = (2000, 1, 1);
/// A cell holds no more.
const LONGEST: usize = 32_000;

pub fn write(lines: &[Line], words: &Words) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (year, month, day) = CREATED;
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created).set_title(words.queries().sheet));
    let sheet = book.add_worksheet();
    sheet.set_name(words.queries().sheet)?;
    head(sheet, words)?;
    let formats = Formats::new();
    for (at, line) in (1u32..).zip(lines) {
        write_line(sheet, at, line, &formats)?;
    }
    outline(sheet, lines)?;
    answers(sheet, lines, words)?;
    book.save_to_buffer()
}

struct Formats {
    text: Format,
    follows: Format,
    answer: Format,
    closed: Format,
}

impl Formats {
    fn new() -> Formats {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Hair);
        Formats {
            follows: text.clone().set_font_color(Color::RGB(0x40_40_40)).set_italic(),
            answer: text.clone().set_background_color(Color::RGB(0xFF_F8_DC)).set_num_format("@"),
            closed: text.clone().set_font_color(Color::RGB(0x70_70_70)),
            text,
        }
    }

    fn of(&self, line: &Line, column: Column) -> &Format {
        let answered = match column {
            Column::Answer | Column::Text | Column::By | Column::On => true,
            Column::Number
            | Column::FollowsFrom
            | Column::State
            | Column::Severity
            | Column::Patient
            | Column::File
            | Column::Row
            | Column::OfTable
            | Column::Stands
            | Column::Expected
            | Column::Reference
            | Column::Previous
            | Column::Control => false,
        };
        match (line.open, line.follows) {
            (false, _) => &self.closed,
            (true, _) if answered => &self.answer,
            (true, true) => &self.follows,
            (true, false) => &self.text,
        }
    }
}

fn head(sheet: &mut Worksheet, words: &Words) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0xDD_E6_EE))
        .set_border(FormatBorder::Thin);
    for (at, column) in (0u16..).zip(Column::ALL) {
        sheet.write_string_with_format(0, at, column.head(words), &bold)?;
        sheet.set_column_width(at, column.width())?;
        if column == Column::Control {
            sheet.set_column_hidden(at)?;
        }
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.group_symbols_above(true);
    Ok(())
}

/// Points of a line of letters, and of the tallest row that there can be.
const LINE: u32 = 15;
const TALLEST: u32 = 405;
const A4: u8 = 9;

/// As tall as its longest cell when it is broken into lines: not every program finds the height by itself.
fn height(line: &Line) -> u32 {
    let lines = |column: Column| line.cell(column).chars().count().div_ceil(usize::from(column.width()) * 9 / 10);
    let most = Column::ALL.into_iter().map(lines).max().unwrap_or(1).max(1);
    (LINE * most as u32).min(TALLEST)
}

fn write_line(sheet: &mut Worksheet, at: u32, line: &Line, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_row_height(at, height(line))?;
    for (place, column) in (0u16..).zip(Column::ALL) {
        let (text, format) = (line.cell(column), formats.of(line, column));
        let row: Option<u32> = text.parse().ok().filter(|_| column == Column::Row);
        match row {
            Some(row) => sheet.write_number_with_format(at, place, row, format)?,
            None if text.is_empty() => sheet.write_blank(at, place, format)?,
            None => sheet.write_string_with_format(at, place, cut(text), format)?,
        };
    }
    Ok(())
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// What follows from a line is folded below it.
fn outline(sheet: &mut Worksheet, lines: &[Line]) -> Result<(), XlsxError> {
    let mut at = 1u32;
    for run in lines.chunk_by(|a, b| a.follows == b.follows) {
        let rows = run.len() as u32;
        if run.first().is_some_and(|line| line.follows) {
            sheet.group_rows_collapsed(at, at + rows - 1)?;
        }
        at += rows;
    }
    Ok(())
}

/// One of the kinds is chosen where somebody is to answer.
fn answers(sheet: &mut Worksheet, lines: &[Line], words: &Words) -> Result<(), XlsxError> {
    let kinds = AnswerKind::ALL.map(|kind| words.answer_kind(kind));
    let choice = DataValidation::new()
        .allow_list_strings(&kinds)?
        .set_error_message(words.queries().choose)?
        .set_error_style(DataValidationErrorStyle::Stop);
    let column = Column::ALL.iter().position(|column| *column == Column::Answer).unwrap_or(0) as u16;
    let mut at = 1u32;
    for run in lines.chunk_by(|a, b| a.open == b.open) {
        let rows = run.len() as u32;
        if run.first().is_some_and(|line| line.open) {
            sheet.add_data_validation(at, column, at + rows - 1, column, &choice)?;
        }
        at += rows;
    }
    Ok(())
}
