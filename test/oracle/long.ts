// npm run oracle: what oracle.test.ts does, 100,000 times; `-- 5000000 1000` for cases of your own
// (first seed, count). Prints what was found and fails if anything was.
import { issuePerson, testAnchors } from '@myna/virtual'
import { compare } from './oracle'

const [seed = 1_000_000, count = 100_000] = process.argv.slice(2).map(Number)
const now = { now: new Date('2026-11-24T03:00:00Z') }
const { authentication, signing } = await issuePerson('long', now)
const anchors = await testAnchors(now)
const certificates = [authentication.certificate!, signing.certificate!, anchors.signing[0]!]

const { cases, readByUs, tooKind, tooStrict } = compare(certificates, seed, count)

console.log(`${cases} mutated certificates, ${readByUs} of them read by us`)
console.log(`read otherwise by OpenSSL or asn1js: ${tooKind.length}`, tooKind.slice(0, 20))
console.log(`refused by us for no reason of ours: ${tooStrict.length}`, tooStrict.slice(0, 20))
process.exitCode = tooKind.length + tooStrict.length > 0 ? 1 : 0
