/// A program that speaks PostgreSQL's protocol, and what of PostgreSQL can be relied on there.
package enum ServerProduct: String, Hashable, Sendable, CaseIterable {
  case postgreSQL = "PostgreSQL"
  case citus = "Citus"
  case yugabyteDB = "YugabyteDB"
  case greenplum = "Greenplum"
  case cockroachDB = "CockroachDB"
  case redshift = "Amazon Redshift"
  case other = "another server"

  /// What a preview is worth there.
  package enum Trust: Hashable, Sendable {
    /// It says exactly what the server would do.
    case exact
    /// It may say something else than the server would do; why, as a sentence.
    case uncertain(String)
    /// Nothing is read at all; why, as a sentence.
    case refused(String)
  }

  /// The capability table: one line for each product.
  package var trust: Trust {
    switch self {
    case .postgreSQL: .exact
    case .citus:
      .uncertain(
        "Citus is installed: where a table is distributed, its shards and not this server decide "
          + "what a DELETE does, and in which order.")
    case .yugabyteDB:
      .uncertain(
        "This is YugabyteDB: rows have no ctid there, and the order of triggers and scans is its "
          + "own.")
    case .greenplum: .refused("Greenplum takes foreign keys but never enforces them.")
    case .cockroachDB:
      .refused("CockroachDB has foreign keys of its own making, without PostgreSQL's triggers.")
    case .redshift: .refused("Redshift takes foreign keys but never enforces them.")
    case .other: .refused("It speaks PostgreSQL's protocol, but what it does is not known.")
    }
  }

  /// Why nothing is read from such a server; nil where fkwalk works with it.
  package var refusal: String? {
    guard case .refused(let reason) = trust else { return nil }
    let name = self == .other ? "the server is not PostgreSQL" : "the server is \(rawValue)"
    return "\(name), not read by fkwalk: \(reason)"
  }

  /// Tells a server by what it says of itself.
  ///
  /// - Parameters:
  ///   - banner: what `version()` gives; empty where it was not asked.
  ///   - parameters: the names of the parameters that only some servers report at the start, as
  ///     `crdb_version`.
  ///   - hasCitus: whether the extension citus is installed.
  package init(banner: String, parameters: Set<String> = [], hasCitus: Bool = false) {
    if parameters.contains("crdb_version") || banner.contains("CockroachDB") {
      self = .cockroachDB
    } else if parameters.contains("padb_version") || banner.contains("Redshift") {
      self = .redshift
    } else if banner.contains("Greenplum") {
      self = .greenplum
    } else if banner.contains("-YB-") {
      self = .yugabyteDB
    } else if !banner.isEmpty, !banner.hasPrefix("PostgreSQL "), !banner.hasPrefix("EnterpriseDB") {
      self = .other
    } else {
      self = hasCitus ? .citus : .postgreSQL
    }
  }
}
