import { sameBytes, toHex } from '@myna/bytes'
import { attributesOf } from '../name'
import type { CertificateUse } from '../profiles'
import { askHttp, SourceUnavailable } from '../revocation/ask-http'
import {
  CLOCK_DIFFERENCE,
  isFresh,
  type RevocationAnswer,
  type RevocationChecker,
  type RevocationQuestion,
} from '../revocation/revocation'
import { readCrl, type Crl } from './crl'
import { answerOr, issuerOf, readIssuers, type IssuerOptions } from './issuers'

export interface CrlOptions extends IssuerOptions {
  /**
   * Where the list of a distribution point is. JPKI's points are entries of a directory, not
   * addresses, so this table is yours. `undefined`: none of yours, and so the answer is `unavailable`.
   */
  addressOf(point: DistributionPoint): string | undefined
  /** Lists kept in memory at most, each until it is no longer fresh: 64 unless told otherwise. */
  readonly mostLists?: number
}

/** The list a certificate would be on. */
export interface DistributionPoint {
  readonly kind: CertificateUse
  /** As `OU=…, CN=…`, in the certificate's order; `undefined` if it names none. */
  readonly name: string | undefined
  /** subjectKeyIdentifier of the CA, in hexadecimal: each generation has lists of its own. */
  readonly issuerKeyId: string
}

const MOST_LIST_BYTES = 16 * 1024 * 1024

/**
 * Looks into certificate revocation lists. For those who may: see `Role`. A list is fetched once and
 * kept until its next update, or until it is 24 hours old.
 *
 * @throws ConfigurationError
 */
export async function crlChecker(options: CrlOptions): Promise<RevocationChecker> {
  const { role, addressOf, mostLists = 64 } = options
  const issuers = await readIssuers(options)
  const kept = new Map<string, Crl>()
  /** Lists on their way: two logins at once ask for one list once, and are billed once. */
  const coming = new Map<string, Promise<Crl>>()

  const listFor = async (
    question: RevocationQuestion,
    name: Uint8Array<ArrayBuffer> | undefined,
    signal: AbortSignal,
  ): Promise<Crl> => {
    const issuer = issuerOf(question, issuers)
    const key = `${toHex(question.issuerKeyId!)} ${name === undefined ? '' : toHex(name)}`
    const old = kept.get(key)
    if (old !== undefined && isUsable(old, question.at)) return old
    kept.delete(key)
    const onItsWay = coming.get(key) ?? fetched(question, name, issuer, key)
    coming.set(key, onItsWay)
    return unlessAborted(
      onItsWay.finally(() => coming.delete(key)),
      signal,
    )
  }

  /** Not ended by one of those who wait for it, but by the patience of `askHttp`. */
  const fetched = async (
    question: RevocationQuestion,
    name: Uint8Array<ArrayBuffer> | undefined,
    issuer: ReturnType<typeof issuerOf>,
    key: string,
  ): Promise<Crl> => {
    const issuerKeyId = toHex(question.issuerKeyId!)
    const text = name === undefined ? undefined : nameText(name)
    const address = addressOf({ kind: question.kind, name: text, issuerKeyId })
    if (address === undefined)
      throw new SourceUnavailable('a distribution point without an address')
    const exchange = {
      init: { method: 'GET' },
      mediaType: 'application/pkix-crl',
      most: MOST_LIST_BYTES,
    }
    const list = await readCrl(
      await askHttp(address, exchange, options, new AbortController().signal),
      issuer,
    )
    requireList(list, name, question.at)
    const [oldest] = kept.keys()
    if (kept.size >= mostLists && oldest !== undefined) kept.delete(oldest)
    kept.set(key, list)
    return list
  }

  return {
    role,
    check: (question, signal) =>
      answerOr({ method: 'crl', sourceTime: question.at }, async () => {
        const names = question.distributionPoints.map((name) => new Uint8Array(name))
        return answerIn(await firstOf(names, (name) => listFor(question, name, signal)), question)
      }),
  }
}

/** The list of the first name that has one; a certificate without names has its CA's whole list. */
async function firstOf<Name, List>(
  names: readonly Name[],
  list: (name: Name | undefined) => Promise<List>,
): Promise<List> {
  const [first, ...further] = names
  try {
    return await list(first)
  } catch (error) {
    // a name that cannot be had may have others beside it
    if (!(error instanceof SourceUnavailable) || further.length === 0) throw error
    return firstOf(further, list)
  }
}

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const stop = () => reject(new SourceUnavailable('no answer in time'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

function answerIn(
  { revoked, thisUpdate, nextUpdate }: Crl,
  { serial }: RevocationQuestion,
): RevocationAnswer {
  const entry = revoked.get(toHex(serial))
  return {
    status: entry === undefined ? 'good' : 'revoked',
    method: 'crl',
    sourceTime: thisUpdate,
    thisUpdate,
    nextUpdate,
    ...entry,
  }
}

/**
 * A list of another point says nothing about a certificate of this one: not being on it proves
 * nothing. So a certificate that names a point needs the list that names it, too.
 */
function requireList(list: Crl, name: Uint8Array | undefined, at: Date): void {
  const isOfPoint =
    name === undefined
      ? list.points.length === 0
      : list.points.some((point) => sameBytes(point, name))
  if (!isOfPoint) throw new SourceUnavailable('a list of another distribution point')
  if (list.thisUpdate.getTime() > at.getTime() + CLOCK_DIFFERENCE)
    throw new SourceUnavailable('a list from the future')
  if (!isUsable(list, at)) throw new SourceUnavailable('a list past its next update, or too old')
}

const isUsable = ({ thisUpdate, nextUpdate }: Crl, at: Date) =>
  isFresh({ method: 'crl', sourceTime: thisUpdate, nextUpdate }, at)

/** Short names of RFC 4514 §3; others keep their identifier. */
const attributes: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
}

/** For a table of addresses to look up; never for comparing names. */
const nameText = (name: Uint8Array<ArrayBuffer>): string =>
  attributesOf(name)
    .map(({ type, text }) => `${attributes[type] ?? type}=${text}`)
    .join(', ')
