import type { Tracker, TrackerKind } from './findings'

type Row = readonly [host: string, name: string]

/**
 * Hosts of scripts often found on Japanese sites, with all names below them. It is no blocklist and
 * never whole: a script of another origin is told in any case, these with their name.
 */
const hosts: Readonly<Record<TrackerKind, readonly Row[]>> = {
  'tag-manager': [
    ['googletagmanager.com', 'Google Tag Manager'],
    ['yjtag.jp', 'Yahoo! Tag Manager'],
    ['tags.tiqcdn.com', 'Tealium'],
    ['assets.adobedtm.com', 'Adobe Tags'],
    ['cdn.segment.com', 'Segment'],
    ['cdn.optimizely.com', 'Optimizely'],
  ],
  'session-replay': [
    ['clarity.ms', 'Microsoft Clarity'],
    ['hotjar.com', 'Hotjar'],
    ['fullstory.com', 'FullStory'],
    ['mouseflow.com', 'Mouseflow'],
    ['smartlook.com', 'Smartlook'],
    ['luckyorange.com', 'Lucky Orange'],
    ['inspectlet.com', 'Inspectlet'],
    ['crazyegg.com', 'Crazy Egg'],
    ['contentsquare.net', 'Contentsquare'],
    ['logrocket.io', 'LogRocket'],
    ['lr-ingest.io', 'LogRocket'],
    ['karte.io', 'KARTE'],
    ['ptengine.jp', 'Ptengine'],
    ['ptengine.com', 'Ptengine'],
  ],
  analytics: [
    ['google-analytics.com', 'Google Analytics'],
    ['nakanohito.jp', 'User Insight'],
    ['mxpnl.com', 'Mixpanel'],
    ['amplitude.com', 'Amplitude'],
    ['heapanalytics.com', 'Heap'],
    ['cloudflareinsights.com', 'Cloudflare Web Analytics'],
  ],
  advertising: [
    ['doubleclick.net', 'Google Ads'],
    ['googleadservices.com', 'Google Ads'],
    ['googlesyndication.com', 'Google AdSense'],
    ['yimg.jp', 'Yahoo! JAPAN'],
    ['d.line-scdn.net', 'LINE Tag'],
    ['connect.facebook.net', 'Meta Pixel'],
    ['ads-twitter.com', 'X Pixel'],
    ['analytics.tiktok.com', 'TikTok Pixel'],
    ['criteo.com', 'Criteo'],
    ['criteo.net', 'Criteo'],
  ],
  chat: [
    ['intercom.io', 'Intercom'],
    ['intercomcdn.com', 'Intercom'],
    ['zdassets.com', 'Zendesk'],
    ['channel.io', 'Channel Talk'],
  ],
  'error-reports': [
    ['sentry-cdn.com', 'Sentry'],
    ['datadoghq-browser-agent.com', 'Datadog RUM'],
    ['newrelic.com', 'New Relic'],
  ],
  'public-files': [
    ['cdn.jsdelivr.net', 'jsDelivr'],
    ['unpkg.com', 'unpkg'],
    ['cdnjs.cloudflare.com', 'cdnjs'],
    ['esm.sh', 'esm.sh'],
    ['polyfill.io', 'polyfill.io'],
  ],
}

const byHost: ReadonlyMap<string, Tracker> = new Map(
  Object.entries(hosts).flatMap(([kind, rows]) =>
    rows.map(([host, name]) => [host, { name, kind: kind as TrackerKind }] as const),
  ),
)

/** Whose a host is, if it is a known one: the host itself or a name below it. */
export function trackerAt(host: string): Tracker | undefined {
  const labels = host.toLowerCase().split('.')
  for (let from = 0; from < labels.length - 1; from++) {
    const tracker = byHost.get(labels.slice(from).join('.'))
    if (tracker !== undefined) return tracker
  }
  return undefined
}
