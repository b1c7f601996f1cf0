import { defineConfig } from 'vitest/config'

/** Packages are used from their sources inside this repository; a stranger gets their `dist`. */
const conditions = ['@myna/source', 'module', 'node', 'development|production']

const slow = { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false }

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          testTimeout: 20_000, // a machine may have other things to do
          include: [
            'packages/**/*.test.ts',
            'test/{house,flows,readers,verifier,oracle,virtual-card}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          include: ['test/{chromium,demo,states}/**/*.test.ts'],
          globalSetup: 'test/demo/build-demo.ts',
          ...slow,
        },
      },
      {
        extends: true,
        test: { name: 'ocr', include: ['test/ocr/**/*.test.ts'], ...slow },
      },
      {
        extends: true,
        test: { name: 'strangers', include: ['test/strangers/**/*.test.ts'], ...slow },
      },
      {
        extends: true,
        test: { name: 'stores', include: ['test/stores/**/*.test.ts'], ...slow },
      },
      {
        extends: true,
        test: { name: 'openssl', include: ['test/openssl/**/*.test.ts'], ...slow },
      },
      {
        extends: true,
        test: { name: 'opensc', include: ['test/opensc/**/*.test.ts'], ...slow },
      },
    ],
  },
})
