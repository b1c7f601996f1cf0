import { toHex } from '@myna/bytes'
import { ConfigurationError } from '../configuration-error'
import { askHttp, SourceUnavailable, type HttpOptions } from './ask-http'
import { isReason } from './reasons'
import type { RevocationAnswer, RevocationChecker, RevocationQuestion } from './revocation'

export interface PlatformOptions extends HttpOptions {
  /** `viaPlatform` in production; `test` for an operator's test system. */
  readonly role: 'viaPlatform' | 'test'
  /** Where the operator answers: https, or http on this machine in a test. */
  readonly address: string
  /** Headers by which the operator knows you, made anew for each question. */
  headers(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
}

const FORMAT = 'myna-revocation:1'
const MOST_ANSWER_BYTES = 16 * 1024
const LOCAL = /^http:\/\/(localhost|127\.0\.0\.1)[:/]/

/**
 * Asks the accredited operator an SP goes through, in the JSON of `platform-contract.md`. For an
 * operator that speaks otherwise, write a `RevocationChecker` of your own.
 *
 * @throws ConfigurationError
 */
export function platformChecker(options: PlatformOptions): RevocationChecker {
  const { role, address, headers } = options
  const isLocal = role === 'test' && LOCAL.test(address)
  if (!URL.canParse(address) || !(address.startsWith('https://') || isLocal))
    throw new ConfigurationError('address: must be an https address')
  return {
    role,
    async check(question, signal) {
      const none = { status: 'unavailable', method: 'other', sourceTime: question.at } as const
      try {
        const init = {
          method: 'POST',
          headers: { ...(await headers()), 'content-type': 'application/json' },
          body: JSON.stringify(questionMessage(question)),
        }
        const exchange = { init, mediaType: 'application/json', most: MOST_ANSWER_BYTES }
        return readAnswer(await askHttp(address, exchange, options, signal), question)
      } catch (error) {
        if (error instanceof SourceUnavailable) return { ...none, detail: error.message }
        throw error
      }
    },
  }
}

const questionMessage = (question: RevocationQuestion) => ({
  format: FORMAT,
  kind: question.kind,
  serial: toHex(question.serial),
  issuerKeyId: question.issuerKeyId === undefined ? null : toHex(question.issuerKeyId),
  certificateSha256: toHex(question.certificateSha256),
  purpose: question.purpose,
  at: question.at.toISOString(),
})

const STATUSES = ['good', 'revoked', 'expired', 'unknown', 'unavailable'] as const
const METHODS = ['ocsp', 'crl', 'other'] as const

function readAnswer(bytes: Uint8Array, question: RevocationQuestion): RevocationAnswer {
  const members = objectIn(bytes)
  const one = <T extends string>(name: string, words: readonly T[]): T => {
    const found = words.find((word) => word === members[name])
    if (found === undefined) throw misfit(name)
    return found
  }
  one('format', [FORMAT])
  one('certificateSha256', [toHex(question.certificateSha256)]) // not another question's answer
  const { reason, reference } = members
  if (reference !== undefined && (typeof reference !== 'string' || reference.length > 200))
    throw misfit('reference')
  return {
    status: one('status', STATUSES),
    method: one('method', METHODS),
    sourceTime: timeIn(members, 'sourceTime') ?? missing('sourceTime'),
    ...optional('thisUpdate', timeIn(members, 'thisUpdate')),
    ...optional('nextUpdate', timeIn(members, 'nextUpdate')),
    ...optional('revokedAt', timeIn(members, 'revokedAt')),
    // a reason we have no word for takes nothing from the status
    ...(isReason(reason) ? { reason } : {}),
    ...(reference === undefined ? {} : { reference }),
  }
}

function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>
  } catch {
    // the same answer for what is no text, no JSON and no object
  }
  throw new SourceUnavailable('an answer that is no JSON object')
}

const misfit = (name: string) => new SourceUnavailable(`${name} is not what the contract says`)

function missing(name: string): never {
  throw misfit(name)
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/

/** RFC 3339, with its offset: a time without one would be in whatever zone the server is. */
function timeIn(members: Readonly<Record<string, unknown>>, name: string): Date | undefined {
  const text = members[name]
  if (text === undefined || text === null) return undefined
  const time = typeof text === 'string' && TIME.test(text) ? new Date(text) : new Date(NaN)
  if (Number.isNaN(time.getTime())) throw misfit(name)
  return time
}

const optional = <N extends string>(name: N, value: Date | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: Date }
