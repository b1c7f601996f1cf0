import { decodeCommand, encodeResponse, type CommandApdu } from '@myna/apdu'
import { MalformedBytes } from '@myna/bytes'
import type { Chip } from '../chip'
import {
  contactAtrs,
  contactlessAnswers,
  type ContactAtrNumber,
  type ContactlessNumber,
} from './atr'
import { cardObjects, commonApplication, residentsApplication } from './common'
import { faceApplication } from './face'
import type { Application, SecretFile } from './files'
import type { CardHolder, CardSecret, TriesLeft } from './holder'
import { inputSupportApplication } from './input-support'
import { instructions } from './instructions'
import { jpkiApplication, type JpkiContent } from './jpki'
import { profiles, type ProfileName } from './profiles'
import type { Answer, CardState } from './state'

export interface CardContent extends JpkiContent {
  /** A phone, or an older card; a My Number card unless told otherwise. */
  readonly profile?: ProfileName
  /** Absent: there is JPKI and nothing else. */
  readonly holder?: CardHolder
}

export interface VirtualCardOptions {
  /** Which of the contact ATRs of `card.md` §1.1; number 1 unless told otherwise. */
  readonly contact?: ContactAtrNumber
  /** Any other contact ATR. */
  readonly atr?: Uint8Array
  /** How it answers without contacts (`card.md` §1.2); number 1 unless told otherwise. */
  readonly contactless?: ContactlessNumber
  /** For GET CHALLENGE and the salt of RSASSA-PSS; real random numbers unless told otherwise. */
  readonly random?: (size: number) => Uint8Array
  readonly triesLeft?: TriesLeft
  /** Milliseconds it thinks about a command, and about a signature. It answers at once otherwise. */
  readonly times?: { readonly command: number; readonly signature: number }
}

/** A virtual card, with a look inside for tests and demonstrations. */
export interface VirtualCard extends Chip {
  /** `authentication` and `signing` are the PINs of these keys. @throws RangeError: it has no such secret */
  triesLeft(secret: 'authentication' | 'signing' | CardSecret): number
}

/**
 * A My Number card as strict as the real one: `card.md` §3 to §7 and §10, status word by status word.
 * Where the page is silent, the stricter answer is given, so that nothing works here that might not
 * work there.
 */
export function virtualCard(content: CardContent, options: VirtualCardOptions = {}): VirtualCard {
  const { random = randomBytes, times, contact = 1, contactless = 1 } = options
  const { atr, takesExtended } = options.atr
    ? { atr: options.atr, takesExtended: true }
    : contactAtrs[contact]
  const applications = applicationsOf(content, options.triesLeft)
  const { hasMore } = profiles[content.profile ?? 'card']
  const objects = cardObjects(hasMore ? content.holder : undefined, atr)
  const fresh = (): CardState => ({
    applications,
    objects,
    application: undefined,
    file: undefined,
    verified: new Set(),
    random,
  })
  let state = fresh()
  let powered = false

  return {
    contactless: contactlessAnswers[contactless],
    async powerOn() {
      state = fresh()
      powered = true
      return atr
    },
    powerOff() {
      powered = false
    },
    async exchange(command) {
      if (!powered) throw new Error('a card without power answers nothing')
      const { status, data = new Uint8Array(0) } = await answerTo(state, command, takesExtended)
      if (times)
        await thinking(command[1] === SIGN && data.length > 0 ? times.signature : times.command)
      return encodeResponse({ data, status })
    },
    triesLeft: (name) => secretNamed(applications, name).triesLeft,
  }
}

/** In the order in which a beginning of their names finds them. */
function applicationsOf(content: CardContent, triesLeft: TriesLeft = {}): readonly Application[] {
  const { holder, authentication, signing } = content
  const profile = profiles[content.profile ?? 'card']
  const withTries = (pair: typeof signing, name: CardSecret) => {
    const left = triesLeft[name] ?? pair.triesLeft
    return left === undefined ? pair : { ...pair, triesLeft: left }
  }
  const jpki = jpkiApplication(
    {
      authentication: withTries(authentication, 'authentication-pin'),
      signing: withTries(signing, 'signing-pin'),
    },
    profile,
  )
  if (!profile.hasMore || holder === undefined) return [jpki]
  return [
    jpki,
    commonApplication(holder, triesLeft),
    residentsApplication(holder, triesLeft),
    faceApplication(holder, triesLeft),
    inputSupportApplication(holder, triesLeft),
  ]
}

/** Where the secrets lie: the last two bytes of the application's name, and the file. */
const places: Readonly<Record<CardSecret, readonly [application: number, file: number]>> = {
  'authentication-pin': [0x0001, 0x0018],
  'signing-pin': [0x0001, 0x001b],
  'input-support-pin': [0x0408, 0x0011],
  'number-a': [0x0408, 0x0014],
  'number-b': [0x0408, 0x0015],
  'birth-date-key': [0x0402, 0x0011],
  'face-number-b': [0x0402, 0x0012],
  'face-number-a': [0x0402, 0x0013],
  'common-pin': [0x0100, 0x001c],
  'residents-pin': [0x0401, 0x001c],
}

function secretNamed(
  applications: readonly Application[],
  name: 'authentication' | 'signing' | CardSecret,
): SecretFile {
  const whole = name === 'authentication' || name === 'signing' ? (`${name}-pin` as const) : name
  const [end, file] = places[whole]
  const application = applications.find(
    ({ name: bytes }) => bytes.at(-2)! * 0x100 + bytes.at(-1)! === end,
  )
  if (application === undefined) throw new RangeError(`this card has no ${name}`)
  return application.files.get(file) as SecretFile
}

const SIGN = 0x2a
const SECURE_MESSAGING = 0x0c
const CHANNEL = 0x03

async function answerTo(
  state: CardState,
  bytes: Uint8Array,
  takesExtended: boolean,
): Promise<Answer> {
  const [cla = 0, ins = 0] = bytes
  if (bytes.length < 4) return { status: 0x6700 }
  if ((cla & 0x70) === 0 && (cla & CHANNEL) !== 0) return { status: 0x6881 } // logical channels
  if ((cla & 0x70) === 0 && (cla & SECURE_MESSAGING) !== 0) return { status: 0x69fc } // no session
  const rows = instructions.filter((row) => row.ins === ins)
  if (rows.length === 0) return { status: 0x6d00 }
  const row = rows.find((candidate) => candidate.cla === cla)
  if (row === undefined) return { status: 0x6e00 }
  const command = commandIn(bytes)
  if (command === undefined) return { status: 0x6700 }
  const isExtended = bytes.length >= 7 && bytes[4] === 0 // ISO 7816-4 §5.1
  if (isExtended && !takesExtended) return { status: 0x6700 }
  return row.run(state, command, isExtended)
}

function commandIn(bytes: Uint8Array): CommandApdu | undefined {
  try {
    return decodeCommand(bytes)
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined
    throw error
  }
}

const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))

const thinking = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))
