import SchemaModel

/// Partitions, heirs, and what stands in a table's own way.
extension Lint {
  // MARK: Partitions

  /// Keys that are declared on partitions and not on the table they are partitions of.
  var partitionFindings: [Finding] {
    let onPartitions = facts.keys.map(\.key).filter {
      facts.relations[$0.referencing]?.root != nil
    }
    let groups = Dictionary(grouping: onPartitions) { key in
      [
        facts.relations[key.referencing]?.root?.description ?? "", key.referenced.description,
        key.referencingColumns.joined(separator: "\0"),
        key.referencedColumns.joined(separator: "\0"),
      ]
    }
    return groups.values.compactMap { keys in
      let sorted = keys.sorted { $0.referencing < $1.referencing }
      guard let first = sorted.first, let root = facts.relations[first.referencing]?.root else {
        return nil
      }
      let isDeclaredAbove = facts.keys.contains {
        $0.key.referencing == root && $0.key.referenced == first.referenced
          && $0.key.referencingColumns == first.referencingColumns
      }
      return isDeclaredAbove ? nil : partitionGap(sorted, first, root)
    }
  }

  private func partitionGap(
    _ keys: [ForeignKey], _ first: ForeignKey, _ root: TableName
  ) -> Finding {
    let leaves = facts.relations[root]?.leaves ?? []
    let holders = Set(keys.map(\.referencing))
    let bare = leaves.filter { leaf in !holders.contains(leaf) && !isBelow(leaf, holders) }
    let arrow =
      "(\(first.referencingColumns.joined(separator: ", "))) → \(first.referenced.displayName)"
    var whole = first
    whole.referencing = root
    guard !bare.isEmpty else {
      return Finding(
        .partitionGap, .info, root, first.name,
        "\(arrow) is declared on each partition by itself, not on \(root.displayName): a new "
          + "partition will be without it",
        fix: facts.sql(for: whole).add(whole).map(\.line))
    }
    let foreign = bare.first(where: isForeign)
    return Finding(
      .partitionGap, .warning, root, first.name,
      "\(arrow) is declared on \(Counted.text(holders.count, "partition")), but not on "
        + "\(bare.prefix(3).map(\.displayName).joined(separator: ", "))"
        + (bare.count > 3 ? " and \(bare.count - 3) more" : "") + ": rows there are not checked"
        + Self.foreignNote(foreign),
      fix: foreign == nil ? facts.sql(for: whole).add(whole).map(\.line) : [])
  }

  private func isForeign(_ table: TableName) -> Bool {
    facts.relations[table]?.table.kind == .foreign
  }

  private static func foreignNote(_ table: TableName?) -> String {
    table.map { "; \($0.displayName) is a foreign table, which can have no foreign keys" } ?? ""
  }

  /// Whether a partition is part of one of these tables.
  private func isBelow(_ leaf: TableName, _ tables: Set<TableName>) -> Bool {
    tables.contains { facts.relations[$0]?.leaves.contains(leaf) ?? false }
  }

  // MARK: Inheritance

  var inheritanceFindings: [Finding] {
    facts.keys.map(\.key).flatMap { key -> [Finding] in
      let heirs = facts.relations[key.referencing]?.heirs ?? []
      let bare = heirs.filter { heir in
        !facts.keys.contains {
          $0.key.referencing == heir && $0.key.referenced == key.referenced
            && $0.key.referencingColumns == key.referencingColumns
        }
      }
      var findings = bare.map { heir -> Finding in
        var own = key
        own.referencing = heir
        return Finding(
          .inheritanceGap, .warning, heir, key.name,
          "\(heir.displayName) inherits from \(key.referencing.displayName), but not its foreign "
            + "key \(key.name): its rows are not checked"
            + Self.foreignNote(isForeign(heir) ? heir : nil),
          fix: isForeign(heir) ? [] : facts.sql(for: own).add(own).map(\.line))
      }
      let parents = facts.relations[key.referenced]?.heirs ?? []
      if !parents.isEmpty {
        findings.append(
          Finding(
            .inheritanceGap, .info, key.referencing, key.name,
            "\(key.name) finds parents in \(key.referenced.displayName) itself only, not in "
              + "\(Self.list(parents.map(\.displayName))), which inherits from it"))
      }
      return findings
    }
  }

