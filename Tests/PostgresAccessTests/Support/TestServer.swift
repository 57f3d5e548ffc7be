import Glibc
import PostgresAccess

/// A PostgreSQL server for the tests of one process; it goes when the process does.
enum TestServer {
  /// A database that asks for a password, and the password.
  static let lockedDatabase = "locked"
  static let lockedPassword = "open sesame"

  /// The directory of its socket, or nil where it could not be started.
  static let directory: String? = {
    let directory = "/dev/shm/fkwalk-test-\(getpid())"
    let status = system(
      """
      mkdir -m 700 \(directory) && cd \(directory) || exit 1
      as_user() { "$@"; }
      if [ "$(id -u)" = 0 ]; then
        chown postgres \(directory)
        as_user() { runuser -u postgres -- "$@"; }
      fi
      bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
      as_user $bin/initdb -D data -U postgres -A trust --locale=C -E UTF8 --no-sync \
        --no-instructions --wal-segsize=1 >log 2>&1 || { cat log >&2; exit 1; }
      sed -i '1i local \(lockedDatabase) all scram-sha-256' data/pg_hba.conf
      as_user $bin/pg_ctl -D data -w -t 30 -l \(directory)/data/log -o "-k \(directory) \
        -c listen_addresses= -c fsync=off -c shared_buffers=16MB -c autovacuum=off -c jit=off \
        -c max_connections=50 -c dynamic_shared_memory_type=mmap" start >log 2>&1 \
        || { cat log data/log >&2; exit 1; }
      as_user psql -Xqh \(directory) -c "CREATE DATABASE \(lockedDatabase)" \
        -c "ALTER ROLE postgres PASSWORD '\(lockedPassword)'" || exit 1
      ( while kill -0 \(getpid()) 2>/dev/null; do sleep 0.2; done
        as_user $bin/pg_ctl -D data -m immediate stop; rm -rf \(directory)
      ) </dev/null >/dev/null 2>&1 &
      """)
    return status == 0 ? directory : nil
  }()

  /// How to connect to one of its databases.
  static func parameters(database: String = "postgres") throws -> ConnectionParameters {
    guard let directory else { throw NotStarted() }
    return ConnectionParameters(
      database: database, host: directory, port: "5432", user: "postgres")
  }

  static func session(database: String = "postgres") throws -> BlockingSession {
    try BlockingSession(parameters(database: database))
  }

  /// Makes a database and runs SQL in it, with psql.
  static func create(database: String, sql: String) throws {
    guard let directory else { throw NotStarted() }
    let file = directory + "/\(database).sql"
    let handle = fopen(file, "w")
    fputs(sql, handle)
    fclose(handle)
    let psql = "PGOPTIONS= psql -h \(directory) -U postgres -Xq -v ON_ERROR_STOP=1"
    let status = system(
      "\(psql) -c 'CREATE DATABASE \(database)' postgres && \(psql) -f \(file) \(database)")
    guard status == 0 else { throw NotStarted() }
  }

  struct NotStarted: Error {}
}
