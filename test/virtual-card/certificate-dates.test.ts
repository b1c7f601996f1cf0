import { issuePerson } from '@myna/virtual'
import fc from 'fast-check'
import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { certificateDates } from '@myna/card'

const now = new Date('2026-11-24T03:00:00Z')

describe('the dates of a certificate', () => {
  test.each(['hanako', 'expired', 'long'] as const)('%s: as Node reads them', async (name) => {
    const person = await issuePerson(name, { now })
    for (const key of ['authentication', 'signing'] as const) {
      const { certificate } = person[key]
      if (certificate === undefined) continue
      const node = new X509Certificate(certificate)
      expect(certificateDates(key, certificate)).toEqual({
        notBefore: new Date(node.validFrom),
        notAfter: new Date(node.validTo),
      })
    }
  })

  test('bytes that are none are named so, and never crash', async () => {
    const { certificate } = (await issuePerson('hanako', { now })).authentication
    const bytes = certificate!
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = bytes.slice()
        changed[at]! ^= by
        try {
          certificateDates('authentication', changed)
        } catch (error) {
          expect(error).toMatchObject({ code: 'certificate-unreadable' })
        }
      }),
      { numRuns: 300 },
    )
    for (const wrong of [new Uint8Array(), bytes.slice(0, -1), new Uint8Array(9000).fill(0x30)])
      expect(() => certificateDates('signing', wrong)).toThrow(/certificate-unreadable/)
  })
})
