// Why this exists: readers, contacts and people fail in any order. Whatever happens at whatever
// moment, the driver has to end with the right answer or a named error, in its time, and one transmit
// is never carried out twice by the card: with a PIN in it that would cost a second try.
import { encodeCommand, isCardError, type Card, type CommandApdu } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import { openUsbReader } from '@myna/reader'
import {
  virtualCcidDevice,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Chip,
  type VirtualCcidDevice,
} from '@myna/virtual'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

/** The longest a transmit may take: three blocks lost, three resynchronisations, each in silence. */
const LIMIT = 120_000

const levels: readonly CcidDeviceOptions[] = [
  { level: 'short-apdu' },
  { level: 'extended-apdu' },
  { level: 'extended-apdu', longestMessage: 40 },
  { level: 'tpdu', features: 0xba },
  { level: 'tpdu', features: 0x30, ifsd: 20 },
  { level: 'tpdu', features: 0x30, protocols: 1 },
  { level: 'tpdu', features: 0xba, news: 'none', emptyPackets: 'not-needed' },
  { level: 'tpdu', features: 0x30, knowsAbort: false },
  { level: 'extended-apdu', longestMessage: 40, knowsAbort: false },
]

const SELECT = 0xa4

/** Answers each command with its own bytes turned round, so that answers cannot be mixed up. */
function echoChip(): Chip & { readonly seen: string[] } {
  const seen: string[] = []
  return {
    seen,
    powerOn: async () => hex('3b8080 01 01'.replaceAll(' ', '')), // T=0 and T=1
    powerOff: () => {},
    async exchange(command) {
      seen.push(toHex(command))
      if (command[1] === SELECT) return Uint8Array.of(0x90, command[3]!)
      return Uint8Array.of(...[...command.subarray(0, 4)].reverse(), 0x90, 0x00)
    },
  }
}

/** Each command is another one, by its P1 and P2; every second has data for more than one block. */
const command = (number: number): CommandApdu => {
  const [p1, p2] = [number >> 4, (number & 0x1f) | 0x60]
  return number % 2 === 0
    ? { cla: 0, ins: 0xb0, p1, p2, expect: 4 }
    : { cla: 0, ins: SELECT, p1, p2, data: new Uint8Array(100).fill(number) }
}
const bytesOf = (asked: CommandApdu) => toHex(encodeCommand(asked))
const answerTo = ({ ins, p1, p2 }: CommandApdu) =>
  ins === SELECT
    ? { status: 0x9000 + p2, data: '' }
    : { status: 0x9000, data: toHex(Uint8Array.of(p2, p1, ins, 0)) }

type Act =
  | { readonly do: 'reader'; readonly fault: ReaderFault }
  | { readonly do: 'contacts'; readonly faults: readonly (ContactFault | undefined)[] }
  | { readonly do: 'wtx'; readonly multipliers: readonly number[] }
  | {
      readonly do: 'remove' | 'unplug'
      readonly at: number
      readonly when: 'before' | 'answer-lost'
    }
  | { readonly do: 'cancel'; readonly after: number; readonly slow: number }

const readerFaults = {
  drop: (device: VirtualCcidDevice) => device.dropAnswer(),
  garble: (device: VirtualCcidDevice) => device.garbleAnswer(),
  stale: (device: VirtualCcidDevice) => device.staleAnswer(),
  stray: (device: VirtualCcidDevice) => device.strayPacket(),
  duplicate: (device: VirtualCcidDevice) => device.duplicateAnswer(),
  busy: (device: VirtualCcidDevice) => device.busyAnswers(2),
  'never free': (device: VirtualCcidDevice) => device.busyAnswers(60),
  slow: (device: VirtualCcidDevice) => device.delayAnswer(3000),
  'too slow': (device: VirtualCcidDevice) => device.delayAnswer(60_000),
  extensions: (device: VirtualCcidDevice) => device.timeExtensions(5),
} as const
type ReaderFault = keyof typeof readerFaults

