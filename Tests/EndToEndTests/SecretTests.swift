import Glibc
import ProcessTesting
import Testing

/// Passwords that people give on the command line.
@Suite struct SecretTests {
  private static let password = "Giraffe77"

  /// What libpq or the parser of the command line cannot use and says so.
  private static let mistakes = [
    ["graph", "-d", "postgresql://me:\(password)@127.0.0.1:1/shop"],
    ["graph", "-d", "postgresql://me:Gir@\(password)@127.0.0.1:1/shop"],
    ["graph", "-d", "postgresql://me:a\"b%zz\(password)@127.0.0.1:1/shop"],
    ["graph", "-d", "postgresql://127.0.0.1:1/shop?password=\(password)&bogus=1"],
    ["graph", "-d", "host=127.0.0.1 port=1 password=x \(password)"],
    ["graph", "-d", "me:\(password)@127.0.0.1/shop", "-h", "127.0.0.1", "-p", "1"],
    ["preview", "users", "id=1", "postgresql://me:\(password)@127.0.0.1:1/shop"],
    ["lint", "more", "postgresql://me:\(password)@127.0.0.1:1/shop", "than", "one"],
    ["explore", "postgresql://me:\(password)@127.0.0.1:1/shop", "--bogus"],
    ["explain", "postgresql://me:\(password)@127.0.0.1:1/shop"],
  ]

  @Test(arguments: mistakes) func errorsDoNotRepeatThem(_ command: [String]) throws {
    let run = try ProgramRun([Fkwalk.path] + command)
    #expect(run.status != 0 && !run.errors.isEmpty)
    #expect(!(run.output + run.errors).contains(Self.password), "\(run)")
  }

  @Test func namesOfDatabasesThatAreMeantAsURIs() throws {
    let demo = try DemoServer(scenario: "chain")
    let run = try demo.fkwalk("graph", "-d", "me:\(Self.password)@somewhere/shop")
    #expect(run.status == 1 && run.errors.contains("me:***@somewhere/shop"), "\(run)")
    let table = try demo.fkwalk("graph", "postgresql://me:\(Self.password)@somewhere/shop")
    #expect(table.status == 1 && table.errors.contains("me:***@somewhere/shop"), "\(table)")
  }

  @Test func othersDoNotSeeThemAmongTheProcesses() throws {
    let silence = try SilentServer()
    let host = silence.variables["PGHOST"] ?? ""
    for (argument, shown) in [
      ("postgresql://me:\(Self.password)@/shop?host=\(host)", "postgresql://me:*********@/shop"),
      ("host=\(host) password = '\(Self.password)'", "password = '*********'"),
    ] {
      _ = try ProgramRun([Fkwalk.path, "graph", "-d", argument]) { process in
        defer { kill(process, SIGKILL) }
        _ = try eventually("the password is covered") {
          let words = try ProgramRun(["cat", "/proc/\(process)/cmdline"]).output
          return words.contains(shown) && !words.contains(Self.password) ? true : nil
        }
      }
    }
  }
}
