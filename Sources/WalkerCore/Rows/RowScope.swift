import SchemaModel

/// Which rows of a table a screen is about, before the person narrows them further.
enum RowScope: Hashable, Sendable {
  case all
  /// Those with these values: the ones that reference some row, say.
  case equal([ColumnValue])
  /// Those that an SQL condition holds for, and what they are, for people.
  case condition(String, what: String)

  /// The end of the breadcrumb: `rows where order_id=5`.
  var crumb: String {
    switch self {
    case .all: "rows"
    case .equal(let values):
      "rows where "
        + values.map { "\($0.column)=\($0.value ?? "NULL")" }.joined(separator: " ")
    case .condition(_, let what): "rows \(what)"
    }
  }

  var equalities: [ColumnValue] {
    if case .equal(let values) = self { values } else { [] }
  }

  /// How many characters of ``condition(and:)`` come before the filter.
  var charactersBeforeFilter: Int {
    guard case .condition(let scope, _) = self else { return 0 }
    return scope.unicodeScalars.count + Self.link.unicodeScalars.count
  }

  private static let link = " AND (\n"

  /// The scope's condition and one more; nil where there is neither.
  func condition(and filter: String?) -> String? {
    guard case .condition(let scope, _) = self else { return filter }
    return filter.map { "\(scope)\(Self.link)\($0)\n)" } ?? scope
  }
}
