// Whatever goes wrong with an RC-S300, of whichever kind, at whatever message.
import { isCardError, type CommandApdu, type Reader } from '@myna/apdu'
import { hex, join, toHex } from '@myna/bytes'
import {
  virtualRcS300,
  VirtualSlot,
  virtualWebUsb,
  type Chip,
  type PiccFault,
  type RcS300DeviceOptions,
} from '@myna/virtual'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader } from '../open-usb'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setTimerTickMode('nextTimerAsync')
})
afterEach(() => void vi.useRealTimers())

const PIN = '39383736'
/** Commands that are all different, so that one carried out twice shows. */
const command = (mark: number): CommandApdu => ({
  cla: 0,
  ins: 0x20,
  p1: mark,
  p2: 0x80,
  data: hex(PIN),
})
const pass = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function setUp(options: RcS300DeviceOptions) {
  const executed: number[] = []
  const chip = (): Chip => ({
    powerOn: async () => hex('3b00'),
    powerOff: () => {},
    async exchange(bytes) {
      if (bytes[1] === 0xa4) return hex('6a86') // the harmless question
      executed.push(bytes[2]!)
      return Uint8Array.of(bytes[2]!, 0x90, 0x00)
    },
  })
  const slot = new VirtualSlot()
  slot.insert(chip())
  const device = virtualRcS300(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return { slot, device, usb, executed, chip }
}

async function open(usb: USB): Promise<Reader> {
  const [device] = await usb.getDevices()
  return openUsbReader(device!)
}

const right = [0, 1, 2].map((mark) => toHex(Uint8Array.of(mark)))

/** Three commands, or the code of what went wrong. */
async function run(usb: USB, signal?: AbortSignal): Promise<string | string[]> {
  let reader
  try {
    reader = await open(usb)
    const card = await reader.connect({ signal })
    const answers: string[] = []
    for (let mark = 0; mark < 3; mark++)
      answers.push(toHex((await card.transmit(command(mark))).data))
    return answers
  } catch (error) {
    return isCardError(error) ? error.code : `not a CardError: ${String(error)}`
  } finally {
    await reader?.close()
  }
}

const kinds = ['ccid', 'apdu', 'frame'] as const

/** The numbers of the messages of a whole run that begins with knowing nothing. */
async function everyMessage(ability: (typeof kinds)[number]): Promise<number[]> {
  const { usb, device } = setUp({ ability })
  expect(await run(usb)).toEqual(right)
  return Array.from({ length: device.messages }, (_, index) => index + 1)
}

describe.each(kinds)('%s', { timeout: 30_000 }, (ability) => {
  describe.each(['before', 'answer-lost'] as const)('%s, at every message', (when) => {
    test('unplugged: gone, and the next run works', async () => {
      let gone = 0
      let messages = 0
      for (const message of await everyMessage(ability)) {
        messages = message
        const { usb, device } = setUp({ ability })
        device.unplugAt(message, when)
        const outcome = await run(usb)
        if (typeof outcome === 'string') expect(outcome).toBe('reader-gone')
        if (outcome === 'reader-gone') gone++
        if (device.plugged) device.unplug()
        device.plug()
        expect(await run(usb)).toEqual(right)
      }
      expect(gone).toBeGreaterThan(messages / 2)
    })

    test('the card pulled out: removed or waited for, never twice, and the next run works', async () => {
      for (const message of await everyMessage(ability)) {
        const { usb, device, slot, executed, chip } = setUp({ ability })
        device.removeCardAt(message, when)
        const waiting = new AbortController()
        slot.onChange(() => slot.present || setTimeout(() => waiting.abort(), 3000))
        const outcome = await run(usb, waiting.signal)
        if (typeof outcome === 'string') expect(['card-removed', 'cancelled']).toContain(outcome)
        expect(new Set(executed).size).toBe(executed.length)
        expect(device.hasSession).toBe(false)
        if (!slot.present) slot.insert(chip())
        expect(await run(usb)).toEqual(right)
      }
    })
  })

  test.each(['garbleAnswer', 'dropAnswer'] as const)(
    '%s, at every message: a named error or the right answer, in time, and the next run works',
    async (fault) => {
      let faults = 0
      for (const at of await everyMessage(ability)) {
        const { usb, device, executed } = setUp({ ability })
        const write = device.write.bind(device)
        let asked = 0
        device.write = (endpoint, data) => {
          if (data.length > 0 && ++asked === at) device[fault]()
          return write(endpoint, data)
        }
        const started = performance.now()
        const outcome = await run(usb)
        device.write = write
        if (typeof outcome === 'string') {
          faults++
          expect(outcome).toBe('reader-fault')
        }
        expect(performance.now() - started).toBeLessThan(130_000)
        expect(new Set(executed).size).toBe(executed.length)
        expect(device.hasSession).toBe(false)
        expect(await run(usb)).toEqual(right)
      }
      expect(faults).toBeGreaterThan(2)
    },
  )

  test('a reader that is busy for a moment, asks for time, or says something old, is understood', async () => {
    for (const message of await everyMessage(ability)) {
      const { usb, device, executed } = setUp({ ability })
      const write = device.write.bind(device)
      let asked = 0
      device.write = (endpoint, data) => {
        if (data.length > 0 && ++asked === message) {
          device.busyAnswers(2)
          device.timeExtensions(3)
          device.staleAnswer()
        }
        return write(endpoint, data)
      }
      expect(await run(usb)).toEqual(right)
      expect(executed).toEqual([0, 1, 2])
    }
  })

  test('a slow card that is left alone still ends in order', async () => {
    const { usb, device } = setUp({ ability })
    const reader = await open(usb)
    const card = await reader.connect()
    device.picc.answerSlowly([4, 4], 500) // only where frames are carried: the others do it themselves
    const abort = new AbortController()
    const first = card.transmit(command(1), abort).catch((error: unknown) => error)
    await pass(ability === 'frame' ? 100 : 0)
    abort.abort()
    const outcome = await first
    if (ability === 'frame') expect(outcome).toMatchObject({ code: 'cancelled' })
    expect(toHex((await card.transmit(command(2))).data)).toBe('02')
    await reader.close()
    expect(device.hasSession).toBe(false)
  })

  test('messages of every length around full packets come through', async () => {
    const { usb, slot } = setUp({ ability })
    slot.insert({
      powerOn: async () => hex('3b00'),
      powerOff: () => {},
      exchange: async (bytes) => join(bytes.subarray(5), hex('9000')),
    })
    const reader = await open(usb)
    const card = await reader.connect()
    for (let size = 1; size <= 240; size++) {
      const data = new Uint8Array(size).fill(size)
      expect((await card.transmit({ ...command(0), data })).data).toEqual(data)
    }
    await reader.close()
  })

  test('the bytes of a PIN do not stay behind in what was sent, nor in an error', async () => {
    const { usb, device } = setUp({ ability })
    const [page] = await usb.getDevices()
    const sent: { readonly atOnce: string; readonly bytes: Uint8Array }[] = []
    const transferOut = page!.transferOut.bind(page)
    page!.transferOut = (endpoint, data) => {
      const bytes = data as Uint8Array
      sent.push({ atOnce: toHex(bytes), bytes })
      return transferOut(endpoint, data)
    }
    const reader = await open(usb)
    const card = await reader.connect()
    await card.transmit(command(0))
    device.garbleAnswer()
    const error = await card.transmit(command(1)).catch((thrown: unknown) => thrown)
    await reader.close()

    expect(sent.some(({ atOnce }) => atOnce.includes(PIN))).toBe(true)
    expect(sent.some(({ bytes }) => toHex(bytes).includes(PIN))).toBe(false)
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain(PIN)
  })
})

test('another program that keeps the slot busy is named', async () => {
  const { usb, device } = setUp({ ability: 'apdu' })
  device.busyAnswers(1000)
  expect(await run(usb)).toBe('reader-busy')
})

test('bad air, where frames are carried: right or removed, in time, and nothing twice', async () => {
  const anyFault = fc.constantFrom<PiccFault>(
    'none',
    'none',
    'lose-to-card',
    'garble-to-card',
    'lose-from-card',
    'garble-from-card',
    'pull-out',
    'pull-out-late',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyFault, { maxLength: 12 }), async (script) => {
      const { usb, device, executed } = setUp({ ability: 'frame' })
      device.picc.plan('none', 'none', 'none', ...script) // found, called, opened
      const started = performance.now()
      const outcome = await run(usb)
      if (typeof outcome === 'string') expect(outcome).toBe('card-removed')
      else expect(outcome).toEqual(right)
      expect(new Set(executed).size).toBe(executed.length)
      expect(performance.now() - started).toBeLessThan(10_000)
      expect(device.hasSession).toBe(false)
    }),
    { numRuns: 40 },
  )
})
