/// Types whose values can reference one another, with a few values to make keys of.
struct KeyFamily {
  /// As SQL; `@` stands for the schema's name.
  var types: [String]
  /// Distinct values in ascending order, as SQL.
  var values: [String]
  /// Other spellings of some of the values, equal by the type's operator.
  var variants: [String] = []

  var spellings: [String] { values + variants }

  static func all(_ server: ServerFeatures) -> [KeyFamily] {
    let common = [
      KeyFamily(
        types: ["int", "int", "bigint", "smallint", "@.whole", "@.small_whole"],
        values: ["1", "2", "3", "4", "5", "6", "7"]),
      KeyFamily(types: ["int"], values: ["1", "2", "3", "4", "5", "6"]),
      KeyFamily(
        types: ["text", "varchar(9)", "@.word"],
        values: ["'a'", "'b b'", "'c,\"'", "'d'", "'e'", "'f'"], variants: ["''"]),
      KeyFamily(
        types: ["uuid"],
        values: ["1", "2", "3", "4", "5"].map { "'0000000\($0)-0000-0000-0000-000000000000'" }),
      KeyFamily(
        types: ["numeric", "numeric", "int", "numeric(6,2)"], values: ["1", "2", "3", "4", "5"],
        variants: ["1.0", "1.00", "2.00"]),
      KeyFamily(
        types: ["char(4)", "char(6)", "char(4)"], values: ["'a'", "'b'", "'c'", "'d'", "'e'"],
        variants: ["'a  '"]),
      KeyFamily(types: ["date"], values: ["'2020-01-01'", "'2021-02-03'", "'2022-12-31'"]),
      KeyFamily(
        types: ["interval"], values: ["'1 day'", "'2 days'", "'3 days'"],
        variants: ["'24 hours'", "'48:00'"]),
      KeyFamily(types: ["float8", "float4"], values: ["'0'", "'1.5'", "'2'"], variants: ["'-0'"]),
      KeyFamily(types: ["@.mood"], values: ["'sad'", "'ok'", "'happy'"]),
      KeyFamily(types: ["bytea"], values: ["'\\x00'", "'\\x01ff'", "'\\x02'"]),
    ]
    let unclear = [
      KeyFamily(
        types: ["text COLLATE @.ci", "varchar COLLATE @.ci"],
        values: ["'a'", "'b'", "'c'", "'d'", "'e'"],
        variants: ["'A'", "'B'"])
    ]
    return server.hasICU ? common + unclear : common
  }

  /// The domains, types and collations the families name.
  static func definitions(schema: String, _ server: ServerFeatures) -> [String] {
    var statements = [
      "CREATE DOMAIN \(schema).whole AS int",
      "CREATE DOMAIN \(schema).small_whole AS \(schema).whole DEFAULT 2 "
        + "CONSTRAINT not_four CHECK (VALUE <> 4)",
      "CREATE DOMAIN \(schema).word AS text CONSTRAINT there NOT NULL",
      "CREATE TYPE \(schema).mood AS ENUM ('sad', 'ok', 'happy')",
    ]
    if server.hasICU {
      statements.append(
        "CREATE COLLATION \(schema).ci "
          + "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
    }
    return statements
  }
}

/// What of a server decides which schemas can be tried on it.
struct ServerFeatures: Sendable {
  /// The major version, 15 and up.
  var version: Int
  var hasICU: Bool
}
