/// A preview as it is kept in a file: the document `fkwalk.preview/1`, which scripts read too.
package struct SavedPreview: Hashable, Sendable {
  package var report: DeleteReport
  /// How the prediction held against the DELETE itself; nil where that was not tried.
  package var verification: Verification?

  package init(report: DeleteReport, verification: Verification? = nil) {
    self.report = report
    self.verification = verification
  }
}
