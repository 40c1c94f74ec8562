//! The design of a study.

/// As the study states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    RandomisedTrial,
    SingleArmTrial,
    ProspectiveCohort,
    RetrospectiveCohort,
    CaseControl,
    CrossSectional,
    DiagnosticAccuracy,
}

impl Design {
    pub const ALL: [Design; 7] = [
        Design::RandomisedTrial,
        Design::SingleArmTrial,
        Design::ProspectiveCohort,
        Design::RetrospectiveCohort,
        Design::CaseControl,
        Design::CrossSectional,
        Design::DiagnosticAccuracy,
    ];

    /// As a plan writes it.
    pub fn word(self) -> &'static str {
        match self {
            Design::RandomisedTrial => "randomised_trial",
            Design::SingleArmTrial => "single_arm_trial",
            Design::ProspectiveCohort => "prospective_cohort",
            Design::RetrospectiveCohort => "retrospective_cohort",
            Design::CaseControl => "case_control",
            Design::CrossSectional => "cross_sectional",
            Design::DiagnosticAccuracy => "diagnostic_accuracy",
        }
    }

    /// Nobody is assigned to what is compared.
    pub fn is_observational(self) -> bool {
        match self {
            Design::ProspectiveCohort | Design::RetrospectiveCohort | Design::CaseControl | Design::CrossSectional => {
                true
            }
            Design::RandomisedTrial | Design::SingleArmTrial | Design::DiagnosticAccuracy => false,
        }
    }
}
