import SchemaModel
import Testing

@testable import DeletePlanning

/// The small readers and writers of the planner.
struct SmallPartsTests {
  @Test func arraysKeepWhatIsInThem() {
    #expect(
      ArrayText.encode(["a", nil, "", "NULL", "a\"b\\c,{}\n"])
        == "{\"a\",NULL,\"\",\"NULL\",\"a\\\"b\\\\c,{}\n\"}")
    #expect(ArrayText.encode([]) == "{}")
  }

  @Test func placesSortAsTheyLie() {
    let places = ["(10,1)", "(9,65535)", "(9,2)"].compactMap { RowPlace(relation: 1, ctid: $0) }
    #expect(
      places.sorted { $0.tupleID < $1.tupleID }.map(\.ctid) == ["(9,2)", "(9,65535)", "(10,1)"])
    #expect(RowPlace(relation: 1, ctid: "nonsense") == nil)
    #expect(RowPlace(relation: 1, ctid: "") == nil)
  }

  @Test(arguments: [
    ("BEGIN RETURN NULL; END", TriggerBody.returns(.null, assigning: [])),
    ("begin return OLD; end;", .returns(.old, assigning: [])),
    (
      "BEGIN NEW.last_update = CURRENT_TIMESTAMP; RETURN NEW; END",
      .returns(.new, assigning: ["last_update"])
    ),
    (
      "BEGIN -- stamp\n NEW.\"At\" := now(); RETURN NEW; END;", .returns(.new, assigning: ["At"])
    ),
    (
      "BEGIN RAISE EXCEPTION 'no % on %', TG_OP, TG_TABLE_NAME; END",
      .raises(
        sqlstate: "P0001",
        message: [.text("no "), .operation, .text(" on "), .tableName, .text("")])
    ),
    (
      "BEGIN RAISE NOTICE 'hm'; RAISE 'it''s 100%%' USING ERRCODE = '22000', HINT = 'wait'; END",
      .raises(sqlstate: "22000", message: [.text("it's 100%")], hint: "wait")
    ),
    ("BEGIN RAISE division_by_zero; END", .unknown),
    ("BEGIN RAISE 'no'; EXCEPTION WHEN others THEN RETURN OLD; END", .unknown),
    ("BEGIN RAISE 'no' USING MESSAGE = 'yes'; END", .unknown),
    ("BEGIN RAISE SQLSTATE 'abcde'; END", .unknown),
    ("BEGIN NEW.a := 7; RETURN NEW; END", .unknown),
    ("BEGIN DELETE FROM c; RETURN OLD; END", .unknown),
    ("BEGIN NEW.a := f(1); RETURN NEW; END", .unknown),
    ("BEGIN NEW.a := (SELECT 1); RETURN NEW; END", .unknown),
    ("BEGIN IF true THEN RETURN NULL; END IF; RETURN OLD; END", .unknown),
    ("BEGIN RAISE EXCEPTION '%', OLD.id; END", .unknown),
    ("DECLARE x int; BEGIN RETURN NULL; END", .unknown),
  ])
  func triggerBodies(_ source: String, _ body: TriggerBody) {
    #expect(TriggerBody(language: "plpgsql", source: source) == body)
    #expect(TriggerBody(language: "c", source: source) == .unknown)
  }

  @Test func aBareCallMayBeAnybodys() {
    let (call, word) = (
      "BEGIN NEW.a := now(); RETURN NEW; END", "BEGIN NEW.a := current_date; RETURN NEW; END"
    )
    func body(_ source: String) -> TriggerBody {
      TriggerBody(language: "plpgsql", source: source, trustsCalls: false)
    }
    #expect(body(call) == .unknown)
    #expect(body(word) == .returns(.new, assigning: ["a"]))
  }

  @Test func plansNameTheFunctionsOfTheSession() {
    #expect(SessionFunctions.called(in: "(t = current_setting('a'::text))") == "current_setting")
    #expect(
      SessionFunctions.called(in: #"length((\"current_schema\"())::text)"#) == "current_schema")
    #expect(SessionFunctions.called(in: "(pg_typeof(a) = my_current_setting (a))") == nil)
  }

  @Test func partitionKeysAreTakenApart() {
    let elements = PartitionKey.elements(
      of: "RANGE (\"A, b\" COLLATE \"C\", lower((f)::text) text_ops, (((id + 1))), d)",
      expressions: "lower(f::text), id + 1")
    #expect(elements == ["\"A, b\"", "lower(f::text)", "(id + 1)", "d"])
    #expect(PartitionKey.elements(of: "", expressions: "").isEmpty)
  }

  @Test func namesBeforeParenthesesMayBeFunctions() throws {
    let statement = try ChangeStatement(
      "DELETE FROM p USING f(1) x WHERE s.\"G\"() > 'h(' AND id IN (1) RETURNING i(2)")
    #expect(statement.calledNames == ["f", "G", "in"])
  }

  @Test func rowsAreNamedSoThatValuesAreToldApart() {
    func text(_ value: String?) -> String {
      RowIdentity(
        table: TableName(schema: "", name: "t"), key: [ColumnValue(column: "a", value: value)]
      ).description
    }
    #expect([nil, "", "NULL", "x"].map(text) == ["a=NULL", "a=''", "a='NULL'", "a=x"])
    let row = RowIdentity(
      table: TableName(schema: "", name: "t"), key: [ColumnValue(column: "ctid", value: "(0,1)")],
      details: [ColumnValue(column: "b", value: "2")])
    #expect(row.description == "b=2 (no key)")
  }

  @Test func returningKnowsItsRows() throws {
    func outputs(_ text: String, version: Int = 180_000) throws -> String {
      try ReturningList(text).outputs(reference: "\"t\"", type: "\"t\"", version: version)
    }
    #expect(try ReturningList("*, a, t.b AS c, s.t.* , \"d\" e").isPlain)
    #expect(try !ReturningList("a, b + 1").isPlain)
    #expect(try !ReturningList("a::int").isPlain)
    #expect(try outputs("old.a, x.old, new.b") == "\"t\".a, x.old, (NULL::\"t\").b")
    #expect(try outputs("old.a", version: 170_000) == "old.a")
    #expect(
      try outputs("WITH (OLD AS o, NEW AS \"N\") o.*, \"N\".a, old.b")
        == "\"t\".*, (NULL::\"t\").a, old.b")
  }

  @Test func conditionsOfTriggersAreReadFromTheirDefinition() {
    func condition(_ text: String) -> TriggerCondition? {
      TriggerCondition(
        definition: "CREATE TRIGGER \"when\" AFTER DELETE ON t FOR EACH ROW \(text)",
        unpredictable: nil)
    }
    let depth = condition(
      "WHEN (((old.a > 1) AND (pg_trigger_depth() = 0))) EXECUTE FUNCTION f('WHEN')")
    #expect(depth?.columns == ["a"])
    #expect(depth?.usesWholeRow == false)
    #expect(depth?.expression(isNested: true) == "((old.a > 1) AND (1 = 0))")
    #expect(condition("WHEN ((old.* IS NOT NULL)) EXECUTE FUNCTION f()")?.usesWholeRow == true)
    #expect(condition("EXECUTE FUNCTION f()") == nil)
  }

  @Test func simpleViewsBecomeSubqueries() {
    let view = ViewDefinition(
      " SELECT p.id,\n    upper(p.t) AS t\n   FROM p\n  WHERE (p.t = 'x'::text);")
    #expect(
      view?.subquery(over: nil, named: (relation: "r", place: "c"))
        == "(SELECT \"p\".tableoid AS r, \"p\".ctid AS c, p.id,\n"
        + "    upper(p.t) AS t\nFROM \"p\" AS \"p\"\nWHERE (p.t = 'x'::text))")
    #expect(ViewDefinition(" SELECT a.id FROM s.t a;")?.baseName == "\"s\".\"t\"")
    #expect(ViewDefinition(" SELECT a.id FROM a JOIN b ON true;") == nil)
    #expect(ViewDefinition(" VALUES (1);") == nil)
  }

  @Test func aScriptGoesChildrenFirst() {
    func rows(_ name: String, _ ids: [String]) -> DeleteScript.Rows {
      let table = Fixture.table(name)
      return DeleteScript.Rows(
        table: table,
        rows: ids.map { RowIdentity(table: table, key: [ColumnValue(column: "id", value: $0)]) },
        refusing: name == "b" ? ["b_a_fkey"] : [])
    }
    let script = DeleteScript(
      statement: "DELETE FROM a\n-- all",
      parts: [
        .init(tables: [rows("b", ["1", "2"])]),
        .init(tables: [rows("c", ["3"]), rows("d", ["4"])]),
      ])
    #expect(
      script.text == """
        -- Made by fkwalk, which has not run it. Read it before you do.
        -- For: DELETE FROM a
        -- -- all
        -- Deletes 4 rows in 3 tables, children first.
        BEGIN;

        -- b: 2 rows, in the way by b_a_fkey
        DELETE FROM public.b WHERE id IN ('1', '2');

        -- c: 1 row
        -- d: 1 row
        WITH d1 AS (DELETE FROM public.c WHERE id = '3')
        DELETE FROM public.d WHERE id = '4';

        COMMIT;

        """)
  }

  @Test func countsSayHowWellTheyAreKnown() {
    #expect((RowCount.exact(2) + .exact(3)) == .exact(5))
    #expect((RowCount.exact(2) + .atLeast(3)) == .atLeast(5))
    #expect(RowCount.atLeast(3).text == "≥ 3")
  }

  @Test func questionsThatDifferInValuesAreAskedTogether() {
    func equality(_ sides: Equality.Sides, _ left: String, column: Int = 0) -> Question {
      .equality(
        Equality(constraint: 1, column: column, sides: sides, left: left, right: "x"))
    }
    func firing(_ images: RowImages, isNested: Bool = false) -> Question {
      .firing(FiringQuestion(relation: 1, trigger: 2, images: images, isNested: isNested))
    }
    let kinds = [
      [equality(.referencedReferencing, "1"), equality(.referencedReferencing, "2")],
      [equality(.referencedReferenced, "1")], [equality(.referencedReferencing, "1", column: 1)],
      [firing(RowImages(old: ["1"], new: nil)), firing(RowImages(old: ["2"], new: nil))],
      [firing(RowImages(old: ["1"], new: ["2"]))],
      [firing(RowImages(old: ["1"], new: nil), isNested: true)],
      [.referencingRows(constraint: 1, key: ["1"]), .referencingRows(constraint: 1, key: ["2"])],
      [.referencedRows(constraint: 1, values: ["1"])], [.leafOrder(root: 1)],
    ]
    #expect(kinds.allSatisfy { Set($0.map(\.shared)).count == 1 })
    #expect(Set(kinds.joined().map(\.shared)).count == kinds.count)
    #expect(!firing(RowImages(old: ["1"], new: nil)).needsOwnQuery(askedSingly: [2]))
    #expect(firing(RowImages(old: ["1"], new: nil)).needsOwnQuery(askedSingly: [1]))
  }
}
