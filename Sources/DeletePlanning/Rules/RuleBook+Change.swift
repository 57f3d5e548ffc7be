internal import OrderedCollections
import SchemaModel

/// What a statement that gives columns values needs to know of its own table.
extension RuleBook {
  /// Carries what decides whether rows may be as the statement makes them.
  ///
  /// - Parameters:
  ///   - command: an INSERT's rows are nowhere else, so that all their columns are carried.
  ///   - target: the table it names.
  ///   - assigned: the columns it gives values.
  mutating func carryWhatChanges(
    _ command: ChangeStatement.Command, in target: Oid, assigned: [String]
  ) {
    guard command != .delete, let rule = relations[target] else { return }
    let names = command == .insert ? rule.columns.map(\.name) : assigned
    for table in command == .insert ? [target] : withHeirs(target) {
      let root = root(of: table)
      carryWhatDecides(root)
      for name in names where relations[table]?.column(name)?.generation != .virtual {
        // A domain is checked with the whole value.
        let isNeeded = decides(name, in: table) || relations[table]?.column(name)?.isDomain == true
        if isNeeded { carry(name, of: table) } else { carryToShow(name, of: table) }
      }
      carried[root] = OrderedSet((carried[root] ?? []).sorted())
    }
  }

  /// The first foreign table among the partitions of a table and of what inherits from it; nil where
  /// there is none.
  func foreignTable(under table: Oid) -> TableName? {
    let roots = Set(withHeirs(table).map(root))
    return relations.values.filter { $0.kind == "f" && roots.contains($0.root) }.map(\.name).min()
  }

  /// A table and all that inherit from it.
  private func withHeirs(_ table: Oid) -> [Oid] {
    var found: OrderedSet = [table]
    var place = 0
    while place < found.count {
      found.append(contentsOf: inheritanceChildren[found[place]] ?? [])
      place += 1
    }
    return Array(found)
  }

  /// Whether the value of a column can decide what else happens: keys, CHECKs, unique indexes,
  /// partitions, generated columns and conditions of triggers look at it.
  ///
  /// - Parameters:
  ///   - column: of the relation.
  ///   - relation: a table, or one of its partitions.
  ///   - countsUnique: false where its values never meet, as those of made-up UUIDs.
  /// - Returns: false where it is only kept.
  func decides(_ column: String, in relation: Oid, countsUnique: Bool = true) -> Bool {
    let root = root(of: relation)
    let tree = relations.values.filter { $0.root == root }
    let isKey = constraints.values.contains { constraint in
      self.root(of: constraint.referencing) == root
        && constraint.referencingColumns.contains(column)
        || self.root(of: constraint.referenced) == root && countsUnique
          && constraint.referencedColumns.contains(column)
    }
    return isKey
      || tree.contains { rule in
        rule.checksWholeRow || rule.checks.contains { $0.columns.contains(column) }
          || rule.partitionKey.contains(0) || rule.partitionColumns.contains(column)
          || rule.columns.contains { $0.generation != .none }
          || rule.indexes.contains { index in
            (countsUnique || !index.isUnique)
              && (index.usesWholeRow || index.columns.contains(column))
          }
          || hasCondition(on: column, of: rule.oid)
      }
  }

  private func hasCondition(on column: String, of relation: Oid) -> Bool {
    (triggers[relation] ?? []).contains { trigger in
      guard case .user(let user) = trigger.kind, let condition = user.condition else {
        return false
      }
      return condition.usesWholeRow || condition.columns.contains(column)
    }
  }
}

extension ColumnRule {
  /// Whether it is GENERATED AS IDENTITY, ALWAYS or BY DEFAULT.
  var isIdentity: Bool { sequence != nil && defaultExpression == nil }

  /// Whether its default is known only once the statement runs, and must not be tried before.
  var hasRuntimeDefault: Bool { hasVolatileDefault && !hasHarmlessDefault }

  /// Whether its default differs from time to time but can be worked out without any effect: the
  /// time, made-up UUIDs.
  var hasHarmlessDefault: Bool {
    guard hasVolatileDefault, sequence == nil, let expression = defaultExpression,
      let tokens = try? SQLLexer.tokens(of: expression)
    else { return false }
    let known: Set = [
      "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timezone",
      "date_trunc", "to_char", "gen_random_uuid", "uuid_generate_v4", "uuidv4", "uuidv7", "md5",
      "random", "lower", "upper", "replace", "substr", "substring", "coalesce",
    ]
    return tokens.indices.dropLast().allSatisfy { place in
      guard tokens[place + 1].isSymbol("("), tokens[place].kind != .symbol else { return true }
      let isQualified = place > 0 && tokens[place - 1].isSymbol(".")
      return known.contains(tokens[place].text)
        && (!isQualified || ["public", "pg_catalog"].contains(tokens[place - 2].text))
    }
  }

  /// Whether its default is a UUID made up each time, which meets no other.
  var hasMadeUpDefault: Bool {
    baseType == "uuid" && hasHarmlessDefault
  }
}
