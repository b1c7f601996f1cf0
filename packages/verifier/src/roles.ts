import type { Mode } from './anchors'

/**
 * Who runs this verifier. Revocation information is given only to those the law names or the ministers
 * accredit (公的個人認証法 17条, 36条; `pki.md` §2.1); everybody else asks through one of them.
 *
 * - `accredited`: asks J-LIS itself
 * - `viaPlatform`: a service provider that asks an accredited operator
 * - `test`: believes test cards, and nobody else
 */
export type Role = 'accredited' | 'viaPlatform' | 'test'

interface RoleRow {
  readonly mode: Mode
  /** What to put into `revocation`, for the message of a start that fails. */
  readonly checker: string
}

export const roles: Readonly<Record<Role, RoleRow>> = {
  accredited: {
    mode: 'production',
    checker: "ocspChecker or crlChecker of '@myna/verifier/accredited', or your own",
  },
  viaPlatform: { mode: 'production', checker: 'platformChecker, or your own' },
  test: { mode: 'test', checker: 'staticChecker, or one made for test cards' },
}

export const isRole = (text: unknown): text is Role =>
  typeof text === 'string' && Object.hasOwn(roles, text)
