import DeletePlanning
import SchemaModel

extension Shop {
  /// Deleting one customer, refused by invoices deep down.
  static let refused: DeleteReport = {
    var report = DeleteReport(
      statement: "DELETE FROM public.customers WHERE id = 42", rootTable: name("customers"),
      server: facts)
    report.steps = refusedSteps
    report.blockers = [invoiceBlocker]
    report.error = PredictedError(moment: .statement, fields: invoiceBlocker.error)
    report.outcome = .fails
    report.effects = [
      effect("customers", deleted: 1), effect("orders", deleted: 23),
      effect("sessions", deleted: 6),
      effect("audit_log", schema: "audit", deleted: 100, isCapped: true),
      effect("order_items", deleted: 88), effect("shipments", deleted: 21),
      effect("reviews", updated: 7), effect("tracking_events", deleted: 21),
    ]
    report.caveats = [
      Caveat(
        code: .userTrigger, table: name("orders"), object: "orders_audit",
        message: "Table orders has its own trigger orders_audit that runs on DELETE.",
        isDecisive: false)
    ]
    report.missingIndexes = [
      MissingIndex(
        constraint: "reviews_order_id_fkey", table: name("reviews"), columns: ["order_id"],
        create: "CREATE INDEX CONCURRENTLY ON public.reviews (order_id)")
    ]
    report.isComplete = true
    report.questionsAsked = 9
    report.questionsAnswered = 9
    report.milliseconds = 1240
    return report
  }()

  /// The same while it is still being read.
  static let growing: DeleteReport = {
    var report = refused
    report.isComplete = false
    report.outcome = nil
    report.error = nil
    report.blockers = []
    report.steps = Array(refusedSteps.prefix(4))
    report.effects = Array(refused.effects.prefix(4))
    report.questionsAnswered = 4
    report.milliseconds = 310
    return report
  }()

  /// Deleting one address: nothing in its way.
  static let succeeding: DeleteReport = {
    var report = DeleteReport(
      statement: "DELETE FROM public.addresses WHERE id = 7", rootTable: name("addresses"),
      server: facts)
    report.steps = [
      Step(
        index: 0, parent: nil, level: 0, constraint: nil, definition: nil,
        table: name("addresses"), referencedTable: nil, columns: [], action: nil,
        effect: .delete, rows: .exact(1), sample: [sample("addresses", 7, ["Hauptstraße 5"])]),
      step(1, in: 0, level: 1, "orders", "ship_to", "addresses", .setNull, .setNull, .exact(3)),
    ]
    report.effects = [effect("addresses", deleted: 1), effect("orders", updated: 3)]
    report.outcome = .succeeds
    report.isComplete = true
    report.questionsAsked = 2
    report.questionsAnswered = 2
    report.milliseconds = 8
    return report
  }()

  /// A delete whose outcome depends on a trigger.
  static let uncertain: DeleteReport = {
    var report = succeeding
    report.outcome = .uncertain
    report.caveats = [
      Caveat(
        code: .userTrigger, table: name("orders"), object: "orders_guard",
        message: "Table orders has its own trigger orders_guard, which may change what happens.",
        isDecisive: true)
    ]
    return report
  }()

  static func effect(
    _ table: String, schema: String = "public", deleted: Int = 0, updated: Int = 0,
    isCapped: Bool = false
  ) -> TableEffect {
    TableEffect(
      table: name(table, schema: schema), deleted: isCapped ? .atLeast(deleted) : .exact(deleted),
      updated: .exact(updated))
  }

  static func sample(
    _ table: String, _ id: Int, _ details: [String], path: [RowIdentity] = []
  ) -> SampleRow {
    var row = identity(table, id)
    row.details = details.enumerated().map {
      ColumnValue(column: "c\($0.offset)", value: $0.element)
    }
    return SampleRow(identity: row, path: path)
  }

  static func step(
    _ index: Int, in parent: Int, level: Int, _ table: String, schema: String = "public",
    _ column: String, _ referenced: String, _ action: ReferentialAction, _ effect: Step.Effect,
    _ rows: RowCount, repeated: Int = 0, sample: [SampleRow] = []
  ) -> Step {
    var step = Step(
      index: index, parent: parent, level: level, constraint: "\(table)_\(column)_fkey",
      definition:
        "FOREIGN KEY (\(column)) REFERENCES \(referenced)(id) ON DELETE \(action.sql)",
      table: name(table, schema: schema), referencedTable: name(referenced), columns: [column],
      action: action, effect: effect, rows: rows, repeated: repeated, sample: sample)
    step.constraintID = graph.foreignKeys.first { $0.name == step.constraint }?.id
    return step
  }

  private static let chain = [customer(42), identity("orders", 5512)]

  private static let blocking = [
    sample("invoices", 9001, ["2024-11-30", "open"], path: chain),
    sample(
      "invoices", 9044, ["2025-01-02", "paid"], path: [customer(42), identity("orders", 5590)]),
  ]

  private static let refusedSteps = [
    Step(
      index: 0, parent: nil, level: 0, constraint: nil, definition: nil,
      table: name("customers"), referencedTable: nil, columns: [], action: nil, effect: .delete,
      rows: .exact(1), sample: [sample("customers", 42, ["Zoë Quinn"])]),
    step(
      1, in: 0, level: 1, "orders", "customer_id", "customers", .cascade, .delete, .exact(23),
      sample: [
        sample("orders", 5512, ["A-5512", "2024-11-29"]), sample("orders", 5590, ["A-5590"]),
      ]),
    step(2, in: 0, level: 1, "sessions", "customer_id", "customers", .cascade, .delete, .exact(6)),
    step(
      3, in: 0, level: 1, "customers", "referred_by", "customers", .setNull, .setNull, .exact(0),
      repeated: 1),
    step(
      4, in: 0, level: 1, "audit_log", schema: "audit", "customer_id", "customers", .cascade,
      .delete, .atLeast(100)),
    step(5, in: 1, level: 2, "order_items", "order_id", "orders", .cascade, .delete, .exact(88)),
    step(6, in: 1, level: 2, "shipments", "order_id", "orders", .cascade, .delete, .exact(21)),
    step(7, in: 1, level: 2, "reviews", "order_id", "orders", .setNull, .setNull, .exact(7)),
    step(
      8, in: 1, level: 2, "invoices", "order_id", "orders", .restrict, .block, .exact(2),
      sample: blocking),
    step(
      9, in: 6, level: 3, "tracking_events", "shipment_id", "shipments", .cascade, .delete,
      .exact(21)),
  ]

  static let invoiceBlocker: Blocker = {
    var blocker = Blocker(
      constraint: "invoices_order_id_fkey",
      definition: "FOREIGN KEY (order_id) REFERENCES orders(id) ON DELETE RESTRICT",
      table: name("invoices"), columns: ["order_id"], referencedTable: name("orders"),
      referencedColumns: ["id"], action: .restrict, moment: .statement, rows: .exact(2),
      error: ServerError(
        sqlstate: "23503",
        message: """
          update or delete on table "orders" violates foreign key constraint \
          "invoices_order_id_fkey" on table "invoices"
          """,
        detail: "Key (id)=(5512) is still referenced from table \"invoices\".", schema: "public",
        table: "invoices", constraint: "invoices_order_id_fkey"),
      sample: blocking, step: 8)
    blocker.canBeNull = false
    return blocker
  }()
}
