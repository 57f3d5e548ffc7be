import ProcessTesting
import Testing
import ThrowawayServer

/// What the comment at the top of the shop's script promises.
@Suite struct ShopTests {
  @Test func storiesHold() throws {
    let server = try ThrowawayServer.start()
    try server.createDatabase("demo")
    let shop = try #require(Scenario.named("shop"))
    try server.load(sql: shop.sql)

    #expect(try delete("customers WHERE id = 25", on: server) == "DELETE 1")
    #expect(try delete("customers WHERE id = 1", on: server).contains("invoices_order_id_fkey"))
    #expect(
      try delete("products WHERE id = 3", on: server).contains("order_items_product_id_fkey"))
    #expect(try delete("products WHERE id = 58", on: server) == "DELETE 1")
    #expect(try delete("categories WHERE id = 2", on: server) == "DELETE 1")
    #expect(try delete("staff.departments WHERE id = 2", on: server) == "DELETE 1")
    #expect(
      try delete("staff.employees WHERE id = 5", on: server).contains("departments_head_fkey"))
    #expect(try delete("warehouse.shelves WHERE code = 'B1'", on: server) == "DELETE 1")
  }

  @Test func everyReferentialActionOccurs() throws {
    let server = try ThrowawayServer.start()
    try server.createDatabase("demo")
    let shop = try #require(Scenario.named("shop"))
    try server.load(sql: shop.sql)
    let actions = try psql(
      "SELECT string_agg(DISTINCT confdeltype::text, '') FROM pg_constraint WHERE contype = 'f'",
      on: server)
    #expect(actions.output == "acdnr\n")
  }

  /// The command tag of a DELETE that is rolled back after its deferred checks, or the error.
  private func delete(_ rest: String, on server: ThrowawayServer) throws -> String {
    let run = try psql(
      "BEGIN; DELETE FROM \(rest); SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK", on: server)
    return run.errors.isEmpty
      ? run.output.split(separator: "\n").first { $0.hasPrefix("DELETE") }.map(String.init) ?? ""
      : run.errors
  }

  private func psql(_ sql: String, on server: ThrowawayServer) throws -> ProgramRun {
    let commands = sql.split(separator: "; ").flatMap { ["-c", String($0)] }
    return try ProgramRun(
      ["psql", "-XAt", "-v", "ON_ERROR_STOP=1"] + commands, changes: server.connectionVariables())
  }
}
