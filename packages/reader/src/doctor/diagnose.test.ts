import { isCardError, type Card, type CommandApdu } from '@myna/apdu'
import { hex } from '@myna/bytes'
import { openJpki } from '@myna/card'
import {
  cardOf,
  deadChip,
  foreignCard,
  issuePerson,
  virtualCcidDevice,
  virtualRcS300,
  virtualRcS380,
  VirtualSlot,
  virtualWebUsb,
  type CcidDeviceOptions,
  type Chip,
  type Person,
} from '@myna/virtual'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openUsbReader } from '../open-usb'
import { filters } from '../usb-driver'
import { diagnose, type DoctorOptions } from './diagnose'
import { knownReader } from './known-readers'

let hanako: Person
beforeAll(async () => {
  hanako = await issuePerson('hanako', { now: new Date('2026-11-24T03:00:00Z') })
})

/** What whoever knows cards hands in. */
const recognise = (card: Card): Promise<boolean> =>
  openJpki(card).then(
    () => true,
    (error: unknown) => {
      if (isCardError(error) && error.code === 'card-wrong') return false
      throw error
    },
  )

function setUp(options: CcidDeviceOptions = {}, chip: Chip | undefined = cardOf(hanako)) {
  const slot = new VirtualSlot()
  if (chip !== undefined) slot.insert(chip)
  const device = virtualCcidDevice(slot, options)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const inputs: DoctorOptions = { usb, isSecureContext: true, system: 'linux', recognise }
  return { slot, device, usb, inputs }
}
const opened = async (usb: USB) => (await usb.getDevices()).map((device) => device.opened)

describe('the browser', () => {
  test.each<[string, DoctorOptions, string]>([
    ['has no WebUSB', { usb: undefined, isSecureContext: true }, 'no-webusb'],
    ['is on a page without https', { usb: undefined, isSecureContext: false }, 'insecure-context'],
    [
      'may not be asked, by policy',
      {
        usb: {
          getDevices: async () => {
            throw new DOMException('Access to the feature "usb" is disallowed.', 'SecurityError')
          },
        } as unknown as USB,
      },
      'policy',
    ],
    ['has no reader yet', { usb: virtualWebUsb([]).usb }, 'usable'],
  ])('%s', async (_, inputs, verdict) => {
    expect(await diagnose({ system: 'other', ...inputs })).toEqual({
      browser: { verdict, system: 'other' },
      readers: [],
    })
  })
})

describe('a reader', () => {
  test.each<[string, () => ReturnType<typeof setUp>, string]>([
    ['with a My Number card', () => setUp(), 'card-fine'],
    ['with another card', () => setUp({}, foreignCard()), 'not-my-number-card'],
    ['with a dead card', () => setUp({}, deadChip()), 'card-mute'],
    ['without a card', () => withoutCard(), 'reader-fine-no-card'],
    ['of the smart card class', () => setUp({ interfaceClass: 0x0b }), 'protected-class'],
    ['that nobody can drive', () => setUp({ level: 'character' }), 'unknown-device'],
    ['that another program holds', () => held(), 'held'],
    ['that answers nonsense', () => garbling(), 'faulty'],
    ['that is unplugged meanwhile', () => unplugging(), 'faulty'],
  ])('%s', async (_, make, verdict) => {
    const { usb, inputs } = make()

    const { readers } = await diagnose(inputs)

    expect(readers).toMatchObject([{ verdict, system: 'linux', reader: 'Virtual CCID reader' }])
    expect((await opened(usb)).includes(true)).toBe(false)
  })

  const withoutCard = () => {
    const all = setUp()
    all.slot.remove()
    return all
  }
  const held = () => {
    const all = setUp()
    all.device.heldElsewhere = true
    return all
  }
  const garbling = () => {
    const all = setUp()
    all.device.garbleAnswer()
    return all
  }
  const unplugging = () => {
    const all = setUp()
    all.device.unplugAt(2)
    return all
  }

  test('whose card nobody is to look at is usable', async () => {
    const { inputs } = setUp({}, foreignCard())
    const { recognise: _, ...rest } = inputs
    expect((await diagnose(rest)).readers).toMatchObject([{ verdict: 'usable' }])
  })

  test('that the system does not let us open is held: no udev rule, no WinUSB', async () => {
    const { usb, inputs } = setUp()
    const [handle] = await usb.getDevices()
    handle!.open = async () => {
      throw new DOMException('Access denied.', 'SecurityError')
    }
    expect((await diagnose(inputs)).readers).toMatchObject([{ verdict: 'held' }])
  })

  test('that this page uses already is held, and is not closed under its user', async () => {
    const { usb, inputs } = setUp()
    const mine = await openUsbReader((await usb.getDevices())[0]!)
    expect((await diagnose(inputs)).readers).toMatchObject([{ verdict: 'held' }])
    expect(await opened(usb)).toEqual([true])
    await mine.close()
  })

  test('of a known model comes with what is known of it', async () => {
    const { inputs } = setUp({ interfaceClass: 0x0b, vendorId: 0x04e6, productId: 0x5116 })
    const { readers } = await diagnose(inputs)
    expect(readers[0]!.known).toMatchObject({ name: 'SCM SCR3310, SCR3310 v2', status: 'cannot' })
  })

  test('after another one that is broken is looked at all the same', async () => {
    const [bad, good] = [{}, { productId: 2 }].map((options) => {
      const slot = new VirtualSlot()
      slot.insert(cardOf(hanako))
      return virtualCcidDevice(slot, options)
    })
    bad!.unplugAt(1)
    const { usb } = virtualWebUsb([bad!, good!], { permitted: [bad!, good!] })
    const { readers } = await diagnose({ usb, isSecureContext: true, recognise })
    expect(readers.map(({ verdict }) => verdict)).toEqual(['faulty', 'card-fine'])
  })
})

