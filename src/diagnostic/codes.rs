//! Every code a message can carry, in one list.
//!
//! The first letter is the stage: `S` syntax, `P` the plan's meaning, `B` the binding, `D` the data, `A` what a plan must accept or answer, `R` the run.

use super::Severity;

/// A stable name of a kind of mistake; `prespec explain CODE` prints its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// One code with what `explain` prints.
pub struct Entry {
    pub code: Code,
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// The page in Markdown.
    pub page: &'static str,
}

impl Code {
    pub fn entry(self) -> Option<&'static Entry> {
        ALL.iter().find(|e| e.code == self)
    }

    pub fn severity(self) -> Severity {
        self.entry().map_or(Severity::Error, |e| e.severity)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $summary:literal;)*) => {
        $(#[doc = $summary] pub const $name: Code = Code($code);)*
        /// All codes, in order.
        pub const ALL: &[Entry] = &[$(Entry {
            code: $name,
            severity: Severity::$severity,
            summary: $summary,
            page: include_str!(concat!("pages/", $code, ".md")),
        }),*];
    };
}

codes! {
    IMMORTAL_TIME "A001" Warning "Arms are settled after time zero and an endpoint is compared from time zero";
    EARLY_WINDOW "A002" Warning "A response is measured in a window that opens before the arms are settled";
    NO_ANSWER "A003" Error "An analysis is said to answer a warning, and does not";
    LATE_SELECTION "A004" Warning "Arms are compared among patients who are chosen by what happens after time zero";
    BINDING_UNREADABLE "B001" Error "The binding cannot be read";
    BINDING_SHAPE "B002" Error "Another form is expected in the binding";
    BINDING_KEY "B003" Error "The binding has no such key";
    BINDING_MISSING "B004" Error "The binding does not say everything it must";
    BINDING_PATH "B005" Error "A path leads out of the folder of the study";
    BINDING_NOTATION "B006" Error "A notation is not understood";
    BINDING_TABLE "B007" Error "The plan has no such table";
    TABLE_NOT_BOUND "B008" Error "A table of the plan has no file";
    BINDING_COLUMN "B009" Error "The table of the plan has no such column";
    COLUMN_NOT_BOUND "B010" Error "A column of the plan is found nowhere";
    BOUND_TWICE "B011" Error "A file column is taken twice";
    BINDING_CODE "B012" Error "A code of the file or of the plan does not fit";
    BINDING_UNIT "B013" Error "A unit cannot be turned into the plan's";
    BINDING_OPTION "B014" Error "An option does not fit the column";
    BINDING_PLAN "B015" Error "The binding is that of another plan";
    UNREADABLE_VALUE "D001" Error "A value cannot be read as what it should be";
    INEXACT_NUMBER "D002" Error "A number cannot be kept exactly";
    UNKNOWN_CODE "D003" Error "A code is not in the list";
    UNREADABLE_CHARACTER "D004" Error "Characters cannot be read";
    FIELD_COUNT "D005" Error "A row has too few or too many fields";
    OPEN_QUOTATION "D006" Error "Quotation marks or line ends may have hidden a row";
    EMPTY_FILE "D007" Error "A file has no rows";
    COLUMN_ABSENT "D008" Error "A column is not in the file";
    KEY_MISSING "D009" Error "A row lacks its key";
    KEY_REPEATED "D010" Error "A row stands twice";
    NO_SUCH_ROW "D011" Error "A row refers to one that is not there";
    VALUE_MISSING "D012" Error "A value is missing";
    OUT_OF_RANGE "D013" Error "A value is out of its range";
    CONTRADICTS_COLUMN "D014" Error "Two values of a row contradict each other";
    REQUIRED_VALUE "D015" Error "A required value is missing";
    AFTER_CUT_OFF "D016" Error "A date lies after the cut-off";
    BEFORE_CUT_OFF "D017" Note "No date reaches the cut-off";
    THING_CHANGED "D018" Error "Something that stays the same has changed";
    CHECK_FAILED "D019" Error "A check of the plan fails";
    READINGS_UNRESOLVED "D020" Error "Readers disagree and no consensus is recorded";
    CONSENSUS_CONTRADICTS "D021" Error "A consensus differs from readers who agree";
    NOT_AT_BASELINE "D022" Error "What is followed from baseline does not stand there";
    BLANK_ROWS "D023" Note "Rows hold nothing";
    NAMES_NO_OTHER "D024" Error "A row names another that is not there";
    GIVEN_UP "D025" Error "What is followed from baseline stands at no later examination";
    UNFIT_BASELINE "D026" Error "An examination at baseline is of no use to a criterion";
    BEFORE_EARLIEST "D030" Error "A date lies before any that can be";
    ROW_COUNT "D031" Error "A file has another number of rows than the binding states";
    OTHER_FILE "D032" Error "A file is not the one that the binding states";
    INVISIBLE_CHARACTER "D033" Error "A text holds characters that cannot be seen";
    NOTHING_PICKED "D034" Error "The binding picks rows that the file does not have";
    DEATH_BEFORE_TIME_ZERO "D040" Error "A death is dated before time zero";
    AFTER_DEATH "D041" Error "Something is dated after death";
    END_BEFORE_TIME_ZERO "D042" Error "The observation of a patient ends before time zero";
    AFTER_LAST_NEWS "D043" Error "Something is dated after the last news";
    EVENT_BEFORE_TIME_ZERO "D044" Error "An event of an endpoint is dated before time zero";
    UNKNOWN_NAME "P001" Error "A name is not known where it stands";
    UNKNOWN_KEY "P002" Error "A key is not known where it stands";
    NO_SUCH_CODE "P003" Error "A code is not in its list";
    UNKNOWN_UNIT "P004" Error "A unit is not known";
    WRONG_TYPE "P005" Error "A value is of another kind than expected";
    WRONG_UNIT "P006" Error "Numbers of different units meet";
    WRONG_VALUE "P007" Error "A value cannot stand where it does";
    MISSING_KEY "P008" Error "A statement does not say what it must";
    MISSING_NAME "P009" Error "A statement has no name";
    MISSING_STATEMENT "P010" Error "A statement that is needed is nowhere";
    MISPLACED "P011" Error "A statement, entry or case stands where it has no meaning";
    REPEATED "P012" Error "Something is said twice";
    CIRCULAR "P013" Error "A definition leads back to itself, or reads what is described only further down";
    LIKE "P014" Error "A statement cannot be like another";
    UNKNOWN_CONDITION "P015" Error "A condition can be unknown where it decides";
    NO_OTHERWISE "P016" Error "Cases do not cover everything";
    UNREACHABLE "P017" Error "A case or row is never reached";
    NO_TABLE "P018" Error "A rule and its decision table do not fit";
    INCOMPLETE_TABLE "P019" Error "A decision table leaves a combination unanswered";
    CONTRADICTION "P020" Error "Two rows of a decision table contradict each other";
    INTERFACE "P021" Error "The tables of the plan do not give what a criterion needs";
    FUTURE "P022" Error "Something rests on what is known only after time zero";
    TWO_PRIMARIES "P023" Error "Several tests decide and no procedure keeps them together";
    NO_STRATEGY "P024" Error "An intercurrent event has no strategy";
    WRONG_STRATEGY "P025" Error "A strategy does not apply to the kind of endpoint";
    CONTRADICTED_STRATEGY "P026" Error "A strategy is contradicted by the endpoint";
    WRONG_METHOD "P027" Error "A method or effect does not fit the analysis";
    ACCEPTS_NOTHING "P028" Error "A warning is accepted that does not occur";
    NOT_EXECUTABLE "P029" Warning "A numbered clause is carried out by nothing";
    MARKED_CLAUSE "P030" Error "A clause marked as informative or planned holds a formal statement";
    NEVER_ANALYSED "P031" Warning "An endpoint is never analysed";
    NEVER_USED "P032" Note "A name is never used";
    NEVER_REPORTED "P033" Note "An analysis is never reported";
    PAIRS_IGNORED "P034" Warning "Matched patients are taken for independent where it decides";
    NO_PRIMARY "P035" Warning "No analysis is primary";
    NO_LIMITS "P036" Warning "A number with a unit has no limits";
    LANDMARK "P040" Error "A landmark does not fit what is counted from it";
    RATE_WINDOW "P041" Error "Events and the time at risk of their rate do not begin and end together";
    OPTION_UNREAD "P042" Error "An option is stated where it changes nothing";
    NEVER_COMPUTED "P043" Error "What is asked for can never be computed";
    NO_ROLE "P044" Error "A criterion does not declare which of its responses are asked for";
    NO_ORDER "P046" Error "Two events of an estimand can meet in a patient and have no order";
    UNSETTLED_TIE "P048" Error "Rows that are ranked alike compete for a place";
    NUMBER_UNSAID "P050" Warning "A number of a statement is not in the prose of its clause";
    NUMBER_UNSTATED "P051" Note "A number in the prose is in no statement of its clause";
    NO_SUCH_CLAUSE "P052" Warning "A clause is referred to that there is none of";
    ALWAYS_SO "P060" Warning "A condition holds whatever the data are";
    NOT_SENSITIVITY "P061" Warning "A sensitivity analysis has another estimand than what it is like";
    NO_PROTECTION "P062" Warning "A procedure does not protect what it is used for";
    CANNOT_OCCUR "P063" Error "An event cannot occur where it is asked for";
    WINDOW_GAP "P064" Warning "Some days lie in no window, or in two";
    ADMITS_TREATMENT "P065" Warning "A group that is called alone admits the treatment";
    WRONG_MARGIN "P066" Error "A margin lies on the wrong side of no effect";
    OTHER_LABEL "P070" Warning "A label says another thing than its statement";
    NO_LIMIT "P071" Warning "Something is counted without the limit that its use asks for";
    COUNTED_AS_SUCCESS "P072" Warning "A death, or what is not known, counts as a success";
    READ_ELSEWHERE "P073" Warning "What belongs together is read in two places";
    CHOSEN_BY_OUTCOME "P074" Warning "Patients are chosen by the outcome by which they are compared";
    NO_CLAUSE_AMENDED "P080" Error "An amendment names a clause that there is none of";
    AMENDMENTS_OUT_OF_ORDER "P081" Error "Amendments do not stand in the order of their dates";
    ASSUMED_OF_NOTHING "P087" Error "What is assumed does not fit what it is of";
    ASSUMED_TOGETHER "P088" Error "Assumptions cannot hold together";
    NO_CLAUSE_SHOWN "P100" Error "The report is to show a clause that says nothing";
    LEVEL_UNSPENT "P101" Warning "A graph leaves a part of the level to no hypothesis";
    OTHER_DIRECTION "P102" Warning "The text says the other direction as the better one";
    NO_EFFECT "P103" Warning "A power is asked for, and no effect is assumed";
    WITHHELD "P090" Note "A copy for circulation leaves results of the plan out";
    ONE_NAME_TWICE "R001" Error "Two numbers of a run have one identifier";
    NO_FILE "R010" Error "A file of the study cannot be opened";
    NO_TEXT "R011" Error "A file of the study is no text";
    OVERWRITES_INPUT "R012" Error "The output would overwrite what is read";
    OTHER_STUDY "R013" Error "The output folder holds the results of another study";
    NOT_WRITTEN "R014" Error "The output cannot be written";
    NOT_THE_RUN "R015" Error "A run cannot be made again";
    LOG_BROKEN "R020" Error "The log of a study is not as it was written";
    HALF_PLACED "R021" Error "The output folder holds files of two runs";
    NOT_SEALED "R022" Error "A plan is not sealed as it stands";
    STANDS_ALREADY "R023" Error "A seal or a lock stands already";
    NOT_LOCKED "R024" Error "There is no such lock";
    LOCK_BLOCKED "R025" Error "Findings in the data block the lock";
    NOT_AS_RECORDED "R026" Error "Something is not as it is on record";
    NO_PERSON "R027" Error "Nobody says who does this";
    NOT_AMENDED "R028" Error "A plan means another thing than the one that was sealed, and no amendment says why";
    AMENDS_NOTHING "R029" Warning "An amendment names a clause that means what it meant";
    AMENDMENT_CHANGED "R033" Error "An amendment is not as it was sealed";
    SEALED_NOT_UNDERSTOOD "R034" Error "A sealed text is not understood by this version of prespec";
    NO_PATIENT_FITS "R040" Error "No patient can be made who fits the plan";
    NOT_SIMULATED "R041" Error "Simulated data and others stand in one folder";
    NO_CIRCULATION "R060" Error "A plan does not say what may circulate";
    CIRCULATED "R061" Error "A copy for circulation does not tell what is asked of it";
    NOT_ONLY_A_COPY "R062" Error "A copy for circulation would stand among what may not leave";
    NOT_AS_WRITTEN "R050" Error "The files of a run were changed";
    OTHER_VERSION "R051" Error "The files of a run are of another version";
    NO_ANSWERS "R035" Error "A file holds no answers to queries";
    ANSWERS_TOO_LARGE "R036" Error "A file of answers is larger than any list";
    ANSWERED_TWICE "R037" Error "A query is answered twice and otherwise";
    LIST_IS_THERE "R038" Error "A list of queries would be written over a file";
    NO_FORM_OF_LIST "R039" Error "A list of queries is written in another form";
    NO_ANALYSIS "R042" Error "A rehearsal is asked of an analysis that there is none of";
    NO_ASSUMPTION "R043" Error "Patients are asked for by an assumption that there is none of";
    MASKED "R044" Error "Something is asked of a masked run that could tell the arms";
    NOT_WHOLE "R030" Error "A folder does not hold the run that it says it holds";
    INPUT_CHANGED "R031" Error "What a run was computed from is not there as it was";
    NOT_EMPTY "R073" Error "A new study would be written into a folder that holds something";
    NO_DESIGN "R074" Error "A new study is begun without a design that there is";
    PLAN_AND_RUN "R032" Error "A plan and a run cannot be compared";
    UNREADABLE "S001" Error "A formal statement cannot be read";
    TOO_DEEP "S002" Error "Parentheses or braces are nested too deeply";
    AND_WITH_OR "S003" Error "`and` and `or` are mixed without parentheses";
    UNCLOSED "S004" Error "A bracket, quotation mark or fence is not closed";
    HEADING_NUMBER "S005" Error "The numbers of the clauses do not follow each other";
    STRAY_TABLE "S006" Error "A table belongs to no rule";
    UNKNOWN_STATEMENT "S007" Error "A line at the margin begins no statement";
    IGNORED_FENCE "S008" Error "A block looks formal and would not be read";
    OLD_WORDS "S009" Error "What is said here is said in other words now";
}
