/** What tells a phone or an older card from a My Number card (`card.md` §4, §10). */
export interface Profile {
  /** In EF 0006. */
  readonly label: string
  /** The authentication certificate is free on a card. */
  readonly asksPinForCertificate: boolean
  /** There are applications beside JPKI. */
  readonly hasMore: boolean
}

export const profiles = {
  card: { label: 'JPKIAPICCTOKEN2', asksPinForCertificate: false, hasMore: true },
  android: { label: 'JPKIAPGPSETOKEN', asksPinForCertificate: true, hasMore: false },
  // the PIN is told of Android only; what is not told of an iPhone is taken to be as strict
  iphone: { label: 'JPKIAPIOSTOKEN', asksPinForCertificate: true, hasMore: false },
  // 住民基本台帳カード, no longer issued; its other applications are not ours
  residentCard: { label: 'JPKIAPICCTOKEN', asksPinForCertificate: false, hasMore: false },
} as const satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles
