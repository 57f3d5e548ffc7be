import SchemaModel

extension SchemaFacts {
  /// Ways to change a foreign key here.
  func sql(for key: ForeignKey) -> ConstraintSQL {
    ConstraintSQL(key, version: version) { relations[$0]?.table.kind }
  }

  /// Lines that make an index on the referencing columns, without keeping writers waiting.
  ///
  /// A partitioned table's index takes up those of its partitions, so that it is made at once.
  func addingIndex(for key: ForeignKey) -> [String] {
    let relation = relations[key.referencing]
    let leaves = relation?.table.kind == .partitioned ? relation?.leaves ?? [] : []
    let bare = leaves.filter { leaf in
      !(relations[leaf]?.indexes ?? []).contains { index in
        index.isValid && index.predicate == nil && index.columns == key.referencingColumns
      }
    }
    return (bare + [key.referencing]).map { table in
      var own = key
      own.referencing = table
      return sql(for: own).addIndex(for: own).line
    }
  }
}
