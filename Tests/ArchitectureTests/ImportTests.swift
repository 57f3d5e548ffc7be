import Testing

/// The compiler holds targets apart; this keeps the outside world out of the pure ones.
@Suite struct ImportTests {
  /// The pure targets, and what each may import.
  static let allowed: [String: Set<Substring>] = [
    "SchemaModel": ["OrderedCollections"],
    "DeletePlanning": ["SchemaModel", "DequeModule", "OrderedCollections"],
    "SchemaReview": ["SchemaModel", "OrderedCollections"],
    "ErrorExplaining": ["SchemaModel", "DeletePlanning", "SchemaReview"],
    "Lessons": ["SchemaModel"],
    "TerminalCanvas": [],
    "WalkerCore": [
      "SchemaModel", "ErrorExplaining", "DeletePlanning", "Lessons", "SchemaReview",
      "TerminalCanvas", "OrderedCollections",
    ],
  ]

  @Test(arguments: allowed.keys.sorted()) func pureTargetHasNoInputOrOutput(target: String) throws {
    let files = try SourceFile.all(in: "Sources/\(target)")
    #expect(!files.isEmpty)
    for file in files {
      #expect(imports(of: file).subtracting(Self.allowed[target] ?? []) == [], "\(file.path)")
    }
  }

  /// The whole of Foundation makes the program four times as large, and slow to start.
  @Test func nothingImportsAllOfFoundation() throws {
    for file in try SourceFile.all(in: "Sources") {
      #expect(!imports(of: file).contains("Foundation"), "\(file.path)")
    }
  }

  private func imports(of file: SourceFile) -> Set<Substring> {
    Set(
      file.lines.compactMap { line in
        let words = line.split(separator: " ")
        guard let keyword = words.firstIndex(of: "import"), keyword <= 1 else { return nil }
        return words.last?.split(separator: ".").first
      })
  }
}
