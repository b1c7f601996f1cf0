import { defineConfig } from 'vitest/config'

/** Packages are used from their sources inside this repository; a stranger gets their `dist`. */
const conditions = ['@myna/source']

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['packages/**/*.test.ts', 'test/{house,flows}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          include: ['test/chromium/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'opensc', include: ['test/opensc/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
})
