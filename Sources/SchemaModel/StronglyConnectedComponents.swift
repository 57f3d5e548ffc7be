package import OrderedCollections

/// Tarjan's strongly connected components, iterative.
package enum StronglyConnectedComponents {
  private struct Frame {
    var node: TableName
    var next: Int
  }

  /// The components of a directed graph given as adjacency lists, in reverse topological order.
  ///
  /// Complexity: O(nodes + edges).
  package static func find(_ targets: OrderedDictionary<TableName, [TableName]>) -> [[TableName]] {
    var index: [TableName: Int] = [:]
    var low: [TableName: Int] = [:]
    var onStack: Set<TableName> = []
    var stack: [TableName] = []
    var components: [[TableName]] = []

    func open(_ node: TableName, _ frames: inout [Frame]) {
      index[node] = index.count
      low[node] = index[node]
      stack.append(node)
      onStack.insert(node)
      frames.append(Frame(node: node, next: 0))
    }

    func lower(_ node: TableName, to value: Int?) {
      guard let value, let current = low[node] else { return }
      low[node] = min(current, value)
    }

    func close(_ node: TableName) {
      guard low[node] == index[node] else { return }
      var component: [TableName] = []
      while let top = stack.popLast() {
        onStack.remove(top)
        component.append(top)
        if top == node { break }
      }
      components.append(component)
    }

    for start in targets.keys where index[start] == nil {
      var frames: [Frame] = []
      open(start, &frames)
      while let frame = frames.last {
        let successors = targets[frame.node] ?? []
        if frame.next < successors.count {
          frames[frames.count - 1].next += 1
          let target = successors[frame.next]
          if index[target] == nil {
            open(target, &frames)
          } else if onStack.contains(target) {
            lower(frame.node, to: index[target])
          }
        } else {
          frames.removeLast()
          close(frame.node)
          if let parent = frames.last { lower(parent.node, to: low[frame.node]) }
        }
      }
    }
    return components
  }
}
