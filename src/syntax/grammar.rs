//! The grammar of one line, and what its parts are called when a person is told about them.

/// Reads single lines; the rules are in `grammar/`.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/plan.pest"]
pub(super) struct Grammar;

/// How much a missing part explains: the parts of the highest rank are named, the others are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// The line could end or go on here in many ways.
    Open,
    Punctuation,
    Value,
    /// Nothing else could stand here.
    Needed,
}

/// The words for a part of the grammar; none for parts that are only named by what they are made of.
pub(super) fn words(rule: Rule) -> Option<(Rank, &'static str)> {
    use Rank::{Needed, Open, Punctuation, Value};
    Some(match rule {
        Rule::WHITESPACE | Rule::space | Rule::word_start | Rule::word_char | Rule::rows_follow => return None,
        Rule::unit_power | Rule::unit_name => return None,
        Rule::unit_start | Rule::unit_char | Rule::unit_text | Rule::reserved_word => return None,
        Rule::statement | Rule::statement_opening | Rule::statement_head | Rule::entry | Rule::entry_opening => {
            return None;
        }
        Rule::translation | Rule::entry_head | Rule::case | Rule::entry_salvage | Rule::statement_salvage => {
            return None;
        }
        Rule::use_statement | Rule::use_statement_opening | Rule::use_head => return None,
        Rule::EOI => (Open, "the end of the line"),
        Rule::name => (Value, "a name"),
        Rule::lone_word => (Value, "a word"),
        Rule::column => (Needed, "the name of a column"),
        Rule::path | Rule::document | Rule::loose_name => (Value, "a name"),
        Rule::subject => (Open, "`of`"),
        Rule::key_word => (Open, "a further word of the key"),
        Rule::key => (Value, "a key"),
        Rule::label | Rule::text => (Open, "a label in quotation marks"),
        Rule::language => (Needed, "a language such as `fr`"),
        Rule::colon => (Punctuation, "`:`"),
        Rule::comma => (Open, "a comma"),
        Rule::open_paren => (Value, "a set in parentheses"),
        Rule::close_paren => (Punctuation, "`)`"),
        Rule::open_brace | Rule::options => (Open, "options in `{ }`"),
        Rule::close_brace => (Punctuation, "`}`"),
        Rule::option => (Value, "an option `key: value`"),
        Rule::value
        | Rule::element
        | Rule::expression
        | Rule::choice
        | Rule::operand
        | Rule::call_name
        | Rule::time_zero
        | Rule::readers_agree => (Value, "a value"),
        Rule::call
        | Rule::reference
        | Rule::group
        | Rule::negative
        | Rule::minus
        | Rule::day_literal
        | Rule::result => (Value, "a value"),
        Rule::date | Rule::number_literal | Rule::like | Rule::selector => (Value, "a value"),
        Rule::selection
        | Rule::logic
        | Rule::negation
        | Rule::earlier
        | Rule::comparison
        | Rule::sum
        | Rule::product => (Value, "a value"),
        Rule::converted
        | Rule::linked
        | Rule::selector_word
        | Rule::earlier_word
        | Rule::not_word
        | Rule::like_word => (Value, "a value"),
        Rule::day_word => (Value, "a value"),
        Rule::number => (Value, "a number"),
        Rule::condition => (Value, "a condition"),
        Rule::end => (Needed, "`day 0`, a number or a date"),
        Rule::old_range => return None,
        Rule::unit => (Needed, "a unit"),
        Rule::number_unit => (Open, "a unit"),
        Rule::and_or_word | Rule::in_word | Rule::is_word | Rule::as_word | Rule::clause_word | Rule::since_word => {
            (Open, "an operator")
        }
        Rule::within_word | Rule::order_word | Rule::from_word | Rule::of_word | Rule::link_word | Rule::compare => {
            (Open, "an operator")
        }
        Rule::sum_sign | Rule::factor_sign | Rule::dots | Rule::dot | Rule::to_word | Rule::clause | Rule::relation => {
            (Open, "an operator")
        }
        Rule::compared
        | Rule::membership
        | Rule::window
        | Rule::order
        | Rule::onward
        | Rule::known_test
        | Rule::old_window => (Open, "an operator"),
        Rule::known_word => (Needed, "`known`"),
        Rule::missing_word => (Needed, "`missing`"),
        Rule::on_word => (Needed, "`on`"),
        Rule::until_word => (Needed, "`to`"),
        Rule::with_word => (Open, "an operator"),
        Rule::no_word => (Needed, "`no`"),
        Rule::when_word => (Needed, "`when`"),
        Rule::otherwise_word => (Open, "`otherwise`"),
    })
}
