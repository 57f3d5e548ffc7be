import SchemaModel

/// A shop's schema with one of each thing that screens must show: all actions, a cycle, a self
/// reference, a composite key, partitions, a missing index, a deferrable key.
enum Shop {
  static let graph = SchemaGraph(tables: tables, foreignKeys: foreignKeys)

  static func name(_ name: String, schema: String = "public") -> TableName {
    TableName(schema: schema, name: name)
  }

  private static func table(
    _ name: String, schema: String = "public", rows: Int64?, kind: Table.Kind = .ordinary,
    partitions: Int = 0, key: [String] = ["id"], unique: [String] = [], _ columns: String
  ) -> Table {
    var keys = key.isEmpty ? [] : [Key(name: "\(name)_pkey", columns: key, isPrimary: true)]
    keys += unique.map { Key(name: "\(name)_\($0)_key", columns: [$0]) }
    return Table(
      name: Self.name(name, schema: schema), kind: kind, columns: self.columns(columns),
      keys: keys, estimatedRows: rows, partitionCount: partitions)
  }

  /// `id bigint!, note text`: an exclamation mark means NOT NULL.
  private static func columns(_ text: String) -> [Column] {
    text.split(separator: ",").map { part in
      let words = part.split(separator: " ", maxSplits: 1).map(String.init)
      let type = words.count > 1 ? words[1] : "text"
      let isNullable = !type.hasSuffix("!")
      return Column(
        name: words[0], type: isNullable ? type : String(type.dropLast()), isNullable: isNullable)
    }
  }

  private static func key(
    _ id: UInt32, _ child: String, _ columns: [String], _ parent: String,
    to: [String] = ["id"], _ onDelete: ReferentialAction, indexed: Bool = true,
    deferrability: Deferrability = .notDeferrable, childSchema: String = "public"
  ) -> ForeignKey {
    let name = "\(child)_\(columns.joined(separator: "_"))_fkey"
    return ForeignKey(
      id: id, name: name, referencing: Self.name(child, schema: childSchema),
      referencingColumns: columns, referenced: Self.name(parent), referencedColumns: to,
      onDelete: onDelete, deferrability: deferrability,
      supportingIndex: indexed ? "\(name)_idx" : nil)
  }

  private static let tables = [
    table(
      "customers", rows: 18220, unique: ["email"],
      """
      id bigint!,name text!,email text,country character(2)!,vip boolean!,credit_limit numeric(10,2),\
      referred_by bigint,created_at timestamp with time zone!,notes text
      """),
    table("addresses", rows: 20114, "id bigint!,street text!,city text!,country text!"),
    table(
      "orders", rows: 1_204_331, unique: ["number"],
      """
      id bigint!,customer_id bigint!,ship_to bigint,number text!,placed_at timestamp with time zone!,\
      note text
      """),
    table(
      "order_items", rows: 3_918_002, key: ["order_id", "line"],
      "order_id bigint!,line integer!,product_id bigint!,quantity integer!,price numeric(10,2)!"),
    table("products", rows: 8120, "id bigint!,name text!,category_id integer,price numeric(10,2)!"),
    table("categories", rows: 210, "id integer!,name text!,parent_id integer"),
    table("shipments", rows: 1_100_442, "id bigint!,order_id bigint!,carrier text!"),
    table("tracking_events", rows: 5_400_000, "id bigint!,shipment_id bigint!,at timestamp!"),
    table("invoices", rows: 88201, "id bigint!,order_id bigint!,issued date!,state text!"),
    table("reviews", rows: 40213, "id bigint!,order_id bigint,stars smallint!,body text"),
    table("sessions", rows: 90012, "id uuid!,customer_id bigint!,started timestamp!"),
    table("countries", rows: 249, key: ["code"], "code character(2)!,name text!"),
    table("teams", rows: 12, "id integer!,captain_id integer!,name text!"),
    table("players", rows: 144, "id integer!,team_id integer!,name text!"),
    table(
      "audit_log", schema: "audit", rows: 22_000_431, kind: .partitioned, partitions: 24,
      key: ["at", "id"], "at timestamp!,id bigint!,customer_id bigint,what text!"),
    table("settings", rows: nil, key: [], "name text,value text"),
  ]

