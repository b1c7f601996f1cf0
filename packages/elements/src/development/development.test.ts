import { describe, expect, test } from 'vitest'
import type { PageRule } from './findings'
import { findingsOn, type LoadedPart } from './inspect-page'
import { usbIn, weakestPoint } from './policies'
import { trackerAt } from './trackers'
import { explainPageFinding } from './words'

const location = {
  href: 'https://sp.example/login?code=once',
  origin: 'https://sp.example',
  protocol: 'https:',
  pathname: '/login',
  hostname: 'sp.example',
}
const rulesOn = (part: Partial<LoadedPart> & { address: string }) =>
  findingsOn({ as: 'script', ...part }, { location }).map(({ rule }) => rule)

describe('a part of the page', () => {
  test.each<[string, Partial<LoadedPart> & { address: string }, readonly PageRule[]]>([
    ['of its own site', { address: '/app.js' }, []],
    ['of its own site, whole', { address: 'https://sp.example/app.js' }, []],
    ['in itself', { address: 'data:text/javascript,1' }, []],
    ['that is no address', { address: 'https://' }, []],
    ['a script of another site', { address: 'https://cdn.example/a.js' }, ['foreign-script']],
    ['a script of another port', { address: 'https://sp.example:8443/a.js' }, ['foreign-script']],
    ['a picture of another site', { address: 'https://img.example/a.png', as: 'other' }, []],
    [
      'a picture without https',
      { address: 'http://img.example/a.png', as: 'other' },
      ['http-resource'],
    ],
    ['a script on this machine', { address: 'http://localhost:5173/a.js' }, ['foreign-script']],
    [
      'a script without https',
      { address: 'http://cdn.example/a.js' },
      ['http-resource', 'foreign-script'],
    ],
    [
      'a tag manager',
      { address: 'https://www.googletagmanager.com/gtm.js?id=1' },
      ['known-tracker'],
    ],
    [
      'a tracker’s picture',
      { address: 'https://c.clarity.ms/c.gif', as: 'other' },
      ['known-tracker'],
    ],
    ['a frame of another site', { address: 'https://map.example/', as: 'frame' }, []],
    [
      'a frame that may use readers',
      { address: 'https://map.example/', as: 'frame', allow: 'camera; usb' },
      ['frame-with-readers'],
    ],
    [
      'a frame whose permission only looks like it',
      { address: 'https://map.example/', as: 'frame', allow: 'usbx' },
      [],
    ],
  ])('%s', (_, part, rules) => {
    expect(rulesOn(part)).toEqual(rules)
  })

  test('is told without its query: it may hold what is nobody’s business', () => {
    const address = 'https://cdn.example/a.js?session=secret#secret'
    const [finding] = findingsOn({ address, as: 'script' }, { location })
    expect(finding).toEqual({ rule: 'foreign-script', what: 'https://cdn.example/a.js' })
  })
})

test.each([
  ['googletagmanager.com', 'Google Tag Manager'],
  ['www.googletagmanager.com', 'Google Tag Manager'],
  ['WWW.CLARITY.MS', 'Microsoft Clarity'],
  ['notclarity.ms', undefined],
  ['clarity.ms.example', undefined],
  ['example', undefined],
  ['', undefined],
])('the host %s is %s', (host, name) => {
  expect(trackerAt(host)?.name).toBe(name)
})

describe('a Content-Security-Policy', () => {
  test.each<[string, string | undefined]>([
    ["script-src 'self'", undefined],
    ["default-src 'none'; SCRIPT-SRC 'self' 'wasm-unsafe-eval'", undefined],
    ["default-src 'self'", undefined],
    ["img-src 'self'", 'script-src'],
    ["script-src 'self' 'unsafe-inline'", "script-src 'unsafe-inline'"],
    ["script-src 'self' 'unsafe-inline' 'nonce-abc'", undefined],
    ["script-src 'strict-dynamic' 'nonce-abc' https: 'unsafe-inline'", undefined],
    ["script-src 'strict-dynamic' 'nonce-abc' 'unsafe-eval'", "script-src 'unsafe-eval'"],
    ['script-src https:', 'script-src https:'],
    ['default-src *', 'default-src *'],
    ['script-src data: blob:', 'script-src data: blob:'],
    ["script-src 'none'; script-src *", undefined], // the first counts
    ["script-src 'self'; script-src-elem *", 'script-src-elem *'],
    ["script-src *, script-src 'self'", undefined], // two policies: both hold
    ['script-src *, img-src *', 'script-src *'],
    ['', undefined],
  ])('%s → %s', (policy, weak) => {
    expect(weakestPoint([policy])).toBe(weak)
  })
})

test.each([
  ['usb=(self), hid=(self)', 'named'],
  ['camera=(), usb=()', 'named'],
  ['usb=self', 'named'],
  ['usb=*', 'everybody'],
  ['geolocation=(), usb=( * )', 'everybody'],
  ['usb=(self "https://pf.example")', 'named'],
  ['usbx=*', 'unsaid'],
  ['', 'unsaid'],
])('Permissions-Policy: %s → %s', (header, who) => {
  expect(usbIn(header)).toBe(who)
})

test('each rule has words of its own in both languages', () => {
  const rules: Readonly<Record<PageRule, true>> = {
    'insecure-context': true,
    framed: true,
    'known-tracker': true,
    'foreign-script': true,
    'http-resource': true,
    'policy-missing': true,
    'policy-weak': true,
    'permissions-missing': true,
    'permissions-wide': true,
    'readers-forbidden': true,
    'frame-with-readers': true,
    'headers-unread': true,
  }
  const words = (Object.keys(rules) as PageRule[]).map((rule) => explainPageFinding({ rule }))
  expect(new Set(words.map(({ ja }) => ja)).size).toBe(words.length)
  expect(new Set(words.map(({ en }) => en)).size).toBe(words.length)
  const tracker = trackerAt('karte.io')!
  expect(explainPageFinding({ rule: 'known-tracker', what: 'https://karte.io/', tracker })).toEqual(
    {
      ja: expect.stringMatching(/\[KARTE: 画面と操作の録画\] — https:\/\/karte\.io\/$/),
      en: expect.stringMatching(/\[KARTE: session replay.*\] — https:\/\/karte\.io\/$/),
    },
  )
})
