import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.ts', 'test/golden/**/*.test.ts'],
    globalSetup: ['test/globalSetup.ts'],
    // What hangs is to fail; how long a test takes on a busy machine decides nothing.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
