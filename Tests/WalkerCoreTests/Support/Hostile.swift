import DeletePlanning
import SchemaModel

/// Names and values as nobody should have them: escape sequences, text that runs backwards, wide and
/// combining characters, emoji made of several, and a value without end.
enum Hostile {
  static let texts: [String] = [
    "\u{1b}[2J\u{1b}]52;c;cm0=\u{7}", "a\u{202e}b\u{2066}c", "山田太郎の長い名前", "e\u{301}\u{327}\u{323}",
    "👨‍👩‍👧‍👦", "🇫🇷🇩🇪", "⚠️", "\u{200d}\u{200b}", "line\r\nbreak\ttab\u{0}", "", " ", "\u{85}\u{9b}31m",
    "नमस्ते", String(repeating: "\u{300}", count: 9), String(repeating: "長", count: 90),
    String(repeating: "x", count: 63), "\u{10FFFF}\u{FFFE}\u{E0001}",
  ]

  static func name(_ number: Int) -> TableName {
    TableName(schema: number % 3 == 0 ? texts[number % texts.count] : "public", name: text(number))
  }

  private static func text(_ number: Int) -> String { texts[number % texts.count] + "\(number)" }

  static let graph = SchemaGraph(
    tables: texts.indices.map { number in
      Table(
        name: name(number), kind: .ordinary,
        columns: texts.indices.map {
          Column(name: text($0), type: texts[($0 + number) % texts.count], isNullable: true)
        },
        keys: [Key(name: text(number), columns: [text(0), text(1)], isPrimary: true)],
        estimatedRows: .max, partitionCount: 0)
    },
    foreignKeys: texts.indices.map { number in
      ForeignKey(
        id: UInt32(number), name: text(number), referencing: name((number + 1) % texts.count),
        referencingColumns: [text(2), text(3)], referenced: name(number / 2),
        referencedColumns: [text(0), text(1)],
        onDelete: ReferentialAction.allCases[number % ReferentialAction.allCases.count],
        deferrability: .initiallyDeferred, supportingIndex: nil)
    })

  static func row(_ number: Int) -> RowIdentity {
    RowIdentity(
      table: name(0),
      key: [
        ColumnValue(column: text(0), value: texts[number % texts.count]),
        ColumnValue(column: text(1), value: nil),
      ])
  }

  static let page = RowPage(
    columns: texts.indices.map(text),
    rows: (0..<40).map { number in
      Row(
        identity: row(number),
        values: texts.indices.map { $0 == 5 ? nil : texts[($0 + number) % texts.count] })
    }, hasEarlier: true, hasLater: true)

  static let report: DeleteReport = {
    var report = DeleteReport(
      statement: "DELETE FROM \(texts[0]) WHERE \(texts[8])", rootTable: name(0),
      server: Shop.facts)
    report.steps = (0..<30).map { number in
      Step(
        index: number, parent: number == 0 ? nil : number / 2, level: number / 2,
        constraint: number == 0 ? nil : text(number), definition: texts[number % texts.count],
        table: name(number % texts.count), referencedTable: name(0), columns: [text(2), text(3)],
        action: .allCases[number % 5], effect: number % 7 == 6 ? .block : .delete,
        rows: number % 2 == 0 ? .atLeast(.max) : .unknown, repeated: number % 4,
        sample: [SampleRow(identity: row(number), path: [row(1), row(2)])])
    }
    report.blockers = [6, 13].map { number in
      Blocker(
        constraint: text(number), definition: texts[8], table: name(3), columns: [text(2)],
        referencedTable: name(0), referencedColumns: [text(0)], action: .restrict,
        moment: .commit, rows: .atLeast(3),
        error: ServerError(
          sqlstate: texts[0], message: texts[8], detail: texts[14], hint: texts[4]),
        sample: [SampleRow(identity: row(9), path: [row(3)])], step: number == 6 ? 6 : nil)
    }
    report.outcome = .failsAtCommit
    report.effects = texts.indices.map {
      TableEffect(table: name($0), deleted: .exact($0), updated: .unknown)
    }
    report.caveats = texts.indices.map {
      Caveat(
        code: .userTrigger, table: name($0), object: text($0), message: texts[$0],
        isDecisive: $0 % 2 == 0)
    }
    report.isComplete = true
    return report
  }()
}
