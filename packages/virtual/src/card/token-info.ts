import { join, layout, octets, u32be } from '@myna/bytes'

const unsigned = (count: number) => octets(4 * count)

/** EF 0006: PKCS #11 CK_TOKEN_INFO, 160 bytes, numbers big-endian (`card.md` §4). */
const tokenInfoFile = layout('CK_TOKEN_INFO', {
  label: octets(32),
  manufacturer: octets(32), // manufacturerID
  model: octets(16),
  serial: octets(16), // serialNumber
  flags: u32be,
  sessions: unsigned(4), // ulMaxSessionCount … ulRwSessionCount
  longestPin: u32be, // ulMaxPinLen
  shortestPin: u32be, // ulMinPinLen
  memory: unsigned(4), // ulTotalPublicMemory … ulFreePrivateMemory
  hardware: octets(2), // hardwareVersion
  firmware: octets(2), // firmwareVersion
  time: octets(16), // utcTime
})

const text = (value: string, size: number) => new TextEncoder().encode(value.padEnd(size))

/** Padded with spaces, as on real cards. The label says what it is: a card, a phone's, an older card. */
export const tokenInfo = (label: string): Uint8Array =>
  tokenInfoFile.encode({
    label: text(label, 32),
    manufacturer: text('', 32),
    model: text('E16R01NJ', 16),
    serial: text('', 16),
    flags: 0x0000040d,
    sessions: new Uint8Array(16),
    longestPin: 16,
    shortestPin: 6,
    memory: join(...Array.from({ length: 4 }, () => notTold)),
    hardware: text('03', 2),
    firmware: text('01', 2),
    time: text('9999999999999999', 16),
  })

const notTold = Uint8Array.of(0xff, 0xff, 0xff, 0xff) // CK_UNAVAILABLE_INFORMATION
