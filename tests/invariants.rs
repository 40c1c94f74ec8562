//! What is true of every plan and of every program, over every plan of the repository.

use crate::every_plan::every_plan;
use prespec::catalogue::mcnemar;
use prespec::compile::compile_at;
use prespec::plan::ir::*;
use prespec::program::digest;
use prespec::{plan, program};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn plans_and_programs_keep_their_invariants() {
    let found = every_plan();
    let mut whole = 0;
    for compiled in &found {
        // Some plans of the tests are wrong on purpose.
        let Some(plan) = &compiled.plan else { continue };
        whole += 1;
        assert_eq!(plan::invariants::invariants(plan, &compiled.sources), [""; 0], "{}", compiled.path.display());
        let program = program::lower(plan);
        assert_eq!(program::invariants::invariants(&program, plan), [""; 0], "{}", compiled.path.display());
    }
    assert!(whole >= 16, "{whole} plans of {}", found.len());
}

/// The functions find what they are there to find.
#[test]
fn what_does_not_hold_is_found() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans/lung/plan.md");
    let compiled = compile_at(&path).expect("a plan that can be read");
    let plan = compiled.plan.expect("a plan without a fault");
    let mut program = program::lower(&plan);
    program.steps[1].id = program.steps[0].id.clone();
    let last = program.steps.len() - 1;
    program.steps[last].inputs.push(program::StepId(last));
    let broken = program::invariants::invariants(&program, &plan);
    assert!(broken.iter().any(|b| b.ends_with("another step has this name")), "{broken:?}");
    assert!(broken.iter().any(|b| b.ends_with("stands before what it reads")), "{broken:?}");
    let mut plan = plan;
    plan.tables[0].key = vec![99];
    plan.analyses[0].endpoint.0 = 99;
    assert_eq!(plan::invariants::invariants(&plan, &compiled.sources).len(), 2);
}

/// By step, what it does as a text.
fn does(plan: &Plan) -> BTreeMap<String, String> {
    let program = program::lower(plan);
    program.steps.iter().map(|step| step.id.clone()).zip(digest::texts(&program, plan)).collect()
}

fn study() -> Plan {
    plan_of("plans/sirt-hcc")
}

fn plan_of(folder: &str) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("plan.md");
    compile_at(&path).expect("a plan that can be read").plan.expect("a plan without a fault")
}

