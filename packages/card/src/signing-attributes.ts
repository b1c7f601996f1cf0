import { MalformedBytes, readTlv, readTlvs, toHex, type Tlv } from '@myna/bytes'
import { sexFrom, utf8, type PartialDate, type Sex, dateFrom } from './attributes'
import { readable } from './record'

/**
 * What a signing certificate says about its holder (`pki.md` §1.3). Whoever gets the certificate gets all
 * of it: nothing can be left out.
 */
export interface SigningAttributes {
  readonly name: string
  readonly address: string
  readonly birthDate: PartialDate
  readonly sex: Sex
  /** Where the certificate has another glyph than the register, because it has no better one. */
  readonly nameSubstitutes: Substitutes
  readonly addressSubstitutes: Substitutes
}

/**
 * For each character (code point) whether it stands for another glyph; `undefined` if the certificate's
 * flags do not fit its text, which then nobody can tell.
 */
export type Substitutes = readonly boolean[] | undefined

const SUBJECT_ALT_NAME = '551d11' // 2.5.29.17, content bytes
const PERSONAL_DATA = '2a83088c9b55080505' // 1.2.392.200149.8.5.5, content bytes; one more follows

const NAME = 1
const NAME_SUBSTITUTES = 2
const SEX = 3
const BIRTH_DATE = 4
const ADDRESS = 5
const ADDRESS_SUBSTITUTES = 6

/**
 * Reads the attributes out of a signing certificate (DER) that nobody has checked yet: to show a person
 * what they are about to hand over. A server reads them again, from a certificate it believes.
 *
 * @throws CardError `record-unreadable` when they are not there or twice there
 */
export const signingAttributes = (certificate: Uint8Array): Promise<SigningAttributes> =>
  readable('signing-attributes', () => {
    const values = otherNames(certificate)
    const text = (last: number): string => {
      const value = values.get(last)
      if (value === undefined) throw new MalformedBytes(`no attribute ${last}`)
      return value
    }
    const [name, address] = [text(NAME), text(ADDRESS)]
    return {
      name,
      address,
      birthDate: birthDateFrom(text(BIRTH_DATE)),
      sex: sexFrom(text(SEX)),
      nameSubstitutes: substitutes(name, values.get(NAME_SUBSTITUTES)),
      addressSubstitutes: substitutes(address, values.get(ADDRESS_SUBSTITUTES)),
    }
  })

/** Certificate → TBSCertificate → [3] → Extensions → subjectAltName → otherNames of our arc. */
function otherNames(certificate: Uint8Array): ReadonlyMap<number, string> {
  const [toBeSigned] = childrenOf(readTlv(certificate), 0x30)
  const extensions = childrenOf(toBeSigned, 0x30).find(({ tag }) => tag === 0xa3)
  const [list] = childrenOf(extensions, 0xa3)
  const names = childrenOf(list, 0x30)
    .map((extension) => childrenOf(extension, 0x30))
    .filter(([id]) => id !== undefined && toHex(id.value) === SUBJECT_ALT_NAME)
    .flatMap((parts) => childrenOf(readTlv(partOf(parts.at(-1), 0x04)), 0x30))

  const values = new Map<number, string>()
  for (const other of names.filter(({ tag }) => tag === 0xa0)) {
    const [id, value] = childrenOf(other, 0xa0)
    const digits = toHex(partOf(id, 0x06))
    const isOurs = digits.startsWith(PERSONAL_DATA) && digits.length === PERSONAL_DATA.length + 2
    if (!isOurs) continue // furigana and others that are being added
    const last = parseInt(digits.slice(-2), 16)
    if (values.has(last)) throw new MalformedBytes(`attribute ${last} comes twice`)
    const [text] = childrenOf(value, 0xa0)
    values.set(last, utf8(partOf(text, 0x0c)))
  }
  return values
}

function partOf(object: Tlv | undefined, tag: number): Uint8Array {
  if (object?.tag !== tag) throw new MalformedBytes('another object than expected')
  return object.value
}

const childrenOf = (object: Tlv | undefined, tag: number): Tlv[] => readTlvs(partOf(object, tag))

/** `EYYYYMMDD`: the era's digit, 0 for unknown, and a Gregorian date (`card.md` §9). */
function birthDateFrom(text: string): PartialDate {
  if (!/^[0-5]\d{8}$/.test(text)) throw new MalformedBytes('a birth date is none')
  return dateFrom(text.slice(1))
}

function substitutes(text: string, flags: string | undefined): Substitutes {
  if (flags === undefined || !/^[01]*$/.test(flags)) return undefined
  return flags.length === [...text].length ? [...flags].map((flag) => flag === '1') : undefined
}
