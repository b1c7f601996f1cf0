// Whatever goes wrong with an RC-S380, at whatever message or frame.
import { isCardError, type CommandApdu, type Reader } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import {
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type Chip,
  type PiccFault,
  type VirtualRcS380,
} from '@myna/virtual'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader } from '../open-usb'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setTimerTickMode('nextTimerAsync')
})
afterEach(() => void vi.useRealTimers())

/** Commands that are all different, so that one carried out twice shows. */
const command = (mark: number): CommandApdu => ({
  cla: 0,
  ins: 0x20,
  p1: mark,
  p2: 0x80,
  data: hex('31323334'),
  secret: true,
})

function setUp() {
  const executed: number[] = []
  const chip = (): Chip => ({
    powerOn: async () => hex('3b00'),
    powerOff: () => {},
    exchange: async (bytes) => (executed.push(bytes[2]!), Uint8Array.of(bytes[2]!, 0x90, 0x00)),
  })
  const slot = new VirtualSlot()
  slot.insert(chip())
  const device = virtualRcS380(slot)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  return { slot, device, usb, executed, chip }
}

async function open(usb: USB): Promise<Reader> {
  const [device] = await usb.getDevices()
  return openUsbReader(device!)
}

const right = [0, 1, 2, 3].map((mark) => toHex(Uint8Array.of(mark)))

/** Four commands, or the code of what went wrong. */
async function run(usb: USB, signal?: AbortSignal): Promise<string | string[]> {
  let reader
  try {
    reader = await open(usb)
    const card = await reader.connect({ signal })
    const answers: string[] = []
    for (let mark = 0; mark < 4; mark++)
      answers.push(toHex((await card.transmit(command(mark))).data))
    return answers
  } catch (error) {
    return isCardError(error) ? error.code : `not a CardError: ${String(error)}`
  } finally {
    await reader?.close()
  }
}

const MESSAGES = 16 // of a whole run, from the first acknowledgement to the last

test('a whole run has as many messages as the tests below go through', async () => {
  const { usb, device } = setUp()
  expect(await run(usb)).toEqual(right)
  expect(device.messages).toBe(MESSAGES)
})

const everyMessage = Array.from({ length: MESSAGES }, (_, index) => index + 1)

describe.each(['before', 'answer-lost'] as const)('%s, at every message', (when) => {
  test('unplugged: gone, and the next run works', async () => {
    for (const message of everyMessage) {
      const { usb, device } = setUp()
      device.unplugAt(message, when)
      const outcome = await run(usb)
      if (typeof outcome === 'string') expect(outcome).toBe('reader-gone')
      if (device.plugged) device.unplug()
      device.plug()
      expect(await run(usb)).toEqual(right)
    }
  })

  test('the card pulled out: removed or waited for, never twice, and the next run works', async () => {
    for (const message of everyMessage) {
      const { usb, device, slot, executed, chip } = setUp()
      device.removeCardAt(message, when)
      const waiting = new AbortController()
      slot.onChange(() => slot.present || setTimeout(() => waiting.abort(), 20_000))
      const outcome = await run(usb, waiting.signal)
      if (typeof outcome === 'string') expect(['card-removed', 'cancelled']).toContain(outcome)
      expect(new Set(executed).size).toBe(executed.length)
      if (!slot.present) slot.insert(chip())
      expect(await run(usb)).toEqual(right)
    }
  })
})

test.each(['garbleAnswer', 'dropAnswer', 'errorAnswer'] as const)(
  '%s, at every answer: a fault in time, and the next run works',
  async (fault) => {
    const faults: (string | string[])[] = []
    for (const at of everyMessage) {
      const { usb, device, executed } = setUp()
      let asked = 0
      const spoil = device.write.bind(device)
      device.write = (endpoint, data) => {
        if (data.length > 6 && ++asked === at) device[fault]()
        return spoil(endpoint, data)
      }
      const started = performance.now()
      const outcome = await run(usb)
      device.write = spoil
      faults.push(outcome)
      if (typeof outcome === 'string') expect(outcome).toBe('reader-fault')
      expect(performance.now() - started).toBeLessThan(10_000)
      expect(new Set(executed).size).toBe(executed.length)
      expect(device.picc.hasField).toBe(false)
      expect(await run(usb)).toEqual(right)
    }
    expect(faults.filter((outcome) => outcome === 'reader-fault').length).toBeGreaterThan(8)
  },
)