  // MARK: Each table

  var tableFindings: [Finding] {
    let children = Dictionary(grouping: facts.keys.map(\.key), by: \.referencing)
    let parents = Dictionary(grouping: facts.keys.map(\.key), by: \.referenced)
    return facts.relations.values.flatMap { relation -> [Finding] in
      let name = relation.table.name
      let own = children[name] ?? []
      guard !own.isEmpty || parents[name] != nil else { return [] }
      return ownerPrivilege(relation) + rules(relation, own) + replicaIdentity(relation, own)
        + largeCascade(relation, own)
    }
  }

  private func ownerPrivilege(_ relation: RelationFacts) -> [Finding] {
    guard !relation.ownerLacks.isEmpty else { return [] }
    let table = relation.table.name
    let owner = relation.owner.asIdentifier
    let rights = relation.ownerLacks.filter { $0 != "USAGE" }
    var fix: [String] = []
    if !rights.isEmpty {
      fix.append("GRANT \(rights.joined(separator: ", ")) ON \(table.readableSQL) TO \(owner);")
    }
    if relation.ownerLacks.contains("USAGE") {
      fix.append("GRANT USAGE ON SCHEMA \(table.schema.asIdentifier) TO \(owner);")
    }
    return [
      Finding(
        .ownerPrivilege, .error, table, nil,
        "\(relation.owner) owns \(table.displayName), but has no "
          + "\(Self.list(relation.ownerLacks)): referential checks and actions run as the owner "
          + "and may fail with 42501",
        fix: fix)
    ]
  }

  private func rules(_ relation: RelationFacts, _ keys: [ForeignKey]) -> [Finding] {
    let acting = keys.filter { !$0.onDelete.refuses || !$0.onUpdate.refuses }
    guard let key = acting.first else { return [] }
    return relation.rules.map { rule in
      Finding(
        .ruleInTheWay, .warning, relation.table.name, rule,
        "rule \(rule) rewrites the UPDATE or DELETE by which \(key.name) acts: it may fail, or "
          + "leave rows without a parent")
    }
  }

  private func replicaIdentity(_ relation: RelationFacts, _ keys: [ForeignKey]) -> [Finding] {
    guard relation.lacksReplicaIdentity,
      let key = keys.first(where: { !$0.onDelete.refuses || !$0.onUpdate.refuses })
    else { return [] }
    let table = relation.table
    let unique = table.keys.first { key in
      !key.isPartial
        && key.columns.allSatisfy { table.column(named: $0)?.isNullable == false }
    }
    let identity = unique.map { "USING INDEX \($0.name.asIdentifier)" } ?? "FULL"
    return [
      Finding(
        .noReplicaIdentity, .error, table.name, key.name,
        "\(table.name.displayName) is published without a replica identity: what \(key.name) "
          + "does to its rows fails with 55000",
        fix: ["ALTER TABLE \(table.name.readableSQL) REPLICA IDENTITY \(identity);"])
    ]
  }

  /// From here on a cascade is no small matter.
  private static let (largeTable, manyPartitions) = (Int64(1_000_000), 100)

  private func largeCascade(_ relation: RelationFacts, _ keys: [ForeignKey]) -> [Finding] {
    let table = relation.table
    let size: String
    if let rows = table.estimatedRows, rows >= Self.largeTable {
      size = "has about \(rows) rows: preview it, and delete"
    } else if table.partitionCount >= Self.manyPartitions {
      size = "has \(table.partitionCount) partitions to look into for each row: delete"
    } else {
      return []
    }
    return keys.filter { $0.onDelete == .cascade && $0.isEnforced }.map { key in
      Finding(
        .largeCascade, .info, key.referencing, key.name,
        "deleting from \(key.referenced.displayName) cascades into "
          + "\(key.referencing.displayName), which \(size) in batches, children first "
          + "(fkwalk order --delete)")
    }
  }
}
