import SchemaModel
import Testing

@Suite struct DiagramTextTests {
  @Test func namesStayNames() {
    #expect(DiagramText.mermaid("a`b<#>\"\\") == "\"a#96;b#lt;#35;#gt;#quot;\\\"")
    #expect(DiagramText.dot("a`b<#>\"\\") == #""a`b<#>\"\\""#)
  }
}
