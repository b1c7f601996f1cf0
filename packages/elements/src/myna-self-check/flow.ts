import {
  isCardError,
  type AnyCardError,
  type Card,
  type Reader,
  type SecretName,
  type Waiting,
} from '@myna/apdu'
import {
  askTries,
  certificateDates,
  openCommon,
  openFace,
  openInputSupport,
  openJpki,
  readCertificate,
  readCommonInformation,
  tokenKind,
  type CertificateDates,
  type JpkiKey,
  type PartialDate,
  type TokenKind,
} from '@myna/card'
import type { CeremonyStep } from '../ceremony/steps'
import { withCard } from '../ceremony/with-card'

/** Where a self-check stands. What was found is in no step: dates fall on birthdays. */
export type SelfCheckStep =
  | { readonly at: 'start' }
  | Extract<CeremonyStep, { at: 'choose-reader' | 'place-card' | 'reading' | 'failed' }>
  | { readonly at: 'done' }

/** What can be said of a certificate without any password. */
export type CertificateFinding =
  | { readonly is: 'readable'; readonly dates: CertificateDates }
  | { readonly is: 'protected' } // there, and its password comes first
  | { readonly is: 'absent' }
  | { readonly is: 'unreadable' }

/** Tries left of a secret; `undefined` where the card does not say, `absent` where it has none. */
export type TriesFinding = number | 'absent' | undefined

/** What a self-check found out. Parts that were not reached are left out. */
export interface Findings {
  reader?: string
  token?: TokenKind
  certificates: Partial<Record<JpkiKey, CertificateFinding>>
  /** Of the card itself. */
  cardExpiry?: PartialDate
  tries: Partial<Record<SecretName, TriesFinding>>
  /** Why it ended before its end. */
  stoppedBy?: AnyCardError
}

export interface SelfCheck {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly screen: { show(step: SelfCheckStep): void }
}

/** Ends the whole check; anything else is a finding about one part. */
const ending: readonly AnyCardError['code'][] = [
  'card-removed',
  'card-mute',
  'card-broken',
  'reader-gone',
  'reader-fault',
  'cancelled',
  'server-unreachable',
]

/**
 * Looks at reader and card without any password: no VERIFY with data, no server, no try. What was found
 * before a part failed stays found.
 *
 * @throws CardError when nothing was found out: no reader, no card, another kind of card
 */
export async function selfCheck(
  { openReader, screen }: SelfCheck,
  waiting: Waiting = {},
): Promise<Findings> {
  const findings: Findings = { certificates: {}, tries: {} }
  const named = async (options: Waiting) => {
    const reader = await openReader(options)
    findings.reader = reader.name
    return reader
  }
  await withCard({ openReader: named, screen }, waiting, async (card) => {
    const parts = partsOf(card, findings, waiting)
    for (const [index, part] of parts.entries()) {
      screen.show({ at: 'reading', part: index + 1, parts: parts.length })
      try {
        await part()
      } catch (error) {
        if (!isCardError(error)) throw error
        const isFirst = index === 0
        if (isFirst || error.code === 'cancelled') throw error
        if (ending.includes(error.code)) {
          findings.stoppedBy = error
          return
        }
      }
    }
  })
  return findings
}

/** Each part for itself: what one of them cannot tell does not keep the others from telling. */
const partsOf = (card: Card, found: Findings, waiting: Waiting) => [
  () => openJpki(card, waiting),
  async () => {
    found.token = await tokenKind(card, waiting)
  },
  async () => {
    found.certificates.authentication = await certificateOf(card, 'authentication', waiting)
  },
  async () => {
    found.certificates.signing = await certificateOf(card, 'signing', waiting)
  },
  () => triesOf(card, ['authentication-pin', 'signing-pin'], found, waiting),
  async () => {
    await openInputSupport(card, waiting)
    await triesOf(card, ['input-support-pin', 'number-b'], found, waiting)
  },
  async () => {
    await openFace(card, waiting)
    await triesOf(card, ['face-number-b'], found, waiting)
  },
  async () => {
    await openCommon(card, waiting)
    found.cardExpiry = (await readCommonInformation(card, waiting)).expiry
  },
]

async function certificateOf(
  card: Card,
  key: JpkiKey,
  waiting: Waiting,
): Promise<CertificateFinding> {
  try {
    return {
      is: 'readable',
      dates: certificateDates(key, await readCertificate(card, key, waiting)),
    }
  } catch (error) {
    if (!isCardError(error)) throw error
    if (error.code === 'certificate-protected') return { is: 'protected' }
    if (error.code === 'certificate-absent') return { is: 'absent' }
    if (error.code === 'certificate-unreadable') return { is: 'unreadable' }
    throw error
  }
}

async function triesOf(
  card: Card,
  secrets: readonly SecretName[],
  { tries }: Findings,
  waiting: Waiting,
): Promise<void> {
  for (const secret of secrets)
    try {
      tries[secret] = (await askTries(card, secret, waiting)).triesLeft
    } catch (error) {
      if (!isCardError(error) || error.code !== 'secret-absent') throw error
      tries[secret] = 'absent'
    }
}
