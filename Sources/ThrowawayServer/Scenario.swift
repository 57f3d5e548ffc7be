/// A small made-up database to load into a throw-away server.
package struct Scenario: Sendable {
  /// What to call it on the command line.
  package let name: String
  /// What it shows, in a sentence.
  package let summary: String
  private let bytes: [UInt8]

  /// The script that makes its tables and rows.
  package var sql: String { String(decoding: bytes, as: UTF8.self) }

  /// All there are; the first is the default.
  package static let all = [
    Scenario(
      name: "shop", summary: "A small shop with every referential action, and a few stories.",
      bytes: PackageResources.shop_sql),
    Scenario(
      name: "chain", summary: "A cascade three tables deep: countries, cities, streets, houses.",
      bytes: PackageResources.chain_sql),
    Scenario(
      name: "diamond",
      summary: "CASCADE and RESTRICT meet on the same rows, and the order of triggers decides.",
      bytes: PackageResources.diamond_sql),
    Scenario(
      name: "cycle", summary: "Tables and rows that reference each other, and how they can go.",
      bytes: PackageResources.cycle_sql),
  ]

  /// The scenario of that name; nil where there is none.
  package static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }
}
