import ErrorExplaining
import SchemaModel
import Testing

@Suite struct GlossaryTests {
  @Test func everyEntryIsAFewSentencesWithASection() {
    #expect(Glossary.all.count > 30)
    for entry in Glossary.all {
      let sentences = entry.text.split(separator: ". ").count
      #expect((2...4).contains(sentences), "\(entry.name): \(sentences)")
      #expect(!entry.manual.isEmpty, "\(entry.name)")
      #expect(entry.aliases.allSatisfy { $0 == $0.lowercased() }, "\(entry.name)")
    }
  }

  @Test func noWordMeansTwoThings() {
    var seen: Set<String> = []
    for word in Glossary.all.flatMap({ [$0.name.lowercased()] + $0.aliases }) {
      #expect(seen.insert(word).inserted, "\(word)")
    }
  }

  @Test func entriesAreFoundByAnyOfTheirNames() {
    #expect(Glossary.entry("set null")?.name == "SET NULL")
    #expect(Glossary.entry("ON DELETE SET NULL")?.name == "SET NULL")
    #expect(Glossary.entry("nonsense") == nil)
    for action in ReferentialAction.allCases { #expect(Glossary.entry(action.sql) != nil) }
  }

  @Test func searchPutsNamesBeforeTexts() {
    #expect(Glossary.search("cascade").first?.name == "CASCADE")
    #expect(Glossary.search("at commit").contains { $0.name == "INITIALLY DEFERRED" })
    #expect(Glossary.search("") == Glossary.all)
    #expect(Glossary.search("zebra crossing").isEmpty)
  }

  @Test func wordsOfATextAreFoundWhole() {
    let names = Glossary.entries(in: "Is it DEFERRABLE? Rulers rule: set NULL.").map(\.name)
    #expect(names == ["SET NULL", "NULL", "DEFERRABLE", "rule"])
  }
}
