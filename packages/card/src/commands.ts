import type { CommandApdu } from '@myna/apdu'

// The commands of the card's applications (`card.md` §3), as values.

/** SELECT an application by its whole name; no answer data (ISO 7816-4 §11.2.2). */
export const selectApplication = (name: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0xa4,
  p1: 0x04,
  p2: 0x0c,
  data: name,
})

/** SELECT an elementary file of the current application. */
export const selectFile = (file: number): CommandApdu => ({
  cla: 0x00,
  ins: 0xa4,
  p1: 0x02, // the only form this card takes
  p2: 0x0c,
  data: Uint8Array.of(file >> 8, file & 0xff),
})

/** READ BINARY of the selected file: up to 256 bytes from `offset` (below 32768). */
export const readBinary = (offset: number, expect: number): CommandApdu => ({
  cla: 0x00,
  ins: 0xb0,
  p1: offset >> 8,
  p2: offset & 0xff,
  expect,
})

/**
 * READ BINARY of a file by its short identifier (1 to 30), from its first byte; it makes the file current
 * (`card.md` §3).
 */
export const readFileBeginning = (file: number, expect: number): CommandApdu => ({
  ...readBinary(0, expect),
  p1: 0x80 | file,
})

/** VERIFY without data asks for the tries left of the selected PIN. Costs no try. */
export const askTriesLeft: CommandApdu = { cla: 0x00, ins: 0x20, p1: 0x00, p2: 0x80 }

/** VERIFY the selected secret. Costs one try when wrong. */
export const verify = (secret: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0x20,
  p1: 0x00,
  p2: 0x80, // the secret just selected
  data: secret,
  secret: true,
})

/** CHANGE REFERENCE DATA of the selected secret, which has to be presented already. */
export const changeSecret = (next: Uint8Array): CommandApdu => ({
  cla: 0x00,
  ins: 0x24,
  p1: 0x01, // the new one alone
  p2: 0x80,
  data: next,
  secret: true,
})

/** COMPUTE DIGITAL SIGNATURE: the card pads a DigestInfo (PKCS #1 v1.5) and signs it. */
export const sign = (digestInfo: Uint8Array): CommandApdu => ({
  cla: 0x80,
  ins: 0x2a,
  p1: 0x00,
  p2: 0x80, // the key just selected
  data: digestInfo,
  expect: 256,
})

/**
 * The same with the key of the application itself, which asks for no secret: it proves that this card is
 * here now (`card.md` §5 "Presence proof").
 */
export const signPresence = (digestInfo: Uint8Array): CommandApdu => ({
  ...sign(digestInfo),
  p2: 0x00,
})

/** READ RECORD number 1 of the file with a short identifier (ISO 7816-4 §11.4.3). */
export const readFirstRecord = (shortIdentifier: number): CommandApdu => ({
  cla: 0x00,
  ins: 0xb2,
  p1: 0x01,
  p2: (shortIdentifier << 3) | 0x04, // P1 is a record number
  expect: 256,
})
