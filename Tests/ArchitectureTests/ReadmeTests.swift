import FoundationEssentials
import Testing

@Suite struct ReadmeTests {
  private let readme: String

  init() throws {
    readme = try String(contentsOfFile: "\(SourceFile.root)/README.md", encoding: .utf8)
  }

  @Test func scriptsItNamesCanBeRun() throws {
    let named = Set(readme.matches(of: /\.ci\/[\w-]+/).map { String($0.output) })
    #expect(named == [".ci/try", ".ci/test", ".ci/run", ".ci/sanitize", ".ci/long-run"])
    for script in named {
      #expect(FileManager.default.isExecutableFile(atPath: "\(SourceFile.root)/\(script)"))
    }
  }

  @Test func itsTestCommandIsTheOneThatChangesHaveToPass() throws {
    let script = try String(contentsOfFile: "\(SourceFile.root)/.ci/test", encoding: .utf8)
    let command = try #require(readme.firstMatch(of: /\nswift test.*/)).output.dropFirst()
    #expect(script.contains(command))
  }

  @Test func linesAreOfReadableLength() {
    for line in readme.split(separator: "\n") where !line.hasPrefix("|") {
      #expect(line.count <= 110, "\(line)")
    }
  }
}
