/** What may be wrong with a page people type a PIN into. The list is closed: each has words. */
export type PageRule =
  | 'insecure-context' // not https: no reader, and anybody between can change the page
  | 'framed' // in another page: people cannot see whose page it is
  | 'known-tracker' // a script or frame of somebody who records what people do
  | 'foreign-script' // a script of another origin
  | 'http-resource' // something that came unencrypted
  | 'policy-missing' // no Content-Security-Policy
  | 'policy-weak' // one that lets strange scripts run
  | 'permissions-missing' // Permissions-Policy says nothing of usb
  | 'permissions-wide' // it gives usb to everybody
  | 'readers-forbidden' // it takes usb from this page
  | 'frame-with-readers' // a frame of another origin was given usb or hid
  | 'headers-unread' // nothing is known of the headers

/** One thing found, and where. Equal findings are one. */
export interface PageFinding {
  readonly rule: PageRule
  /** Origin and path of what it is about, never a query; or the words of a policy. */
  readonly what?: string
  /** Of a known tracker. */
  readonly tracker?: Tracker
}

/** Why somebody else's program is on a page. */
export type TrackerKind =
  | 'tag-manager' // loads whatever somebody sets elsewhere, later
  | 'session-replay' // records pointer, keys and the page
  | 'analytics'
  | 'advertising'
  | 'chat'
  | 'error-reports'
  | 'public-files' // a public server of libraries

export interface Tracker {
  readonly name: string
  readonly kind: TrackerKind
}
