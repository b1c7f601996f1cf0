import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { cardOver } from './card-over'
import { CardError } from './error'
import type { CommandApdu } from './command'

/** A link that answers from a list and remembers what it was sent. */
function link(...answers: string[]) {
  const sent: string[] = []
  const exchange = async (command: Uint8Array) => {
    sent.push(toHex(command))
    return hex(answers.shift() ?? '6f00')
  }
  return { card: cardOver({ reader: 'test', exchange, powerOff: async () => {} }), sent }
}

const read: CommandApdu = { cla: 0, ins: 0xb0, p1: 0, p2: 0, expect: 256 }
const verify: CommandApdu = {
  cla: 0,
  ins: 0x20,
  p1: 0,
  p2: 0x80,
  data: hex('31323334'),
  secret: true,
}
const select = (name: string): CommandApdu => ({
  cla: 0,
  ins: 0xa4,
  p1: 4,
  p2: 0x0c,
  data: hex(name),
})
const selectFile = (file: string): CommandApdu => ({
  cla: 0,
  ins: 0xa4,
  p1: 2,
  p2: 0x0c,
  data: hex(file),
})

describe('an answer in parts', () => {
  test('61xx fetches the rest with GET RESPONSE', async () => {
    const { card, sent } = link('0102 6102', '0304 9000')

    const answer = await card.transmit(read)

    expect(answer).toEqual({ data: hex('01020304'), status: 0x9000 })
    expect(sent).toEqual(['00b0000000', '00c0000002'])
  })

  test('6Cxx asks again with the length the card wants', async () => {
    const { card, sent } = link('6c04', '01020304 9000')

    await expect(card.transmit(read)).resolves.toEqual({ data: hex('01020304'), status: 0x9000 })
    expect(sent).toEqual(['00b0000000', '00b0000004'])
  })

  test('a card that promises more for ever is not followed for ever', async () => {
    const { card, sent } = link('6100', '6100', '6100')

    await expect(card.transmit(read)).resolves.toMatchObject({ status: 0x6100 })
    expect(sent).toHaveLength(2)
  })

  test('VERIFY is sent once, whatever the card answers: a second one costs a try', async () => {
    for (const answer of ['6c04', '6102', '63c2', '6f00']) {
      const { card, sent } = link(answer, '9000')

      await card.transmit(verify)

      expect(sent).toEqual(['002000800431323334'])
    }
  })
})

test('an answer without a status word is the reader’s fault', async () => {
  const { card } = link('90')

  await expect(card.transmit(read)).rejects.toMatchObject({
    code: 'reader-fault',
    facts: { reader: 'test', detail: 'an answer of 1 bytes', attempt: 'none' },
  })
})

test('a wait that has ended sends nothing', async () => {
  const { card, sent } = link('9000')

  const transmit = card.transmit(read, { signal: AbortSignal.abort() })

  await expect(transmit).rejects.toMatchObject({ code: 'cancelled' })
  expect(sent).toEqual([])
})

describe('the 12-digit number is out of reach', () => {
  const support = 'd3921000310001010408'
  const face = 'd3921000310001010402'
  const jpki = 'd392f000260100000001'

  test.each<[string, string, CommandApdu]>([
    ['the number itself', support, selectFile('0001')],
    ['照合番号A, which is the number', support, selectFile('0014')],
    ['the number by its short identifier', support, { ...read, p1: 0x81 }],
    ['照合番号A presented by its short identifier', support, { ...verify, p2: 0x94 }],
    ['the number by the odd READ BINARY', support, { ...read, ins: 0xb1, p1: 0, p2: 1 }],
    ['the number by the odd READ RECORD', support, { ...read, ins: 0xb3, p1: 1, p2: 0x0c }],
    ['照合番号A presented by the odd VERIFY', support, { ...verify, ins: 0x21, p2: 0x94 }],
    ['its image', face, selectFile('0005')],
    ['its image by short identifier', face, { ...read, p1: 0x85 }],
    ['照合番号A of the card face', face, selectFile('0013')],
    ['the number after a partial application name', support.slice(0, 12), selectFile('0001')],
  ])('%s', async (_, application, command) => {
    const { card, sent } = link('9000')
    await card.transmit(select(application))

    await expect(card.transmit(command)).rejects.toThrow('never reads the 12-digit number')

    expect(sent).toHaveLength(1)
  })

  test('not even after a SELECT that failed and left the application selected', async () => {
    const { card } = link('9000', '6a82')
    await card.transmit(select(support))
    await card.transmit(select(jpki))

    await expect(card.transmit(selectFile('0001'))).rejects.toThrow(RangeError)
  })

  test('the same file numbers in other applications, and offsets that look like them, are free', async () => {
    const { card } = link('9000', '9000', '9000', '9000', '9000')

    await card.transmit(select(jpki))
    await card.transmit(selectFile('0001'))
    await card.transmit(select(support))
    await card.transmit(selectFile('0002'))
    const offset0x81 = await card.transmit({ ...read, p2: 0x81 })

    expect(offset0x81.status).toBe(0x9000)
  })
})

test('the bytes of a secret are overwritten also when the reader is lost under them', async () => {
  let sent = new Uint8Array(0)
  const card = cardOver({
    reader: 'test',
    exchange(command) {
      sent = command as Uint8Array<ArrayBuffer>
      return Promise.reject(new CardError('reader-gone', { reader: 'test', attempt: 'none' }))
    },
    powerOff: async () => {},
  })
  const verify = {
    cla: 0,
    ins: 0x20,
    p1: 0,
    p2: 0x80,
    data: hex('31323334'),
    secret: true,
  } as const

  await expect(card.transmit(verify)).rejects.toMatchObject({ code: 'reader-gone' })

  expect(sent).toEqual(new Uint8Array(9))
})
