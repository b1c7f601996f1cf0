import { issuePerson, testAnchors } from '@myna/virtual'
import { expect, test } from 'vitest'
import { issuedNow } from '../verifier/world'
import { compare } from './oracle'

// The long version is `npm run oracle`: 100,000 cases.
test(
  'of 1500 mutated certificates we read none that OpenSSL and asn1js do not read the same',
  { timeout: 60_000 },
  async () => {
    const { authentication, signing } = await issuePerson('hanako', issuedNow)
    const anchors = await testAnchors(issuedNow)
    const certificates = [authentication.certificate!, signing.certificate!, anchors.signing[0]!]

    const { cases, readByUs, tooKind, tooStrict } = compare(certificates, 1, 1500)

    expect(tooKind).toEqual([])
    expect(tooStrict).toEqual([])
    expect(cases).toBe(1500)
    expect(readByUs).toBeGreaterThan(150) // so that agreeing is not only refusing everything
  },
)
