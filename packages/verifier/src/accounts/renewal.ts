import { base64url, toBase64url } from '@myna/bytes'
import { within } from '../patience'
import { Refusal } from '../refusal'
import type { OnceStore } from '../stores/once-store'
import type { CertificateIdentity } from './account-secrets'
import { sealer } from './sealed'

/** A certificate that was verified. The serial number is for the questions below and for nothing else. */
export interface BelievedCertificate extends CertificateIdentity {
  readonly notAfter: Date
}

/**
 * A platform's stable id of the person who holds this certificate, which stays over renewals; nothing
 * if it gives none. What it throws refuses the login, so that nobody gets a second account by chance.
 */
export type AskPlatformUser = (
  certificate: BelievedCertificate,
  signal: AbortSignal,
) => Promise<string | undefined>

/**
 * The serial number of the certificate before this one (新旧電子証明書の紐付). Asked with the person's
 * consent only. It reaches one generation back.
 */
export type AskOldSerial = (
  certificate: BelievedCertificate,
  signal: AbortSignal,
) => Promise<Uint8Array | undefined>

const PATIENCE = 10_000 // milliseconds for an answer

/** Asks an adapter, for a limited time. @throws Refusal */
export async function askAdapter<Answer>(
  ask: (certificate: BelievedCertificate, signal: AbortSignal) => Promise<Answer>,
  certificate: BelievedCertificate,
): Promise<Answer> {
  try {
    return await within(PATIENCE, (signal) => ask(certificate, signal))
  } catch (cause) {
    throw new Refusal('renewal-unavailable', undefined, { cause })
  }
}

/** A renewal that waits for the person's word, and what the caller wants back with it. */
export interface WaitingRenewal {
  readonly certificate: BelievedCertificate
  readonly platformUser?: string
  readonly note: string
}

/** How long a person may think about it, in milliseconds. */
export const CONSENT_TIME = 300_000

/**
 * Renewals between "we do not know this certificate" and the person's consent. The serial number has
 * to be remembered that long, so it waits encrypted, with the key outside the store, and is taken once.
 */
export async function waitingRenewals(
  once: OnceStore,
  secret: Uint8Array,
  randomBytes: (size: number) => Uint8Array,
) {
  const { seal, open } = await sealer(secret, 'renewal', randomBytes)
  const keyOf = (ticket: string) => `renewal:${ticket}`

  return {
    async put(ticket: string, { certificate, ...rest }: WaitingRenewal): Promise<void> {
      const { kind, use, serial, notAfter } = certificate
      const plain = { kind, use, serial: toBase64url(serial), notAfter: notAfter.toISOString() }
      const sealed = await seal(JSON.stringify({ ...rest, certificate: plain }))
      await once.put(keyOf(ticket), sealed, CONSENT_TIME)
    },
    /** @throws Refusal if there is none: never asked, answered already, or too late */
    async take(ticket: string): Promise<WaitingRenewal> {
      const sealed = await once.take(keyOf(ticket))
      const text = sealed === undefined ? undefined : await open(sealed)
      if (text === undefined) throw new Refusal('renewal-missing')
      const read = JSON.parse(text) as WaitingRenewal & {
        certificate: { serial: string; notAfter: string }
      }
      const serial = base64url(read.certificate.serial)
      const notAfter = new Date(read.certificate.notAfter)
      return { ...read, certificate: { ...read.certificate, serial, notAfter } }
    },
  }
}
