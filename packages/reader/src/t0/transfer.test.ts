import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { t0Transfer } from './transfer'

/** `> tpdu < answer` after each other, as ISO 7816-3 §12.2 maps the cases. */
async function run(command: string, ...script: readonly string[]): Promise<string> {
  const left = [...script]
  const answer = await t0Transfer(hex(command), async (tpdu) => {
    expect(`> ${toHex(tpdu)}`).toBe(
      left.shift()?.replace(/(?<=> )(.*)/, (text) => toHex(hex(text))),
    )
    return hex(left.shift()!.slice(2))
  })
  expect(left).toEqual([])
  return toHex(answer)
}

describe('the cases of a command', () => {
  test.each<[string, string, readonly string[], string]>([
    [
      'case 1: P3 is 00, so the question for the tries left stays one',
      '00200080',
      ['> 0020008000', '< 63c3'],
      '63c3',
    ],
    ['case 2', '00b0000002', ['> 00b0000002', '< aabb9000'], 'aabb9000'],
    [
      'case 2, another length: asked again with it',
      '00b0000000',
      ['> 00b0000000', '< 6c02', '> 00b0000002', '< aabb9000'],
      'aabb9000',
    ],
    [
      'case 2, fetched',
      '00b0000004',
      ['> 00b0000004', '< 6104', '> 00c0000004', '< aabbccdd9000'],
      'aabbccdd9000',
    ],
    ['case 3', '0020008002 3132', ['> 00200080023132', '< 9000'], '9000'],
    [
      'case 3 stays what it is, whatever the card says: data is not sent twice',
      '0020008002 3132',
      ['> 00200080023132', '< 6c02'],
      '6c02',
    ],
    [
      'case 3 with an answer nobody asked for',
      '0020008002 3132',
      ['> 00200080023132', '< 6102'],
      '6102',
    ],
    [
      'case 4: no Le goes out, and the answer is fetched',
      '802a008001 aa 00',
      ['> 802a008001aa', '< 6102', '> 80c0000002', '< bbcc9000'],
      'bbcc9000',
    ],
    [
      'case 4, in two parts',
      '802a008001 aa 00',
      ['> 802a008001aa', '< 6100', '> 80c0000000', '< bbcc6101', '> 80c0000001', '< dd9000'],
      'bbccdd9000',
    ],
    [
      'case 4, less than there is',
      '802a008001 aa 01',
      ['> 802a008001aa', '< 6102', '> 80c0000001', '< bb6101'],
      'bb6101',
    ],
    [
      'case 4, another length at the fetching',
      '802a008001 aa 00',
      ['> 802a008001aa', '< 6105', '> 80c0000005', '< 6c02', '> 80c0000002', '< bbcc9000'],
      'bbcc9000',
    ],
    ['case 4, refused', '802a008001 aa 00', ['> 802a008001aa', '< 6982'], '6982'],
  ])('%s', async (_, command, script, answer) => {
    expect(await run(command, ...script)).toBe(answer)
  })
})

test('extended forms are refused by name before anything is sent', async () => {
  for (const command of ['00b00000 000200', '00d60000 000001 aa', '802a0080 000001 aa 0100'])
    await expect(run(command)).rejects.toThrow(/ENVELOPE/)
})

test('a card that always has more to fetch does not keep us for ever', async () => {
  let asked = 0
  const answer = await t0Transfer(hex('802a008001aa00'), async (tpdu) => {
    asked++
    return tpdu.length > 5 ? hex('6101') : hex('006101')
  })
  expect(asked).toBeLessThan(400)
  expect(answer.length).toBeLessThan(400)
})
