import Lessons
import SchemaModel

/// Two short lessons, and what a server would answer in them.
enum Course {
  static let all: [Lesson] = [("teams", teams), ("long-one", long)].compactMap {
    try? LessonParser.lesson($0.1, name: $0.0)
  }

  static let before = [
    table("teams", ["id", "name"], [["1", "Reds"], ["2", "Blues"]]),
    table(
      "players", ["id", "name", "team_id"], [["10", "Ada", "1"], ["11", "山田 太郎", nil]],
      keys: ["FOREIGN KEY (team_id) REFERENCES teams(id)"]),
  ]

  static let after = [
    before[0],
    table(
      "players", ["id", "name", "team_id"],
      [["11", "山田 太郎", "2"], ["12", "\u{1b}[31mred", "2"]],
      keys: ["FOREIGN KEY (team_id) REFERENCES teams(id)"]),
  ]

  static let refused = LessonRun(
    before: before, after: before,
    statements: [
      StatementRun(
        sql: "DELETE FROM teams WHERE id = 1",
        answer: .failed(
          ServerError(
            sqlstate: "23503",
            message: """
              update or delete on table "teams" violates foreign key constraint \
              "players_team_id_fkey" on table "players"
              """, detail: "Key (id)=(1) is still referenced from table \"players\".",
            constraint: "players_team_id_fkey")))
    ])

  /// What came of SQL that was typed; solved where there is no problem.
  static func typed(_ problem: String?) -> LessonRun {
    var run = LessonRun(
      before: before, after: after,
      statements: [
        StatementRun(sql: "UPDATE players\nSET team_id = 2", answer: .done(rows: 1)),
        StatementRun(
          sql: "SELECT * FROM players",
          answer: .rows(columns: ["id", "name"], [["11", nil], ["12", ""]])),
      ])
    run.checks = [CheckResult(problem: problem), CheckResult(problem: nil)]
    return run
  }

  private static func table(
    _ name: String, _ columns: [String], _ rows: [[String?]], keys: [String] = []
  ) -> LessonTable {
    LessonTable(name: name, columns: columns, key: ["id"], foreignKeys: keys, rows: rows)
  }

  private static let teams = """
    # A parent that is still needed
    order: 1

    A key that says nothing about deleting says NO ACTION, and that means: refuse.

    ```sql setup
    CREATE TABLE teams (id int PRIMARY KEY, name text);
    ```

    ## A DELETE is refused

    Ada is in team 1. The key is `players.team_id`.

    ```question
    What becomes of this DELETE?
    - [ ] The team and its players go.
    - [x] It is refused, and everything stays.
    - [ ] The team goes, the players lose their team.
    ```

    ```sql run
    DELETE FROM teams WHERE id = 1;
    ```

    ```outcome
    fails 23503 players_team_id_fkey
    ```

    The table at the end of the message is the child, and there you have to look.

    ## Which is yours?

    ```question
    You write ON DELETE nothing at all. Which rule has the key?
    - [ ] RESTRICT
    - [x] NO ACTION
    ```

    NO ACTION is the default.

    ## Your turn: dissolve team 1

    Make all of them players of team 2.

    - Nobody is lost.

    ```
    as it is
    ```

    ```check
    SELECT count(*) FROM players WHERE team_id = 1;
    =>
    0
    ```

    ```check
    SELECT 1
    =>
    1
    ```

    ```hint
    First point the children elsewhere.
    ```

    ```sql answer
    UPDATE players SET team_id = 2;
    ```

    That was it.
    """

  private static let long = """
    # Another one
    order: 2

    \(String(repeating: "A long introduction that goes on and on. ", count: 30))

    ```sql setup
    ```

    ## Only text

    Nothing is to be done here.
    """
}
