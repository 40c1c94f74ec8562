//! `lesions`: how many lesions have which response.

use super::entries::Entries;
use super::*;
use crate::diagnostic::said;

impl<'a> Resolver<'a> {
    pub(crate) fn resolve_lesions(&mut self) {
        self.resolve_each("lesions", Self::lesions, |r, lesions| r.plan.lesions.push(lesions));
    }

    fn lesions(&mut self, stated: Stated<'a>) -> Option<Lesions> {
        let header = self.header(stated)?;
        let entries = self.entries_of(stated);
        if let Some(entry) = entries.get("estimate") {
            return self.not_estimated(entry.span);
        }
        let of = self.required(&entries, "of").and_then(|v| self.word(v));
        let at = self.required(&entries, "at").map(|v| self.distinct_words(v));
        let among = self.required(&entries, "among").map(|v| self.distinct_words(v));
        let arms = self.required(&entries, "arms").map(|v| self.distinct_words(v));
        let strategy = self.required(&entries, "strategy").and_then(|v| self.single(v));
        let as_read = strategy.and_then(|e| self.fixed_word(&e.expression, "strategy for lesions", "treatment_policy"));
        let ((word, span), at, among, arms, ()) = (of?, at?, among?, arms?, as_read?);
        let of = self.response_named(word, span)?;
        self.answers_of_each(of, span)?;
        let reader = self.one_reader(of, &entries, header.span)?;
        let at = at.into_iter().map(|(point, span)| self.point_of_response(of, point, span)).collect::<Option<_>>()?;
        let among = among.into_iter().map(|(word, span)| self.population_named(word, span)).collect::<Option<_>>()?;
        let arms = arms.into_iter().map(|(word, span)| self.arm_named(word, span)).collect::<Option<_>>()?;
        Some(Lesions { header, of, reader, at, among, arms })
    }

    fn not_estimated<T>(&mut self, span: Span) -> Option<T> {
        let diagnostic = Diagnostic::new(codes::WRONG_METHOD, "Of single lesions nothing is estimated")
            .at(span, "counts and shares alone are given")
            .because("lesions of one patient are not independent, and those of two readers are not matched with one another")
            .hint("take this line away; what is tested or estimated is the response of the patient, and agreement that of the examination");
        self.report(diagnostic);
        None
    }

    fn answers_of_each(&mut self, of: ResponseId, span: Span) -> Option<()> {
        let criterion = &self.plan.responses[of.0].criterion;
        if criterion.of_each.is_some() {
            return Some(());
        }
        let title = said!("`{name}` answers of patients, and of no single lesion", name = criterion.header.name);
        let hint = "a criterion says what it answers of each: `of each: CATEGORY of SET`";
        self.error_hint(codes::NO_ROLE, title, span, "has no category of lesions", hint)
    }

    /// The reader whose lesions are counted.
    fn one_reader(&mut self, of: ResponseId, entries: &Entries<'a>, place: Span) -> Option<usize> {
        let readers: Vec<String> =
            self.plan.responses[of.0].criterion.readers(&self.plan).iter().map(|r| r.name.clone()).collect();
        let said = entries.value("reader");
        if readers.is_empty() {
            return match said {
                None => Some(0),
                Some(value) => self.error(codes::WRONG_VALUE, "Readers are not told apart here", value.span, "whose?"),
            };
        }
        let Some(value) = said else {
            let title = "Whose lesions are counted is not said";
            let hint = format!("write `reader: {}`, and a statement for each other reader", readers.join("`, or `"));
            return self.missing_key(place, title, "lesions of two readers are not the same lesions", hint);
        };
        let (word, span) = self.word(value)?;
        let reader = self.position("reader", word, span, &readers)?;
        if let Some(Type::Code(list)) = self.plan.responses[of.0].criterion.reader(&self.plan).map(|c| c.ty.clone()) {
            self.note_code(span, &list, word);
        }
        Some(reader)
    }
}
