import { defineConfig } from "vitest/config";

/** Once is enough for these: they choose their backends themselves. */
const once = ["test/packaging/**/*.test.ts", "test/loading/**/*.test.ts", "test/once/**/*.test.ts"];

const shared = {
  pool: "forks" as const,
  // The package as its users get it: dist/ through "exports", loaded by Node itself and not by Vite.
  server: { deps: { external: [/\/dist\//] } },
};

export default defineConfig({
  test: {
    projects: [
      // Run again for every backend and instruction set (tools/test.mjs).
      { test: { ...shared, name: "suites", include: ["test/**/*.test.ts"], exclude: once, testTimeout: 30_000 } },
      { test: { ...shared, name: "once", include: once, globalSetup: "test/packaging/prebuild.setup.ts", testTimeout: 120_000 } },
    ],
  },
});
