/// What there is to know of one integrity error: what it is, its forms, causes and fixes.
///
/// PostgreSQL manual, appendix A, "PostgreSQL Error Codes"; the text of each is `Texts/Cards/sqlstate-CODE.md`.
package struct ReferenceCard: Hashable, Sendable {
  package var sqlstate: String
  /// The condition's name in the manual: `foreign_key_violation`.
  package var name: String
  /// The card as Markdown.
  package var text: String

  /// The card of a SQLSTATE; nil where there is none.
  package init?(_ sqlstate: String) {
    guard let card = Self.all.first(where: { $0.sqlstate == sqlstate.uppercased() }) else {
      return nil
    }
    self = card
  }

  private init(_ sqlstate: String, _ name: String, _ bytes: [UInt8]) {
    self.sqlstate = sqlstate
    self.name = name
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The errors that foreign keys raise, and those that their actions can run into.
  package static let all = [
    ReferenceCard("23503", "foreign_key_violation", PackageResources.sqlstate_23503_md),
    ReferenceCard("23001", "restrict_violation", PackageResources.sqlstate_23001_md),
    ReferenceCard("23502", "not_null_violation", PackageResources.sqlstate_23502_md),
    ReferenceCard("23505", "unique_violation", PackageResources.sqlstate_23505_md),
    ReferenceCard("23514", "check_violation", PackageResources.sqlstate_23514_md),
    ReferenceCard("23P01", "exclusion_violation", PackageResources.sqlstate_23P01_md),
  ]
}
