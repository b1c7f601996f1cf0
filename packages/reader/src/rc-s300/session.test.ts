import { hex } from '@myna/bytes'
import { expect, test } from 'vitest'
import type { CcidExchange } from '../ccid/exchange'
import { answer, type Answer } from '../ccid/messages'
import type { Channel } from '../channel'
import { transparentExchange } from './pseudo-apdu'
import { transparentSession } from './session'

const silentChannel: Channel = {
  send: async () => {},
  receive: () => new Promise(() => {}),
  close: async () => {},
}

/** A session over a reader that answers everything with one message. */
function answering(message: string) {
  const exchange: CcidExchange = {
    reader: 'R',
    async ask(_, question): Promise<Answer> {
      question(0)
      return answer.decode(hex(message))
    },
  }
  return transparentSession(silentChannel, exchange)
}
const done = '83 07000000 00 00 02 00 00 c003009000 9000'

test.each([
  ['after it was sent', done],
  ['after it was refused', '83 00000000 00 00 42 e0 00'],
])('a command is wiped %s', async (_, message) => {
  const command = transparentExchange('apdu', 1000, hex('0020008004 39383736'))
  await answering(message)
    .ask(command, {})
    .catch(() => {})
  expect(command.every((byte) => byte === 0)).toBe(true)
})

test('a healthy answer says "no card" in its slot status, and that means nothing', async () => {
  expect(await answering(done).ask(hex('ff'), {})).toEqual({ is: 'done', data: undefined })
})

test.each([
  ['busy to the end', '83 00000000 00 00 42 e0 00', 'reader-busy'],
  ['held by another program', '83 02000000 00 00 00 00 00 698a', 'reader-busy'],
  ['failed for another reason', '83 00000000 00 00 42 fb 00', 'reader-fault'],
  ['an answer of another type', '81 00000000 00 00 00 00 00', 'reader-fault'],
  ['an answer without a status word', '83 01000000 00 00 00 00 00 90', 'reader-fault'],
])('%s', async (_, message, code) => {
  await expect(answering(message).ask(hex('ff'), {})).rejects.toMatchObject({ code })
})

test.each([
  ['a reader without Escape', '83 00000000 00 00 42 00 00'],
  ['the same, as a slot status', '81 00000000 00 00 42 00 00'],
  ['a reader without sessions', '83 02000000 00 00 00 00 00 6d00'],
])('%s starts none, and says so', async (_, message) => {
  expect(await answering(message).start({})).toBe(false)
})
