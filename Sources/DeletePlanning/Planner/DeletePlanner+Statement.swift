import SchemaModel

/// What the statement itself says, before any row is looked at.
extension DeletePlanner {
  var resolvingQueries: [PlannerQuery] {
    [
      PlannerQuery(name: "session", sql: RuleBookQueries.session),
      DeleteTarget.lookup(statement.quotedName),
      PlannerQuery(
        name: "plan of the statement",
        sql: "EXPLAIN (\(readsRows ? "VERBOSE, " : "")FORMAT JSON)\n" + statement.text,
        isGuarded: true
      ).inPersonsWords,
      PlannerQuery(
        name: "volatile functions", sql: SessionFunctions.among,
        parameters: [
          ArrayText.encode(statement.calledNames + (statement.returning?.calledNames ?? []))
        ]),
    ]
  }

  /// Whether the plan shows how rows are found, perhaps by way of views, and not just the values of new
  /// ones, which may be long.
  private var readsRows: Bool {
    switch statement.insertion?.source {
    case .values, .defaults: false
    case .query, nil: true
    }
  }

  /// The statement may come out otherwise in the session that runs it.
  ///
  /// - Parameters:
  ///   - names: those of its functions that ask the session.
  ///   - plan: of the statement; nil where there is none.
  mutating func noteSessionFunctions(_ names: [String], _ plan: PlanText?) {
    let called = statement.calledNames + (statement.returning?.calledNames ?? [])
    let known = called.first { names.contains($0) || SessionFunctions.contains($0) }
    guard let name = known ?? statement.sessionWord ?? plan?.sessionFunction else { return }
    asksSession = true
    standingDoubts.append(
      Caveat(
        code: .volatileFunction, table: nil, object: name,
        message: "What the statement does depends on \(name), which may answer otherwise in the "
          + "session that runs it.", isDecisive: true))
  }

  /// A condition that can be true for other rows the next time it is worked out.
  mutating func noteVolatileFunctions(_ names: [String]) {
    let unknown = names.filter { !Self.harmlessFunctions.contains($0) }
    if let name = statement.calledNames.first(where: unknown.contains) {
      return stop(
        Caveat(
          code: .volatileFunction, table: nil, object: name,
          message: "The statement calls \(name)(), which is volatile and may do anything: fkwalk "
            + "does not call it, so that what the statement does is not known.", isDecisive: true))
    }
    if let name = statement.calledNames.first(where: names.contains) {
      standingDoubts.append(
        Caveat(
          code: .volatileFunction, table: nil, object: name,
          message: "What the statement does depends on \(name)(), which is volatile: it may give "
            + "another result when the \(statement.command.rawValue) runs.", isDecisive: true))
    }
    if let name = statement.returning?.calledNames.first(where: names.contains) {
      standingDoubts.append(
        Caveat(
          code: .volatileFunction, table: nil, object: name,
          message: "RETURNING calls \(name)(), which is volatile: what it does for each row is "
            + "known only when the \(statement.command.rawValue) runs.", isDecisive: true))
    }
  }

  /// Volatile functions that change nothing, or nothing in a read-only transaction.
  private static let harmlessFunctions: Set<String> = [
    "clock_timestamp", "gen_random_uuid", "nextval", "pg_sleep", "random", "random_normal",
    "setval", "timeofday", "uuidv4", "uuidv7",
  ]

  /// Row security on the table itself is followed but for two cases.
  mutating func noteRowSecurity() {
    guard statement.command == .delete, let rule = book.relations[target.oid],
      rule.access.hasActiveRowSecurity,
      !target.views.isEmpty || rule.hasSelectPolicy && !statement.readsColumns
    else { return }
    standingDoubts.append(
      Caveat(
        code: .rowSecurity, table: rule.name, object: nil,
        message:
          "Row security on \(rule.name.displayName) may let the DELETE reach other rows than "
          + "this role can read.", isDecisive: true))
  }

  // MARK: RETURNING

  /// Whether the RETURNING list can fail and may be worked out beforehand.
  var mustTryReturning: Bool {
    guard statement.command == .delete, let list = statement.returning,
      !standingDoubts.contains(where: { list.calledNames.contains($0.object ?? "") })
    else { return false }
    let isComputed = book.relations[target.oid]?.columns.contains { $0.generation == .virtual }
    return !list.isPlain || !target.views.isEmpty || isComputed == true
  }

  /// Takes the answer to ``DeleteTarget/returningQuery(_:_:)``.
  mutating func noteReturning(_ answers: [PlannerAnswer]) {
    guard case .failed(let error)? = answers.first else { return }
    if error.isRaisedByRows { interruption = error }
    // A row that several others match is deleted, and returned, for the first of them only.
    if !error.isRaisedByRows || statement.using != nil {
      standingDoubts.append(
        Caveat(
          code: .unsupported, table: report.rootTable, object: nil,
          message: "What RETURNING gives could not be worked out: \(error.message).",
          isDecisive: true))
    }
  }

