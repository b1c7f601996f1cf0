import { CardError } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { t1Link } from './link'

// Conversations in the style of ISO 7816-3 annex A: `>` is what we must send, `<` what the card says,
// `-` silence. The check of each block is put in here.
function conversation(script: string, ifsc = 32) {
  const lines = script
    .trim()
    .split('\n')
    .map((line) => line.trim())
  const sent: string[] = []
  const waited: number[] = []
  const withCheck = (line: string) => {
    const bytes = hex(line.slice(1))
    return Uint8Array.of(
      ...bytes,
      bytes.reduce((sum, byte) => sum ^ byte, 0),
    )
  }
  const link = t1Link(
    {
      async exchange(block, waits) {
        const expected = lines.shift() ?? 'nothing more'
        sent.push(toHex(block))
        waited.push(waits)
        expect(toHex(block)).toBe(expected.startsWith('>') ? toHex(withCheck(expected)) : expected)
        const answer = lines.shift() ?? '-'
        if (answer === '-') return undefined
        const bytes = withCheck(answer)
        if (answer.startsWith('x')) bytes[bytes.length - 1]! ^= 1
        return bytes
      },
      fault: (detail) => new CardError('reader-fault', { reader: 'R', detail, attempt: 'none' }),
    },
    { check: 'LRC', ifsc },
  )
  return { link, waited, left: lines }
}

const command = hex('00200080')
const chained = hex('0102030405')

describe('conversations that end well', () => {
  test.each<[string, Uint8Array, number, string]>([
    ['one block each', command, 32, '> 00 00 04 00200080\n < 00 00 02 9000'],
    [
      'a command in three blocks (rule 2.2)',
      chained,
      2,
      `> 00 20 02 0102
       < 00 90 00
       > 00 60 02 0304
       < 00 80 00
       > 00 00 01 05
       < 00 00 02 9000`,
    ],
    [
      'an answer in three',
      command,
      32,
      `> 00 00 04 00200080
       < 00 20 01 aa
       > 00 90 00
       < 00 60 01 bb
       > 00 80 00
       < 00 00 02 9000`,
    ],
    [
      'time (rule 3), and a smaller size in the middle of a chain (rule 4)',
      chained,
      3,
      `> 00 20 03 010203
       < 00 c1 01 01
       > 00 e1 01 01
       < 00 90 00
       > 00 60 01 04
       < 00 80 00
       > 00 00 01 05
       < 00 c3 01 07
       > 00 e3 01 07
       < 00 00 02 9000`,
    ],
    [
      'our block is damaged (rule 7.1)',
      command,
      32,
      `> 00 00 04 00200080
       < 00 81 00
       > 00 00 04 00200080
       < 00 00 02 9000`,
    ],
    [
      "the card's block is damaged",
      command,
      32,
      `> 00 00 04 00200080
       x 00 00 02 9000
       > 00 81 00
       < 00 00 02 9000`,
    ],
    [
      'silence, twice',
      command,
      32,
      `> 00 00 04 00200080
       -
       > 00 82 00
       -
       > 00 82 00
       < 00 00 02 9000`,
    ],
    [
      'a block of another number is an old one, and is not taken for the answer',
      command,
      32,
      `> 00 00 04 00200080
       < 00 40 02 6a82
       > 00 82 00
       < 00 00 02 9000`,
    ],
    [
      'our acknowledgement is lost in a long answer (rule 7.2)',
      command,
      32,
      `> 00 00 04 00200080
       < 00 20 01 aa
       > 00 90 00
       -
       > 00 90 00
       < 00 40 02 9000`,
    ],
    [
      'our response to a request is lost (rule 7.4)',
      command,
      32,
      `> 00 00 04 00200080
       < 00 c3 01 02
       > 00 e3 01 02
       -
       > 00 82 00
       < 00 c3 01 02
       > 00 e3 01 02
       < 00 00 02 9000`,
    ],
    [
      'a block between that is nonsense: a response nobody asked for, a waiting time of 0',
      command,
      32,
      `> 00 00 04 00200080
       < 00 e3 01 02
       > 00 82 00
       < 00 c3 01 00
       > 00 82 00
       < 00 00 02 9000`,
    ],
  ])('%s', async (_, sent, ifsc, script) => {
    const { link, left } = conversation(script, ifsc)
    const answer = await link.transmit(sent)
    expect(toHex(answer)).toMatch(/9000$/)
    expect(left).toEqual([])
  })

  test('numbers go on from command to command', async () => {
    const { link, left } = conversation(`
      > 00 00 04 00200080
      < 00 00 02 9000
      > 00 40 04 00200080
      < 00 40 02 9000
      > 00 00 04 00200080
      < 00 00 02 9000`)
    for (let i = 0; i < 3; i++) await link.transmit(command)
    expect(left).toEqual([])
  })

  test('the time the card asks for is for the next answer only', async () => {
    const { link, waited } = conversation(`
      > 00 00 04 00200080
      < 00 c3 01 09
      > 00 e3 01 09
      < 00 20 01 aa
      > 00 90 00
      < 00 40 02 9000`)
    await link.transmit(command)
    expect(waited).toEqual([1, 9, 1])
  })
})

