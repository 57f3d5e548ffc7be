import Testing

@Suite struct DocumentationTests {
  /// What other targets can name says what it is; initialisers and properties may speak for
  /// themselves, and so do the requirements of well-known protocols.
  @Test func declarationsForOtherTargetsAreDocumented() throws {
    for file in try SourceFile.all(in: "Sources") {
      for (number, line) in file.lines.enumerated() where needsDocumentation(line) {
        #expect(isDocumented(number, in: file), "\(file.path):\(number + 1):\(line)")
      }
    }
  }

  private func needsDocumentation(_ line: Substring) -> Bool {
    let words = line.split { " (:".contains($0) }
    guard words.first == "package", !words.contains("init") else { return false }
    let types: Set<Substring> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    if words.contains(where: types.contains) { return true }
    guard let keyword = words.firstIndex(of: "func"), words.indices.contains(keyword + 1) else {
      return false
    }
    let name = words[keyword + 1]
    return name.first?.isLetter == true && name != "hash" && name != "encode"
  }

  /// Whether the lines above a declaration, attributes passed over, end with a doc comment.
  private func isDocumented(_ number: Int, in file: SourceFile) -> Bool {
    let above = file.lines[..<number].reversed().map { $0.drop { $0 == " " } }
    return above.first { !$0.hasPrefix("@") }?.hasPrefix("///") ?? false
  }
}
