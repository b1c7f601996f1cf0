// Makes keys.generated.json anew: node test/verifier/make-keys.mjs
// RSA keys as JWK. They are public test keys and protect nothing; they are stored because making six
// of them takes longer than all the tests that use them.
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const key = (modulusLength = 2048, publicExponent = 65537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent }).privateKey.export({ format: 'jwk' })

const keys = {
  ca: key(),
  otherCa: key(),
  leaf: key(),
  short: key(1024),
  long: key(3072),
  exponent3: key(2048, 3),
}
const file = fileURLToPath(new URL('keys.generated.json', import.meta.url))
writeFileSync(file, `${JSON.stringify(keys, null, 1)}\n`)
