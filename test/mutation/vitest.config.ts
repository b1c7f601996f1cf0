import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * What the mutants meet: the tests of their subject. Stryker changes a copy of the repository whose
 * node_modules are the original's, so our own packages have to be named to come from the copy.
 */
const source = (path: string) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url))

const tests = {
  judge: [
    'test/verifier/{certificates,judge-edges,signing,attributes,configuration,for-suites}.test.ts',
  ],
  revocation: [
    'test/verifier/{revocation,crl-refused,ocsp-refused,distribution-points,platform}.test.ts',
  ],
}

export const configFor = (subject: keyof typeof tests) =>
  defineConfig({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    resolve: {
      conditions: ['@myna/source', 'module', 'node', 'development|production'],
      alias: [
        { find: /^@myna\/verifier$/, replacement: source('verifier/src/index.ts') },
        { find: /^@myna\/verifier\/(.*)$/, replacement: source('verifier/src/$1/index.ts') },
        { find: /^@myna\/bytes$/, replacement: source('bytes/src/index.ts') },
      ],
    },
    ssr: { resolve: { conditions: ['@myna/source', 'module', 'node', 'development|production'] } },
    test: { include: tests[subject] },
  })

export default configFor('judge')
