import SchemaModel

extension Simulation {
  /// Live rows that reference a key, as current versions in scan order.
  ///
  /// Rows that this statement changed come last: their new versions lie behind the others, as far as
  /// is known.
  mutating func matches(_ constraint: ForeignKeyRule, key: [String]) -> [Int] {
    noteIfUnreadable(constraint.referencing)
    guard let known = facts.referencingRows[constraint.oid]?[key] ?? (facts.isClosed ? [] : nil)
    else {
      need(.referencingRows(constraint: constraint.oid, key: key))
      return []
    }
    var found: [Int] = []
    for row in inOrder(known) {
      let version = touch(row)
      if versions[version].isLive, !versions[version].isMine { found.append(version) }
    }
    let changed = madeVersions(
      of: constraint.referencing, holding: key, in: constraint.referencingColumns, by: constraint,
      sides: .referencedReferencing)
    if constraint.mayUseIndex, !changed.isEmpty, found.count + changed.count > 1 {
      hasUnknownPlaces = true
    }
    found = isChangedFirst ? changed.reversed() + found : found + changed
    return leafByLeaf(found, book.root(of: constraint.referencing))
  }

  /// Versions in the order of their leaves, as scans visit those.
  private mutating func leafByLeaf(_ found: [Int], _ root: Oid) -> [Int] {
    guard found.contains(where: { versions[$0].relation != versions[found[0]].relation }) else {
      return found
    }
    guard let leaves = facts.leafOrder[root] else {
      need(.leafOrder(root: root))
      return found
    }
    let ranks = Dictionary(
      leaves.enumerated().map { ($1, isReversed ? -$0 : $0) },
      uniquingKeysWith: { first, _ in first })
    // The sort is stable: within a leaf nothing changes.
    return found.sorted {
      ranks[versions[$0].relation, default: 0] < ranks[versions[$1].relation, default: 0]
    }
  }

  /// Whether another live row now holds a key of the referenced table: one that this statement
  /// gave it, since keys are unique (`ri_Check_Pk_Match`).
  mutating func hasSubstitute(_ constraint: ForeignKeyRule, key: [String]) -> Bool {
    !madeVersions(
      of: constraint.referenced, holding: key, in: constraint.referencedColumns, by: constraint,
      sides: .referencedReferenced
    ).isEmpty
  }

  /// Whether a live row of the referenced table has the key that referencing values name.
  mutating func hasReferencedRow(_ constraint: ForeignKeyRule, values: [String]) -> Bool {
    noteIfUnreadable(constraint.referenced)
    guard let known = facts.referencedRows[constraint.oid]?[values] else {
      need(.referencedRows(constraint: constraint.oid, values: values))
      return true
    }
    for place in known {
      guard let row = facts.store.number(at: place), let version = current[row] else {
        return true
      }
      if versions[version].isLive, !versions[version].isMine { return true }
    }
    return !madeVersions(
      of: constraint.referenced, holding: values, in: constraint.referencedColumns, by: constraint,
      sides: .referencedReferencing
    ).isEmpty
  }

  /// Whether two keys are equal, column by column, by the constraint's own operators; a null
  /// equals nothing.
  mutating func areEqual(
    _ left: Image, _ right: Image, by constraint: ForeignKeyRule, sides: Equality.Sides
  ) -> Bool {
    var isEqual = true
    for (column, pair) in zip(left, right).enumerated() {
      guard let left = pair.0, let right = pair.1 else { return false }
      // Asks for every column, so that one round of questions is enough.
      if !isEqualValue(left, right, column, constraint, sides) { isEqual = false }
    }
    return isEqual
  }

  func areEqual(_ left: [String], _ right: Image) -> Bool { left.map(Optional.some) == right }

  private mutating func isEqualValue(
    _ left: String, _ right: String, _ column: Int, _ constraint: ForeignKeyRule,
    _ sides: Equality.Sides
  ) -> Bool {
    // A referencing PERIOD that changed at all has its reference checked.
    let isPeriod = constraint.hasPeriod && column == constraint.referencingColumns.count - 1
    if textDecides(column, constraint, sides) || isPeriod && sides == .referencingReferencing {
      return left.utf8.elementsEqual(right.utf8)
    }
    let question = Equality(
      constraint: constraint.oid, column: column, sides: sides, left: left, right: right)
    guard let known = facts.equalities[question] else {
      need(.equality(question))
      return left.utf8.elementsEqual(right.utf8)
    }
    return known
  }

  func textDecides(
    _ column: Int, _ constraint: ForeignKeyRule, _ sides: Equality.Sides
  ) -> Bool {
    let referenced = book.relations[constraint.referenced]?
      .column(constraint.referencedColumns[column])?.textEqualityFamily
    let referencing = book.relations[constraint.referencing]?
      .column(constraint.referencingColumns[column])?.textEqualityFamily
    return switch sides {
    case .referencedReferencing: referenced != nil && referenced == referencing
    case .referencedReferenced: referenced != nil
    case .referencingReferencing: referencing != nil
    }
  }

  /// Referential queries see every row; this role may not.
  mutating func noteIfUnreadable(_ relation: Oid) {
    let name = book.rootName(of: relation)
    if book.relations[relation]?.access.hasActiveRowSecurity == true {
      trace.doubt(
        Caveat(
          code: .rowSecurity, table: name, object: nil,
          message: "Row security may hide rows of \(name.displayName) from this role; PostgreSQL's "
            + "own checks see them all.", isDecisive: true))
    } else if let error = facts.unreadable[relation] {
      trace.doubt(
        Caveat(
          code: .noSelectPrivilege, table: name, object: nil,
          message:
            "\(name.displayName) cannot be read by this role (\(error.message)): its rows are "
            + "unknown.", isDecisive: true))
    }
  }
}
