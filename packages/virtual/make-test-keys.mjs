// Adds the keys that are missing in src/test-keys.generated.ts: node packages/virtual/make-test-keys.mjs
// RSA-2048 keys as two primes each. They are public test keys and protect nothing; they are stored
// because making one takes longer than starting a virtual card may. Keys that are there stay as they
// are, so that transcripts and vectors made with them stay true; take one out to have it made anew.
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('src/test-keys.generated.ts', import.meta.url)
const present = new Map(
  [...readFileSync(file, 'utf8').matchAll(/^ {2}(\w+): (\{[^}]*\}),$/gm)].map(([, name, key]) => [
    name,
    key,
  ]),
)

const names = [
  'authenticationCa1',
  'authenticationCa2',
  'signingCa1',
  'signingCa2',
  // people who were there first have keys of their own; later ones share a pair (people-table.ts)
  ...[
    ...['hanako', 'expired', 'revoked', 'locked', 'lastTry', 'long', 'under15'],
    ...['shared', 'former'],
  ].flatMap((person) => [`${person}Authentication`, `${person}Signing`]),
  // the CAs of card-verifiable certificates, and what they certify (src/card/cv.ts)
  ...['cvCardCa', 'cvCardIntermediate', 'cvCardMunicipality'],
  ...['cvInputSupportCa', 'cvInputSupportSigner', 'cvFaceCa', 'cvFaceSigner'],
  // keys of the card itself: two sets, so that not every card is every other one's copy
  ...[1, 2].flatMap((set) => [`inputSupport${set}`, `face${set}`, `common${set}`]),
  'sessionKey',
]
const primes = () => {
  const { p, q } = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    format: 'jwk',
  })
  return `{\n    p: '${p}',\n    q: '${q}',\n  }`
}
const rows = names.map((name) => `  ${name}: ${present.get(name) ?? primes()},`).join('\n')
writeFileSync(
  file,
  `// Made by make-test-keys.mjs. PUBLIC TEST KEYS: they protect nothing and belong to nobody.\n` +
    `export const testKeys = {\n${rows}\n} as const\n`,
)
