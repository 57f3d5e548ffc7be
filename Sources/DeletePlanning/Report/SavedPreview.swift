package import SchemaModel

/// A preview as it is kept in a file: the document `fkwalk.preview/1`, which scripts read too.
package struct SavedPreview: Hashable, Sendable {
  package var report: DeleteReport
  /// The constraints, by name, whose ON DELETE action was supposed to be another one.
  package var whatIf: [String: ReferentialAction]
  /// How the prediction held against the DELETE itself; nil where that was not tried.
  package var verification: Verification?

  package init(
    report: DeleteReport, whatIf: [String: ReferentialAction] = [:],
    verification: Verification? = nil
  ) {
    self.report = report
    self.whatIf = whatIf
    self.verification = verification
  }
}

/// Why a document is no saved preview, in one line for people.
package struct SavedPreviewError: Error, Hashable, Sendable {
  package var message: String
}
