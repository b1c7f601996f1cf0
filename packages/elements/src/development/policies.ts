// What headers say, as far as it matters to a page people type a PIN into.

/** Sources that let a stranger's script run, in a list of script sources (CSP3 §2.3.1). */
const WEAK = ["'unsafe-inline'", "'unsafe-eval'", '*', 'http:', 'https:', 'data:', 'blob:']
/** Beside these, browsers do not read `'unsafe-inline'` (CSP3 §6.7.3.2). */
const OVERRIDES_INLINE = /^'(?:nonce-|sha(?:256|384|512)-|strict-dynamic')/

/** The directives of a policy; the first of a name counts (CSP3 §2.2.1). */
function directivesOf(policy: string): ReadonlyMap<string, readonly string[]> {
  const directives = new Map<string, readonly string[]>()
  for (const part of policy.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/)
    if (name && !directives.has(name.toLowerCase())) directives.set(name.toLowerCase(), sources)
  }
  return directives
}

/** What in a policy lets strange scripts run; `undefined` if nothing does. */
function weaknessOf(policy: string): string | undefined {
  const directives = directivesOf(policy)
  const name = ['script-src-elem', 'script-src', 'default-src'].find((one) => directives.has(one))
  if (name === undefined) return 'script-src'
  const sources = directives.get(name)!.map((source) => source.toLowerCase())
  const isInlineOff = sources.some((source) => OVERRIDES_INLINE.test(source))
  // with it, hosts and schemes are not read either (CSP3 §6.7.2.4)
  const isDynamic = sources.includes("'strict-dynamic'")
  const weak = WEAK.filter((source) => sources.includes(source)).filter((source) =>
    source === "'unsafe-inline'" ? !isInlineOff : source === "'unsafe-eval'" || !isDynamic,
  )
  return weak.length === 0 ? undefined : `${name} ${weak.join(' ')}`
}

/**
 * What in a page's policies lets strange scripts run. Several policies hold all at once, so one
 * strong one is enough.
 *
 * @param policies as the header and `<meta http-equiv>` have them, a header's joined by commas
 */
export function weakestPoint(policies: readonly string[]): string | undefined {
  const each = policies.flatMap((policy) => policy.split(',')).filter((one) => one.trim() !== '')
  const weaknesses = each.map(weaknessOf)
  return weaknesses.includes(undefined) ? undefined : weaknesses[0]
}

/** Who may use USB readers by a Permissions-Policy header; `unsaid` when it has no word of them. */
export function usbIn(header: string): 'unsaid' | 'everybody' | 'named' {
  const found = /(?:^|,)\s*usb\s*=\s*(\*|\([^)]*\)|[^\s,]+)/.exec(header)
  if (found === null) return 'unsaid'
  return found[1] === '*' || /\(\s*\*/.test(found[1]!) ? 'everybody' : 'named'
}
