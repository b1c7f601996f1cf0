import type { CommandApdu } from '@myna/apdu'
import { encodeTlv, sameBytes, toHex } from '@myna/bytes'
import type { Application, DataFile, File, PinFile } from './files'
import { signatureForms } from './signature-forms'

/** What a powered card knows and loses with its power. */
export interface CardState {
  readonly applications: readonly Application[]
  application: Application | undefined
  /** The current elementary file. */
  file: number | undefined
  /** PIN files whose PIN was presented since the application was selected. */
  readonly verified: Set<number>
  readonly atr: Uint8Array
  readonly random: (size: number) => Uint8Array
}

export interface Answer {
  readonly status: number
  readonly data?: Uint8Array
}

interface Instruction {
  readonly cla: number
  readonly ins: number
  /** `isExtended`: the command came in its extended form (ISO 7816-4 §5.1). */
  run(state: CardState, command: CommandApdu, isExtended: boolean): Answer | Promise<Answer>
}

const status = (word: number): Answer => ({ status: word })
const OK = status(0x9000)
const CURRENT = 0x80 // P2: the current file
const CARD_MANAGER = 'a0000001510000'

/** Everything this card knows how to do; any other instruction is 6D00. */
export const instructions: readonly Instruction[] = [
  { cla: 0x00, ins: 0xa4, run: select },
  { cla: 0x00, ins: 0xb0, run: readBinary },
  { cla: 0x00, ins: 0x20, run: verify },
  { cla: 0x00, ins: 0x24, run: changePin },
  { cla: 0x80, ins: 0x2a, run: sign },
  { cla: 0x00, ins: 0x84, run: getChallenge },
  { cla: 0x00, ins: 0xca, run: getData },
  { cla: 0x00, ins: 0x88, run: internalAuthenticate },
  { cla: 0x80, ins: 0xae, run: () => status(0x6982) }, // no session keys in JPKI
  { cla: 0x80, ins: 0xfc, run: () => status(0x6700) }, // a phone's command
]

function select(
  state: CardState,
  { p1, p2, data = new Uint8Array(0), expect }: CommandApdu,
): Answer {
  if (p1 === 0x04) return selectApplication(state, p2, data, expect)
  if (p1 === 0x00 && data.length === 0)
    return state.application && p2 === 0x00 ? OK : status(0x6a86)
  if (p1 === 0x00) return status(0x6a82) // there is no 3F00 to select
  if (p1 !== 0x02 || p2 !== 0x0c) return status(0x6a86)
  if (data.length !== 2 || expect !== undefined) return status(0x6700)
  const file = data[0]! * 0x100 + data[1]!
  if (!state.application?.files.has(file)) return status(0x6a82)
  state.file = file
  return OK
}

function selectApplication(
  state: CardState,
  p2: number,
  name: Uint8Array,
  expect: number | undefined,
): Answer {
  if (p2 !== 0x0c && p2 !== 0x00) return status(0x6a86)
  if (p2 === 0x00 && expect === undefined) return status(0x6700) // an FCI wants an Le
  const asked = toHex(name)
  if (asked === CARD_MANAGER) {
    enter(state, undefined)
    return OK
  }
  const found = state.applications.find((application) => toHex(application.name).startsWith(asked))
  if (name.length === 0 || found === undefined) return status(0x6a82)
  enter(state, found)
  // real cards answer with an FCI whose bytes nobody has published; this one names the application
  return p2 === 0x0c ? OK : answerOf(encodeTlv(0x6f, encodeTlv(0x84, found.name)), expect!)
}

/** Selecting an application, even the same one, forgets the PINs presented in it. */
function enter(state: CardState, application: Application | undefined): void {
  state.application = application
  state.file = undefined
  state.verified.clear()
}

/** The file a parameter names: 0x80 the current one, 0x80 + short identifier another. */
function fileOf(state: CardState, parameter: number): File | Answer {
  if (state.application === undefined) return status(0x6986)
  const short = parameter & 0x1f
  if (parameter !== CURRENT) {
    if (!state.application.files.has(short)) return status(0x6a82)
    state.file = short
  }
  const file = state.file === undefined ? undefined : state.application.files.get(state.file)
  return file ?? status(0x6986)
}

