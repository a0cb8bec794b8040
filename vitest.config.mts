import { defineConfig } from "vitest/config";

const packaging = ["test/packaging/**/*.test.ts"];

/** Once is enough for these: they choose their backends and instruction sets themselves. */
const once = ["test/once/**/*.test.ts", "test/loading/**/*.test.ts"];

const shared = {
  pool: "forks" as const,
  // The package as its users get it: dist/ through "exports", loaded by Node itself and not by Vite.
  server: { deps: { external: [/\/dist\//] } },
};

export default defineConfig({
  test: {
    projects: [
      // Run again for every backend and instruction set (tools/test.mjs).
      { test: { ...shared, name: "suites", include: ["test/**/*.test.ts"], exclude: [...once, ...packaging], testTimeout: 30_000 } },
      { test: { ...shared, name: "once", include: once, testTimeout: 120_000 } },
      { test: { ...shared, name: "packaging", include: packaging, globalSetup: "test/packaging/prebuild.setup.ts", testTimeout: 120_000 } },
    ],
  },
});