describe('conversations that do not', () => {
  test('three failures: back in step, the command not sent again, and the next one begins anew', async () => {
    const { link, left } = conversation(
      `
      > 00 c1 01 fe
      < 00 e1 01 fe
      > 00 00 04 00200080
      -
      > 00 82 00
      -
      > 00 82 00
      -
      > 00 c0 00
      < 00 e0 00
      > 00 c1 01 fe
      < 00 e1 01 fe
      > 00 00 04 00200080
      < 00 00 02 9000`,
    )
    expect(await link.offerIfsd(254)).toBe(true)
    await expect(link.transmit(command)).rejects.toMatchObject({ code: 'reader-fault' })
    expect(toHex(await link.transmit(command))).toBe('9000')
    expect(left).toEqual([])
  })

  test('a card that cannot be brought back in step is asked to before every command', async () => {
    const resynch = '> 00 c0 00\n-\n'.repeat(3)
    const { link, left } = conversation(
      `> 00 00 04 00200080\n-\n> 00 82 00\n-\n> 00 82 00\n-\n${resynch}${resynch}`,
    )
    for (let i = 0; i < 2; i++)
      await expect(link.transmit(command)).rejects.toMatchObject({
        facts: { detail: 'the card has lost the thread' },
      })
    expect(left).toEqual([])
  })

  test('a card that gives the command up (rule 9)', async () => {
    const { link, left } = conversation(
      `
      > 00 20 02 0102
      < 00 c2 00
      > 00 e2 00
      < 00 90 00
      > 00 c0 00
      < 00 e0 00
      > 00 20 02 0102
      < 00 90 00
      > 00 60 02 0304
      < 00 80 00
      > 00 00 01 05
      < 00 00 02 9000`,
      2,
    )
    await expect(link.transmit(chained)).rejects.toMatchObject({
      facts: { detail: 'the card gave the command up' },
    })
    expect(toHex(await link.transmit(chained))).toBe('9000')
    expect(left).toEqual([])
  })

  test('a card that wants the same block again and again', async () => {
    const again = '> 00 00 04 00200080\n< 00 81 00\n'
    const { link, left } = conversation(`${again.repeat(4)}> 00 c0 00\n< 00 e0 00`)
    await expect(link.transmit(command)).rejects.toMatchObject({ code: 'reader-fault' })
    expect(left).toEqual([])
  })

  test('a card that does not agree to longer blocks', async () => {
    const { link } = conversation('> 00 c1 01 fe\n-\n'.repeat(3))
    expect(await link.offerIfsd(254)).toBe(false)
  })
})

test('the bytes of a PIN do not stay behind in a sent block', async () => {
  const blocks: Uint8Array[] = []
  const link = t1Link(
    {
      async exchange(block) {
        blocks.push(block)
        return hex('000002900092')
      },
      fault: () => new CardError('cancelled', {}),
    },
    { check: 'LRC', ifsc: 32 },
  )
  await link.transmit(hex('002000800431323334'))
  expect(blocks.map(toHex)).toEqual([toHex(new Uint8Array(13))])
})
