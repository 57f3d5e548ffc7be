/// The lessons that fkwalk comes with, as the files of `Texts`.
package enum LessonCatalog {
  /// All of them, in their order.
  package static let all: [Lesson] = files.compactMap { file in
    try? LessonParser.lesson(text(file.bytes), name: file.name)
  }.sorted { $0.order < $1.order }

  /// The lesson of that name; nil where there is none.
  package static func named(_ name: String) -> Lesson? { all.first { $0.name == name } }

  /// The file of a lesson, to be read or taken for a start; nil where there is none.
  package static func text(named name: String) -> String? {
    files.first { $0.name == name }.map { text($0.bytes) }
  }

  /// The names of all files, whether or not they can be read.
  package static var names: [String] { files.map(\.name) }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static var files: [(name: String, bytes: [UInt8])] {
    [
      ("what-a-reference-is", PackageResources.what_a_reference_is_md),
      ("child-without-parent", PackageResources.child_without_parent_md),
      ("parent-still-needed", PackageResources.parent_still_needed_md),
      ("insertion-order", PackageResources.insertion_order_md),
      ("cascade", PackageResources.cascade_md),
      ("set-null-and-default", PackageResources.set_null_and_default_md),
      ("restrict-or-no-action", PackageResources.restrict_or_no_action_md),
      ("keys-that-change", PackageResources.keys_that_change_md),
      ("nulls-and-match", PackageResources.nulls_and_match_md),
      ("composite-keys", PackageResources.composite_keys_md),
      ("self-references", PackageResources.self_references_md),
      ("cycles", PackageResources.cycles_md),
      ("deferring", PackageResources.deferring_md),
      ("bulk-loads", PackageResources.bulk_loads_md),
      ("migrations", PackageResources.migrations_md),
      ("indexes", PackageResources.indexes_md),
      ("partitions", PackageResources.partitions_md),
      ("trigger-order", PackageResources.trigger_order_md),
      ("row-security", PackageResources.row_security_md),
    ]
  }
}
