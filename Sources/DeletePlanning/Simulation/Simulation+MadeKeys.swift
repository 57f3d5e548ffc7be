internal import OrderedCollections
import SchemaModel

/// Versions that the statement made, by what some columns hold; nulls are left out.
struct MadeKeys: Sendable {
  struct Place: Hashable {
    var root: Oid
    var columns: [String]
  }

  /// How many of the tree's versions are in already.
  var count = 0
  var versions: OrderedDictionary<[String], [Int]> = [:]
}

extension Simulation {
  /// Live versions that this statement made and that hold a key, by a constraint's own operators, in
  /// order of making.
  mutating func madeVersions(
    of relation: Oid, holding key: [String], in columns: [String], by constraint: ForeignKeyRule,
    sides: Equality.Sides
  ) -> [Int] {
    let held = madeKeys(columns, root: book.root(of: relation))
    var found: [Int] = []
    if columns.indices.allSatisfy({ textDecides($0, constraint, sides) }) {
      found = held[key] ?? []
    } else {
      // Referenced values stand on the left of the operator.
      let isKeyOnRight =
        sides == .referencedReferencing && relation == constraint.referenced
        && columns == constraint.referencedColumns
      for (other, numbers) in held {
        let (left, right) = isKeyOnRight ? (other, key) : (key, other)
        if areEqual(left, right, by: constraint, sides: sides) { found += numbers }
      }
      found.sort()
    }
    return found.filter {
      versions[$0].isLive && isRelation(versions[$0].relation, within: relation)
    }
  }

  /// All versions made so far of a tree, by what some columns hold.
  mutating func madeKeys(
    _ columns: [String], root: Oid
  ) -> OrderedDictionary<[String], [Int]> {
    guard let made = madeVersions[root] else { return [:] }
    let place = MadeKeys.Place(root: root, columns: columns)
    var keys = madeKeys.removeValue(forKey: place) ?? MadeKeys()
    for version in made[keys.count...] {
      let values = values(columns, of: version).compactMap { $0 }
      if values.count == columns.count { keys.versions[values, default: []].append(version) }
    }
    keys.count = made.count
    madeKeys[place] = keys
    return keys.versions
  }
}
