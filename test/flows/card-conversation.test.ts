import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { conversationOn } from '../../commands/card/conversation'

const neverStopped = new AbortController().signal

/** A terminal, and what it shows. */
function terminal() {
  const keys = new PassThrough()
  const raw: boolean[] = []
  const input = Object.assign(keys, { isTTY: true, setRawMode: (on: boolean) => void raw.push(on) })
  const screen = new PassThrough()
  const conversation = conversationOn(
    input as unknown as NodeJS.ReadStream,
    screen,
    screen,
    neverStopped,
  )
  const shown = () => String(screen.read() ?? '')
  return { conversation, press: (text: string) => void keys.write(text), shown, raw }
}

describe('at a terminal', () => {
  test('a secret is not shown while it is typed, corrected and entered', async () => {
    const { conversation, press, shown, raw } = terminal()
    const answer = conversation.askSecret('PIN:')
    for (const key of ['1', '2', '9', '\u007f', '3', '4\r']) press(key)

    expect(await answer).toBe('1234')
    expect(shown()).toBe('PIN: \n')
    expect(raw).toEqual([true, false])
  })

  test('what is no secret is shown', async () => {
    const { conversation, press, shown } = terminal()
    const answer = conversation.ask('Sure?')
    press('yex\u007fs\n')
    expect(await answer).toBe('yes')
    expect(shown()).toBe('Sure? yex\b \bs\n')
  })

  test.each(['\u0003', '\u0004'])('%j stops, and the terminal is as it was', async (key) => {
    const { conversation, press, raw } = terminal()
    const answer = conversation.askSecret('PIN:')
    press('12')
    press(key)
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(raw.at(-1)).toBe(false)
  })
})

describe('on standard input', () => {
  const piped = (text: string, signal = neverStopped) =>
    conversationOn(
      Readable.from(text === '' ? [] : [text]) as unknown as NodeJS.ReadStream,
      new PassThrough(),
      new PassThrough(),
      signal,
    )

  test('each line answers one question, and then nobody answers any more', async () => {
    const conversation = piped('yes\n1234\n')
    expect(conversation.isPerson).toBe(false)
    expect(await conversation.ask('Sure?')).toBe('yes')
    expect(await conversation.askSecret('PIN:')).toBe('1234')
    await expect(conversation.ask('Sure?')).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a wait for a line ends when the command is stopped', async () => {
    const stopping = new AbortController()
    const conversation = conversationOn(
      new PassThrough() as unknown as NodeJS.ReadStream,
      new PassThrough(),
      new PassThrough(),
      stopping.signal,
    )
    const answer = conversation.askSecret('PIN:')
    stopping.abort()
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    conversation.end()
  })
})
