import SchemaModel

/// A violation in plain words, with the ways out of it.
package struct Explanation: Hashable, Sendable {
  package var violation: Violation
  /// What happened and why, in two or three sentences.
  package var text: String
  /// In the order of their safety.
  package var fixes: [Fix]
  /// What a database says about it; nil where none was asked.
  package var live: LiveFacts?

  /// Explains a violation.
  ///
  /// - Parameters:
  ///   - violation: as a text tells it.
  ///   - live: what a database says about it; nil without one.
  ///   - isPredicted: whether a preview says that it would happen, so that no statement was run.
  package init(_ violation: Violation, live: LiveFacts? = nil, isPredicted: Bool = false) {
    let violation = live.map { violation.known(by: $0) } ?? violation
    self.violation = violation
    self.live = live
    let reference = live?.foreignKey.map { Reference($0) } ?? Reference(violation)
    text = PlainWords.explain(violation, reference, isPredicted: isPredicted)
    fixes = Fixes.ways(out: violation, reference, live)
  }
}

/// The sentences of an explanation.
enum PlainWords {
  static func explain(
    _ violation: Violation, _ reference: Reference, isPredicted: Bool
  ) -> String {
    let ending =
      isPredicted
      ? "Nothing has been changed: the preview predicts this error, no statement was run."
      : "Nothing was changed: the statement was undone."
    let child = violation.table ?? reference.child ?? "the child table"
    let parent = violation.referencedTable ?? reference.parent ?? "the parent table"
    let rule = rule(violation, child: child, parent: parent)
    switch violation.form {
    case .missingParent:
      let row = key(violation).map { " with \($0)" } ?? ""
      return """
        A row\(row) was inserted into \(child), or changed there, but no row of \(parent) has that \
        key. \(rule) \(ending)
        """
    case .matchFull:
      return """
        A row was inserted into \(child), or changed there, in which some columns of the key are \
        NULL and others are not. \(named(violation)) is MATCH FULL: all columns are NULL, or none \
        is. \(ending)
        """
    case .stillReferenced where violation.removesPartition:
      let rows = key(violation).map { " (with \($0))" } ?? ""
      return """
        The partition \(parent) was to be detached or dropped, but rows of \(child)\(rows) still \
        reference rows in it. \(rule) \(ending)
        """
    case .stillReferenced:
      let row = key(violation).map { " with \($0)" } ?? ""
      return """
        A row of \(parent)\(row) was to be deleted, or its key changed, but rows of \(child) still \
        reference it. \(rule) \(ending)
        """
    case .restrict:
      let row = key(violation).map { " with \($0)" } ?? ""
      return """
        A row of \(parent)\(row) was to be deleted, or its key changed, but rows of \(child) \
        reference it. \(named(violation)) is RESTRICT: it refuses at once, before anything else \
        could remove those rows, and cannot be deferred. \(ending)
        """
    case nil:
      return """
        \(named(violation)) was violated. The text does not say on which side: either a row was \
        written whose parent does not exist, or a parent was deleted that others still reference.
        """
    }
  }

  private static func named(_ violation: Violation) -> String {
    violation.constraint.map { "The foreign key \($0)" } ?? "The foreign key"
  }

  private static func rule(_ violation: Violation, child: String, parent: String) -> String {
    violation.constraint.map {
      "The foreign key \($0) keeps every reference of \(child) to an existing row of \(parent)."
    } ?? "A foreign key keeps every reference to an existing row."
  }

  private static func key(_ violation: Violation) -> String? {
    guard let values = violation.values, !violation.columns.isEmpty else { return nil }
    return zip(violation.columns, values).map { "\($0) = \($1)" }.joined(separator: ", ")
  }
}
