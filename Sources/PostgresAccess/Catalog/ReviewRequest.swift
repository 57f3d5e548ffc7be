import SchemaModel
package import SchemaReview

extension BlockingSession {
  /// Reads everything that ``Lint`` looks at in the catalog, in one state of it.
  ///
  /// - Throws: the first error of the server.
  package func readFacts() throws(Failure) -> SchemaFacts {
    let catalog = CatalogQueries(version: server.version).all
    let first = try answers(CatalogQueries.opening + catalog + ReviewQueries.all)
    let found = first.dropFirst(CatalogQueries.opening.count)
    let assembly = ReviewAssembly(
      CatalogRows(Array(found.prefix(catalog.count)), version: server.version))
    let second = try answers([
      ReviewQueries.differences(of: assembly.differingKeys), CatalogQueries.end,
    ])
    return assembly.facts(
      Array(found.dropFirst(catalog.count)), differing: second[0], version: server.version)
  }

  private func answers(_ queries: [Query]) throws(Failure) -> [QueryResult] {
    var results: [QueryResult] = []
    for answer in try runAll(queries) {
      switch answer {
      case .success(let result): results.append(result)
      case .failure(let error): throw .server(error)
      }
    }
    return results
  }

  /// The keys whose SET DEFAULT leads to no parent row, as the data says now.
  ///
  /// - Returns: `oid`s; a table that may not be read counts as having the row.
  ///
  /// - Throws: when the connection breaks or a limit is reached.
  package func missingDefaults(_ lint: Lint) throws(Failure) -> Set<UInt32> {
    let questions = lint.defaultQuestions
    let queries = questions.map { question in
      Query(name: "review: default", sql: Self.sql(question), transaction: .ownReadOnly)
    }
    let answers = queries.isEmpty ? [] : try runAll(queries)
    return Set(
      zip(questions, answers).compactMap { question, answer in
        guard case .success(let found) = answer, found.rowCount == 1, !found.isTrue(0, 0) else {
          return nil
        }
        return question.declared.key.id
      })
  }

  /// Only rows that share the values of the columns that are kept can be meant, so that any such
  /// row will do.
  private static func sql(_ question: Lint.DefaultQuestion) -> String {
    let key = question.declared.key
    let conditions = key.referencedColumns.indices.compactMap { index -> String? in
      guard let value = question.values[index] else { return nil }
      let operation = question.declared.operators.dropFirst(index).first ?? "="
      return "p.\(SQLText.identifier(key.referencedColumns[index])) \(operation) \(value)"
    }
    return "SELECT EXISTS (SELECT FROM \(key.referenced.sql) AS p "
      + "WHERE \(conditions.joined(separator: " AND "))) "
      // What row security hides is not missing.
      + "OR pg_catalog.row_security_active(\(SQLText.literal(key.referenced.sql)))"
  }
}
