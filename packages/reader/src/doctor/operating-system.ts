/** The systems whose advice differs. */
export type OperatingSystem = 'windows' | 'macos' | 'linux' | 'android' | 'chromeos' | 'other'

/** What a browser says of the system it runs on. */
export interface SystemHints {
  readonly userAgentData?: { readonly platform?: string }
  readonly userAgent?: string
}

/** Names of `userAgentData.platform` and of `userAgent`; Android and ChromeOS also say "Linux" or "X11". */
const names: readonly (readonly [name: RegExp, system: OperatingSystem])[] = [
  [/Android/, 'android'],
  [/CrOS|Chrom(e|ium) ?OS/, 'chromeos'],
  [/Windows/, 'windows'],
  [/mac ?OS|Macintosh/i, 'macos'],
  [/Linux|X11/, 'linux'],
]

/** The operating system a page runs on, for advice only: a browser may say what it likes. */
export function operatingSystemOf({ userAgentData, userAgent }: SystemHints): OperatingSystem {
  const said = userAgentData?.platform || userAgent || ''
  return names.find(([name]) => name.test(said))?.[1] ?? 'other'
}