const contactFaults = [
  'lose-command',
  'damage-command',
  'lose-answer',
  'damage-answer',
  'parity',
] as const
type ContactFault = (typeof contactFaults)[number]

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('reader' as const),
    fault: fc.constantFrom(...(Object.keys(readerFaults) as ReaderFault[])),
  }),
  fc.record({
    do: fc.constant('contacts' as const),
    faults: fc.array(fc.option(fc.constantFrom(...contactFaults), { nil: undefined }), {
      maxLength: 8,
    }),
  }),
  fc.record({
    do: fc.constant('wtx' as const),
    multipliers: fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 4 }),
  }),
  fc.record({
    do: fc.constantFrom('remove' as const, 'unplug' as const),
    at: fc.integer({ min: 1, max: 6 }),
    when: fc.constantFrom('before' as const, 'answer-lost' as const),
  }),
  fc.record({
    do: fc.constant('cancel' as const),
    after: fc.nat(400),
    slow: fc.constantFrom(0, 300, 2000),
  }),
)

/** Parts of the driver are loaded when they are needed, and loading knows no fake clock. */
beforeAll(async () => {
  const slot = new VirtualSlot()
  slot.insert(echoChip())
  const device = virtualCcidDevice(slot, { level: 'tpdu', features: 0x30 })
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const reader = await openUsbReader((await usb.getDevices())[0]!)
  await reader.connect()
  await reader.close()
})
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets the clock run until `work` is done. */
async function inTime<T>(work: Promise<T>): Promise<T | { readonly error: unknown }> {
  let isDone = false
  const outcome = work.catch((error: unknown) => ({ error })).finally(() => void (isDone = true))
  for (let time = 0; !isDone; time += 250) {
    if (time > LIMIT) throw new Error(`nothing within ${LIMIT / 1000} s`)
    await vi.advanceTimersByTimeAsync(250)
  }
  return outcome
}

function prepare(device: VirtualCcidDevice, one: Act, abort: AbortController): void {
  if (one.do === 'reader') readerFaults[one.fault](device)
  if (one.do === 'contacts') device.contacts(one.faults)
  if (one.do === 'wtx') device.answerSlowly(one.multipliers)
  if (one.do === 'remove') device.removeCardAt(one.at, one.when)
  if (one.do === 'unplug') device.unplugAt(one.at, one.when)
  if (one.do === 'cancel') {
    device.delayAnswer(one.slow)
    setTimeout(() => abort.abort(), one.after)
  }
}

test('the right answer or a named error, in time, and nothing is carried out twice', async () => {
  const script = fc.array(fc.array(act, { maxLength: 3 }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...levels), script, async (options, steps) => {
      const slot = new VirtualSlot()
      const chip = echoChip()
      slot.insert(chip)
      const device = virtualCcidDevice(slot, { protocols: 3, ...options })
      const { usb } = virtualWebUsb([device], { permitted: [device] })
      // whoever took the card out puts it back
      slot.onChange(() => {
        if (!slot.present) setTimeout(() => slot.present || slot.insert(chip), 700)
      })
      const open = async () => {
        if (!device.plugged) device.plug()
        const [handle] = await usb.getDevices()
        return openUsbReader(handle!)
      }
      const expectNamed = (error: unknown) => {
        if (!isCardError(error)) throw error
        expect(error.message).not.toContain('attempt":"perhaps')
      }

      let reader = await open()
      let card: Card | undefined
      for (const [number, acts] of steps.entries()) {
        const abort = new AbortController()
        for (const one of acts) prepare(device, one, abort)
        const before = chip.seen.length
        const asked = command(number)
        const outcome = await inTime(
          (async () => {
            card ??= await reader.connect({
              signal: abort.signal,
              onAbsent: () => slot.insert(chip),
            })
            return card.transmit(asked, { signal: abort.signal })
          })(),
        )
        expect(
          chip.seen.slice(before).filter((one) => one === bytesOf(asked)).length,
        ).toBeLessThanOrEqual(1)
        if ('error' in outcome) {
          expectNamed(outcome.error)
          const code = (outcome.error as { code: string }).code
          if (code !== 'cancelled' && code !== 'reader-fault') card = undefined
          if (code === 'reader-gone') {
            await inTime(reader.close())
            reader = await open()
          }
        } else {
          const { status, data } = outcome
          expect({ status, data: toHex(data) }).toEqual(answerTo(asked))
        }
      }

      // and after all that, with a reader that works again, everything works again
      await inTime(reader.close())
      device.mend()
      device.unplug()
      reader = await open()
      const last = await inTime(reader.connect().then((fresh) => fresh.transmit(command(98))))
      expect(last).toMatchObject({ status: 0x9000 })
      await inTime(reader.close())
      expect(new Set(chip.seen).size).toBe(chip.seen.length)
    }),
    { numRuns: 300 },
  )
}, 120_000)
