extension SchemaGraph {
  /// The tables whose names are most like one that does not exist, for "did you mean".
  ///
  /// - Parameters:
  ///   - text: a name as a person typed it.
  ///   - limit: return at most this many.
  /// - Returns: the nearest first; empty where nothing is like it.
  package func tables(near text: String, limit: Int = 3) -> [TableName] {
    let wanted = Array(text.lowercased().unicodeScalars.prefix(100))
    let isQualified = text.contains(".")
    let ranked = tables.map(\.name).compactMap { name -> (distance: Int, name: TableName)? in
      let candidate = Array(
        (isQualified ? name.description : name.name).lowercased().unicodeScalars)
      if !wanted.isEmpty, candidate.starts(with: wanted) || wanted.starts(with: candidate) {
        return (1, name)
      }
      let allowed = min(3, max(1, (min(wanted.count, candidate.count) + 1) / 3))
      let distance = Self.editDistance(wanted, candidate, atMost: allowed)
      return distance.map { ($0, name) }
    }
    return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(
      \.name)
  }

  /// Levenshtein's distance; nil where it is more than `limit`.
  private static func editDistance(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int
  ) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var row = Array(0...right.count)
    for (index, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let substituted = diagonal + (scalar == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
      }
      if row.allSatisfy({ $0 > limit }) { return nil }
    }
    return row[right.count] <= limit ? row[right.count] : nil
  }
}
