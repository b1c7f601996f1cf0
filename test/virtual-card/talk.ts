// How the tests here talk to a virtual card: in hexadecimal digits, as the reference writes commands.
import { hex, join, readTlv, readTlvs, tlvLength, toHex, type Tlv } from '@myna/bytes'
import { cardOf, issuePerson, type Chip, type PersonName } from '@myna/virtual'

export const now = new Date('2026-11-24T03:00:00Z')

export const SELECT = {
  jpki: '00a4040c 0a d392f000260100000001',
  inputSupport: '00a4040c 0a d3921000310001010408',
  face: '00a4040c 0a d3921000310001010402',
  common: '00a4040c 0a d3921000310001010100',
  residents: '00a4040c 0a d3921000310001010401',
  cardManager: '00a4040c 07 a0000001510000',
} as const

/** VERIFY by short identifier. */
export const verifyAt = (file: number, value: string) => {
  const bytes = new TextEncoder().encode(value)
  return `002000${digits(0x80 | file)} ${digits(bytes.length)} ${toHex(bytes)}`
}

export const digits = (value: number) => value.toString(16).padStart(2, '0')

export interface Talk {
  /** Says one thing after the other, and tells the last answer. */
  say(...commands: readonly string[]): Promise<string>
  /** A file by its short identifier: its bytes to the end, or the status word that came instead. */
  read(file: number): Promise<Uint8Array | string>
  /** A file that is one object. */
  object(file: number): Promise<Tlv>
}

export async function talkTo(chip: Chip): Promise<Talk> {
  await chip.powerOn()
  const say = async (...commands: readonly string[]) => {
    let answer = ''
    for (const command of commands) answer = toHex(await chip.exchange(hex(command)))
    return answer
  }
  const read = async (file: number) => {
    const parts: Uint8Array[] = []
    const first = await say(`00b0${digits(0x80 | file)}0000`)
    if (!first.endsWith('9000')) return first
    for (let answer = first; answer.endsWith('9000');) {
      parts.push(hex(answer.slice(0, -4)))
      const offset = join(...parts).length
      answer = await say(`00b0${digits(offset >> 8)}${digits(offset & 0xff)}00`)
    }
    return join(...parts)
  }
  return {
    say,
    read,
    async object(file) {
      const bytes = await read(file)
      if (typeof bytes === 'string') throw new Error(`file ${file} answered ${bytes}`)
      return readTlv(bytes.slice(0, tlvLength(bytes)))
    },
  }
}

/** The card of a person, put into power. */
export async function meet(name: PersonName) {
  const person = await issuePerson(name, { now })
  const card = cardOf(person)
  return { person, card, ...(await talkTo(card)) }
}

/** The objects in an object, by tag. */
export const partsOf = (object: Tlv): ReadonlyMap<number, Tlv> =>
  new Map(readTlvs(object.value).map((part) => [part.tag, part]))

/** Whether a key written as 90 and 91 made this signature over the data. */
export async function isSignedBy(
  keyObjects: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<boolean> {
  const modulus = readTlvs(keyObjects).find(({ tag }) => tag === 0x91)!.value
  return verifies(modulus, signature, data)
}

export async function verifies(
  modulus: Uint8Array,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<boolean> {
  const jwk = { kty: 'RSA', n: Buffer.from(modulus).toString('base64url'), e: 'AQAB' }
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  return crypto.subtle.verify(algorithm, key, new Uint8Array(signature), new Uint8Array(data))
}

export const sha256 = async (data: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data)))
