/**
 * What the browser is told about a refused login: the few things the card's owner can act on, and one
 * word for everything else. The same six as `LoginRefusal` in @myna/apdu; a test compares them.
 */
export type Told =
  | 'certificate-expired'
  | 'certificate-revoked'
  | 'challenge-expired'
  | 'challenge-used'
  | 'checking-unavailable'
  | 'not-accepted'

/** Why a login is refused, for the log. The list is closed; in the order of the checks. */
export const refusals = {
  // 2. the challenge of this session
  'session-missing': 'challenge-used',
  'challenge-missing': 'challenge-used', // never made, already taken, or another session's
  'challenge-late': 'challenge-expired',
  'store-unavailable': 'checking-unavailable',
  // 3. the token
  'token-malformed': 'not-accepted',
  // 4. the certificate by itself
  'certificate-too-large': 'not-accepted',
  'certificate-not-der': 'not-accepted',
  'certificate-malformed': 'not-accepted',
  'certificate-version': 'not-accepted',
  'certificate-algorithms-differ': 'not-accepted', // inside and outside of what is signed
  'certificate-algorithm': 'not-accepted',
  'certificate-serial': 'not-accepted',
  'certificate-period-reversed': 'not-accepted',
  'certificate-key': 'not-accepted',
  'extension-duplicate': 'not-accepted',
  'extension-constraint': 'not-accepted', // one that limits what a CA may issue
  'extension-critical': 'not-accepted',
  'extension-malformed': 'not-accepted',
  // 5. who issued it
  'issuer-unknown': 'not-accepted',
  'issuer-generation': 'not-accepted', // the right name, with a key no anchor has
  'certificate-signature': 'not-accepted',
  // 6. what it is for
  'leaf-self-signed': 'not-accepted',
  'leaf-is-ca': 'not-accepted',
  'key-usage-missing': 'not-accepted',
  'key-usage': 'not-accepted',
  'extended-key-usage': 'not-accepted',
  'policy-missing': 'not-accepted',
  'policy-of-other-use': 'not-accepted', // a signing certificate at a login, or the other way round
  'policy-unknown': 'not-accepted',
  'policy-mode': 'not-accepted', // a test certificate in production
  // 7. when
  'certificate-not-yet-valid': 'not-accepted',
  'certificate-expired': 'certificate-expired',
  'anchor-period': 'not-accepted',
  // 8. the signature of the token
  'signature-size': 'not-accepted',
  'signature-wrong': 'not-accepted',
  // 9. revocation
  'certificate-revoked': 'certificate-revoked',
  'revocation-unknown': 'checking-unavailable',
  'revocation-unavailable': 'checking-unavailable',
  'revocation-stale': 'checking-unavailable',
  // what a signing certificate says of its holder, for whoever asks
  'attributes-missing': 'not-accepted',
  'attribute-duplicate': 'not-accepted',
  'attribute-malformed': 'not-accepted',
  // an age check
  'age-evidence': 'not-accepted', // less sure than the site demands, or of a kind it does not take
  'age-record-malformed': 'not-accepted',
  'age-record-issuer': 'not-accepted', // under no anchor
  'age-record-signature': 'not-accepted', // not what its issuer wrote
  'signature-purpose': 'not-accepted', // bytes of a login or an age check, in the place of a document
  // after a login: whose certificate it is
  'renewal-missing': 'challenge-expired', // never asked, answered already, or too late
  'renewal-unavailable': 'checking-unavailable',
  // a result from another party
  'result-malformed': 'not-accepted',
  'result-key': 'not-accepted',
  'result-keys-unavailable': 'checking-unavailable',
  'result-algorithm': 'not-accepted',
  'result-signature': 'not-accepted',
  'result-issuer': 'not-accepted',
  'result-audience': 'not-accepted',
  'result-period': 'not-accepted',
  'result-expired': 'challenge-expired',
  'result-nonce': 'not-accepted',
  'result-used': 'challenge-used',
} as const satisfies Readonly<Record<string, Told>>

export type RefusalCode = keyof typeof refusals

/**
 * A login that is not believed. `code` is for the log, `told` for the browser. The message holds no
 * certificate, serial number or name.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly told: Told

  constructor(code: RefusalCode, detail?: string, options?: { cause?: unknown }) {
    super(detail === undefined ? code : `${code}: ${detail}`, options)
    this.code = code
    this.told = refusals[code]
  }
}
