import SchemaModel

/// Rows that lie on another server, which is not asked about them.
extension Simulation {
  /// A foreign table that rows are put into; nil where there is none.
  var foreignTable: TableName? {
    versions.lazy.compactMap { version in
      book.relations[version.relation].flatMap { $0.kind == "f" ? $0.name : nil }
    }.first
  }
}

extension Caveat {
  /// The statement reaches rows of a foreign table, whose server has rules of its own.
  static func foreignTable(_ table: TableName) -> Caveat {
    Caveat(
      code: .foreignTable, table: table, object: table.displayName,
      message: "The statement reaches \(table.displayName), a foreign table: what it does to rows "
        + "on another server is not worked out.", isDecisive: true)
  }
}

extension DeleteReport {
  /// Why the statement must not be run, not even to be rolled back; nil where it may be.
  ///
  /// Not every foreign data wrapper can undo what it did.
  package var verificationRefusal: String? {
    guard let table = caveats.first(where: { $0.code == .foreignTable && $0.isDecisive })?.table
    else { return nil }
    return "not verified: \(table.displayName) is a foreign table, and what the "
      + "\(command.rawValue) does on another server might not be rolled back"
  }
}
