import Testing

@testable import SchemaModel

/// The shortest ways between tables, and names that are nearly right.
struct ShortestPathsTests {
  private static func name(_ text: String) -> TableName { TableName(schema: "public", name: text) }

  private static func graph(_ edges: [(String, String)]) -> SchemaGraph {
    let names = Set(edges.flatMap { [$0.0, $0.1] })
    return SchemaGraph(
      tables: names.map { Table(name: name($0), columns: []) },
      foreignKeys: edges.enumerated().map { index, edge in
        ForeignKey(
          id: UInt32(index), name: "k\(index)", referencing: name(edge.0),
          referencingColumns: ["x"], referenced: name(edge.1), referencedColumns: ["id"])
      })
  }

  private func paths(_ graph: SchemaGraph, _ from: String, _ to: String, limit: Int = 10)
    -> [String]
  {
    ShortestPaths(in: graph, from: Self.name(from), to: Self.name(to), limit: limit).paths.map {
      path in
      path.reduce(into: from) { $0 += ($1.isTowardsParent ? ">" : "<") + $1.end.name }
    }
  }

  @Test func stepsGoInBothDirections() {
    let graph = Self.graph([("item", "order"), ("item", "product"), ("product", "maker")])
    #expect(paths(graph, "order", "maker") == ["order<item>product>maker"])
    #expect(paths(graph, "maker", "order") == ["maker<product<item>order"])
  }

  @Test func allOfLeastLengthAreFoundOnceEach() {
    let graph = Self.graph([("a", "b"), ("a", "b"), ("b", "c"), ("a", "d"), ("d", "e"), ("e", "c")])
    let found = ShortestPaths(in: graph, from: Self.name("a"), to: Self.name("c"), limit: 10)
    #expect(found.paths.map { $0.map(\.key.name) } == [["k0", "k2"], ["k1", "k2"]])
    #expect(found.total == 2)
  }

  @Test func pathsWithoutTurnsComeFirst() {
    let graph = Self.graph([("a", "hub"), ("z", "hub"), ("a", "m"), ("m", "z")])
    #expect(paths(graph, "a", "z") == ["a>m>z", "a>hub<z"])
    #expect(paths(graph, "a", "z", limit: 1) == ["a>m>z"])
  }

  @Test func tablesApartAndTheSameTable() {
    let graph = Self.graph([("a", "b"), ("c", "d"), ("e", "e")])
    #expect(paths(graph, "a", "d").isEmpty)
    #expect(paths(graph, "a", "a").isEmpty)
    #expect(paths(graph, "e", "e") == ["e>e"])
  }

  @Test func aLadderOfThousandsOfPathsIsBoundedAndCounted() {
    let edges = (0..<80).flatMap { [("t\($0)", "t\($0 + 1)"), ("t\($0)", "t\($0 + 1)")] }
    let found = ShortestPaths(
      in: Self.graph(edges), from: Self.name("t0"), to: Self.name("t80"), limit: 5)
    #expect(found.paths.count == 5)
    #expect(found.paths.allSatisfy { $0.count == 80 })
    #expect(found.total == .max)
  }

  @Test func nearNamesAreOffered() {
    let graph = Self.graph([("orders", "users"), ("order_items", "orders")])
    #expect(graph.tables(near: "user").map(\.name) == ["users"])
    #expect(graph.tables(near: "Usres").map(\.name) == ["users"])
    #expect(graph.tables(near: "public.ordres").map(\.name) == ["orders"])
    #expect(graph.tables(near: "ord").map(\.name) == ["order_items", "orders"])
    #expect(graph.tables(near: "zebra").isEmpty)
    #expect(graph.tables(near: "").isEmpty)
  }
}
