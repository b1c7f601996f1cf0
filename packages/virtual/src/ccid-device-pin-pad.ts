import { join } from '@myna/bytes'
import { WRONG, type Outcome } from './ccid-device-messages'

/** What the person does at the reader's keys when it asks for a PIN. */
export interface PinPad {
  /** The digits and the OK key. */
  typesPin(digits: string): void
  /** The red key. */
  pressesCancel(): void
}

export interface PinPadPlan extends PinPad {
  /** What was planned for this question; `undefined`: nobody touches a key. */
  takeKeys(): string | undefined
}

const CANCEL = 'cancel'

export function pinPadPlan(): PinPadPlan {
  let planned: string | undefined
  return {
    typesPin: (digits) => void (planned = digits),
    pressesCancel: () => void (planned = CANCEL),
    takeKeys() {
      const taken = planned
      planned = undefined
      return taken
    },
  }
}

const CANCELLED: Outcome = { error: 0xef } // PIN_CANCELLED
const TIME_OUT: Outcome = { error: 0xf0 } // PIN_TIMEOUT
const STRUCTURE = 15 // bytes before abPINApdu, bPINOperation among them
const VERIFY = 0
const BYTES_AND_ASCII = 0x82 // bmFormatString: units of bytes, place 0, left, ASCII

/** The command with the digits in it, and the T=1 prologue it shall have; or why there is none. */
export function typedCommand(
  data: Uint8Array,
  plan: PinPadPlan,
): Outcome | { readonly prologue: Uint8Array; readonly command: Uint8Array } {
  if (data.length < STRUCTURE + 5) return { error: WRONG.length }
  const [operation, , format, block, lengthFormat, most = 0, least = 0] = data
  if (operation !== VERIFY) return { error: 10 }
  // digits as ASCII in a block of fixed size: what is asked of us, and so all we can do
  if (format !== BYTES_AND_ASCII) return { error: 12 }
  if (block !== most || lengthFormat !== 0) return { error: 13 }
  if (most === 0 || least > most) return { error: 15 }
  const template = data.slice(STRUCTURE)
  if (template[4] !== most || template.length !== 5 + most) return { error: 25 }

  const keys = plan.takeKeys()
  if (keys === CANCEL) return CANCELLED
  if (keys === undefined || keys.length < least) return TIME_OUT
  const digits = new TextEncoder().encode(keys.slice(0, most))
  const padding = template.slice(5 + digits.length)
  return {
    prologue: data.slice(STRUCTURE - 3, STRUCTURE),
    command: join(template.slice(0, 5), digits, padding),
  }
}
