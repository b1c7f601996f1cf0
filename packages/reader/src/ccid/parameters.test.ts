import { CardError } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { readAtr } from '../atr/atr'
import type { CcidFacts, Protocol } from './descriptor'
import { featuresIn } from './features'
import type { Answer } from './messages'
import { agree, chooseProtocol } from './parameters'
import type { PoweredSlot } from './powered-slot'

const good: Answer = {
  type: 'parameters',
  slot: 0,
  sequence: 0,
  status: { card: 'active', command: 'done' },
  error: 0,
  specific: 0,
  data: new Uint8Array(0),
}
const refusal: Answer = { ...good, status: { card: 'active', command: 'failed' }, error: 10 }

const PPS = 'PPS '
const SET = 'set '

/** A slot that writes down what it is told: `PPS` to the card, `set` to the reader, `restart`. */
function listeningSlot(
  features: number,
  options: {
    readonly protocols?: readonly Protocol[]
    readonly highest?: number
    readonly pps?: (request: string) => string | undefined
    readonly refuses?: (parameters: string) => boolean
  } = {},
) {
  const { protocols = ['T=0', 'T=1'], highest = 600_000, pps = (request) => request } = options
  const told: string[] = []
  const facts: CcidFacts = {
    release: '1.10',
    slots: 1,
    voltages: ['5V'],
    protocols,
    clock: { usual: 4000, highest: 4000, choices: 0 },
    rate: { usual: 10_753, highest, choices: 0 },
    maximumIfsd: 254,
    features: featuresIn(features),
    level: 'tpdu',
    maximumMessage: 271,
    display: undefined,
    pinPad: { verify: false, modify: false },
    busySlots: 1,
  }
  const slot: PoweredSlot = {
    reader: 'R',
    facts,
    async transferBlock(data) {
      told.push(PPS + toHex(data))
      const answer = pps(toHex(data))
      return answer === undefined ? { ...refusal, error: 0xfe } : { ...good, data: hex(answer) }
    },
    async ask(message) {
      const bytes = message(0, 0)
      const parameters = `${bytes[7]} ${toHex(bytes.subarray(10))}`
      told.push(SET + parameters)
      return options.refuses?.(parameters) ? refusal : good
    },
    async restart() {
      told.push('restart')
      return hex('')
    },
    failure: ({ error }) =>
      new CardError('reader-fault', { reader: 'R', detail: `bError ${error}`, attempt: 'none' }),
  }
  return { slot, told }
}

const fast = readAtr(hex('3bda13ff8131fb46801239 2f31c173c601c03b'))
const usual = readAtr(hex('3be000ff8131fe4514'))
const specific = readAtr(hex('3bf59100ff918171fe400042000100d1d6'))
const contactless = readAtr(hex('3b8880010000 05e0b381a1007f'))
const inverse = readAtr(hex('3fc005400a'))

const NEITHER = 0x30
const SENDS_PPS = 0xb0
const NEGOTIATES = 0x70

describe('who tells the card, and who the reader', () => {
  test.each([
    ['the reader does everything', NEGOTIATES, fast, []],
    ['the reader sends PPS when it is told', SENDS_PPS, fast, ['set 1 1310ff4600fb00']],
    ['nobody but us', NEITHER, fast, ['PPS ff1113fd', 'set 1 1310ff4600fb00']],
    ['nothing to agree on', NEITHER, usual, ['set 1 1110ff4500fe00']],
    ['a card in specific mode is not asked', NEITHER, specific, ['set 1 9110ff4000fe00']],
    ['T=1 of a contactless card', NEITHER, contactless, ['PPS ff01fe', 'set 1 1110004d002000']],
    ['T=0, inverse', NEITHER, inverse, ['set 0 1102050a00']],
  ])('%s', async (_, features, atr, expected) => {
    const { slot, told } = listeningSlot(features)
    await agree(slot, atr, chooseProtocol(slot, atr))
    expect(told).toEqual(expected)
  })
})

describe('the speed', () => {
  test('of a card that is faster than the reader is not asked for', async () => {
    const { slot, told } = listeningSlot(NEITHER, { highest: 40_000 }) // TA1 13 is 43 kbit/s
    expect(await agree(slot, fast, 'T=1')).toBe(0x11)
    expect(told).toEqual(['set 1 1110ff4600fb00'])
  })

  test('stays as it is if the card leaves it out of its answer', async () => {
    const { slot, told } = listeningSlot(NEITHER, { pps: () => 'ff01fe' })
    expect(await agree(slot, fast, 'T=1')).toBe(0x11)
    expect(told.at(-1)).toBe('set 1 1110ff4600fb00')
  })

  test.each(['ff1112fc', '', undefined])(
    'stays as it is after a restart if the card answers %s',
    async (answer) => {
      const { slot, told } = listeningSlot(NEITHER, { pps: () => answer })
      expect(await agree(slot, fast, 'T=1')).toBe(0x11)
      expect(told).toEqual(['PPS ff1113fd', 'restart', 'set 1 1110ff4600fb00'])
    },
  )

  test('that the reader refuses is given up, and card and reader begin anew', async () => {
    const { slot, told } = listeningSlot(NEITHER, { refuses: (text) => text.startsWith('1 13') })
    expect(await agree(slot, fast, 'T=1')).toBe(0x11)
    expect(told.slice(2)).toEqual(['restart', 'set 1 1110ff4600fb00'])
  })
})

test('a protocol the card offers and then refuses is a fault', async () => {
  const { slot } = listeningSlot(NEITHER, { pps: () => undefined })
  await expect(agree(slot, contactless, 'T=1')).rejects.toMatchObject({
    facts: { detail: 'the card offers T=1 and refuses it' },
  })
})

test('parameters a reader refuses although nothing is special about them are a fault', async () => {
  const { slot } = listeningSlot(NEITHER, { refuses: () => true })
  await expect(agree(slot, usual, 'T=1')).rejects.toMatchObject({ code: 'reader-fault' })
})

test('a reader with one protocol uses that', () => {
  const { slot } = listeningSlot(NEITHER, { protocols: ['T=0'] })
  expect(chooseProtocol(slot, contactless)).toBe('T=0')
  expect(() => chooseProtocol(slot, usual)).toThrow(/T=1, the reader T=0/)
})
