import { join } from '@myna/bytes'

const SIZE = 256 // bytes of an RSA-2048 modulus

/** 00 01 FF… 00 payload: EMSA-PKCS1-v1_5 without its DigestInfo (RFC 8017 §9.2 step 5). */
export function padType1(payload: Uint8Array): Uint8Array {
  const block = new Uint8Array(SIZE).fill(0xff)
  block.set([0x00, 0x01])
  block[SIZE - payload.length - 1] = 0x00
  block.set(payload, SIZE - payload.length)
  return block
}

/** EMSA-PSS with SHA-256 and MGF1 with SHA-256 (RFC 8017 §9.1.1), for a modulus of 2048 bits. */
export async function padPss(digest: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  const h = await sha256(join(new Uint8Array(8), digest, salt))
  const db = new Uint8Array(SIZE - h.length - 1)
  db[db.length - salt.length - 1] = 0x01
  db.set(salt, db.length - salt.length)
  const mask = await mgf1(h, db.length)
  const masked = db.map((byte, index) => byte ^ mask[index]!)
  masked[0]! &= 0x7f // the block has a bit less than the modulus (step 11)
  return join(masked, h, Uint8Array.of(0xbc))
}

/** RFC 8017 §B.2.1. */
async function mgf1(seed: Uint8Array, size: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (let counter = 0; counter * 32 < size; counter++)
    parts.push(await sha256(join(seed, Uint8Array.of(0, 0, 0, counter))))
  return join(...parts).slice(0, size)
}

const sha256 = async (data: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data))
