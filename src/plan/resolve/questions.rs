//! Questions: what may be a slip and may be meant. A plan answers with `accept`, of the statements that it names and with its reason.

use super::*;
use crate::catalogue::Question;
use crate::diagnostic::said;

/// A question with the statement that it is about.
pub(crate) struct Asked {
    question: Question,
    about: String,
    diagnostic: Diagnostic,
}

impl<'a> Resolver<'a> {
    /// Puts a question about the named statement, when all that is accepted is known.
    pub(crate) fn ask(&mut self, question: Question, about: &str, diagnostic: Diagnostic) {
        self.asked.push(Asked { question, about: about.to_string(), diagnostic });
    }

    /// Puts a question about the statement in which its place is.
    pub(crate) fn ask_here(&mut self, question: Question, diagnostic: Diagnostic) {
        let place = diagnostic.primary();
        let holds = |s: &&Stated<'a>| place.is_some_and(|place| reporting::overlap(s.statement.span, place));
        let name = self.statements.iter().find(holds).and_then(|s| s.statement.name.as_ref());
        let about = name.map(|name| name.node.clone()).unwrap_or_default();
        self.ask(question, &about, diagnostic);
    }

    /// Whether the label of a statement is asked about.
    pub(crate) fn is_asked_of_label(&self, name: &str) -> bool {
        self.is_asked(Question::OtherLabel, name)
    }

    pub(crate) fn is_asked(&self, question: Question, name: &str) -> bool {
        self.asked.iter().any(|asked| asked.question == question && asked.about == name)
    }

    /// `accept window_gap { for: imaging, because: "…" }`.
    pub(crate) fn accepted_question(&mut self, stated: Stated<'a>, question: Question) -> Option<AcceptedQuestion> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        if let Some(key) = entries.keys().find(|key| key.node == "answered by") {
            let title = said!("`{name}` is answered by its reason", name = header.name);
            let hint = "take `answered by` away: analyses answer warnings of results";
            return self.error_hint(codes::UNKNOWN_KEY, title, key.span, "no analysis answers it", hint);
        }
        let named = self.required(&entries, "for").map(|value| self.distinct_words(value));
        let because = self.required(&entries, "because").and_then(|value| self.text(value));
        let mut about = vec![];
        for (word, span) in named? {
            about.push(self.statement_named(word, span)?);
        }
        Some(AcceptedQuestion { header, question, about, because: because? })
    }

    /// A statement by its name, with its label.
    fn statement_named(&mut self, word: &str, span: Span) -> Option<Labelled> {
        let is_it = |s: &&Stated<'a>| s.statement.name.as_ref().is_some_and(|name| name.node == word);
        let Some(stated) = self.statements.iter().copied().find(|s| s.statement.head.node != "accept" && is_it(&s))
        else {
            let names = self.statements.iter().filter_map(|s| s.statement.name.as_ref());
            let known: BTreeSet<String> = names.map(|name| name.node.clone()).collect();
            return self.unknown("statement", word, span, known.iter().map(String::as_str));
        };
        if let Some(kind) = Named::of_head(&stated.statement.head.node) {
            self.note(span, kind, "", word);
        }
        let label = self.label_or(&stated.statement.label, word);
        Some(Labelled { name: word.to_string(), label, span })
    }

    /// Puts the questions that the plan does not accept, and tells of what it accepts though nobody asks.
    pub(crate) fn put_questions(&mut self) {
        let faultless = self.unread.is_empty() && self.is_faultless();
        let mut occur: BTreeSet<(Question, String)> = BTreeSet::new();
        for Asked { question, about, diagnostic } in std::mem::take(&mut self.asked) {
            let same = |a: &AcceptedQuestion| a.question == question && a.about.iter().any(|of| of.name == about);
            if self.plan.questions.iter().any(same) {
                occur.insert((question, about));
                continue;
            }
            let hint = diagnostic.hint.clone().map_or_else(String::new, |hint| format!("{hint}; or "));
            let accept = format!("accept it in words: `accept {} {{ for: {about}, because: \"…\" }}`", question.word());
            self.report(if about.is_empty() { diagnostic } else { diagnostic.hint(format!("{hint}{accept}")) });
        }
        if !faultless {
            return;
        }
        let accepted = self.plan.questions.iter().flat_map(|a| a.about.iter().map(move |of| (a, of)));
        let idle = accepted.filter(|(a, of)| !occur.contains(&(a.question, of.name.clone())));
        let faults: Vec<(String, String, Span)> =
            idle.map(|(a, of)| (a.header.name.clone(), of.name.clone(), of.span)).collect();
        for (name, of, span) in faults {
            let title = said!("`{name}` is accepted for `{of}`, where it does not occur", name, of);
            let hint = "take it out of `for`, so that the acceptance says what is so";
            self.error_hint::<()>(codes::ACCEPTS_NOTHING, title, span, "nothing is asked of it", hint);
        }
    }
}
