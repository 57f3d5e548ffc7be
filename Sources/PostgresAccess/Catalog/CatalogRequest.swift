package import SchemaModel

/// The queries that read a database's schema, and how their answers make a graph.
package struct CatalogRequest: Sendable {
  /// To be submitted together and in this order; they open and end a transaction of their own.
  package let queries: [Query]
  private let version: Int

  package init(server: ServerFacts) {
    version = server.version
    queries =
      CatalogQueries.opening + CatalogQueries(version: server.version).all + [CatalogQueries.end]
  }

  /// Joins the results of all ``queries``, in their order.
  package func graph(from results: [QueryResult]) -> SchemaGraph {
    let answers = Array(results.dropFirst(CatalogQueries.opening.count).dropLast())
    return SchemaAssembly(CatalogRows(answers, version: version)).graph
  }
}

extension BlockingSession {
  /// Reads the tables and foreign keys of the database.
  ///
  /// - Throws: the first error of the server.
  package func readCatalog() throws(Failure) -> SchemaGraph {
    let request = CatalogRequest(server: server)
    var results: [QueryResult] = []
    for answer in try runAll(request.queries) {
      switch answer {
      case .success(let result): results.append(result)
      case .failure(let error): throw .server(error)
      }
    }
    return request.graph(from: results)
  }
}