  private static let foreignKeys = [
    key(1, "orders", ["customer_id"], "customers", .cascade),
    key(2, "orders", ["ship_to"], "addresses", .setNull),
    key(3, "order_items", ["order_id"], "orders", .cascade),
    key(4, "order_items", ["product_id"], "products", .restrict),
    key(5, "products", ["category_id"], "categories", .setDefault),
    key(6, "categories", ["parent_id"], "categories", .noAction),
    key(7, "shipments", ["order_id"], "orders", .cascade),
    key(8, "tracking_events", ["shipment_id"], "shipments", .cascade),
    key(9, "invoices", ["order_id"], "orders", .restrict),
    key(10, "reviews", ["order_id"], "orders", .setNull, indexed: false),
    key(11, "sessions", ["customer_id"], "customers", .cascade),
    key(12, "customers", ["referred_by"], "customers", .setNull),
    key(13, "customers", ["country"], "countries", to: ["code"], .noAction),
    key(
      14, "teams", ["captain_id"], "players", .noAction, deferrability: .initiallyDeferred),
    key(15, "players", ["team_id"], "teams", .cascade),
    key(
      16, "audit_log", ["customer_id"], "customers", .cascade, indexed: false,
      childSchema: "audit"),
  ]
}

extension Shop {
  static let facts = ServerFacts(
    version: 150018, versionText: "15.18 (Debian 15.18-1)", database: "shop", user: "ana",
    host: "localhost", port: "5432", isInRecovery: false)

  static func customer(_ id: Int) -> RowIdentity {
    RowIdentity(table: name("customers"), key: [ColumnValue(column: "id", value: String(id))])
  }

  static func identity(_ table: String, _ id: Int) -> RowIdentity {
    RowIdentity(table: name(table), key: [ColumnValue(column: "id", value: String(id))])
  }

  /// Ten customers whose values are hard to show.
  static let customers = customerPage(
    [
      ["38", "Anne Müller", "anne@example.org", "DE", "f", "500.00", "12"],
      ["39", "山田 太郎", "taro@example.jp", "JP", "t", "2000.00", nil],
      ["40", "Bob \"Bo\" O'Hara", "", "IE", "f", nil, nil],
      ["41", "José Á. Núñez", "jose@example.es", "ES", "f", "750.00", "38"],
      ["42", "Zoë Quinn", "zoe@example.com", "GB", "t", "5000.00", "42"],
      ["43", "Line\nbreak & tab\t", "x@example.net", "US", "f", "120.00", nil],
      ["44", "Ωμέγα Ltd", "info@example.gr", "GR", "t", "9000.00", nil],
      [
        "45", "A very long company name that goes on and on, Sons & Daughters",
        "long@example.com", "US", "f", "10.00", nil,
      ],
      ["46", "\u{1b}[31mred", "red@example.com", "US", "f", "0.00", "44"],
      ["47", "Ivan Ƶ", "ivan@example.bg", "BG", "f", "33.50", nil],
    ], hasLater: false)

  static func customerPage(_ rows: [[String?]], hasEarlier: Bool = false, hasLater: Bool) -> RowPage
  {
    RowPage(
      columns: [
        "id", "name", "email", "country", "vip", "credit_limit", "referred_by", "created_at",
        "notes",
      ],
      rows: rows.map { values in
        let id = values.first.flatMap { $0 }.flatMap { Int($0) } ?? 0
        return Row(
          identity: customer(id), values: values + ["2021-03-09 08:14:55+00", nil])
      }, hasEarlier: hasEarlier, hasLater: hasLater)
  }

  /// Customers with these numbers, as one page.
  static func customers(_ ids: Range<Int>, hasEarlier: Bool = false, hasLater: Bool) -> RowPage {
    customerPage(
      ids.map { [String($0), "Customer \($0)", nil, "DE", "f", "1.00", nil] },
      hasEarlier: hasEarlier, hasLater: hasLater)
  }
}
