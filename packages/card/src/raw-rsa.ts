import { join, sameBytes } from '@myna/bytes'

const SIZE = 256 // bytes of an RSA-2048 modulus
const EXPONENT = 65537n

/**
 * Whether a signature holds exactly this payload under PKCS #1 v1.5 padding, type 1 (RFC 8017 §8.2.2).
 * The block is built and compared as a whole; nothing is ever parsed out of a signature.
 *
 * For the face record only, whose DigestInfo has three digests: everything else the platform verifies.
 */
export function hasSigned(
  modulus: Uint8Array,
  signature: Uint8Array,
  payload: Uint8Array,
): boolean {
  if (modulus.length !== SIZE || signature.length !== SIZE) return false
  const n = numberOf(modulus)
  const s = numberOf(signature)
  if (s >= n) return false
  return sameBytes(octetsOf(power(s, n)), padded(payload))
}

const padded = (payload: Uint8Array): Uint8Array =>
  join(
    Uint8Array.of(0x00, 0x01),
    new Uint8Array(SIZE - payload.length - 3).fill(0xff),
    Uint8Array.of(0x00),
    payload,
  )

/** s to the power of 65537: squared sixteen times, and once more itself. */
function power(s: bigint, n: bigint): bigint {
  let result = s
  for (let bit = EXPONENT; bit > 1n; bit >>= 1n) result = (result * result) % n
  return (result * s) % n
}

const numberOf = (bytes: Uint8Array): bigint => {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}

function octetsOf(value: bigint): Uint8Array {
  const digits = value.toString(16).padStart(2 * SIZE, '0')
  return Uint8Array.from({ length: SIZE }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16))
}
