/// One foreign key's pairs of rows, by number: which rows reference which.
struct EdgeList {
  /// While it is read: pairs in the order they came.
  private var referenced: [UInt32] = []
  private var referencing: [UInt32] = []
  /// Once it is read: where the rows that reference a number start in ``children``.
  private var starts: [UInt32] = []
  private var children: [UInt32] = []

  /// Makes room for so many pairs.
  mutating func reserve(_ count: Int) {
    referenced.reserveCapacity(count)
    referencing.reserveCapacity(count)
  }

  /// Adds pairs; one with a ``TrackedRows/none`` is none.
  mutating func append(_ children: [UInt32], references parents: [UInt32]) {
    if !children.contains(TrackedRows.none), !parents.contains(TrackedRows.none) {
      referenced += parents
      referencing += children
      return
    }
    for (child, parent) in zip(children, parents)
    where child != TrackedRows.none && parent != TrackedRows.none {
      referenced.append(parent)
      referencing.append(child)
    }
  }

  /// Sorts the pairs by what they reference, keeping their order otherwise.
  mutating func close() {
    let (parents, rows) = (referenced, referencing)
    (referenced, referencing) = ([], [])
    var places = [UInt32](repeating: 0, count: Int(parents.max() ?? 0) + 3)
    places.withUnsafeMutableBufferPointer { places in
      for parent in parents { places[Int(parent) + 2] += 1 }
      for index in 1..<places.count { places[index] += places[index - 1] }
    }
    children = [UInt32](unsafeUninitializedCapacity: rows.count) { sorted, count in
      places.withUnsafeMutableBufferPointer { places in
        for index in rows.indices {
          let slot = Int(parents[index]) + 1
          sorted[Int(places[slot])] = rows[index]
          places[slot] += 1
        }
      }
      count = rows.count
    }
    starts = places
  }

  /// The rows that reference any of several, in the order of those.
  func children(of parents: [UInt32]) -> [UInt32] {
    var found: [UInt32] = []
    starts.withUnsafeBufferPointer { starts in
      for parent in parents where Int(parent) + 1 < starts.count {
        for index in starts[Int(parent)]..<starts[Int(parent) + 1] {
          found.append(children[Int(index)])
        }
      }
    }
    return found
  }
}