  /// The session that runs the statement may well know what this one does not, such as a setting.
  private func unknownRows(_ error: ServerError) -> Caveat {
    Caveat(
      code: .volatileFunction, table: nil, object: standingDoubts.last?.object,
      message: "What the statement does cannot be worked out in this session: \(error.message).",
      isDecisive: true)
  }

  /// EXPLAIN raised what the DELETE itself would raise before it did anything.
  mutating func refuseStatement(_ error: ServerError) {
    // A setting that is not known is an object that does not exist.
    if asksSession, !error.sqlstate.hasPrefix("42") || error.sqlstate == "42704" {
      return stop(unknownRows(error))
    }
    guard error.sqlstate == "42501" || error.sqlstate == "55000" else { return failure = error }
    report.error = PredictedError(moment: .statement, fields: error)
    report.caveats = [unexamined]
    report.outcome = .fails
    report.isComplete = true
    isComplete = true
  }

  /// What is to be said where nothing but the statement was looked at.
  private var unexamined: Caveat {
    let command = statement.command.rawValue
    let needed = target.lackedPrivileges.filter { $0 == command || $0 == "SELECT" }
    let name = [target.name.schema, target.name.name].map(SQLText.readableIdentifier)
    let role = SQLText.readableIdentifier(report.server?.user ?? "")
    let way =
      needed.isEmpty
      ? ""
      : ": GRANT \(needed.joined(separator: ", ")) ON \(name.joined(separator: ".")) TO \(role) "
        + "lets it begin"
    return Caveat(
      code: .notExamined, table: target.name.name.isEmpty ? nil : target.name, object: nil,
      message: "PostgreSQL refuses the \(command) before it looks at a row, so that nothing else "
        + "was examined\(way).", isDecisive: false)
  }

  /// A standby does not plan a DELETE; the preview goes on without its plan.
  func isStandbyRefusal(_ error: ServerError) -> Bool {
    report.server?.isInRecovery == true && ["55000", "25006"].contains(error.sqlstate)
  }

  /// The rows to delete cannot be read, though the DELETE may be carried out all the same.
  mutating func refuseRows(_ error: ServerError) {
    if asksSession { return stop(unknownRows(error)) }
    switch error.sqlstate {
    case "42501":
      stop(
        Caveat(
          code: .noSelectPrivilege, table: report.rootTable, object: nil,
          message: "The rows of the statement cannot be read by this role: \(error.message).",
          isDecisive: true))
    case "25006":
      stop(
        Caveat(
          code: .unsupported, table: report.rootTable, object: nil,
          message:
            "The rows of the statement come from something that writes, which a preview never "
            + "does: \(error.message).", isDecisive: true))
    default:
      if interruption == nil, error.isRaisedByRows { interruption = error }
      if interruption == nil { failure = error }
    }
  }

  mutating func refuseKind() {
    let name = target.name.displayName
    // What was looked up is what replaces a DELETE.
    let isDelete = statement.command == .delete
    if isDelete, let rule = target.rule {
      stop(
        Caveat(
          code: .rule, table: target.name, object: rule,
          message: "Rule \(rule) on the view \(name) rewrites the statement.", isDecisive: true))
    } else if isDelete, let trigger = target.insteadTrigger {
      stop(
        Caveat(
          code: .userTrigger, table: target.name, object: trigger,
          message: "Trigger \(trigger) on the view \(name) fires instead of the DELETE and decides "
            + "what happens.", isDecisive: true))
    } else {
      let kind = ["v": "a view", "m": "a materialized view", "f": "a foreign table"][target.kind]
      stop(
        Caveat(
          code: target.kind == "f" ? .foreignTable : .unsupported, table: target.name, object: nil,
          message:
            "\(name) is \(kind ?? "not a table"): what \(statement.command.phrase) does there is not "
            + "worked out.",
          isDecisive: true))
    }
  }
}

extension ServerError {
  /// Whether values cause it, rather than that the statement itself is not valid: the classes for
  /// cardinality, data, violated constraints, and errors that functions raise (PostgreSQL manual, Appendix A).
  ///
  /// What cannot be told in UTF-8 (22P05) is no trouble for a statement that does not tell it.
  fileprivate var isRaisedByRows: Bool {
    sqlstate != "22P05"
      && ["21", "22", "23", "2F", "38", "39", "P0"].contains { sqlstate.hasPrefix($0) }
  }
}
