import SchemaModel

extension Lint {
  /// Tables with fewer rows are scanned as fast as an index is read.
  private static let smallTable: Int64 = 1000

  /// Whether the referencing rows of a parent can be found.
  func indexFindings(_ declared: DeclaredKey) -> [Finding] {
    let key = declared.key
    guard key.supportingIndex == nil, key.isEnforced,
      let relation = facts.relations[key.referencing], relation.table.kind != .foreign
    else { return [] }
    let wanted = Set(key.referencingColumns)
    let candidates = relation.indexes.filter {
      Set($0.columns.prefix(wanted.count)) == wanted && $0.columns.count >= wanted.count
    }
    if let invalid = candidates.first(where: { !$0.isValid && $0.predicate == nil }) {
      return [invalidIndex(invalid, key)]
    }
    return [missingIndex(key, relation, partial: candidates.first { $0.predicate != nil })]
  }

  private func invalidIndex(_ index: IndexFacts, _ key: ForeignKey) -> Finding {
    let name = "\(key.referencing.schema.asIdentifier).\(index.name.asIdentifier)"
    return Finding(
      .invalidIndex, .warning, key.referencing, key.name,
      "index \(index.name) would find the rows that reference a parent by \(key.name), "
        + "but it is invalid: building it was broken off",
      fix: ["REINDEX INDEX CONCURRENTLY \(name);"])
  }

  private func missingIndex(
    _ key: ForeignKey, _ relation: RelationFacts, partial: IndexFacts?
  ) -> Finding {
    let columns = key.referencingColumns
    var message =
      "no index on \(columns.joined(separator: ", ")): each delete of a parent in "
      + "\(key.referenced.displayName), or change of its key, reads all of "
      + key.referencing.displayName
    var severity = Finding.Severity.warning
    if let partial {
      message +=
        " (index \(partial.name) has only the rows WHERE \(partial.predicate ?? ""))"
    } else if let narrowing = narrowingIndex(key, relation) {
      message =
        "no index on all of \(columns.joined(separator: ", ")): \(narrowing.name) only narrows "
        + "the search for the rows of a parent in \(key.referenced.displayName)"
      severity = .info
    }
    if let rows = relation.table.estimatedRows, rows < Self.smallTable {
      message += "; it is small now (about \(Counted.text(Int(rows), "row")))"
      severity = .info
    }
    return Finding(
      .missingIndex, severity, key.referencing, key.name, message,
      fix: facts.addingIndex(for: key))
  }

  /// An index that begins with some of the columns of a composite key.
  private func narrowingIndex(_ key: ForeignKey, _ relation: RelationFacts) -> IndexFacts? {
    guard key.referencingColumns.count > 1 else { return nil }
    return relation.indexes.first { index in
      index.isValid && index.predicate == nil
        && index.columns.first.map(key.referencingColumns.contains) ?? false
    }
  }
}
