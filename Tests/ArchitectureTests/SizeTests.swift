import Testing

@Suite struct SizeTests {
  @Test func filesAreShort() throws {
    for file in try SourceFile.all(in: "Sources") where !file.isGenerated {
      #expect(file.lines.count <= 400, "\(file.path)")
    }
  }

  @Test func functionsAreShort() throws {
    for file in try SourceFile.all(in: "Sources") where !file.isGenerated {
      for (line, length) in functions(in: file) {
        #expect(length <= 60, "\(file.path):\(line)")
      }
    }
  }

  /// Each function's first line and its length; the formatter has put its brace under its start.
  private func functions(in file: SourceFile) -> [(line: Int, length: Int)] {
    file.lines.indices.compactMap { start in
      let indentation = file.lines[start].prefix { $0 == " " }
      let words = file.lines[start].split { " (".contains($0) }
      guard words.contains(where: { $0 == "func" || $0 == "init" }),
        !file.lines[start].drop(while: { $0 == " " }).hasPrefix("//"),
        let end = file.lines[start...].firstIndex(of: indentation + "}")
      else { return nil }
      return (start + 1, end - start + 1)
    }
  }
}
