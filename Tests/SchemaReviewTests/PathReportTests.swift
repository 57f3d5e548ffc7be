import SchemaModel
import Testing

@testable import SchemaReview

/// Paths as documents, and their joins run on a server.
@Suite struct PathReportTests {
  private static let schema = #"""
    CREATE TABLE makers (id int PRIMARY KEY, name text);
    CREATE TABLE products (tenant int, id int, maker int REFERENCES makers, note text,
      PRIMARY KEY (tenant, id));
    CREATE TABLE orders (id int PRIMARY KEY, parent int REFERENCES orders);
    CREATE TABLE items (id int PRIMARY KEY, "order" int REFERENCES orders, tenant int, product int,
      FOREIGN KEY (tenant, product) REFERENCES products (tenant, id));
    CREATE SCHEMA "Odd.""x";
    CREATE TABLE "Odd.""x".makers ("i d" int PRIMARY KEY, U&"a\000a" int REFERENCES public.makers);
    CREATE TABLE alone (id int);
    INSERT INTO makers VALUES (1, 'm'), (2, 'n');
    INSERT INTO products VALUES (1, 1, 1), (1, 2, 2), (2, 1, NULL);
    INSERT INTO orders VALUES (1, NULL), (2, 1);
    INSERT INTO items VALUES (1, 1, 1, 1), (2, 1, 1, 2), (3, 2, 2, 1), (4, NULL, 1, 1);
    INSERT INTO "Odd.""x".makers VALUES (7, 2);
    """#

  private func report(
    _ server: ReviewServer, _ start: TableName, _ end: TableName
  ) throws -> PathReport {
    PathReport(in: try server.graph(), from: start, to: end, limit: 10)
  }

  @Test func joinsRunAndJoinWhatBelongsTogether() throws {
    let server = try ReviewServer(Self.schema)
    let up = try report(server, .named("items"), .named("makers"))
    #expect(try server.rows(up.sql.joined(separator: "\n").replacing(";", with: "")).count == 3)
    let down = try report(server, .named("makers"), .named("orders"))
    let rows = try server.rows(down.sql.joined(separator: "\n").replacing(";", with: ""))
    #expect(rows.sorted() == ["1|m|1|NULL", "2|n|1|NULL"])
    let own = try report(server, .named("orders"), .named("orders"))
    #expect(
      try server.rows(own.sql.joined(separator: "\n").replacing(";", with: "")) == ["2|1|1|NULL"])
  }

  @Test func hostileNamesRunToo() throws {
    let server = try ReviewServer(Self.schema)
    let odd = TableName(schema: "Odd.\"x", name: "makers")
    let report = try report(server, odd, .named("products"))
    let sql = report.sql.joined(separator: "\n")
    #expect(sql.contains(#"U&"a\000a""#))
    #expect(try server.rows(sql.replacing(";", with: "")) == ["7|2|1|2|2|NULL"])
  }

  /// A table's other name must be no other table's.
  @Test func everyTableOfAPathIsCalledOtherwise() {
    func table(_ name: String, _ schema: String) -> Table {
      Table(
        name: .named(name),
        columns: [Column(name: "id", type: "x", operatorSchema: schema)])
    }
    func key(_ child: String, _ parent: String, hasPeriod: Bool = false) -> ForeignKey {
      ForeignKey(
        id: 1, name: "k", referencing: .named(child), referencingColumns: ["up"],
        referenced: .named(parent), referencedColumns: ["id"], hasPeriod: hasPeriod)
    }
    let keys = [key("t", "t"), key("t", "t2"), key("t2", "t3", hasPeriod: true)]
    let graph = SchemaGraph(
      tables: [table("t", "pg_catalog"), table("t2", "My x"), table("t3", "pg_catalog")],
      foreignKeys: keys)
    #expect(
      JoinSQL(keys.map { PathStep(key: $0, isTowardsParent: true) }, in: graph).lines == [
        "SELECT t.*, t4.*", "FROM public.t", "JOIN public.t AS t2 ON t2.id = t.up",
        "JOIN public.t2 AS t3 ON t3.id OPERATOR(\"My x\".=) t2.up",
        "JOIN public.t3 AS t4 ON t4.id && t3.up;",
      ])
  }

  @Test func textNamesTablesAndDirections() throws {
    let server = try ReviewServer(Self.schema)
    let lines = try report(server, .named("orders"), .named("makers")).text
    #expect(
      lines == [
        "orders to makers: 1 path of 3 steps  (→ to a parent, ← to a child)",
        "",
        "orders ← items → products → makers",
        "    items(order) → orders(id)                      items_order_fkey",
        "    items(tenant, product) → products(tenant, id)  items_tenant_product_fkey",
        "    products(maker) → makers(id)                   products_maker_fkey",
        "  SELECT orders.*, makers.*",
        "  FROM public.orders",
        "  JOIN public.items ON orders.id = items.\"order\"",
        "  JOIN public.products ON products.tenant = items.tenant "
          + "AND products.id = items.product",
        "  JOIN public.makers ON makers.id = products.maker;",
      ])
  }

  @Test func unconnectedTablesAreSaidToBe() throws {
    let server = try ReviewServer(Self.schema)
    let report = try report(server, .named("alone"), .named("makers"))
    #expect(report.text.isEmpty)
    #expect(report.absence == "no foreign keys lead from alone to makers")
  }
}
