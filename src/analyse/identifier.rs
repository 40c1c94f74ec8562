//! The words of an identifier that tell the numbers of one analysis apart.
//!
//! A method is named by its name and its variant. Where several calls share both, each is told by the value of every
//! option in which they differ: two uses of a method never have one identifier.

use crate::catalogue::{Manner, OptionValue};
use crate::plan::ir::MethodCall;

/// By call: the method, its variant, and what else tells it from the others.
pub(crate) fn of_calls(calls: &[MethodCall]) -> Vec<Vec<String>> {
    told_apart(calls, &|call| {
        let variant = call.method.variant.and_then(|option| call.options.word(option.word())).map(str::to_string);
        [Some(call.method.name.to_string()), variant].into_iter().flatten().filter(|w| !w.is_empty()).collect()
    })
}

/// By call: the method, and what tells its curves from those of the others.
pub(crate) fn of_curves(calls: &[MethodCall]) -> Vec<Vec<String>> {
    told_apart(calls, &|call| vec![call.method.name.to_string()])
}

fn told_apart(calls: &[MethodCall], words: &dyn Fn(&MethodCall) -> Vec<String>) -> Vec<Vec<String>> {
    let one = |call: &MethodCall| {
        let own = words(call);
        let alike: Vec<&MethodCall> = calls.iter().filter(|c| words(c) == own).collect();
        let differs = |name: &str| alike.iter().any(|c| c.options.get(name) != call.options.get(name));
        let further = call.options.values().iter().filter(|(name, _)| differs(name));
        let further: Vec<String> = further.map(|(name, value)| option_word(call, name, value)).collect();
        [own, further].concat()
    };
    calls.iter().map(one).collect()
}

/// One word without dots, different for different values: `robust`, `correction_yes`, `at_91_183`, `rho_0_5`.
fn option_word(call: &MethodCall, name: &str, value: &OptionValue) -> String {
    let mute = || call.method.choice(&call.options, name).is_some_and(|choice| choice.manner == Some(Manner::Mute));
    match value {
        OptionValue::Word(word) if mute() => format!("{name}_{word}"),
        OptionValue::Word(word) => word.clone(),
        OptionValue::Days(days) if days.is_empty() => format!("{name}_none"),
        OptionValue::Days(days) => {
            format!("{name}_{}", days.iter().map(i64::to_string).collect::<Vec<_>>().join("_"))
        }
        OptionValue::Number(number) => format!("{name}_{}", number.to_string().replace('.', "_")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;
    use crate::diagnostic::{FileId, Span};
    use crate::plan::ir::Standing;

    fn call(name: &str, set: &[(&str, OptionValue)]) -> MethodCall {
        let method = catalogue::named(name).expect("a method");
        let options = method.options_with(set).expect("options of the method");
        MethodCall { method, options, standing: Standing::AlsoGiven, span: Span::new(FileId(0), 0, 0) }
    }

    fn word(word: &str) -> OptionValue {
        OptionValue::Word(word.to_string())
    }

    fn joined(words: Vec<Vec<String>>) -> Vec<String> {
        words.into_iter().map(|w| w.join(".")).collect()
    }

    #[test]
    fn options_that_differ_tell_two_uses_apart() {
        let calls = [
            call("cox", &[]),
            call("cox", &[("likelihood", word("firth"))]),
            call("cox", &[("test", word("score"))]),
            call("cox", &[("ties", word("breslow"))]),
            call("fisher_exact", &[]),
            call("fisher_exact", &[("alternative", word("less"))]),
            call("log_rank", &[]),
        ];
        let expected = [
            "cox.efron.wald.partial",
            "cox.efron.wald.firth",
            "cox.efron.score.partial",
            "cox.breslow",
            "fisher_exact.two_sided",
            "fisher_exact.less",
            "log_rank.equal",
        ];
        assert_eq!(joined(of_calls(&calls)), expected);
    }

    /// 0.1 and 5 are not 0 and 1.5.
    #[test]
    fn numbers_and_days_are_one_word_each() {
        let powers = |rho: f64, gamma: f64| {
            let set = [("weight", word("fleming_harrington"))];
            let numbers = [("rho", OptionValue::Number(rho)), ("gamma", OptionValue::Number(gamma))];
            call("log_rank", &[&set[..], &numbers[..]].concat())
        };
        let found = joined(of_calls(&[powers(0.1, 5.0), powers(0.0, 1.5)]));
        assert_eq!(
            found,
            ["log_rank.fleming_harrington.rho_0_1.gamma_5", "log_rank.fleming_harrington.rho_0.gamma_1_5"]
        );
        let at = |days: &[i64]| call("kaplan_meier", &[("at", OptionValue::Days(days.to_vec()))]);
        let found = joined(of_curves(&[at(&[]), at(&[91, 183])]));
        assert_eq!(found, ["kaplan_meier.at_none", "kaplan_meier.at_91_183"]);
    }
}
