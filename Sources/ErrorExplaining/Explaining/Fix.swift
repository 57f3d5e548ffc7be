/// One way out of a violation.
package struct Fix: Hashable, Sendable {
  /// What it can do to data.
  package enum Safety: String, Hashable, Sendable, CaseIterable {
    /// Reads only, or cannot lose anything.
    case safe
    /// Changes rows or a constraint as intended; look twice.
    case careful
    /// Gives up a guarantee, or can take more rows than meant.
    case risky
  }

  package var title: String
  package var sql: String
  package var safety: Safety

  package init(_ title: String, _ safety: Safety, _ sql: String) {
    self.title = title
    self.sql = sql
    self.safety = safety
  }
}
