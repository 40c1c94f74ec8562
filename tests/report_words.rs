//! The report has a French title for every method of the plan language.

use prespec::methods::ALL;
use prespec::report::data;
use prespec::results::{MethodUse, Number, Record, ReportInfo, Results};

#[test]
fn every_method_has_a_french_title() {
    for method in ALL {
        let used = MethodUse { name: method.name.into(), title: "UNTRANSLATED".into(), ..MethodUse::default() };
        let record = Record {
            id: "x.estimate".into(),
            analysis: "x".into(),
            role: "primary".into(),
            statistic: "estimate".into(),
            standing: "estimates".into(),
            value: Number::Real(0.5),
            method: Some(used),
            ..Record::default()
        };
        let results = Results {
            report: ReportInfo { language: "fr".into(), ..ReportInfo::default() },
            records: vec![record],
            ..Results::default()
        };
        let arranged = String::from_utf8(data(&results).expect("a report")).expect("text");
        assert!(!arranged.contains("UNTRANSLATED"), "{} has no French title", method.name);
    }
}
