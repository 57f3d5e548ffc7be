import SchemaModel

/// Referential actions that cannot do what they say.
extension Lint {
  func actionFindings(_ declared: DeclaredKey) -> [Finding] {
    let key = declared.key
    guard key.isEnforced else { return [] }
    return setNull(key) + setDefault(key) + restrictNotDeferred(key)
  }

  private func setNull(_ key: ForeignKey) -> [Finding] {
    [
      ("DELETE", key.onDelete, key.columnsSetOnDelete),
      ("UPDATE", key.onUpdate, key.referencingColumns),
    ]
    .compactMap { event, action, columns in
      guard action == .setNull, let refusal = nullRefusal(columns, key) else { return nil }
      return Finding(
        .setNullNotNull, .error, key.referencing, key.name,
        "ON \(event) SET NULL can never work: \(refusal.reason), so that it fails with "
          + "\(refusal.sqlstate) as soon as a row references the parent. The fix says NO ACTION, "
          + "which refuses too, but says why; or \(refusal.otherWay)",
        fix: replacing(key, with: key.changing(event, to: .noAction)))
    }
  }

  /// Why referencing columns cannot become NULL, and what else than NO ACTION would mend it; nil
  /// where they can.
  private func nullRefusal(
    _ columns: [String], _ key: ForeignKey
  ) -> (reason: String, sqlstate: String, otherWay: String)? {
    let rigid = columns.filter { facts.column($0, of: key.referencing)?.isNullable == false }
    if !rigid.isEmpty {
      let otherWay = "DROP NOT NULL, if the reference may be missing"
      return ("\(Self.list(rigid)) is NOT NULL", "23502", otherWay)
    }
    let checked = columns.filter {
      facts.relations[key.referencing]?.refusingNull.contains($0) ?? false
    }
    if !checked.isEmpty {
      let otherWay = "drop the CHECK, if the reference may be missing"
      return ("a CHECK demands that \(Self.list(checked)) IS NOT NULL", "23514", otherWay)
    }
    let kept = key.referencingColumns.filter { !columns.contains($0) }
    guard key.matchType == .full, !kept.isEmpty else { return nil }
    let reason = "\(Self.list(kept)) stays as it is, and MATCH FULL takes no row half NULL"
    return (reason, "23503", "set all columns NULL")
  }

  // MARK: SET DEFAULT

  private func setDefault(_ key: ForeignKey) -> [Finding] {
    guard key.onDelete == .setDefault || key.onUpdate == .setDefault,
      // The defaults of single partitions are not read.
      facts.relations[key.referencing]?.root == nil
    else { return [] }
    let columns = key.onDelete == .setDefault ? key.columnsSetOnDelete : key.referencingColumns
    let event = key.onDelete == .setDefault ? "DELETE" : "UPDATE"
    let bare = columns.compactMap { facts.column($0, of: key.referencing) }
      .filter { $0.defaultExpression == nil && !$0.isIdentity }
    guard !bare.isEmpty else { return [] }
    let names = Self.list(bare.map(\.name))
    if bare.contains(where: { !$0.isNullable }) {
      return [
        Finding(
          .setDefaultNoDefault, .error, key.referencing, key.name,
          "ON \(event) SET DEFAULT can never work: \(names) has no default and is NOT NULL. The "
            + "fix says NO ACTION, which refuses too, but says why; or give it a default",
          fix: replacing(key, with: key.changing(event, to: .noAction)))
      ]
    }
    let isAll = bare.count == columns.count
    return [
      Finding(
        .setDefaultNoDefault, .warning, key.referencing, key.name,
        "ON \(event) SET DEFAULT makes \(names) NULL, as there is no default"
          + (isAll ? ": say SET NULL, if that is meant" : ""),
        fix: isAll ? replacing(key, with: key.changing(event, to: .setNull)) : [])
    ]
  }

  /// The defaults of a key whose ON DELETE or ON UPDATE is SET DEFAULT, to be looked for in the
  /// parent.
  package struct DefaultQuestion: Hashable, Sendable {
    package var declared: DeclaredKey
    /// The constant for each referencing column, as SQL; nil for one that keeps its value.
    package var values: [String?]
  }

  /// What the data must say: whether a parent row has the default.
  ///
  /// Only constants are asked for: what a function returns, or changes, is not for us to find out.
  package var defaultQuestions: [DefaultQuestion] {
    facts.keys.compactMap { declared in
      let key = declared.key
      guard key.isEnforced, key.onDelete == .setDefault || key.onUpdate == .setDefault,
        facts.relations[key.referencing]?.root == nil
      else { return nil }
      let set = key.onDelete == .setDefault ? key.columnsSetOnDelete : key.referencingColumns
      let values = key.referencingColumns.map { name -> String? in
        guard set.contains(name) else { return nil }
        return facts.column(name, of: key.referencing)?.defaultExpression ?? "NULL"
      }
      guard values.allSatisfy({ $0.map(Self.isConstant) ?? true }),
        // A NULL in it references nothing, and is right.
        !values.contains(where: { $0?.hasPrefix("NULL") ?? false })
      else { return nil }
      return DefaultQuestion(declared: declared, values: values)
    }
  }

  /// Whether an expression, as the server prints it, is a literal with at most a cast to a type.
  static func isConstant(_ expression: String) -> Bool {
    expression.wholeMatch(
      of: /(\(?-?[0-9.]+\)?|'([^'\\]|'')*'|true|false|NULL)(::[a-zA-Z0-9_ ."\[\]]+(\([0-9, ]+\))?)*/
    )
      != nil
  }

  func missingDefault(_ declared: DeclaredKey) -> Finding {
    let key = declared.key
    let event = key.onDelete == .setDefault ? "DELETE" : "UPDATE"
    let defaults = key.referencingColumns.compactMap { name in
      facts.column(name, of: key.referencing)?.defaultExpression.map { "\(name) = \($0)" }
    }
    return Finding(
      .setDefaultNoParent, .error, key.referencing, key.name,
      "ON \(event) SET DEFAULT fails as soon as a row references the parent: "
        + "\(key.referenced.displayName) has no row for \(defaults.joined(separator: ", ")). "
        + "Insert that row; or, as the fix does, say NO ACTION, which refuses too, but says why",
      fix: replacing(key, with: key.changing(event, to: .noAction)))
  }

  /// Lines that put a changed constraint in the place of the one that is there.
  private func replacing(_ key: ForeignKey, with changed: ForeignKey) -> [String] {
    facts.sql(for: key).replace(key, with: changed).map(\.line)
  }

  // MARK: RESTRICT

  private func restrictNotDeferred(_ key: ForeignKey) -> [Finding] {
    guard key.deferrability.isDeferrable, key.onDelete == .restrict || key.onUpdate == .restrict
    else { return [] }
    var changed = key
    if key.onDelete == .restrict { changed.onDelete = .noAction }
    if key.onUpdate == .restrict { changed.onUpdate = .noAction }
    return [
      Finding(
        .restrictNotDeferred, .info, key.referencing, key.name,
        "\(key.name) is deferrable, but RESTRICT refuses at once whatever is deferred; NO ACTION "
          + "waits",
        fix: replacing(key, with: changed))
    ]
  }
}

extension ForeignKey {
  /// The constraint with another action for DELETE or UPDATE.
  func changing(_ event: String, to action: ReferentialAction) -> ForeignKey {
    var key = self
    if event == "DELETE" {
      key.onDelete = action
      if action != .setNull && action != .setDefault { key.setColumns = [] }
    } else {
      key.onUpdate = action
    }
    return key
  }
}
