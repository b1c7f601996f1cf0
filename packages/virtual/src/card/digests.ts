import { hex, join } from '@myna/bytes'
import { rsaPrivate, type RsaPrivateKey } from '../rsa'
import { padType1 } from '../rsa-padding'

/** A DigestInfo up to the SHA-256 digest that follows. */
export const sha256Info = hex('3031300d060960864801650304020105000420')

export const sha256 = async (data: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(data)))

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.1). */
export const signSha256 = async (key: RsaPrivateKey, data: Uint8Array): Promise<Uint8Array> =>
  rsaPrivate(key, padType1(join(sha256Info, await sha256(data))))
