/// Another rule for a foreign key than the one it has: what is nil stays as it is.
package struct RuleChange: Hashable, Sendable {
  package var onDelete: ReferentialAction?
  /// The columns ON DELETE SET NULL or SET DEFAULT changes (PostgreSQL 15 and later); empty means all
  /// referencing columns.
  ///
  /// It goes with ``onDelete`` and says nothing without it.
  package var setColumns: [String]
  package var onUpdate: ReferentialAction?
  package var deferrability: Deferrability?

  package init(
    onDelete: ReferentialAction? = nil, setColumns: [String] = [],
    onUpdate: ReferentialAction? = nil, deferrability: Deferrability? = nil
  ) {
    self.onDelete = onDelete
    self.setColumns = setColumns
    self.onUpdate = onUpdate
    self.deferrability = deferrability
  }

  /// Whether it changes nothing.
  package var isEmpty: Bool { self == RuleChange() }

  /// Whether ALTER CONSTRAINT is enough: actions can only be had by a new constraint.
  package var isTimingOnly: Bool { onDelete == nil && onUpdate == nil }

  /// The same with another one laid over it.
  package func merging(_ other: RuleChange) -> RuleChange {
    var merged = self
    if let action = other.onDelete {
      (merged.onDelete, merged.setColumns) = (action, other.setColumns)
    }
    merged.onUpdate = other.onUpdate ?? onUpdate
    merged.deferrability = other.deferrability ?? deferrability
    return merged
  }

  /// Whether another one says something else of the same rule, so that not both can be meant.
  package func contradicts(_ other: RuleChange) -> Bool { merging(other) != other.merging(self) }

  /// The same without what a foreign key is like already.
  package func changes(to key: ForeignKey) -> RuleChange {
    var change = self
    if key.onDelete == onDelete, applied(to: key).setsSameColumns(as: key) {
      (change.onDelete, change.setColumns) = (nil, [])
    }
    if key.onUpdate == onUpdate { change.onUpdate = nil }
    if key.deferrability == deferrability { change.deferrability = nil }
    return change
  }

  /// A foreign key as it would be.
  package func applied(to key: ForeignKey) -> ForeignKey {
    var key = key
    if let onDelete { (key.onDelete, key.setColumns) = (onDelete, setColumns) }
    key.onUpdate = onUpdate ?? key.onUpdate
    key.deferrability = deferrability ?? key.deferrability
    return key
  }

  /// As SQL would declare it: `ON DELETE SET NULL (a) ON UPDATE CASCADE`.
  package var sql: String {
    var parts: [String] = []
    if let onDelete {
      let columns = setColumns.map(SQLText.readableIdentifier).joined(separator: ", ")
      parts.append("ON DELETE \(onDelete.sql)" + (columns.isEmpty ? "" : " (\(columns))"))
    }
    if let onUpdate { parts.append("ON UPDATE \(onUpdate.sql)") }
    switch deferrability {
    case .notDeferrable: parts.append("NOT DEFERRABLE")
    case .initiallyImmediate: parts.append("DEFERRABLE INITIALLY IMMEDIATE")
    case .initiallyDeferred: parts.append("DEFERRABLE INITIALLY DEFERRED")
    case nil: break
    }
    return parts.joined(separator: " ")
  }
}

// As people write it on a command line.
extension RuleChange {
  /// What can be written, for messages.
  package static let forms =
    "cascade, set-null, set-null(COLUMN), set-default, restrict, no-action, on-update=ACTION, "
    + "deferred, deferrable or not-deferrable"

  /// Reads `set-null(customer_id),on-update=cascade,deferred`: parts in any order, words parted by
  /// spaces, hyphens or underscores in either case; nil where something else stands in it, or two
  /// parts contradict each other.
  package init?(option text: String) {
    self.init()
    let parts = Self.parts(text)
    guard !parts.isEmpty else { return nil }
    for part in parts {
      guard let change = RuleChange(part: part), !contradicts(change) else { return nil }
      self = merging(change)
    }
  }

  /// Reads `CONSTRAINT=RULE`; the name may hold equal signs itself.
  ///
  /// - Returns: the constraint as written and the change; nil where there are no two such parts.
  package static func named(_ text: String) -> (constraint: String, change: RuleChange)? {
    for sign in text.indices where text[sign] == "=" && sign > text.startIndex {
      if let change = RuleChange(option: String(text[text.index(after: sign)...])) {
        return (String(text[..<sign]), change)
      }
    }
    return nil
  }

