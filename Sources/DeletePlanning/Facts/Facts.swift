internal import OrderedCollections
import SchemaModel

/// What is known of the database's rows and values; it only grows.
struct Facts: Sendable {
  var store = RowStore()
  /// Whether rows that are not known do not count, so that none are asked for.
  var isClosed = false
  /// Row numbers in scan order, by constraint and key.
  var referencingRows: [Oid: [[String]: [Int]]] = [:]
  var referencedRows: [Oid: [[String]: [RowPlace]]] = [:]
  /// Row numbers by what they overlap.
  var overlaps: [OverlapQuestion: [Int]] = [:]
  var coverages: [Coverage: Bool] = [:]
  var equalities: [Equality: Bool] = [:]
  /// Values as referencing columns take them, or the error in that.
  var conversions: [Conversion: Result<String?, ServerError>] = [:]
  var defaults: [Oid: [String: Result<String?, ServerError>]] = [:]
  /// The time as columns take it.
  var times: [Oid: [String: String]] = [:]
  /// By quoted name; nil for a sequence that cannot be read.
  var sequences: [String: SequenceState?] = [:]
  /// Whether triggers fire, or the error in the condition.
  var firings: [FiringQuestion: Result<Bool, ServerError>] = [:]
  var newRows: [NewRowQuestion: Result<NewRow, ServerError>] = [:]
  /// Where rows belong, by the root and their values.
  var routes: [Oid: [Image: Route]] = [:]
  /// Keys by index and the values of the new row, nil where a partial index does not cover it; or the
  /// error in working them out.
  var indexKeys: [Oid: [Image: Result<Image?, ServerError>]] = [:]
  /// The columns of each B-tree index, by relation.
  var btrees: [Oid: [[String]]] = [:]
  /// By index and the values of the new row.
  var conflicts: [Oid: [Image: IndexEntry]] = [:]
  var rivalries: [Rivalry: Rivalry.Answer] = [:]
  /// All columns in attribute order, as name and value.
  var wholeRows: [RowPlace: [ColumnValue]] = [:]
  /// Keys whose rows are known in the order the referential query visits them.
  var scanOrders: [Oid: Set<[String]>] = [:]
  /// Leaf partitions in the order scans visit them, by root.
  var leafOrder: [Oid: [Oid]] = [:]
  /// Relations whose new rows must be asked about one at a time.
  var askedSingly: Set<Oid> = []
  /// Why a question that has no answer for this has none; nil where there is no such question.
  var unanswered: ServerError?
  /// Relations that could not be read, with the server's words.
  var unreadable: [Oid: ServerError] = [:]
}

/// Where a sequence stands (`last_value`, `is_called`, `pg_sequence`).
struct SequenceState: Hashable, Sendable {
  var lastValue: Int
  /// Whether that number was given out already.
  var isCalled: Bool
  var increment: Int
  var bounds: ClosedRange<Int>

  /// The number given after some others; nil where the sequence comes to its end.
  func number(after count: Int) -> Int? {
    let (offset, overflows) = increment.multipliedReportingOverflow(by: count + (isCalled ? 1 : 0))
    let (number, exceeds) = lastValue.addingReportingOverflow(offset)
    return overflows || exceeds || !bounds.contains(number) ? nil : number
  }
}
