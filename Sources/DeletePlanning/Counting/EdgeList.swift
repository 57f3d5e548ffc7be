/// One foreign key's pairs of rows, by number: which rows reference which.
struct EdgeList {
  /// While it is read: pairs in the order they came.
  private var referenced: [UInt32] = []
  private var referencing: [UInt32] = []
  /// Once it is read: where the rows that reference a number start in ``children``.
  private var starts: [UInt32] = []
  private var children: [UInt32] = []

  /// Adds pairs; one with a nil is none.
  mutating func append(_ children: [UInt32?], references parents: [UInt32?]) {
    for case (let child?, let parent?) in zip(children, parents) {
      referenced.append(parent)
      referencing.append(child)
    }
  }

  /// Sorts the pairs by what they reference, keeping their order otherwise.
  mutating func close() {
    let count = Int(referenced.max() ?? 0) + 2
    starts = [UInt32](repeating: 0, count: count + 1)
    for parent in referenced { starts[Int(parent) + 2] += 1 }
    for index in 1..<starts.count { starts[index] += starts[index - 1] }
    children = [UInt32](repeating: 0, count: referenced.count)
    for (parent, child) in zip(referenced, referencing) {
      children[Int(starts[Int(parent) + 1])] = child
      starts[Int(parent) + 1] += 1
    }
    (referenced, referencing) = ([], [])
  }

  /// The rows that reference one.
  func children(of parent: UInt32) -> ArraySlice<UInt32> {
    guard Int(parent) + 1 < starts.count else { return [] }
    return children[Int(starts[Int(parent)])..<Int(starts[Int(parent) + 1])]
  }
}