  /// As ``init(option:)`` reads it back.
  package var option: String {
    func words(_ action: ReferentialAction) -> String {
      action.sql.lowercased().split(separator: " ").joined(separator: "-")
    }
    var parts: [String] = []
    if let onDelete {
      let columns = setColumns.map(SQLText.readableIdentifier).joined(separator: ",")
      parts.append(words(onDelete) + (columns.isEmpty ? "" : "(\(columns))"))
    }
    if let onUpdate { parts.append("on-update=" + words(onUpdate)) }
    switch deferrability {
    case .notDeferrable: parts.append("not-deferrable")
    case .initiallyImmediate: parts.append("deferrable")
    case .initiallyDeferred: parts.append("deferred")
    case nil: break
    }
    return parts.joined(separator: ",")
  }

  /// One part, such as `on-update=cascade`.
  private init?(part: String) {
    self.init()
    let head = String(part.prefix { $0 != "(" && $0 != "\"" })
    let words = head.lowercased().split { " -_=".contains($0) }.map(String.init)
    let columns = Self.columns(part.dropFirst(head.count))
    switch words.joined(separator: " ") {
    case "deferred", "initially deferred", "deferrable initially deferred":
      deferrability = .initiallyDeferred
    case "deferrable", "deferrable initially immediate", "initially immediate":
      deferrability = .initiallyImmediate
    case "not deferrable", "immediate": deferrability = .notDeferrable
    default:
      let isUpdate = words.starts(with: ["on", "update"])
      let isDelete = words.starts(with: ["on", "delete"])
      guard let action = Self.action(words.dropFirst(isUpdate || isDelete ? 2 : 0)),
        let columns, columns.isEmpty || !isUpdate && [.setNull, .setDefault].contains(action)
      else { return nil }
      if isUpdate { onUpdate = action } else { (onDelete, setColumns) = (action, columns) }
      return
    }
    guard columns?.isEmpty == true else { return nil }
  }

  private static func action(_ words: ArraySlice<String>) -> ReferentialAction? {
    let wanted = words.joined(separator: " ").uppercased()
    return ReferentialAction.allCases.first { $0.sql == wanted }
  }

  /// Reads `(a, "B c")`; empty for no text, nil for anything else.
  private static func columns(_ text: Substring) -> [String]? {
    let text = text.drop { $0 == " " }
    guard !text.isEmpty else { return [] }
    guard text.first == "(", text.last == ")", text.count > 2 else { return nil }
    let names = parts(String(text.dropFirst().dropLast())).map { name in
      let isQuoted = name.count > 2 && name.first == "\"" && name.last == "\""
      return isQuoted
        ? name.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
          .joined(separator: "\"") : name
    }
    return names.contains { $0.isEmpty } || names.isEmpty ? nil : names
  }

  /// What stands between commas outside parentheses and quotes, trimmed.
  private static func parts(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var isQuoted = false
    for character in text {
      switch character {
      case "\"": isQuoted.toggle()
      case "(" where !isQuoted: depth += 1
      case ")" where !isQuoted: depth -= 1
      default: break
      }
      if character == ",", depth == 0, !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { part in
      let head = part.drop { $0 == " " }
      return String(head.prefix(head.count - head.reversed().prefix { $0 == " " }.count))
    }
  }
}

extension RuleChange {
  /// Why a constraint cannot have these rules (PostgreSQL manual, CREATE TABLE, "REFERENCES").
  ///
  /// - Parameters:
  ///   - name: the constraint.
  ///   - columns: its referencing columns.
  ///   - hasPeriod: whether it is temporal.
  ///   - isEnforced: false for a NOT ENFORCED one.
  ///   - version: `server_version_num`.
  /// - Returns: one line for people; nil where it can.
  package func mistake(
    in name: String, on columns: [String], hasPeriod: Bool, isEnforced: Bool, version: Int
  ) -> String? {
    if let column = setColumns.first(where: { !columns.contains($0) }) {
      return "\(column) is no column of \(name), which has \(columns.joined(separator: ", "))"
    }
    if !setColumns.isEmpty, version < 150_000 {
      return "a list of columns after SET NULL or SET DEFAULT takes PostgreSQL 15"
    }
    if hasPeriod, [onDelete, onUpdate].contains(where: { $0 != nil && $0 != .noAction }) {
      return "\(name) has a PERIOD, for which PostgreSQL has NO ACTION only"
    }
    return isEnforced ? nil : "\(name) is NOT ENFORCED: it has no rule"
  }
}
