// Makes src/test-keys.generated.ts anew: node packages/virtual/make-test-keys.mjs
// RSA-2048 keys as two primes each. They are public test keys and protect nothing; they are stored
// because making one takes longer than starting a virtual card may.
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const names = [
  'authenticationCa1',
  'authenticationCa2',
  'signingCa1',
  'signingCa2',
  ...['hanako', 'expired', 'revoked', 'locked', 'lastTry', 'long', 'under15'].flatMap((person) => [
    `${person}Authentication`,
    `${person}Signing`,
  ]),
]
const primes = () => {
  const { p, q } = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    format: 'jwk',
  })
  return `{\n    p: '${p}',\n    q: '${q}',\n  }`
}
const rows = names.map((name) => `  ${name}: ${primes()},`).join('\n')
writeFileSync(
  fileURLToPath(new URL('src/test-keys.generated.ts', import.meta.url)),
  `// Made by make-test-keys.mjs. PUBLIC TEST KEYS: they protect nothing and belong to nobody.\n` +
    `export const testKeys = {\n${rows}\n} as const\n`,
)
