interface ReasonRow {
  /** CRLReason (RFC 5280 §5.3.1). 7 is not used; 8, removeFromCRL, is for delta lists, which we refuse. */
  readonly code: number
  /** For the holder, in plain words. */
  readonly ja: string
  readonly en: string
}

/** Why a certificate no longer counts. The holder's office knows the particulars; we are told a word. */
export const revocationReasons = {
  unspecified: {
    code: 0,
    ja: '電子証明書は失効しています。理由は知らされていません。',
    en: 'The certificate has been revoked. The reason was not given.',
  },
  keyCompromise: {
    code: 1,
    ja: '電子証明書の鍵が漏れたおそれがあるため、失効しています。',
    en: 'The certificate has been revoked because its key may have leaked.',
  },
  cACompromise: {
    code: 2,
    ja: '発行元の鍵が漏れたおそれがあるため、失効しています。',
    en: 'The certificate has been revoked because its issuer’s key may have leaked.',
  },
  affiliationChanged: {
    code: 3,
    ja: '氏名・住所などの変更により、電子証明書は失効しています。',
    en: 'The certificate has been revoked because name, address or the like have changed.',
  },
  superseded: {
    code: 4,
    ja: '新しい電子証明書が発行されたため、古いものは失効しています。',
    en: 'The certificate has been revoked because a newer one was issued.',
  },
  cessationOfOperation: {
    code: 5,
    ja: 'カードの返納や届出により、電子証明書は失効しています。',
    en: 'The certificate has been revoked because the card was returned or its holder asked for it.',
  },
  certificateHold: {
    code: 6,
    ja: '電子証明書は一時停止中です。',
    en: 'The certificate is suspended for the time being.',
  },
  privilegeWithdrawn: {
    code: 9,
    ja: '電子証明書を使う資格が取り消されたため、失効しています。',
    en: 'The certificate has been revoked because the right to it was withdrawn.',
  },
  aACompromise: {
    code: 10,
    ja: '発行に関わる機関の鍵が漏れたおそれがあるため、失効しています。',
    en: 'The certificate has been revoked because an authority’s key may have leaked.',
  },
} as const satisfies Readonly<Record<string, ReasonRow>>

export type RevocationReason = keyof typeof revocationReasons

export const isReason = (text: unknown): text is RevocationReason =>
  typeof text === 'string' && Object.hasOwn(revocationReasons, text)

/** The reason with this CRLReason number; `undefined` for a number that is none. */
export const reasonOf = (code: number): RevocationReason | undefined =>
  (Object.keys(revocationReasons) as RevocationReason[]).find(
    (name) => revocationReasons[name].code === code,
  )
