import ProcessTesting
import Testing

/// The SQL of the reference cards, carried out on a real server.
@Suite struct ReferenceCardTests {
  private static let tables = """
    CREATE TABLE customers (id int PRIMARY KEY);
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL,
      CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customers
      DEFERRABLE, CONSTRAINT orders_owner_check CHECK (customer_id > 0));
    """

  @Test(arguments: ["23503", "23001", "23502", "23505", "23514", "23P01"])
  func sqlOfTheCardRuns(code: String) throws {
    let demo = try DemoServer(scenario: "none")
    #expect(try demo.psql(Self.tables) == "")
    let run = try demo.fkwalk("explain", code, "--for", "sql")
    #expect(run.status == 0)
    #expect(run.output.contains("# \(code) "))
    // Indented by four blanks stands SQL, or a message of the server.
    let blocks = run.output.split(separator: "\n\n").filter { $0.hasPrefix("    ") }
    for block in blocks where !["    ERROR", "    DETAIL"].contains(where: block.hasPrefix) {
      let answer = try demo.psql(String(block))
      #expect(!answer.contains("ERROR"), "\(block)\n\(answer)")
    }
  }

  @Test func aCardOrALibraryThatThereIsNotIsSaid() throws {
    let card = try Fkwalk.run("explain", "42P01")
    #expect(card.status == 1)
    #expect(card.errors.contains("there is no card for SQLSTATE 42P01"))
    let library = try Fkwalk.run("explain", "23503", "--for", "cobol")
    #expect(library.status == 64)
  }

  @Test func everyLibraryHasAGuide() throws {
    let names =
      "sql sqlalchemy django psycopg rails prisma typeorm node-postgres jdbc spring hibernate"
      + " go-pgx ef-core ecto diesel sqlx laravel"
    for name in names.split(separator: " ") {
      let run = try Fkwalk.run("explain", "23503", "--for", String(name))
      #expect(run.status == 0)
      for part in ["## Catch it", "Retry", "23001", "savepoint"] {
        #expect(run.output.lowercased().contains(part.lowercased()), "\(name): \(part)")
      }
    }
  }
}
