import SchemaModel
import Testing

/// Which server it is, by what it says of itself.
@Suite struct ServerProductTests {
  @Test(arguments: [
    ("PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu", ServerProduct.postgreSQL),
    ("PostgreSQL 16.4 (EnterpriseDB Advanced Server 16.4.0) on x86_64", .postgreSQL),
    ("PostgreSQL 11.2-YB-2.21.1.0-b0 on x86_64-pc-linux-gnu", .yugabyteDB),
    ("PostgreSQL 15.2-YB-2.25.0.0-b0 on x86_64-pc-linux-gnu", .yugabyteDB),
    ("PostgreSQL 12.12 (Greenplum Database 7.1.0 build commit:abc) on x86_64", .greenplum),
    ("PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC, Redshift 1.0.12103", .redshift),
    ("CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu)", .cockroachDB),
    ("Something 1.0", .other),
  ])
  func serversAreToldByTheirBanner(_ banner: String, _ product: ServerProduct) {
    #expect(ServerProduct(banner: banner) == product)
  }

  @Test func startParametersTellBeforeAnyQuery() {
    #expect(ServerProduct(banner: "", parameters: ["crdb_version"]) == .cockroachDB)
    #expect(ServerProduct(banner: "", parameters: ["padb_version"]) == .redshift)
    #expect(ServerProduct(banner: "") == .postgreSQL)
    #expect(ServerProduct(banner: "PostgreSQL 16.1", hasCitus: true) == .citus)
  }

  @Test func whatIsNotPostgreSQLIsNeverTrusted() {
    for product in ServerProduct.allCases where product != .postgreSQL {
      #expect(product.trust != .exact)
    }
    #expect(ServerProduct.postgreSQL.refusal == nil)
    #expect(ServerProduct.redshift.refusal?.hasPrefix("the server is Amazon Redshift") == true)
  }
}
