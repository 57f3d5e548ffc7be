/// A library whose users meet foreign-key violations as its own exceptions.
///
/// The raw value is what `--for` takes; the guide to each is `Texts/Libraries/NAME.md`.
package enum Library: String, Hashable, Sendable, CaseIterable {
  case sql, sqlalchemy, django, psycopg, rails, prisma, typeorm
  case nodePostgres = "node-postgres"
  case jdbc, spring, hibernate
  case goPgx = "go-pgx"
  case efCore = "ef-core"
  case ecto, diesel, sqlx, laravel

  /// How the library surfaces a violation and how to handle it, as Markdown.
  package var guide: String { String(decoding: bytes, as: UTF8.self) }

  private var bytes: [UInt8] {
    switch self {
    case .sql: PackageResources.sql_md
    case .sqlalchemy: PackageResources.sqlalchemy_md
    case .django: PackageResources.django_md
    case .psycopg: PackageResources.psycopg_md
    case .rails: PackageResources.rails_md
    case .prisma: PackageResources.prisma_md
    case .typeorm: PackageResources.typeorm_md
    case .nodePostgres: PackageResources.node_postgres_md
    case .jdbc: PackageResources.jdbc_md
    case .spring: PackageResources.spring_md
    case .hibernate: PackageResources.hibernate_md
    case .goPgx: PackageResources.go_pgx_md
    case .efCore: PackageResources.ef_core_md
    case .ecto: PackageResources.ecto_md
    case .diesel: PackageResources.diesel_md
    case .sqlx: PackageResources.sqlx_md
    case .laravel: PackageResources.laravel_md
    }
  }
}