describe('something is left over from a former page', () => {
  const leftOver: Record<string, (device: VirtualRcS380) => void> = {
    'an acknowledgement': (device) => device.say(hex('0000ff00ff00')),
    'an answer': (device) => device.sayStaleAnswer(),
    both: (device) => {
      device.say(hex('0000ff00ff00'))
      device.sayStaleAnswer()
    },
    'an error frame': (device) => device.say(hex('0000ffffff')),
    garbage: (device) => device.say(hex('deadbeef')),
    'an answer that fills its packet': (device) =>
      device.say(hex(`0000ffffff3600cad705${'00'.repeat(52)}2400`)),
  }
  test.each(Object.entries(leftOver))('%s', async (_, leave) => {
    const { usb, device } = setUp()
    leave(device)
    expect(await run(usb)).toEqual(right)
  })

  test('a command that is still running: it is ended first', async () => {
    const { usb, device, slot, chip } = setUp()
    slot.remove()
    const [page] = await usb.getDevices()
    await page!.open()
    await page!.claimInterface(0)
    for (const frame of [
      '0000FFFFFF0300FDD62A01FF00',
      '0000FFFFFF0600FAD60003070F070A00',
      '0000FFFFFF0C00F4D602001409010A010B010C01E600',
      '0000FFFFFF0700F9D604FFFF0500104300', // listens for six seconds
    ]) {
      await page!.transferOut(2, hex(frame))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await page!.close()
    slot.insert(chip())
    const started = performance.now()
    expect(await run(usb)).toEqual(right)
    expect(performance.now() - started).toBeLessThan(2000)
    expect(device.plugged).toBe(true)
  })
})

test('an answer that comes while nobody asked is not taken for the next command’s', async () => {
  const { usb, device } = setUp()
  const reader = await open(usb)
  const card = await reader.connect()
  device.sayStaleAnswer()
  expect(toHex((await card.transmit(command(0))).data)).toBe('00')
  await reader.close()
})

describe('cancelling', () => {
  test('a command ends the wait; the card’s answer is not taken for another’s', async () => {
    const { usb, device } = setUp()
    const reader = await open(usb)
    const card = await reader.connect()
    device.picc.answerSlowly([4, 4], 500)
    const abort = new AbortController()
    const first = card.transmit(command(1), abort).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 100))
    abort.abort()
    expect(await first).toMatchObject({ code: 'cancelled' })
    expect(toHex((await card.transmit(command(2))).data)).toBe('02')
    await reader.close()
  })

  test('while the line is being emptied: the command is not sent, not even as zeros', async () => {
    const { usb, device } = setUp()
    const sent: string[] = []
    const write = device.write.bind(device)
    device.write = (endpoint, data) => {
      sent.push(toHex(data))
      return write(endpoint, data)
    }
    const reader = await open(usb)
    const abort = new AbortController()
    const connecting = reader.connect(abort).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 10))
    abort.abort()
    expect(await connecting).toMatchObject({ code: 'cancelled' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(sent).toEqual(['0000ff00ff00'])
    await reader.close()
  })

  test('closing does not wait for a card that computes', async () => {
    const { usb, device } = setUp()
    const reader = await open(usb)
    const card = await reader.connect()
    device.picc.answerSlowly([50, 50], 4000)
    const asking = card.transmit(command(1)).catch((error: unknown) => error)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const started = performance.now()
    await reader.close()
    expect(performance.now() - started).toBeLessThan(1000)
    expect(await asking).toMatchObject({ code: 'card-removed' })
    expect(device.picc.hasField).toBe(false)
  })
})

test('bad air: the right answers or a removed card, in time, and nothing twice', async () => {
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
      const { usb, device, executed } = setUp()
      device.picc.plan('none', 'none', ...script)
      const started = performance.now()
      const outcome = await run(usb)
      if (typeof outcome === 'string') expect(outcome).toBe('card-removed')
      else expect(outcome).toEqual(right)
      expect(new Set(executed).size).toBe(executed.length)
      expect(performance.now() - started).toBeLessThan(10_000)
      expect(device.picc.hasField).toBe(false)
    }),
    { numRuns: 60 },
  )
})

describe('two cards that answer at once', () => {
  const collide = (times: number) =>
    Array.from({ length: times }, (): PiccFault => 'garble-from-card')

  test('for two seconds are told as what they are, and no command was sent', async () => {
    const { device, usb, executed } = setUp()
    device.picc.plan(...collide(12))
    expect(await run(usb)).toBe('cards-several')
    expect(executed).toEqual([])
  })

  test('for less are a card on its way, which is read when it lies still', async () => {
    const { device, usb } = setUp()
    device.picc.plan(...collide(9))
    expect(await run(usb)).toEqual(right)
  })
})
