import { decodeCommand, encodeResponse, type CommandApdu } from '@myna/apdu'
import { hex, MalformedBytes } from '@myna/bytes'
import { instructions, type Answer, type CardState } from './instructions'
import { jpkiApplication, type JpkiContent, type PinFile } from './files'
import type { Chip } from '../chip'

export interface VirtualCardOptions {
  /** Contact ATR number 1 of `card.md` §1.1 unless told otherwise. */
  readonly atr?: Uint8Array
  /** For GET CHALLENGE; the real random numbers unless told otherwise. */
  readonly random?: (size: number) => Uint8Array
}

/** A virtual card, with a look inside for tests and demonstrations. */
export interface VirtualCard extends Chip {
  triesLeft(key: 'authentication' | 'signing'): number
}

const ATR = hex('3be000ff8131fe4514')

/**
 * A My Number card with the JPKI application, as strict as the real one: `card.md` §3 and §4, status
 * word by status word. Where the page is silent, the stricter answer is given, so that nothing works
 * here that might not work there.
 */
export function virtualCard(content: JpkiContent, options: VirtualCardOptions = {}): VirtualCard {
  const { atr = ATR, random = randomBytes } = options
  const jpki = jpkiApplication(content)
  const fresh = (): CardState => ({
    applications: [jpki],
    application: undefined,
    file: undefined,
    verified: new Set(),
    atr,
    random,
  })
  let state = fresh()
  let powered = false

  return {
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
      const { status, data = new Uint8Array(0) } = await answerTo(state, command)
      return encodeResponse({ data, status })
    },
    triesLeft: (key) => (jpki.files.get(key === 'signing' ? 0x001b : 0x0018) as PinFile).triesLeft,
  }
}

/** A chip that is there and does not answer to power. */
export function deadChip(): Chip {
  return {
    powerOn: async () => undefined,
    powerOff: () => {},
    exchange: async () => {
      throw new Error('a dead chip answers nothing')
    },
  }
}

/** Another kind of card: it knows none of our applications, and nothing else either. */
export function foreignCard(): Chip {
  return {
    powerOn: async () => hex('3b6700002920006f789000'),
    powerOff: () => {},
    exchange: async (command) => hex(command[1] === 0xa4 ? '6a82' : '6d00'),
  }
}

const SECURE_MESSAGING = 0x0c
const CHANNEL = 0x03

async function answerTo(state: CardState, bytes: Uint8Array): Promise<Answer> {
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
  return row.run(state, command, bytes.length >= 7 && bytes[4] === 0) // ISO 7816-4 §5.1
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
