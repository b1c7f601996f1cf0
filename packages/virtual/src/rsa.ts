import { toBase64url } from '@myna/bytes'

/** A private RSA key by its primes; everything else follows from them. */
export interface RsaPrivateKey {
  readonly p: bigint
  readonly q: bigint
}

const PUBLIC_EXPONENT = 65537n
const SIZE = 256 // bytes of an RSA-2048 modulus
const HALF = SIZE / 2

/** RSASP1 (RFC 8017 §5.2.1) by the Chinese remainder theorem. `block` is 256 bytes below n. */
export function rsaPrivate({ p, q }: RsaPrivateKey, block: Uint8Array): Uint8Array {
  const { dp, dq, qi } = crtParts({ p, q })
  const message = toNumber(block)
  const m1 = power(message % p, dp, p)
  const m2 = power(message % q, dq, q)
  const h = (((m1 - m2) % p) + p) * qi
  return toOctets(m2 + (h % p) * q, SIZE)
}

/** The key as WebCrypto takes it, for issuing certificates. */
export function rsaJwk({ p, q }: RsaPrivateKey): JsonWebKey {
  const { d, dp, dq, qi } = crtParts({ p, q })
  return {
    ...rsaPublicJwk({ p, q }),
    d: octetText(d, SIZE),
    p: octetText(p, HALF),
    q: octetText(q, HALF),
    dp: octetText(dp, HALF),
    dq: octetText(dq, HALF),
    qi: octetText(qi, HALF),
  }
}

/** Its public half. */
export const rsaPublicJwk = ({ p, q }: RsaPrivateKey): JsonWebKey => ({
  kty: 'RSA',
  n: octetText(p * q, SIZE),
  e: 'AQAB',
})

/** The modulus, big-endian. */
export const rsaModulus = ({ p, q }: RsaPrivateKey): Uint8Array<ArrayBuffer> =>
  toOctets(p * q, SIZE)

/** 65537, big-endian: the public exponent of all of our keys. */
export const publicExponent = Uint8Array.of(0x01, 0x00, 0x01)

const octetText = (value: bigint, size: number) => toBase64url(toOctets(value, size))

export const toNumber = (bytes: Uint8Array): bigint => {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}

function crtParts({ p, q }: RsaPrivateKey) {
  const d = inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n))
  return { d, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}

/** The inverse modulo `modulus`, by the extended Euclidean algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus]
  let [before, factor] = [0n, 1n]
  while (current !== 0n) {
    const quotient = previous / current
    ;[previous, current] = [current, previous - quotient * current]
    ;[before, factor] = [factor, before - quotient * factor]
  }
  return ((before % modulus) + modulus) % modulus
}

function toOctets(value: bigint, size: number): Uint8Array<ArrayBuffer> {
  const digits = value.toString(16).padStart(2 * size, '0')
  return Uint8Array.from({ length: size }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}
