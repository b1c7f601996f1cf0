import type { CommandApdu } from './command'
import { OK } from './status'
import { toHex } from '@myna/bytes'

/**
 * The files that hold the 12-digit 個人番号, and the keys whose value it is, by application
 * (`card.md` §5, §6). Outside the statutory cases nobody may read them, even with consent
 * (番号法 15, 19, 20), so no command that reaches for one leaves this library.
 *
 * EF 0003 of the input support application is not here: its digests are needed to prove that the
 * other data is genuine. It must never leave the browser.
 */
const numberFiles: Readonly<Record<string, readonly number[]>> = {
  d3921000310001010408: [0x0001, 0x0014], // 券面事項入力補助: 個人番号, 照合番号A
  d3921000310001010402: [0x0005, 0x0013], // 券面事項確認: its image, 照合番号A
}

const NO_FILE = -1
const SELECT = 0xa4
const READ_BINARY = 0xb0
const READ_BINARY_ODD = 0xb1 // names a file by P1 and P2 together (ISO 7816-4 §11.3.3)
const READ_RECORD = 0xb2
const VERIFY = 0x20
const CHANGE = 0x24
const RESET_COUNTER = 0x2c

/**
 * Watches the commands to one card and refuses those that reach for the 個人番号. It follows SELECT,
 * so it must see every command and every status word. Partial application names match by their
 * beginning, as the card matches them. As long as it is not known that a SELECT worked, the files
 * of both applications are refused.
 */
export function numberGuard() {
  let forbidden: readonly number[] = [] // a card just powered has nothing selected
  return {
    /** @throws RangeError for a command that reaches for the number. */
    check(command: CommandApdu): void {
      if (selectsApplication(command)) forbidden = [...forbidden, ...filesIn(command)]
      else if (forbidden.includes(fileNamedBy(command) ?? NO_FILE))
        throw new RangeError('this library never reads the 12-digit number of a My Number card')
    },
    answered(command: CommandApdu, status: number): void {
      if (selectsApplication(command) && status === OK) forbidden = filesIn(command)
    },
  }
}

const selectsApplication = ({ ins, p1 }: CommandApdu): boolean => ins === SELECT && p1 === 0x04

function filesIn({ data = new Uint8Array(0) }: CommandApdu): readonly number[] {
  const name = toHex(data)
  return Object.entries(numberFiles)
    .filter(([application]) => application.startsWith(name) || name.startsWith(application))
    .flatMap(([, files]) => files)
}

/**
 * The file a command names: by SELECT, or by a short identifier in the parameter that may hold one.
 * (In READ BINARY that is P1 only: P2 is an offset there, and may look like anything.)
 */
function fileNamedBy({ ins, p1, p2, data }: CommandApdu): number | undefined {
  if (ins === SELECT) return data && ((data.at(-2) ?? 0) << 8) | (data.at(-1) ?? 0)
  if (ins === READ_BINARY_ODD) return p1 * 0x100 + p2
  const even = ins & 0xfe // an odd instruction takes its data in TLV, and names files all the same
  const parameter = { [READ_BINARY]: p1, [VERIFY]: p2, [CHANGE]: p2, [RESET_COUNTER]: p2 }[even]
  if (parameter !== undefined) return (parameter & 0x80) === 0 ? undefined : parameter & 0x1f
  return even === READ_RECORD ? p2 >> 3 : undefined
}
