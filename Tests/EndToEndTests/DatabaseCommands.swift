import ProcessTesting

/// Every command that connects, in the forms that ask the server for different things, on the shop.
enum DatabaseCommands {
  /// Those that only read.
  static let reading =
    [
      ["preview", "customers", "id=1"],
      ["preview", "customers", "id=25", "--format", "json"],
      ["preview", "customers", "id=25", "--way", "counts"],
      ["preview", "DELETE FROM customers", "--way", "counts", "--format", "markdown"],
      ["preview", "DELETE FROM customers", "--way", "rows", "--format", "dot"],
      ["preview", "DELETE FROM categories WHERE id = 2 RETURNING id / 1"],
      ["preview", "DELETE FROM staff.departments WHERE id = 1", "--format", "mermaid"],
      [
        "preview", "DELETE FROM orders o USING customers c WHERE o.customer_id = c.id AND c.id < 9",
      ],
      ["preview", "customers", "id=1", "--what-if", "invoices_order_id_fkey=cascade"],
      ["preview", "DELETE FROM nowhere"],
      ["preview", "DELETE FROM customers WHERE 1 / (id - id) = 1"],
      ["lint"], ["lint", "--format", "json"],
      ["orphans", "--all"], ["orphans", "orders(customer_id)", "customers(id)"],
      ["path", "customers", "products"], ["graph"], ["graph", "orders", "--depth", "2"],
      ["graph", "--format", "json"], ["order"], ["order", "--format", "sql"],
      ["order", "orders", "--delete"], ["order", "--bulk"], ["radius"],
      ["compare", "demo", "demo"],
      ["bug-report"], ["migrate", "invoices_order_id_fkey=cascade,deferred"],
      ["preview", "UPDATE customers SET id = id + 1000 WHERE id = 25"],
      ["preview", "INSERT INTO orders (id, customer_id) VALUES (9000, 9999)"],
    ] + scripts
  /// Those that print SQL scripts, and are asked for nothing else.
  private static let scripts = [["preview", "customers", "id=1", "--format", "sql"]]

  /// The commands that never connect to anything.
  static let withoutDatabase = [
    "open", "themes", "keys", "demo", "help", "explore", "lessons", "manual",
  ]

  /// `explain` reads a text.
  static let message = """
    ERROR:  update or delete on table "orders" violates foreign key constraint \
    "invoices_order_id_fkey" on table "invoices"
    DETAIL:  Key (id)=(58) is still referenced from table "invoices".
    """

  /// All that connect and read, with a file for `explain` in a folder.
  static func all(in folder: TemporaryFolder) throws -> [[String]] {
    reading + [["explain", try folder.file("message", message), "-d", "demo"]]
  }
}
