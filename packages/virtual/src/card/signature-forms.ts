import { join } from '@myna/bytes'
import { padPss, padType1 } from '../rsa-padding'
import { sha256, sha256Info } from './digests'

/** Makes the block the key is applied to, of what the command brought; `undefined`: not with this data. */
type MakeBlock = (
  data: Uint8Array,
  random: (size: number) => Uint8Array,
) => Promise<Uint8Array | undefined>

const LONGEST_PAYLOAD = 245
const LONGEST_MESSAGE = 255 // for the forms in which the card hashes
const DIGEST = 32
const SALT = 32 // of RSASSA-PSS: as long as the digest; no source tells the real card's

const messageForm =
  (make: MakeBlock): MakeBlock =>
  async (data, random) =>
    data.length <= LONGEST_MESSAGE ? make(await sha256(data), random) : undefined

const digestForm =
  (make: MakeBlock): MakeBlock =>
  async (data, random) =>
    data.length === DIGEST ? make(data, random) : undefined

const payload: MakeBlock = async (data) =>
  data.length <= LONGEST_PAYLOAD ? padType1(data) : undefined
const digestInfo: MakeBlock = async (digest) => padType1(join(sha256Info, digest))
const pss: MakeBlock = (digest, random) => padPss(digest, random(SALT))

/** By P1 (`card.md` §4 "P1 values"); there are no others. */
export const signatureForms: readonly MakeBlock[] = [
  payload, // 00: whatever came, usually a DigestInfo
  messageForm(payload), // 01: the bare digest
  digestForm(digestInfo), // 02
  messageForm(digestInfo), // 03
  digestForm(pss), // 04
  messageForm(pss), // 05
]