test.each([
  ['RC-S300', virtualRcS300],
  ['RC-S380', virtualRcS380],
])('a Sony %s is known, and is looked at by its own driver', async (name, make) => {
  const slot = new VirtualSlot()
  slot.insert(cardOf(hanako))
  const device = make(slot)
  const { usb } = virtualWebUsb([device], { permitted: [device] })
  const { readers } = await diagnose({ usb, isSecureContext: true, recognise })
  expect(readers).toMatchObject([
    { verdict: 'card-fine', known: { name: expect.stringContaining(name) } },
  ])
  expect(await opened(usb)).toEqual([false])
})

test('every model the browser’s window names is one the doctor knows to work', () => {
  const named = filters.filter(({ vendorId }) => vendorId !== undefined)
  const statuses = named.map((one) => knownReader(one as USBDevice)?.status)
  expect(named.length).toBeGreaterThan(5)
  expect(statuses.filter((status) => status === undefined || status === 'cannot')).toEqual([])
})

describe('the doctor harms nobody', () => {
  const VERIFY: CommandApdu = { cla: 0, ins: 0x20, p1: 0, p2: 0x80, data: hex('30303030') }

  test('a recogniser that would send anything but SELECT is stopped', async () => {
    const chip = cardOf(hanako)
    const { usb, inputs } = setUp({}, chip)
    const careless = async (card: Card) => {
      await card.transmit({ cla: 0, ins: 0xa4, p1: 4, p2: 12, data: hex('d392f000260100000001') })
      await card.transmit({ cla: 0, ins: 0xa4, p1: 2, p2: 12, data: hex('0018') })
      return (await card.transmit(VERIFY)).status === 0x9000
    }
    await expect(diagnose({ ...inputs, recognise: careless })).rejects.toThrow(RangeError)
    expect(chip.triesLeft('authentication')).toBe(3)
    expect(await opened(usb)).toEqual([false])
  })

  test('the card has no power afterwards', async () => {
    const { slot, inputs } = setUp()
    await diagnose(inputs)
    expect(slot.powered).toBe(false)
  })

  test('an abort at any moment ends it, and the reader can be used again', async () => {
    for (let moment = 0; moment < 40; moment++) {
      const { usb, inputs } = setUp()
      const patience = new AbortController()
      const examining = diagnose({ ...inputs, signal: patience.signal }).catch((error) => error)
      for (let turn = 0; turn < moment; turn++) await Promise.resolve()
      patience.abort()
      expect(await examining).toMatchObject({ code: 'cancelled' })
      expect(await opened(usb)).toEqual([false])
      const [device] = await usb.getDevices()
      await (await openUsbReader(device!)).close()
    }
  })

  describe('with a clock', () => {
    beforeEach(() => void vi.useFakeTimers())
    afterEach(() => void vi.useRealTimers())

    test('a device that never answers is faulty after a while', async () => {
      const { usb, device, inputs } = setUp()
      for (let i = 0; i < 4; i++) device.dropAnswer()
      const examining = diagnose(inputs)
      await vi.advanceTimersByTimeAsync(60_000)
      expect((await examining).readers).toMatchObject([{ verdict: 'faulty' }])
      expect(await opened(usb)).toEqual([false])
    })

    test('so is one that does not even say what it is', async () => {
      const { usb, inputs } = setUp()
      const [handle] = await usb.getDevices()
      handle!.controlTransferIn = () => new Promise(() => {})
      const examining = diagnose(inputs)
      await vi.advanceTimersByTimeAsync(60_000)
      expect((await examining).readers).toMatchObject([{ verdict: 'faulty' }])
      expect(await opened(usb)).toEqual([false])
    })

    test('so is one that cannot even be opened, and what comes late is closed', async () => {
      const { usb, inputs } = setUp()
      const [handle] = await usb.getDevices()
      const { open } = handle!
      let letOpen = () => {}
      handle!.open = () => new Promise((resolve) => (letOpen = () => resolve(open())))
      const examining = diagnose(inputs)
      await vi.advanceTimersByTimeAsync(60_000)
      expect((await examining).readers).toMatchObject([{ verdict: 'faulty' }])

      letOpen()
      await vi.advanceTimersByTimeAsync(5000)
      expect(await opened(usb)).toEqual([false])
    })
  })
})
