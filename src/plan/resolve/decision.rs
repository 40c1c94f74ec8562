//! Decision tables: cells read, the table proven complete and free of rows never reached.

use super::expression::type_words;
use super::*;
use crate::syntax::tree::MarkdownTable;

/// At most this many combinations are tried.
const LIMIT: usize = 100_000;

impl<'a> Resolver<'a> {
    /// Reads the table of a rule over the values given.
    pub(crate) fn decision_table(
        &mut self,
        stated: Stated<'a>,
        given: Vec<CriterionExpr>,
        names: &[String],
        result: &Type,
    ) -> Option<DecisionTable> {
        let Some(table) = &stated.statement.table else {
            if self.clause_is_unreadable(stated) {
                return None;
            }
            let span = stated.statement.span;
            return self.error(
                codes::NO_TABLE,
                "This rule has no decision table",
                span,
                "a Markdown table is expected right after its fence",
            );
        };
        self.check_table_header(table, names, stated)?;
        let mut rows = vec![];
        let mut whole = true;
        for row in &table.rows {
            match self.decision_row(row, &given, result) {
                Some(row) => rows.push(row),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        Some(DecisionTable { given, rows })
    }

    fn check_table_header(&mut self, table: &MarkdownTable, names: &[String], stated: Stated<'a>) -> Option<()> {
        let rule = stated.statement.name.as_ref().map_or("", |n| n.node.as_str());
        let written: Vec<String> = table.header.iter().map(|h| h.node.trim().replace([' ', '-'], "_")).collect();
        let wanted: Vec<String> = names.iter().cloned().chain([rule.to_string()]).collect();
        if written == wanted {
            return Some(());
        }
        let words: Vec<String> = wanted.iter().map(|w| w.replace('_', " ")).collect();
        self.error(
            codes::NO_TABLE,
            "The head of the table does not fit its rule",
            table.span,
            format!("expected: | {} |", words.join(" | ")),
        )
    }

    fn decision_row(&mut self, row: &[Spanned<String>], given: &[CriterionExpr], result: &Type) -> Option<DecisionRow> {
        let first = row.first()?;
        let span = row.iter().fold(first.span, |s, c| s.to(c.span));
        if row.len() != given.len() + 1 {
            return self.error(
                codes::NO_TABLE,
                "This row has another number of cells than the head",
                span,
                format!("{} cells are expected", given.len() + 1),
            );
        }
        let mut cells = vec![];
        for (cell, value) in row.iter().zip(given) {
            cells.push(self.cell(cell, &value.ty)?);
        }
        let last = row.last()?;
        let mut answer = self.cell(last, result)?.unwrap_or_default();
        let (Some(result), true) = (answer.pop(), answer.is_empty()) else {
            return self.error(codes::NO_TABLE, "A row gives one answer", last.span, "one value is expected");
        };
        let text: Vec<&str> = row.iter().map(|c| c.node.trim()).collect();
        Some(DecisionRow { cells, result, text: text.join(" | "), span })
    }

    /// `any`, `A or B`, `yes`; outer none after a mistake.
    fn cell(&mut self, cell: &Spanned<String>, ty: &Type) -> Option<Option<Vec<Literal>>> {
        let text = cell.node.trim();
        if text == "any" {
            return Some(None);
        }
        let mut values = vec![];
        for word in text.split(" or ") {
            let word = word.trim();
            let value = match ty {
                Type::Code(list) => match list.position(word) {
                    Some(code) => Literal::Code(code),
                    None => return self.unknown_code(word, cell.span, list),
                },
                Type::YesNo => match word {
                    "yes" => Literal::Bool(true),
                    "no" => Literal::Bool(false),
                    _ => return self.unknown("answer", word, cell.span, ["yes", "no", "any"]),
                },
                other => {
                    return self.error(
                        codes::WRONG_TYPE,
                        "A decision table reads codes and yes/no",
                        cell.span,
                        format!("this column is {}", type_words(other)),
                    );
                }
            };
            values.push(value);
        }
        Some(Some(values))
    }

    /// Every combination is answered, every row answers some, and rows that are not read in order agree.
    pub(crate) fn check_complete(&mut self, table: &DecisionTable, in_order: bool, stated: Stated<'a>) {
        let domains: Vec<Vec<Literal>> = table.given.iter().map(|g| domain(&g.ty)).collect();
        let total = domains.iter().try_fold(1usize, |n, d| n.checked_mul(d.len())).unwrap_or(usize::MAX);
        if total > LIMIT {
            let title = "The decision table has too many combinations to be proven complete";
            let hint = "make rules of some of the columns, and give their answers";
            self.error_hint::<()>(
                codes::INCOMPLETE_TABLE,
                title,
                table_span(stated),
                format!("more than {LIMIT}"),
                hint,
            );
            return;
        }
        let mut proof = Proof { reached: vec![false; table.rows.len()], gaps: vec![], contradiction: None };
        for n in 0..total {
            proof.take(table, combination(&domains, n), in_order);
        }
        self.report_proof(table, &proof, stated);
    }

    fn report_proof(&mut self, table: &DecisionTable, proof: &Proof, stated: Stated<'a>) {
        let place = table_span(stated);
        let words = |combination: &[Literal]| {
            let words = table.given.iter().zip(combination).map(|(g, l)| literal_words(&g.ty, l));
            words.collect::<Vec<_>>().join(" | ")
        };
        if let (Some(gap), false) = (proof.gaps.first(), self.clause_is_unreadable(stated)) {
            let more = if proof.gaps.len() > 1 { format!(" and {} more", proof.gaps.len() - 1) } else { String::new() };
            let label = format!("no row answers {}{more}", words(gap));
            self.error::<()>(codes::INCOMPLETE_TABLE, "The decision table is not complete", place, label);
        }
        if let Some((first, second, combination)) = &proof.contradiction {
            let diagnostic = Diagnostic::new(
                codes::CONTRADICTION,
                "Two rows of the decision table contradict each other",
            )
            .at(table.rows[*second].span, format!("answers {} otherwise", words(combination)))
            .at(table.rows[*first].span, "answers it already")
            .hint("let each combination have one answer, or say that the rows are read from the top: `read: in_order`");
            self.report(diagnostic);
            return;
        }
        for (row, _) in table.rows.iter().zip(&proof.reached).filter(|(_, r)| !**r) {
            self.error::<()>(
                codes::UNREACHABLE,
                "This row is never reached",
                row.span,
                "rows above answer all that it would",
            );
        }
    }
}

fn table_span(stated: Stated) -> Span {
    stated.statement.table.as_ref().map_or(stated.statement.span, |t| t.span)
}

/// What trying every combination has shown.
struct Proof {
    reached: Vec<bool>,
    gaps: Vec<Vec<Literal>>,
    /// The first two rows that answer one combination differently.
    contradiction: Option<(usize, usize, Vec<Literal>)>,
}

impl Proof {
    fn take(&mut self, table: &DecisionTable, combination: Vec<Literal>, in_order: bool) {
        let mut fitting = (0..table.rows.len()).filter(|r| fits(&table.rows[*r], &combination));
        let Some(first) = fitting.next() else {
            self.gaps.push(combination);
            return;
        };
        self.reached[first] = true;
        if in_order || self.contradiction.is_some() {
            return;
        }
        let other = fitting.find(|r| table.rows[*r].result != table.rows[first].result);
        self.contradiction = other.map(|second| (first, second, combination));
    }
}

fn domain(ty: &Type) -> Vec<Literal> {
    match ty {
        Type::Code(list) => (0..list.codes.len()).map(Literal::Code).collect(),
        _ => vec![Literal::Bool(true), Literal::Bool(false)],
    }
}

/// The n-th combination of the domains, the last varying fastest.
fn combination(domains: &[Vec<Literal>], mut n: usize) -> Vec<Literal> {
    let mut out = vec![];
    for domain in domains.iter().rev() {
        out.push(domain[n % domain.len()].clone());
        n /= domain.len();
    }
    out.reverse();
    out
}

fn fits(row: &DecisionRow, combination: &[Literal]) -> bool {
    row.cells.iter().zip(combination).all(|(cell, value)| cell.as_ref().is_none_or(|c| c.contains(value)))
}

fn literal_words(ty: &Type, literal: &Literal) -> String {
    match (ty, literal) {
        (Type::Code(list), Literal::Code(c)) => list.codes[*c].name.clone(),
        (_, Literal::Bool(true)) => "yes".into(),
        _ => "no".into(),
    }
}
