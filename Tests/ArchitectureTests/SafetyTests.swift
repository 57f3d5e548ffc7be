import Testing

/// Nothing in the product gives up on data that it did not expect.
@Suite struct SafetyTests {
  @Test func nothingIsForced() throws {
    for file in try SourceFile.all(in: "Sources") {
      for (number, line) in file.code.enumerated() where line.contains(/!|fatalError/) {
        let isForced = line.contains(/[\w)\]]!(?!=)|\bfatalError\(/)
        #expect(!isForced, "\(file.path):\(number + 1)")
      }
    }
  }

  @Test func nothingIsPutOff() throws {
    for file in try SourceFile.all(in: "Sources") {
      #expect(!file.lines.contains { $0.contains("TODO") || $0.contains("FIXME") }, "\(file.path)")
    }
  }
}
