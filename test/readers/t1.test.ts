// The driver's T=1 against a card's, each written from the standard apart from the other.
import { hex, toHex } from '@myna/bytes'
import type { CcidDeviceOptions, LineFault } from '@myna/virtual'
import { describe, expect, test } from 'vitest'
import {
  atrOf,
  atrs,
  powered,
  READ,
  right,
  SCR3310,
  SELECT_JPKI,
  selectFile,
  setUp,
  signIn,
  TRIES,
  TWIN,
  verify,
} from './contact-world'

describe('every card, at every reader', () => {
  const readers: Record<string, CcidDeviceOptions> = {
    'that sends PPS': { features: SCR3310 },
    'that leaves everything to the computer': { features: TWIN },
    'that negotiates everything': { features: 0x4fe },
    'that is slow': { features: TWIN, fastest: 10_753 },
    'with short blocks': { features: TWIN, ifsd: 32 },
    'with short messages': { features: SCR3310, longestMessage: 80 },
    'with packets of 8 bytes': { packetSize: 8 },
  }
  const pairs = Object.keys(atrs).flatMap((atr) =>
    Object.keys(readers).map((reader) => [atr as keyof typeof atrs, reader] as const),
  )

  test.each(pairs)('%s, at a reader %s', async (atr, name) => {
    const { card, reader, chip } = await powered(
      { ...readers[name], ...(atr === 'T=0 alone' ? { longestMessage: 271 } : {}) },
      atrOf(atr),
    )

    const outcome = await signIn(card)
    await reader.close()

    expect(outcome).toEqual(right())
    expect(new Set(chip.done.filter((command) => command.startsWith('00200080'))).size).toBe(2)
    expect(chip.done.filter((command) => command.startsWith('00200080'))).toHaveLength(2)
  })

  test.each(['keeps-usual-speed', 'refuses'] as const)('a card that %s in PPS', async (pps) => {
    const { card } = await powered({ features: TWIN, pps }, atrOf('TA1 13'))
    expect(await signIn(card)).toEqual(right())
  })

  test.each([SCR3310, TWIN])(
    'a reader that does not know the card’s speed (%i)',
    async (features) => {
      const { card } = await powered({ features, speeds: [0x11, 0x95] }, atrOf('TA1 13'))
      expect(await signIn(card)).toEqual(right())
    },
  )

  test.each([1, 2, 3] as const)('a card that needs voltage %i', async (voltage) => {
    const { card } = await powered({ features: TWIN, voltage })
    expect(await signIn(card)).toEqual(right())
  })

  test('a reader that tells the card its block size itself is left to do so', async () => {
    const [own, ours] = await Promise.all([
      powered({ features: SCR3310 | 0x400 }),
      powered({ features: SCR3310 }),
    ])
    expect(ours.device.messages - own.device.messages).toBe(1) // S(IFS request)
  })

  test('a card whose protocol the reader does not have is a fault with both their names', async () => {
    const { reader } = await setUp({ protocols: 1 })
    await expect(reader.connect()).rejects.toMatchObject({
      code: 'reader-fault',
      facts: { detail: 'the card speaks T=1, the reader T=0' },
    })
  })

  test('an ATR that was not received well is a fault that says where', async () => {
    const { reader } = await setUp({}, hex('3be000ff8131fe4515'))
    await expect(reader.connect()).rejects.toMatchObject({
      code: 'reader-fault',
      facts: { detail: 'ATR.TCK does not fit' },
    })
  })
})

describe('T=1: the contacts are bad', () => {
  const faults: LineFault[] = [
    'lose-command',
    'damage-command',
    'lose-answer',
    'damage-answer',
    'parity',
  ]

  test.each(faults.flatMap((fault) => [1, 2].map((times) => [fault, times] as const)))(
    '%s, %i times: the command is carried out once, and its answer comes',
    async (fault, times) => {
      const { card, chip, device } = await powered()
      await card.transmit(SELECT_JPKI)
      await card.transmit(selectFile('0018'))
      chip.done.length = 0
      device.contacts(Array.from({ length: times }, () => fault))

      const { status } = await card.transmit(verify('0000'))

      expect(status).toBe(0x63c2)
      expect(chip.done).toEqual(['002000800430303030'])
      expect((await card.transmit(TRIES)).status).toBe(0x63c2)
    },
  )

  test.each(faults)('%s within long answers and commands', async (fault) => {
    const { card, chip, device } = await powered(
      { ifsd: 32, features: TWIN },
      atrOf('CRC and blocks of 32'),
    )
    for (let good = 0; good < 12; good++) {
      await card.transmit(SELECT_JPKI)
      await card.transmit(selectFile('000a'))
      chip.done.length = 0
      device.contacts([...Array.from({ length: good }, () => undefined), fault])
      const { data } = await card.transmit(READ)
      expect(toHex(data)).toBe(toHex(right().certificate))
      expect(chip.done).toHaveLength(1)
    }
  })

  test('three times: the two get back in step, and a PIN is not sent again', async () => {
    const { card, chip, device } = await powered()
    await card.transmit(SELECT_JPKI)
    await card.transmit(selectFile('0018'))
    chip.done.length = 0
    device.contacts(['lose-answer', 'lose-answer', 'lose-answer'])

    await expect(card.transmit(verify('0000'))).rejects.toMatchObject({ code: 'reader-fault' })

    expect(chip.done).toEqual(['002000800430303030'])
    expect((await card.transmit(TRIES)).status).toBe(0x63c2)
  })

  test('for good: a fault, not a wait without end', async () => {
    const { card, device } = await powered()
    device.contacts(Array.from({ length: 100 }, () => 'lose-answer'))

    await expect(card.transmit(SELECT_JPKI)).rejects.toMatchObject({
      code: 'reader-fault',
      facts: { detail: 'the card has lost the thread' },
    })
  })
})

describe('T=1: the card takes its time', () => {
  test('it gets what it asks for, and the reader is told how long that is', async () => {
    const { card, chip, device } = await powered()
    await card.transmit(SELECT_JPKI)
    device.answerSlowly([3, 10, 1])
    const before = device.messages

    expect((await card.transmit(selectFile('000a'))).status).toBe(0x9000)
    expect(device.messages - before).toBe(4) // and nothing had to be asked for again
    expect(chip.done).toHaveLength(2)
  })

  test('and bad contacts on top of it', async () => {
    for (let at = 0; at < 6; at++)
      for (const fault of ['lose-command', 'damage-answer'] as const) {
        const { card, chip, device } = await powered()
        device.answerSlowly([2, 5])
        device.contacts([...Array.from({ length: at }, () => undefined), fault])
        expect((await card.transmit(SELECT_JPKI)).status).toBe(0x9000)
        expect(chip.done).toHaveLength(1)
      }
  })
})
