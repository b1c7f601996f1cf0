// The card is half of every test of the driver, so it is held to the standard by itself, too: what we
// must send is on the left, what it must say on the right, without the check byte.
import { hex, toHex } from '@myna/bytes'
import { describe, expect, test } from 'vitest'
import { contactT1 } from './contact-t1'

function card(wtx: readonly number[] = []) {
  const done: string[] = []
  const engine = contactT1(
    { ifsc: 4, crc: false },
    async (command) => {
      done.push(toHex(command))
      return command[0] === 0xee ? undefined : hex('aabb9000')
    },
    () => wtx,
  )
  const say = async (text: string) => {
    const bytes = hex(text)
    const answer = await engine.received(
      Uint8Array.of(
        ...bytes,
        bytes.reduce((sum, byte) => sum ^ byte, 0),
      ),
    )
    if (answer === undefined) return undefined
    expect(answer.bytes.reduce((sum, byte) => sum ^ byte, 0)).toBe(0)
    return `${toHex(answer.bytes.slice(0, -1))}${answer.waits === 1 ? '' : ` after ${answer.waits}`}`
  }
  return { done, say, raw: (text: string) => engine.received(hex(text)) }
}

const WHOLE = '000004aabb9000'

async function converse(world: ReturnType<typeof card>, lines: readonly (readonly string[])[]) {
  for (const [sent, expected] of lines) expect(await world.say(sent!)).toBe(expected)
}

describe('a card that speaks T=1', () => {
  test('takes a chain, and carries it out once', async () => {
    const world = card()
    await converse(world, [
      ['00200401020304', '009000'],
      ['00600405060708', '008000'],
      ['00000109', WHOLE],
    ])
    expect(world.done).toEqual(['010203040506070809'])
  })

  test('says its answer again when it is asked, without doing anything', async () => {
    const world = card()
    await converse(world, [
      ['00000101', WHOLE],
      ['008200', WHOLE],
      ['008100', WHOLE],
    ])
    expect(world.done).toHaveLength(1)
  })

  test('asks for a command that did not arrive', async () => {
    const world = card()
    expect(toHex((await world.raw('0000010155'))!.bytes)).toBe('00810081') // its check is wrong
    await converse(world, [
      ['008000', '008200'], // nothing was said yet that could be repeated
      ['00000101', WHOLE],
      ['009000', '009200'], // the command after it did not arrive
      ['00400102', '004004aabb9000'],
    ])
    expect(world.done).toEqual(['01', '02'])
  })

  test.each([
    ['a block it has had', '00000101'],
    ['one longer than its IFSC', '0040050102030405'],
    ['another node', '01400102'],
    ['reserved bits', '00410102'],
    ['a length that is not there', '00400202'],
    ['a waiting time nobody asked for', '00e30101'],
    ['a waiting time from our side', '00c30101'],
    ['an IFSD of 255', '00c101ff'],
    ['an R-block with data', '00820101'],
  ])('refuses %s', async (_, block) => {
    const world = card()
    await world.say('00000101')
    expect(await world.say(block)).toBe('009200')
    expect(world.done).toHaveLength(1)
  })

  test('takes the block size it is told, and forgets it when both begin anew', async () => {
    const world = card()
    await converse(world, [
      ['00c10103', '00e10103'],
      ['00000101', '002003aabb90'],
      ['009000', '00400100'],
      ['00c000', '00e000'],
      ['00000102', WHOLE],
    ])
  })

  test('asks for time until it gets it, and then takes it', async () => {
    const world = card([3, 7])
    await converse(world, [
      ['00000101', '00c30103'],
      ['008200', '00c30103'],
      ['00e30104', '00c30103'], // not what it asked for
      ['00e30103', '00c30107 after 3'],
      ['00e30107', `${WHOLE} after 7`],
    ])
    expect(world.done).toHaveLength(1)
  })

  test('gives up a chain when it is told to', async () => {
    const world = card()
    await converse(world, [
      ['00200101', '009000'],
      ['00c200', '00e200'],
      ['00400102', WHOLE],
    ])
    expect(world.done).toEqual(['02'])
  })

  test('says nothing any more once its power is gone', async () => {
    expect(await card().say('000001ee')).toBeUndefined()
  })
})
