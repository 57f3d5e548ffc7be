import SchemaModel
import Testing

@Suite struct RuleChangeTests {
  @Test(arguments: [
    ("cascade", RuleChange(onDelete: .cascade)),
    ("SET NULL", RuleChange(onDelete: .setNull)),
    ("set-null(customer_id)", RuleChange(onDelete: .setNull, setColumns: ["customer_id"])),
    (
      "set-default(a, \"B, \"\"c\")",
      RuleChange(onDelete: .setDefault, setColumns: ["a", "B, \"c"])
    ),
    ("on-update=cascade", RuleChange(onUpdate: .cascade)),
    ("on delete no_action", RuleChange(onDelete: .noAction)),
    ("deferred", RuleChange(deferrability: .initiallyDeferred)),
    ("deferrable", RuleChange(deferrability: .initiallyImmediate)),
    ("not-deferrable", RuleChange(deferrability: .notDeferrable)),
    (
      "deferred, on-update=set-null, restrict",
      RuleChange(onDelete: .restrict, onUpdate: .setNull, deferrability: .initiallyDeferred)
    ),
  ])
  func readsWhatPeopleWrite(_ text: String, _ change: RuleChange) {
    #expect(RuleChange(option: text) == change)
    #expect(RuleChange(option: change.option) == change)
  }

  @Test(arguments: [
    "", "explode", "cascade(a)", "set-null()", "set-null(a", "on-update=set-null(a)",
    "cascade,,restrict", "deferred(a)", "on-update", "cascade,restrict", "deferred,deferrable",
    "set-null(a),set-null", "on-update=cascade,cascade,on-update=restrict",
  ])
  func refusesTheRest(_ text: String) {
    #expect(RuleChange(option: text) == nil)
  }

  @Test func findsTheNameBeforeTheRule() {
    #expect(RuleChange.named("orders_fk=set-null(a)")?.constraint == "orders_fk")
    #expect(RuleChange.named("x=on-update=cascade")?.constraint == "x")
    #expect(RuleChange.named("a=b=cascade")?.constraint == "a=b")
    #expect(RuleChange.named("cascade") == nil)
    #expect(RuleChange.named("=cascade") == nil)
  }

  @Test func saysItInSQL() {
    let change = RuleChange(
      onDelete: .setNull, setColumns: ["A b"], onUpdate: .cascade,
      deferrability: .initiallyDeferred)
    #expect(
      change.sql
        == "ON DELETE SET NULL (\"A b\") ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED")
  }
}
