import type { PageFinding } from './findings'
import { usbIn, weakestPoint } from './policies'
import { trackerAt } from './trackers'

/** Chromium's word on what a document may do; not in the DOM's types. */
interface FeaturePolicy {
  features(): readonly string[]
  allowsFeature(feature: string): boolean
}

/** What is looked at: a page in a browser, or what a test has in its place. */
export interface InspectedPage {
  readonly document: Document
  readonly location: Pick<Location, 'href' | 'origin' | 'protocol' | 'pathname' | 'hostname'>
  readonly isSecureContext: boolean
  readonly isFramed: boolean
  readonly fetch: typeof globalThis.fetch
}

/** The page this program runs in. */
export const thisPage = (): InspectedPage => ({
  document,
  location,
  isSecureContext,
  isFramed: window.parent !== window,
  fetch: (...request) => fetch(...request),
})

/**
 * Looks at a page for what could see a PIN or serve a false page: programs of others, missing headers,
 * parts without https. For development: it asks the page's own server once for its headers, without
 * the address's query. What it finds is a hint to developers, and that it finds nothing proves nothing.
 */
export async function inspectPage(
  page: InspectedPage = thisPage(),
): Promise<readonly PageFinding[]> {
  const headers = await headersOf(page)
  return unique([
    ...(page.isSecureContext ? [] : [{ rule: 'insecure-context' } as const]),
    ...(page.isFramed ? [{ rule: 'framed' } as const] : []),
    ...partsOf(page.document).flatMap((part) => findingsOn(part, page)),
    ...policyFindings(page, headers),
    ...permissionFindings(page, headers),
  ])
}

/** Something a page loaded, and as what. */
export interface LoadedPart {
  readonly address: string
  readonly as: 'script' | 'frame' | 'other'
  /** Of a frame: its `allow`. */
  readonly allow?: string
}

/** What an address that was loaded says. */
export function findingsOn(
  { address, as, allow = '' }: LoadedPart,
  { location }: Pick<InspectedPage, 'location'>,
): readonly PageFinding[] {
  if (!URL.canParse(address, location.href)) return []
  const url = new URL(address, location.href)
  const what = `${url.origin}${url.pathname}`
  const isForeign = /^https?:$/.test(url.protocol) && url.origin !== location.origin
  const findings: PageFinding[] = []
  if (isForeign && url.protocol === 'http:' && !isLoopback(url.hostname))
    findings.push({ rule: 'http-resource', what })
  const tracker = isForeign ? trackerAt(url.hostname) : undefined
  if (tracker !== undefined) findings.push({ rule: 'known-tracker', what, tracker })
  else if (isForeign && as === 'script') findings.push({ rule: 'foreign-script', what })
  if (isForeign && as === 'frame' && /\b(?:usb|hid)\b/.test(allow))
    findings.push({ rule: 'frame-with-readers', what })
  return findings
}

const isLoopback = (host: string) => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)

/** Scripts, frames and whatever else the document has an address for. */
function partsOf(document: Document): readonly LoadedPart[] {
  const all = <E extends Element>(selector: string) => [...document.querySelectorAll<E>(selector)]
  return [
    ...all<HTMLScriptElement>('script[src]').map(({ src }) => ({
      address: src,
      as: 'script' as const,
    })),
    ...all<HTMLIFrameElement>('iframe[src]').map(({ src, allow }) => ({
      address: src,
      as: 'frame' as const,
      allow,
    })),
    ...all<HTMLLinkElement>('link[href][rel~="stylesheet"]').map(({ href }) => ({
      address: href,
      as: 'other' as const,
    })),
    ...all<HTMLImageElement>('img[src], audio[src], video[src], source[src], embed[src]').map(
      ({ src }) => ({ address: src, as: 'other' as const }),
    ),
    ...all<HTMLFormElement>('form[action]').map(({ action }) => ({
      address: String(action),
      as: 'other' as const,
    })),
  ]
}

/** The headers of the page, from its own server; `undefined` if it does not say. */
async function headersOf({ fetch, location }: InspectedPage): Promise<Headers | undefined> {
  try {
    // not the query: an address with a code that is good once is not to be asked for twice
    const response = await fetch(`${location.origin}${location.pathname}`, {
      method: 'HEAD',
      cache: 'no-store',
    })
    return response.ok ? response.headers : undefined
  } catch {
    return undefined // its policy forbids it, or there is no server
  }
}

function policyFindings({ document }: InspectedPage, headers: Headers | undefined): PageFinding[] {
  const metas = document.querySelectorAll<HTMLMetaElement>(
    'meta[http-equiv="content-security-policy" i]',
  )
  const policies = [...metas].map(({ content }) => content)
  const header = headers?.get('content-security-policy')
  if (header) policies.push(header)
  if (policies.length === 0)
    return [{ rule: headers === undefined ? 'headers-unread' : 'policy-missing' }]
  const what = weakestPoint(policies)
  return what === undefined ? [] : [{ rule: 'policy-weak', what }]
}

function permissionFindings(
  { document }: InspectedPage,
  headers: Headers | undefined,
): PageFinding[] {
  const { featurePolicy } = document as Document & { readonly featurePolicy?: FeaturePolicy }
  const isForbidden =
    featurePolicy?.features().includes('usb') === true && !featurePolicy.allowsFeature('usb')
  if (isForbidden) return [{ rule: 'readers-forbidden' }]
  if (headers === undefined) return [{ rule: 'headers-unread' }]
  const said = usbIn(headers.get('permissions-policy') ?? '')
  if (said === 'unsaid') return [{ rule: 'permissions-missing' }]
  return said === 'everybody' ? [{ rule: 'permissions-wide' }] : []
}

/** Each finding once. */
function unique(findings: readonly PageFinding[]): readonly PageFinding[] {
  return [...new Map(findings.map((finding) => [keyOf(finding), finding])).values()]
}

export const keyOf = ({ rule, what = '' }: PageFinding): string => `${rule} ${what}`
