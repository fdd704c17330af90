// swift-tools-version: 6.2
import PackageDescription

/// Language rules of every target: imports are internal unless said otherwise, and a member is
/// visible only where its module is imported, so the arrows in docs/architecture.md are checked.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Numeric code is optimised even in debug builds, so that `swift test` runs the kernels at
/// release speed. `assert` is compiled out there: shape contracts are `precondition`s.
let numeric: [SwiftSetting] =
  house + [
    .unsafeFlags(["-O"], .when(configuration: .debug)),
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
  ]

/// Support for Stata, SPSS and SAS files through ReadStat.
let statFiles: SwiftSetting = .define("STAT_FILES", .when(traits: ["StatFiles"]))

/// Sparse log-determinants of large spatial weights through SuiteSparse.
let sparseFactorisations: SwiftSetting = .define(
  "SPARSE_FACTORISATIONS", .when(traits: ["SparseFactorisations"]))

/// Random forests and boosted trees through XGBoost.
let treeLearners: SwiftSetting = .define("TREE_LEARNERS", .when(traits: ["TreeLearners"]))

let package = Package(
  name: "panelpress",
  products: [
    .executable(name: "panelpress", targets: ["panelpress"]),
    .library(name: "PanelPress", targets: ["PanelPress"]),
  ],
  traits: [
    .trait(name: "StatFiles", description: "Read Stata, SPSS and SAS files through ReadStat."),
    .trait(
      name: "SparseFactorisations",
      description: "Factor large sparse spatial weights through SuiteSparse (CHOLMOD, UMFPACK)."
    ),
    .trait(name: "TreeLearners", description: "Grow forests and boosted trees through XGBoost."),
    .default(enabledTraits: ["StatFiles", "SparseFactorisations", "TreeLearners"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CLAPACK",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]
    ),
    .systemLibrary(
      name: "CLibXML2",
      pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"])]
    ),
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    .systemLibrary(name: "CSuiteSparse", providers: [.apt(["libsuitesparse-dev"])]),
    .systemLibrary(name: "CXGBoost", providers: [.apt(["libxgboost-dev"])]),
    .target(name: "CSHA256"),
    .target(
      name: "PanelNumerics",
      dependencies: [
        "CLAPACK",
        .target(name: "CSuiteSparse", condition: .when(traits: ["SparseFactorisations"])),
        .target(name: "CXGBoost", condition: .when(traits: ["TreeLearners"])),
      ],
      swiftSettings: numeric + [sparseFactorisations, treeLearners]
    ),
    .target(
      name: "PanelData",
      dependencies: [
        "PanelNumerics", "PanelResults", "CSHA256",
        .target(name: "CReadStat", condition: .when(traits: ["StatFiles"])),
      ],
      swiftSettings: numeric + [statFiles]
    ),
    .target(name: "PanelResults", swiftSettings: house),
    .target(
      name: "PanelEstimation",
      dependencies: ["PanelNumerics", "PanelData", "PanelResults"],
      swiftSettings: numeric
    ),
    .target(name: "PanelDocument", dependencies: ["PanelResults"], swiftSettings: house),
    .target(
      name: "PanelRendering",
      dependencies: [
        "PanelDocument", .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: house
    ),
    .target(name: "PanelValidation", dependencies: ["CLibXML2"], swiftSettings: house),
    .target(
      name: "PanelPress",
      dependencies: [
        "PanelNumerics", "PanelData", "PanelResults", "PanelEstimation", "PanelDocument",
        "PanelRendering", "PanelValidation",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: house
    ),
    .executableTarget(
      name: "panelpress",
      dependencies: [
        "PanelPress",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: house
    ),

    // Writes the simulated data of examples; of the standard library and Foundation alone, so that
    // `swiftc -O Sources/simulate/*.swift` builds it too.
    .executableTarget(name: "simulate", swiftSettings: numeric),

    .executableTarget(
      name: "panelpress-benchmarks",
      dependencies: ["PanelEstimation", "PanelData", "PanelNumerics", "PanelResults"],
      path: "Benchmarks/Sources",
      swiftSettings: numeric
    ),

    .target(
      name: "TestSupport",
      dependencies: ["PanelResults", .product(name: "Yams", package: "Yams")],
      path: "Tests/Support",
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelNumericsTests",
      dependencies: ["PanelNumerics", "TestSupport"],
      exclude: ["Oracle"],
      swiftSettings: house + [sparseFactorisations]
    ),
    .testTarget(
      name: "PanelDataTests",
      dependencies: ["PanelData", "PanelNumerics", "PanelResults", "TestSupport"],
      exclude: ["Files"],
      swiftSettings: house + [statFiles]
    ),
    .testTarget(
      name: "PanelResultsTests",
      dependencies: ["PanelResults", "TestSupport"],
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelEstimationTests",
      dependencies: ["PanelEstimation", "PanelData", "PanelNumerics", "PanelResults", "TestSupport"],
      exclude: ["Oracle"],
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelDocumentTests",
      dependencies: ["PanelDocument", "PanelResults", "TestSupport"],
      exclude: ["Figures/Oracle", "Tables/Snapshots"],
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelRenderingTests",
      dependencies: [
        "PanelRendering", "PanelDocument", "PanelResults", "PanelValidation", "TestSupport",
      ],
      exclude: ["Snapshots", "Figures/Snapshots", "Golden/Snapshots"],
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelValidationTests",
      dependencies: ["PanelValidation", "TestSupport"],
      swiftSettings: house
    ),
    .testTarget(
      name: "SimulateTests",
      dependencies: [
        "simulate", "PanelEstimation", "PanelData", "PanelNumerics", "PanelResults", "PanelPress",
        "TestSupport",
      ],
      swiftSettings: house
    ),
    .testTarget(
      name: "PanelPressTests",
      dependencies: [
        "PanelPress", "panelpress", "PanelNumerics", "PanelData", "PanelResults",
        "PanelEstimation", "PanelDocument", "PanelRendering", "PanelValidation", "TestSupport",
      ],
      exclude: ["Files"],
      swiftSettings: house
    ),
  ]
)
