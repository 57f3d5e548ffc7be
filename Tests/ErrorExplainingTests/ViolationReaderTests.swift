import ErrorExplaining
import Testing

@Suite struct ViolationReaderTests {
  @Test func readsBothSides() {
    let found = ViolationReader.violations(
      in: """
        ERROR:  insert or update on table "orders" violates foreign key constraint "orders_fk"
        DETAIL:  Key (customer_id)=(99) is not present in table "customers".
        ERROR:  update or delete on table "customers" violates foreign key constraint "orders_fk" on table "orders"
        DETAIL:  Key (id)=(1) is still referenced from table "orders".
        """)
    #expect(
      found == [
        Violation(
          form: .missingParent, constraint: "orders_fk", table: "orders",
          referencedTable: "customers", columns: ["customer_id"], values: ["99"]),
        Violation(
          form: .stillReferenced, constraint: "orders_fk", table: "orders",
          referencedTable: "customers", columns: ["id"], values: ["1"]),
      ])
  }
}
