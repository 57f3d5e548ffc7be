/// Whether the order in which a DELETE visits its rows can be told from its plan.
enum PlanOrder {
  /// Reads `EXPLAIN (FORMAT JSON)`: plain scans of one table visit rows in an order that a SELECT of
  /// the same rows repeats; joins, sorts and parallel scans need not.
  static func isKnown(_ plan: any TextTable) -> Bool {
    let text = (0..<plan.rowCount).compactMap { plan[$0, 0] }.joined(separator: "\n")
    let known: Set = [
      "ModifyTable", "Seq Scan", "Index Scan", "Bitmap Heap Scan", "Bitmap Index Scan", "BitmapOr",
      "BitmapAnd", "Tid Scan", "Tid Range Scan", "Append", "Result",
    ]
    let label = "\"Node Type\": \""
    var rest = Substring(text)
    while let found = rest.firstRange(of: label) {
      rest = rest[found.upperBound...]
      guard let end = rest.firstIndex(of: "\""), known.contains(String(rest[..<end])) else {
        return false
      }
    }
    return true
  }

  /// How many rows the server expects the DELETE to visit; nil where the plan does not say.
  ///
  /// The first number in the plan is that of rows returned, which a DELETE has none of; the second is
  /// that of rows found.
  static func estimatedRows(_ plan: any TextTable) -> Int? {
    let text = (0..<plan.rowCount).compactMap { plan[$0, 0] }.joined(separator: "\n")
    let label = "\"Plan Rows\": "
    var rest = Substring(text)
    var numbers: [Int] = []
    while numbers.count < 2, let found = rest.firstRange(of: label) {
      rest = rest[found.upperBound...]
      numbers.append(Int(rest.prefix { $0.isNumber }) ?? 0)
    }
    return numbers.max()
  }
}
