//! The classes of the standard that a run fills, by the names of its JSON Schema.

use serde::Serialize;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportingEvent {
    pub id: String,
    pub name: String,
    pub description: String,
    pub main_list_of_contents: ListOfContents,
    pub other_lists_of_contents: Vec<ListOfContents>,
    pub reference_documents: Vec<ReferenceDocument>,
    pub terminology_extensions: Vec<TerminologyExtension>,
    pub analysis_output_categorizations: Vec<Categorization>,
    pub analysis_sets: Vec<Selection>,
    pub data_subsets: Vec<Selection>,
    pub analysis_groupings: Vec<GroupingFactor>,
    pub methods: Vec<AnalysisMethod>,
    pub analyses: Vec<Analysis>,
    pub outputs: Vec<Output>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListOfContents {
    pub name: String,
    pub label: &'static str,
    pub contents_list: NestedList,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NestedList {
    pub list_items: Vec<ListItem>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListItem {
    pub name: String,
    pub level: usize,
    pub order: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sublist: Option<NestedList>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceDocument {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentReference {
    pub reference_document_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub page_refs: Vec<PageNameRef>,
}

/// A place of a document by its name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageNameRef {
    pub ref_type: &'static str,
    pub label: String,
    pub page_names: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TerminologyExtension {
    pub id: String,
    pub enumeration: &'static str,
    pub sponsor_terms: Vec<SponsorTerm>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SponsorTerm {
    pub id: String,
    pub submission_value: &'static str,
    pub description: String,
}

#[derive(Debug, Serialize)]
pub struct Categorization {
    pub id: String,
    pub label: String,
    pub categories: Vec<Category>,
}

#[derive(Debug, Serialize)]
pub struct Category {
    pub id: String,
    pub label: String,
}

/// An analysis set, a data subset or a group: which subjects or records it holds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    pub id: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub level: usize,
    pub order: usize,
    #[serde(flatten)]
    pub by: By,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum By {
    Condition(Condition),
    CompoundExpression(CompoundExpression),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    pub variable: String,
    pub comparator: Comparator,
    pub value: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Comparator {
    Eq,
    In,
}

impl Condition {
    pub fn is(variable: &str, value: &str) -> Condition {
        Condition { variable: variable.to_string(), comparator: Comparator::Eq, value: vec![value.to_string()] }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompoundExpression {
    pub logical_operator: LogicalOperator,
    pub where_clauses: Vec<WhereClause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LogicalOperator {
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhereClause {
    pub level: usize,
    pub order: usize,
    #[serde(flatten)]
    pub of: Clause,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Clause {
    Condition(Condition),
    /// A group by its identifier.
    SubClauseId(String),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupingFactor {
    pub id: String,
    pub name: String,
    pub data_driven: bool,
    pub grouping_variable: String,
    pub groups: Vec<Selection>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AnalysisMethod {
    pub id: String,
    pub name: String,
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub document_refs: Vec<DocumentReference>,
    pub operations: Vec<Operation>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    pub id: String,
    pub name: String,
    pub label: String,
    pub order: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_pattern: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub referenced_operation_relationships: Vec<OperationRelationship>,
}

/// What another operation is to this one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationRelationship {
    pub id: String,
    pub referenced_operation_role: OperationRole,
    pub operation_id: String,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationRole {
    pub controlled_term: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    pub id: String,
    pub name: String,
    pub description: String,
    pub reason: Term,
    pub purpose: Term,
    pub method_id: String,
    pub document_refs: Vec<DocumentReference>,
    pub category_ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis_set_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_subset_id: Option<String>,
    pub ordered_groupings: Vec<OrderedGrouping>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub referenced_analysis_operations: Vec<ReferencedOperation>,
    pub programming_code: ProgrammingCode,
    pub results: Vec<OperationResult>,
}

/// Of the standard's own terminology, or of its extension here.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Term {
    ControlledTerm(&'static str),
    SponsorTermId(String),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderedGrouping {
    pub order: usize,
    pub grouping_id: String,
    pub results_by_group: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferencedOperation {
    pub referenced_operation_relationship_id: String,
    pub analysis_id: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProgrammingCode {
    pub context: String,
    pub document_ref: DocumentReference,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationResult {
    pub operation_id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub result_groups: Vec<ResultGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_value: Option<String>,
    pub formatted_value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultGroup {
    pub grouping_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Output {
    pub id: String,
    pub name: String,
    pub category_ids: Vec<String>,
    pub file_specifications: Vec<OutputFile>,
    pub displays: Vec<OrderedDisplay>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputFile {
    pub name: &'static str,
    pub file_type: Term,
    pub location: &'static str,
}

#[derive(Debug, Serialize)]
pub struct OrderedDisplay {
    pub order: usize,
    pub display: OutputDisplay,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputDisplay {
    pub id: String,
    pub name: String,
    pub display_title: String,
    pub display_sections: Vec<DisplaySection>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DisplaySection {
    pub section_type: &'static str,
    pub ordered_sub_sections: Vec<OrderedSubSection>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderedSubSection {
    pub order: usize,
    pub sub_section: SubSection,
}

#[derive(Debug, Serialize)]
pub struct SubSection {
    pub id: String,
    pub text: String,
}
