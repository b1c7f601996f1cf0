// Why this exists: framing that only our own virtual device understands proves nothing. This is the
// public code that talks to real devices of this kind, in both directions.
import { toHex } from '@myna/bytes'
import ledger, { type ResponseAcc } from '@ledgerhq/devices/lib/hid-framing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageCollector, reportsOf } from './framing'

// CommonJS: in Node its default export arrives one layer deeper than its types say
const createFraming = (ledger as unknown as { default?: typeof ledger }).default ?? ledger

const channelNumber = fc.integer({ min: 0, max: 0xffff })
const message = fc.uint8Array({ minLength: 5, maxLength: 2000 })

test('what we send, they read', () => {
  fc.assert(
    fc.property(channelNumber, message, (channel, bytes) => {
      const theirs = createFraming(channel, 64)
      let taken: ResponseAcc
      for (const report of reportsOf(channel, bytes))
        taken = theirs.reduceResponse(taken, Buffer.from(report))

      expect(toHex(theirs.getReducedResult(taken)!)).toBe(toHex(bytes))
    }),
  )
})

test('what they send, we read; and the reports are the same, byte for byte', () => {
  fc.assert(
    fc.property(channelNumber, message, (channel, bytes) => {
      const theirs = createFraming(channel, 64).makeBlocks(Buffer.from(bytes))
      const collector = messageCollector(channel)
      const taken = theirs.map((report) => collector.take(report)).at(-1)

      expect(toHex(taken!)).toBe(toHex(bytes))
      expect(reportsOf(channel, bytes).map(toHex)).toEqual(theirs.map((report) => toHex(report)))
    }),
  )
})
