extension Question {
  /// The question without the values in which those differ that one query can answer together.
  var shared: Question {
    switch self {
    case .referencingRows(let constraint, _): .referencingRows(constraint: constraint, key: [])
    case .referencedRows(let constraint, _): .referencedRows(constraint: constraint, values: [])
    case .overlaps(let overlap):
      .overlaps(OverlapQuestion(constraint: overlap.constraint, sides: overlap.sides, key: []))
    case .coverage(let coverage):
      .coverage(Coverage(constraint: coverage.constraint, period: "", by: []))
    case .equality(let equality):
      .equality(
        Equality(
          constraint: equality.constraint, column: equality.column, sides: equality.sides,
          left: "", right: ""))
    case .conversion(let conversion):
      .conversion(
        Conversion(constraint: conversion.constraint, column: conversion.column, value: ""))
    case .newRow(let row):
      .newRow(NewRowQuestion(relation: row.relation, values: [], assigned: row.assigned))
    case .firing(let firing):
      .firing(
        FiringQuestion(
          relation: firing.relation, trigger: firing.trigger,
          // Rows of an UPDATE have both images, those of a DELETE one.
          images: RowImages(
            old: firing.images.old.map { _ in [] }, new: firing.images.new.map { _ in [] }),
          isNested: firing.isNested))
    case .route(let root, _): .route(root: root, values: [])
    case .conflicts(let relation, let index, _):
      .conflicts(relation: relation, index: index, values: [])
    case .rivalry(let pair):
      .rivalry(Rivalry(relation: pair.relation, index: pair.index, new: [], other: []))
    case .wholeRow(let place): .wholeRow(RowPlace(relation: place.relation, tupleID: 0))
    case .indexKey(let relation, let index, _):
      .indexKey(relation: relation, index: index, values: [])
    case .defaultValue, .time, .sequence, .scanOrder, .leafOrder, .btrees: self
    }
  }

  /// Whether it cannot be asked together with others, as an error may be its answer or the query is
  /// about one value only.
  ///
  /// - Parameter askedSingly: relations, constraints and indexes, about which a question led to an error.
  /// - Returns: false where others that share all but their values can come along.
  func needsOwnQuery(askedSingly: Set<Oid>) -> Bool {
    switch self {
    case .defaultValue, .time, .sequence, .scanOrder: true
    case .indexKey(_, let index, _): askedSingly.contains(index)
    case .conversion(let conversion): askedSingly.contains(conversion.constraint)
    case .newRow(let row): askedSingly.contains(row.relation)
    case .firing(let firing): askedSingly.contains(firing.relation)
    default: false
    }
  }
}
