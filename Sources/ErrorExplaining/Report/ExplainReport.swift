/// What `fkwalk explain` says about a text.
package struct ExplainReport: Hashable, Sendable {
  /// One for each violation found, in the order of the text.
  package var explanations: [Explanation]
  /// The library whose handling is shown with them; nil for none.
  package var library: Library?

  package init(_ explanations: [Explanation], library: Library? = nil) {
    self.explanations = explanations
    self.library = library
  }
}
