//! `mcnemar`: the test of matched pairs.

use super::alternative::Alternative;
use super::{Asks, Fact, Groups, Id, Method, OutcomeKind, Use, YesNo, choice, gives, options};

choice! {
    Form {
        Exact "exact" ("exact", "exact"),
        Asymptotic "asymptotic" ("asymptotic", "asymptotique"),
        MidP "mid_p" ("mid p", "mi-p"),
    }
}

choice! {
    By {
        Pair "pair" ("pair", "paire") reads Pairs,
    }
}

options! {
    form: choice(Form) = Exact, "The binomial distribution of the discordant pairs, its mid-P version, or chi-squared." ("form", "forme") is Test;
    correction: choice(YesNo) = No, "Continuity correction of the asymptotic form; the others have none." ("correction", "correction de continuité");
    by: choice(By) = Pair, "What is matched." ("by", "par") is Model;
    alternative: choice(Alternative) = TwoSided, "`two_sided`; `greater`: more responders in the first group, `less`: fewer." ("alternative", "hypothèse alternative") is Test;
}

gives! {
    ChiSquared: test(Statistic).when(&[&[Fact::Option(OPTION.form.is(&[Form::Asymptotic]))]]);
    PValue: test(PValue);
    Pairs: estimate(Count);
    Both: estimate(Count);
    FirstOnly: estimate(Count);
    SecondOnly: estimate(Count);
    Neither: estimate(Count);
}

pub const METHOD: Method = Method {
    id: Id::Mcnemar,
    name: "mcnemar",
    title: "McNemar's test of matched pairs",
    title_fr: "Test de McNemar de paires appariées",
    begins_with_name: true,
    citation: "McNemar Q. Psychometrika 1947;12:153–157; Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91",
    takes: &[OutcomeKind::YesNo],
    uses: &[Use::Decide],
    estimates: &[],
    groups: Groups::Two,
    asks: Asks { conditions: &[OPTION.correction.read_where(OPTION.form.is(&[Form::Asymptotic]))], ..Asks::NOTHING },
    options: Options::SPECS,
    gives: Gives::ALL,
    variant: Some(OPTION.form.name()),
    page: include_str!("pages/mcnemar.md"),
};