const isAnswer = (value: File | Answer): value is Answer => 'status' in value

function readBinary(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (data !== undefined || expect === undefined) return status(0x6700)
  const short = (p1 & 0x80) !== 0
  if (short && (p1 & 0x60) !== 0) return status(0x6a86)
  const file = fileOf(state, short ? p1 : CURRENT)
  if (isAnswer(file)) return file
  if (file.kind !== 'data') return status(0x6981)
  if (!mayRead(state, file)) return status(0x6982)
  const offset = short ? p2 : p1 * 0x100 + p2
  if (offset >= file.content.length) return status(0x6b00)
  return { status: 0x9000, data: file.content.slice(offset, offset + expect) }
}

const mayRead = (state: CardState, { pin }: DataFile) =>
  pin === undefined || state.verified.has(pin)

function verify(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (p1 !== 0x00 || (p2 & 0xe0) !== 0x80) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'pin') return status(0x6981)
  if (expect !== undefined) return status(0x6700) // a question with Le is no question for the tries
  if (data === undefined) return status(0x63c0 + file.triesLeft) // also when verified: never 9000
  if (file.triesLeft === 0) return status(0x6984)
  return present(state, file, data)
}

function present(state: CardState, file: PinFile, value: Uint8Array): Answer {
  if (sameBytes(value, file.value)) {
    file.triesLeft = file.tries
    state.verified.add(state.file!)
    return OK
  }
  file.triesLeft-- // a value of the wrong length counts as wrong, too
  state.verified.delete(state.file!)
  return status(0x63c0 + file.triesLeft)
}

function changePin(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (p1 !== 0x01 || (p2 & 0xe0) !== 0x80) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'pin') return status(0x6981)
  if (!state.verified.has(state.file!)) return status(0x6982)
  const [least, most] = file.sizes
  if (expect !== undefined || data === undefined || data.length < least || data.length > most)
    return status(0x6700)
  file.value = data
  return OK
}

async function sign(state: CardState, { p1, p2, data, expect }: CommandApdu): Promise<Answer> {
  const makeBlock = signatureForms[p1]
  if (makeBlock === undefined || (p2 & 0xe0) !== 0x80) return status(0x6a86)
  const file = fileOf(state, p2)
  if (isAnswer(file)) return file
  if (file.kind !== 'key') return status(0x6981)
  if (!state.verified.has(file.pin)) return status(0x6982)
  if (data === undefined || expect === undefined) return status(0x6700)
  const block = await makeBlock(data, state.random)
  return block === undefined ? status(0x6985) : answerOf(file.sign(block), expect)
}

/** Data of a fixed length: a question that takes less is refused, not answered in part. */
const answerOf = (data: Uint8Array, expect: number): Answer =>
  data.length > expect ? status(0x6700) : { status: 0x9000, data }

/** No key of JPKI offers it; a key that still wants its PIN says that first (`card.md` §4). */
function internalAuthenticate(state: CardState, { p2 }: CommandApdu): Answer {
  const file = fileOf(state, p2)
  const wantsPin = !isAnswer(file) && file.kind === 'key' && !state.verified.has(file.pin)
  return status(wantsPin ? 0x6982 : 0x6985)
}

function getChallenge(
  { random }: CardState,
  { p1, p2, data, expect }: CommandApdu,
  isExtended: boolean,
): Answer {
  if (p1 !== 0 || p2 !== 0) return status(0x6a86)
  if (data !== undefined || expect === undefined) return status(0x6700)
  return isExtended ? status(0x6985) : { status: 0x9000, data: random(expect) }
}

/** Objects of the card itself, there while no application is selected (`card.md` §7). */
function getData(state: CardState, { p1, p2, data, expect }: CommandApdu): Answer {
  if (data !== undefined || expect === undefined) return status(0x6700)
  const objects: Readonly<Record<number, Uint8Array>> = {
    0x00f0: new TextEncoder().encode('13999'), // municipality; this code is nobody's
    0x5f51: state.atr.slice(1),
  }
  const object = state.application ? undefined : objects[p1 * 0x100 + p2]
  if (object === undefined) return status(0x6a88)
  return answerOf(object, expect)
}