type Change = (&'static str, fn(&mut Plan));

/// What may change a number, in each kind of statement, and a step whose number it is.
const CHANGES: &[Change] = &[
    ("analysis.survival", |p| p.settings.alpha = "0.1".parse().unwrap()),
    ("analysis.survival", |p| p.settings.year_days = 360.into()),
    ("agreement", |p| p.settings.alpha = "0.1".parse().unwrap()),
    ("data.lesion", |p| tables(p, "lesion").order.reverse()),
    ("data.lesion", |p| tables(p, "lesion").columns[2].ty = Type::Text),
    ("timepoint", |p| p.timepoints[0].tie_earlier = !p.timepoints[0].tie_earlier),
    ("timepoint", |p| {
        for point in &mut p.timepoints[0].points {
            point.kind = if point.kind == PointKind::First { PointKind::Last } else { PointKind::First };
        }
    }),
    ("arms", |p| p.arms.arms.reverse()),
    ("population", |p| {
        p.populations.iter_mut().for_each(|population| {
            if let PopulationSource::AtRisk { day, .. } = &mut population.of {
                *day += 1;
            }
        });
    }),
    ("population.eligible", |p| drop(p.populations[0].require.pop())),
    ("fold", |p| p.responses[0].baseline = Baseline::Point(PointId(1))),
    ("fold", |p| p.responses[0].clock = Clock::Event { event: EventId(0), by: None }),
    ("fold", |p| p.responses[0].criterion.no_baseline.0 += 1),
    ("combine", |p| drop(p.combines[0].of[0].cases.remove(0))),
    ("combine", |p| p.combines[0].of[0].stop_after = None),
    ("matching", |p| p.matchings[0].caliper = None),
    ("matching", |p| drop(p.matchings[0].covariates.pop())),
    ("matching", |p| drop(p.matchings[0].exact.pop())),
    ("matching", |p| p.matchings[0].aim_below = 1.into()),
    ("matching", |p| p.matchings[0].balance_of_score = !p.matchings[0].balance_of_score),
    ("matching", |p| {
        let matching = &mut p.matchings[0];
        std::mem::swap(&mut matching.treated, &mut matching.control);
    }),
    ("intercurrent", |p| p.intercurrents.iter_mut().for_each(|i| i.from_day = Some(7))),
    ("intercurrent", |p| p.intercurrents.iter_mut().for_each(|i| i.arm = Some(1 - i.arm.unwrap_or(1)))),
    ("endpoint.orr", |p| {
        kinds(p, |kind| {
            if let EndpointKind::YesNo(k) = kind {
                k.missing = MissingRule::LeftOut
            }
        })
    }),
    ("endpoint.orr", |p| {
        kinds(p, |kind| {
            if let EndpointKind::YesNo(k) = kind {
                k.by[0].not_after = None
            }
        })
    }),
    ("endpoint.pfs", |p| {
        kinds(p, |kind| {
            if let EndpointKind::TimeToEvent(k) = kind {
                k.horizon = Some(Horizon { at: HorizonAt::Day(9), on_its_day: OnItsDay::Counts })
            }
        })
    }),
    ("endpoint.pfs", |p| {
        kinds(p, |kind| {
            if let EndpointKind::TimeToEvent(k) = kind
                && let Some(horizon) = &mut k.horizon
            {
                horizon.on_its_day = OnItsDay::DoesNotCount
            }
        })
    }),
    ("endpoint.pfs_curative", |p| {
        kinds(p, |kind| {
            if let EndpointKind::CompetingRisks(k) = kind {
                k.same_day.reverse()
            }
        })
    }),
    ("endpoint.pfs", |p| {
        kinds(p, |kind| {
            if let EndpointKind::TimeToEvent(k) = kind {
                k.events.reverse()
            }
        })
    }),
    ("endpoint.pfs_curative", |p| {
        kinds(p, |kind| {
            if let EndpointKind::CompetingRisks(k) = kind {
                k.causes.reverse()
            }
        })
    }),
    ("endpoint.best", |p| {
        kinds(p, |kind| {
            if let EndpointKind::BestResponse(k) = kind {
                k.to_day += 1
            }
        })
    }),
    ("endpoint.best", |p| {
        kinds(p, |kind| {
            if let EndpointKind::BestResponse(k) = kind {
                k.stable_from += 1
            }
        })
    }),
    ("endpoint.best", |p| {
        kinds(p, |kind| {
            if let EndpointKind::BestResponse(k) = kind {
                k.before = None
            }
        })
    }),
    ("endpoint.best", |p| {
        kinds(p, |kind| {
            if let EndpointKind::BestResponse(k) = kind
                && let Some(before) = &mut k.before
            {
                before.examination = ReadOnItsDay::BeforeEvent
            }
        })
    }),
    ("endpoint.orr", |p| {
        kinds(p, |kind| {
            if let EndpointKind::YesNo(k) = kind {
                k.confirmed = Some(Confirmation { after: 28, not_assessed_between: 1 })
            }
        })
    }),
    ("endpoint.pfs", |p| {
        kinds(p, |kind| {
            if let EndpointKind::TimeToEvent(k) = kind {
                k.events.iter_mut().for_each(|source| {
                    if let EventSource::Response { counts, .. } = source {
                        *counts = Counts::Repeated(Confirmation { after: 28, not_assessed_between: 1 })
                    }
                })
            }
        })
    }),
    ("endpoint.best_confirmed", |p| {
        kinds(p, |kind| {
            if let EndpointKind::BestResponse(k) = kind {
                k.confirmed = None
            }
        })
    }),
    ("endpoint.any_ae", |p| {
        kinds(p, |kind| {
            if let EndpointKind::Events(k) = kind {
                k.severe_from += 1
            }
        })
    }),
    ("analysis.survival", |p| {
        p.analyses.iter_mut().for_each(|a| a.methods = a.methods.split_off(1.min(a.methods.len())))
    }),
    ("analysis.survival", |p| p.analyses.iter_mut().for_each(|a| a.landmark = Some(a.landmark.unwrap_or(0) + 3))),
    ("analysis.survival", |p| p.analyses.iter_mut().for_each(|a| a.population.0 = usize::from(a.population.0 == 0))),
    ("analysis.survival", |p| {
        p.analyses.iter_mut().for_each(|a| {
            if let Compare::Arms(arms) = &mut a.compare {
                arms.reverse();
            }
        });
    }),
    ("analysis.progression", |p| {
        p.analyses.iter_mut().flat_map(|a| &mut a.handling.strategies).for_each(|(_, strategy, _)| {
            *strategy =
                if *strategy == Strategy::TreatmentPolicy { Strategy::CensorBefore } else { Strategy::TreatmentPolicy };
        });
    }),
    ("analysis.primary", |p| {
        p.analyses.iter_mut().for_each(|a| {
            if let Meeting::InOrder(order) = &mut a.handling.meeting {
                order.reverse();
            }
        });
    }),
    ("analysis.primary", |p| {
        p.analyses.iter_mut().for_each(|a| {
            if let Meeting::InOrder(order) = &a.handling.meeting {
                a.handling.meeting = Meeting::FirstToHappen(order.clone());
            }
        });
    }),
    ("analysis.primary", |p| {
        p.analyses.iter_mut().for_each(|a| {
            a.handling.examination = a.handling.examination.map(|_| ReadOnItsDay::BeforeEvent);
        });
    }),
    ("analysis.progression_new_line", |p| {
        p.analyses.iter_mut().for_each(|a| {
            a.handling.on_its_day = a.handling.on_its_day.map(|_| OnItsDay::DoesNotCount);
        });
    }),
    ("analysis.progression_adjusted", |p| p.analyses.iter_mut().for_each(|a| a.adjustment.missed = None)),
    ("analysis.progression_overlap", |p| p.analyses.iter_mut().for_each(|a| a.adjustment.overlap = None)),
    ("agreement", |p| p.agreements.iter_mut().for_each(|a| drop(a.methods.pop()))),
    ("agreement", |p| {
        p.agreements.iter_mut().for_each(|a| {
            if let AgreementOf::Responses(read) = &mut a.of {
                read.of[0].stop_after = if read.of[0].stop_after.is_some() { None } else { Some(SetId(0)) };
            }
        });
    }),
    ("lesions", |p| p.lesions.iter_mut().for_each(|l| l.reader = 1 - l.reader)),
    ("lesions", |p| p.lesions.iter_mut().for_each(|l| l.at.truncate(1))),
    ("lesions", |p| p.lesions.iter_mut().for_each(|l| l.arms = vec![1])),
    ("sample_size", |p| p.settings.alpha = "0.1".parse().unwrap()),
    ("sample_size", |p| p.sample_sizes.iter_mut().for_each(|size| size.pairs += 1)),
    ("sample_size", |p| p.sample_sizes.iter_mut().for_each(|size| size.test.form = mcnemar::Form::MidP)),
    ("sample_size", |p| p.sample_sizes.iter_mut().for_each(|size| size.interval = None)),
    ("sample_size", |p| p.sample_sizes.iter_mut().for_each(|size| drop(size.show.pop()))),
    ("report.baseline", |p| baseline(p).quartiles = 3),
    ("report.baseline", |p| baseline(p).numbers.truncate(1)),
    ("report.baseline", |p| drop(baseline(p).characteristics.pop())),
    ("report.baseline", |p| baseline(p).populations.truncate(1)),
    ("report.waterfall", |p| {
        p.report.as_mut().unwrap().figures.iter_mut().for_each(|figure| {
            if let FigureGiven::Sum(sum) = &mut figure.given {
                sum.reader += 1;
            }
        });
    }),
];

/// As [`CHANGES`], in a plan with a family.
const OF_FAMILIES: &[Change] = &[
    ("family", |p| p.settings.alpha = "0.1".parse().unwrap()),
    ("family", |p| p.families.iter_mut().for_each(|family| family.of.reverse())),
    ("family", |p| {
        let hypothesis = |analysis| Hypothesis { analysis, arm: None, share: "0.5".parse().unwrap(), passes: vec![] };
        let graph = Graph { hypotheses: vec![hypothesis(0)] };
        p.families.iter_mut().for_each(|family| family.graph = Some(graph.clone()));
    }),
];

fn tables<'p>(plan: &'p mut Plan, name: &str) -> &'p mut Table {
    plan.tables.iter_mut().find(|table| table.header.name == name).expect("a table of this name")
}

