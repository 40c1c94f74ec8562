//! From the covariates of a plan to columns of numbers: a code becomes one yes/no column per level but the first.

use crate::plan::ir::Type;
use crate::program::flat::FlatCovariate;

/// One column of numbers with what to call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// `age`, `sex.M`.
    pub name: String,
    /// The covariate, and the code that the column tells from the first.
    pub covariate: String,
    pub level: Option<String>,
    /// `Age at start, years`, `Sex: Male`.
    pub label: String,
    /// By patient of the whole study; none where it is missing.
    pub values: Vec<Option<f64>>,
    /// Its variance is p(1 − p).
    pub yes_no: bool,
}

/// The terms of one covariate. The levels of a code are those present among `patients`, in the order of the code list; the
/// first is the reference.
pub fn terms(covariate: &FlatCovariate, values: &[Option<f64>], patients: &[usize]) -> Vec<Term> {
    let Type::Code(list) = &covariate.expression.ty else {
        let yes_no = covariate.expression.ty == Type::YesNo;
        return vec![Term {
            name: covariate.name.clone(),
            covariate: covariate.name.clone(),
            level: None,
            label: covariate.label.clone(),
            values: values.to_vec(),
            yes_no,
        }];
    };
    let has = |level: usize| patients.iter().any(|p| values.get(*p).copied().flatten() == Some(level as f64));
    let present: Vec<usize> = (0..list.codes.len()).filter(|l| has(*l)).collect();
    let of_level = |level: &usize| Term {
        name: format!("{}.{}", covariate.name, list.codes[*level].name),
        covariate: covariate.name.clone(),
        level: Some(list.codes[*level].name.clone()),
        label: format!("{}: {}", covariate.label, list.codes[*level].label),
        values: values.iter().map(|v| v.map(|v| f64::from(u8::from(v == *level as f64)))).collect(),
        yes_no: true,
    };
    present.iter().skip(1).map(of_level).collect()
}

/// The level that the others of a code are told from: `Sex: Female`; none where there are no others, and of what is no code.
pub fn reference(covariate: &FlatCovariate, values: &[Option<f64>], patients: &[usize]) -> Option<String> {
    let Type::Code(list) = &covariate.expression.ty else { return None };
    let has = |level: usize| patients.iter().any(|p| values.get(*p).copied().flatten() == Some(level as f64));
    let mut present = (0..list.codes.len()).filter(|level| has(*level));
    let first = present.next()?;
    present.next()?;
    Some(format!("{}: {}", covariate.label, list.codes[first].label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::ir::{CodeEntry, CodeList};
    use crate::program::flat::Held;
    use crate::program::step::StepId;
    use std::sync::Arc;

    fn covariate(ty: Type) -> FlatCovariate {
        let expression = Held { step: StepId(0), ty };
        FlatCovariate { name: "stage".into(), label: "Stage".into(), expression, per: None }
    }

    #[test]
    fn a_code_has_one_term_per_level_present_but_the_first() {
        let entry = |n: &str| CodeEntry { name: n.into(), label: n.to_lowercase() };
        let list = CodeList { codes: ["A", "B", "C", "D"].map(entry).into() };
        let values = [Some(1.0), Some(3.0), None, Some(0.0)];
        let found = terms(&covariate(Type::Code(Arc::new(list))), &values, &[0, 1, 2]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].label.as_str()), ("stage.D", "Stage: d"));
        assert_eq!(found[0].values, [Some(0.0), Some(1.0), None, Some(0.0)]);
        assert!(found[0].yes_no);
    }

    #[test]
    fn the_first_level_present_is_the_reference_where_there_are_others() {
        let entry = |n: &str| CodeEntry { name: n.into(), label: n.to_lowercase() };
        let list = CodeList { codes: ["A", "B", "C", "D"].map(entry).into() };
        let stage = covariate(Type::Code(Arc::new(list)));
        let values = [Some(1.0), Some(3.0), None, Some(0.0)];
        assert_eq!(reference(&stage, &values, &[0, 1, 2]).as_deref(), Some("Stage: b"));
        assert_eq!(reference(&stage, &values, &[0, 2]), None);
        assert_eq!(reference(&covariate(Type::Integer), &values, &[0, 1]), None);
    }

    #[test]
    fn a_number_is_its_own_term() {
        let found = terms(&covariate(Type::Integer), &[Some(2.0), None], &[0, 1]);
        assert_eq!(found.len(), 1);
        assert!(!found[0].yes_no);
    }
}
