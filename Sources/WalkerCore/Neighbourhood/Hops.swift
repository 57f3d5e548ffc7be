import SchemaModel

/// One foreign key in a list that can be opened to the keys beyond it.
struct Hop: Hashable {
  let key: ForeignKey
  /// The identifiers of the keys that lead from the list's own table to this one, itself the last.
  let path: [UInt32]
  /// The table it leads to.
  let table: TableName
  let isOpen: Bool
  /// Whether the table is on the way here already, so that the way goes round in a circle.
  let isRepeat: Bool
  /// Whether the table has keys of its own in the same direction.
  let leadsOn: Bool

  /// How many keys away the table is, from 1.
  var depth: Int { path.count }
  var canOpen: Bool { leadsOn && !isRepeat }
}

/// The parents of a table or its children, with theirs in turn where they are opened.
struct Hops {
  /// More are not opened at once.
  static let limit = 500

  let pane: Pane
  let graph: SchemaGraph

  /// The hops as a list, each before those beyond it.
  ///
  /// - Parameters:
  ///   - table: where they begin.
  ///   - open: the paths of those that are opened.
  ///   - words: what a hop, or one beyond it, must match to be in the list.
  /// - Returns: one line each.
  func list(from table: TableName, open: Set<[UInt32]>, words: WordFilter) -> [Hop] {
    list(from: table, behind: [table], path: [], open: open, words: words)
  }

  private func list(
    from table: TableName, behind: [TableName], path: [UInt32], open: Set<[UInt32]>,
    words: WordFilter
  ) -> [Hop] {
    keys(of: table).flatMap { key -> [Hop] in
      let end = pane == .parents ? key.referenced : key.referencing
      let isRepeat = behind.contains(end)
      let path = path + [key.id]
      let isOpen = open.contains(path) && !isRepeat
      let hop = Hop(
        key: key, path: path, table: end, isOpen: isOpen, isRepeat: isRepeat,
        leadsOn: !keys(of: end).isEmpty)
      let beyond =
        isOpen
        ? list(from: end, behind: behind + [end], path: path, open: open, words: words) : []
      let matches = words.matches(end.displayName + " " + key.name)
      return matches || !beyond.isEmpty ? [hop] + beyond : []
    }
  }

  private func keys(of table: TableName) -> [ForeignKey] {
    pane == .parents ? graph.referencesOf(table) : graph.children(of: table)
  }
}

extension SchemaGraph {
  /// The foreign keys by which others reference a table, those first that refuse a delete: among
  /// many they are what a person looks for.
  func children(of table: TableName) -> [ForeignKey] {
    let keys = referencesTo(table)
    return keys.filter(refusesDelete) + keys.filter { !refusesDelete($0) }
  }
}