fn kinds(plan: &mut Plan, change: fn(&mut EndpointKind)) {
    plan.endpoints.iter_mut().for_each(|endpoint| change(&mut endpoint.kind));
}

fn baseline(plan: &mut Plan) -> &mut BaselineTable {
    plan.report.as_mut().and_then(|report| report.baseline.as_mut()).expect("a table at baseline")
}

#[test]
fn whatever_may_change_a_number_changes_the_digest_of_its_step() {
    assert_eq!(unseen(&study(), CHANGES), [""; 0]);
    assert_eq!(unseen(&plan_of("tests/plans/births"), OF_FAMILIES), [""; 0]);
}

fn unseen(plan: &Plan, changes: &[Change]) -> Vec<String> {
    let before = does(plan);
    let mut faults = vec![];
    for (number, (step, change)) in changes.iter().enumerate() {
        let mut changed = plan.clone();
        change(&mut changed);
        let after = does(&changed);
        let own = |id: &&String| *id == step || id.strip_prefix(step).is_some_and(|rest| rest.starts_with('.'));
        let differs = |id: &String| after.get(id).is_some_and(|text| *text != before[id]);
        if !before.keys().filter(own).any(differs) {
            faults.push(format!("{number}: {step}"));
        }
    }
    faults
}

/// Labels, and why something is said, have no part in it.
#[test]
fn words_change_no_digest() {
    let plan = study();
    let mut said = plan.clone();
    let word = || "another word".to_string();
    let headers = (said.tables.iter_mut().map(|t| t.header.label = word()).count())
        + said.events.iter_mut().map(|e| e.header.label = word()).count()
        + said.defines.iter_mut().map(|d| d.header.label = word()).count()
        + said.populations.iter_mut().map(|p| p.header.label = word()).count()
        + said.timepoints.iter_mut().flat_map(|t| &mut t.points).map(|p| p.label = word()).count()
        + said.responses.iter_mut().map(|r| r.header.label = word()).count()
        + said.combines.iter_mut().map(|c| c.header.label = word()).count()
        + said.matchings.iter_mut().map(|m| m.header.label = word()).count()
        + said.matchings.iter_mut().flat_map(|m| &mut m.covariates).map(|c| c.label = word()).count()
        + said.endpoints.iter_mut().map(|e| e.header.label = word()).count()
        + said.analyses.iter_mut().map(|a| a.header.label = word()).count()
        + said.checks.iter_mut().map(|c| c.header.label = word()).count()
        + said.families.iter_mut().map(|f| f.header.label = word()).count();
    assert!(headers > 100, "{headers}");
    said.arms.arms.iter_mut().for_each(|arm| arm.label = word());
    baseline(&mut said).characteristics.iter_mut().for_each(|c| c.label = word());
    assert_eq!(does(&said), does(&plan));
}
