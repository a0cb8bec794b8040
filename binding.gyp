# The release binaries: prebuildify runs it (npm run prebuild). Sources, defines and flags come from native/sources.json,
# which CMakeLists.txt reads too. Needs Highway's headers; never published, because npm would compile it at install.
{
  "includes": ["native/sources.json"],
  "targets": [
    {
      "target_name": "steepest",
      "sources": ["<@(steepest_sources)"],
      "include_dirs": [".", "<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["<@(steepest_defines)"],
      # What Node's own common.gypi would bring along.
      "cflags!": ["-flto", "-fno-omit-frame-pointer"],
      "cflags_cc!": ["-fno-exceptions", "-fno-rtti", "-std=gnu++17", "-std=gnu++20"],
      "cflags": ["<@(steepest_flags)", "-fvisibility=hidden", "-Wall", "-Wextra"],
      "cflags_cc": ["-std=c++17", "-fvisibility-inlines-hidden"],
      "xcode_settings": {
        "CLANG_CXX_LANGUAGE_STANDARD": "c++17",
        "GCC_ENABLE_CPP_EXCEPTIONS": "YES",
        "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
        "MACOSX_DEPLOYMENT_TARGET": "11.0",
        "OTHER_CFLAGS": ["<@(steepest_flags)"],
      },
      "conditions": [
        [
          'target_arch=="x64"',
          {
            "cflags": ["<@(steepest_flags_x64)"],
            "xcode_settings": {"OTHER_CFLAGS": ["<@(steepest_flags_x64)"]},
          },
        ],
        [
          'OS=="linux"',
          {
            "cflags": ["-fopenmp"],
            "ldflags": [
              # A worker thread that ends unloads the addon, and with it the code that the team's threads run.
              "-Wl,-z,nodelete",
              # Runs beside any libstdc++, and with the libgomp that the prebuild puts beside it: the system has
              # none where there is no compiler, and libgomp.a cannot go into a shared object.
              "-fopenmp",
              "-static-libstdc++",
              "-Wl,--version-script=<(module_root_dir)/native/exports.map",
              "-Wl,-rpath,'$$ORIGIN'",
              "-Wl,--gc-sections",
              "-s",
            ],
          },
        ],
      ],
    }
  ],
}
