import { cancellable, CardError } from '@myna/apdu'
import { createInterface } from 'node:readline'

/** Whoever sits at the terminal, or the program whose output is our input. */
export interface Conversation {
  /** Whether a person can be asked again after a mistake. */
  readonly isPerson: boolean
  say(text: string): void
  /** @throws CardError `cancelled` */
  ask(question: string): Promise<string>
  /** Nothing of the answer is shown. @throws CardError `cancelled` */
  askSecret(question: string): Promise<string>
  end(): void
}

/** A conversation on the process's own streams: answers are typed, or come as lines of standard input. */
export function conversationOn(
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
  questions: NodeJS.WritableStream,
  signal: AbortSignal,
): Conversation {
  const say = (text: string) => void output.write(`${text}\n`)
  if (!input.isTTY) return { isPerson: false, say, ...linesOf(input, signal) }
  return {
    isPerson: true,
    say,
    ask: (question) => typed(input, questions, question, (text) => text),
    askSecret: (question) => typed(input, questions, question, () => ''),
    end: () => void input.pause(),
  }
}

/** Lines of standard input, one for each question; when they end, nobody answers any more. */
function linesOf(input: NodeJS.ReadableStream, signal: AbortSignal) {
  let lines: AsyncIterator<string> | undefined
  let close = () => {}
  const next = async (): Promise<string> => {
    if (lines === undefined) {
      const reading = createInterface({ input, terminal: false })
      close = () => reading.close()
      lines = reading[Symbol.asyncIterator]()
    }
    const { done, value } = await cancellable(lines.next(), signal)
    if (done) throw new CardError('cancelled', {})
    return value
  }
  return { ask: next, askSecret: next, end: () => close() }
}

const ENTER = ['\r', '\n']
const STOP = ['\u0003', '\u0004'] // Ctrl-C, Ctrl-D
const BACK = ['\u007f', '\b']

/** One line from the keyboard, without the terminal's own echo; `echo` says what is shown of it. */
function typed(
  input: NodeJS.ReadStream,
  output: NodeJS.WritableStream,
  question: string,
  echo: (text: string) => string,
): Promise<string> {
  output.write(`${question} `)
  return new Promise<string>((resolve, reject) => {
    let text = ''
    const end = (how: () => void): void => {
      input.off('data', read)
      input.setRawMode(false)
      input.pause()
      output.write('\n')
      how()
    }
    const read = (chunk: Buffer): void => {
      for (const letter of chunk.toString('utf8')) {
        if (ENTER.includes(letter)) return end(() => resolve(text))
        if (STOP.includes(letter)) return end(() => reject(new CardError('cancelled', {})))
        if (BACK.includes(letter)) {
          if (text !== '' && echo(text) !== '') output.write('\b \b')
          text = text.slice(0, -1)
        } else {
          text += letter
          output.write(echo(letter))
        }
      }
    }
    input.setRawMode(true)
    input.on('data', read)
    input.resume()
  })
}
