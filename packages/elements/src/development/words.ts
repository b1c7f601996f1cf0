import type { PageFinding, PageRule, TrackerKind } from './findings'

/** For developers, who read a console in whatever language the project has: both, Japanese first. */
interface Words {
  readonly ja: string
  readonly en: string
}

const rules: Readonly<Record<PageRule, Words>> = {
  'insecure-context': {
    ja: 'このページは https ではありません。リーダーは使えず、途中で書き換えられるおそれがあります',
    en: 'This page is not https: no reader can be used, and it can be changed on its way',
  },
  framed: {
    ja: 'このページは、ほかのページの中（iframe）にあります。だれのページか、人には見えません',
    en: 'This page is inside another one (iframe): people cannot see whose page they type into',
  },
  'known-tracker': {
    ja: '暗証番号を入れるページに、ほかの会社のプログラムや枠があります。外してください',
    en: 'Somebody else’s program or frame is on a page where people type their PIN. Take it off',
  },
  'foreign-script': {
    ja: 'ほかのサイトのスクリプトがあります。自分のサイトに置くか、integrity を付けてください',
    en: 'A script of another site. Serve it yourself, or at least add integrity',
  },
  'http-resource': {
    ja: 'https ではない部品があります。途中で書き換えられます',
    en: 'A part of the page is not https: it can be changed on its way',
  },
  'policy-missing': {
    ja: 'Content-Security-Policy がありません。作り方は docs/pages.md にあります',
    en: 'There is no Content-Security-Policy; docs/pages.md has one to start from',
  },
  'policy-weak': {
    ja: 'Content-Security-Policy が、知らないスクリプトを許しています',
    en: 'The Content-Security-Policy lets strange scripts run',
  },
  'permissions-missing': {
    ja: 'Permissions-Policy に usb がありません：usb=(self), hid=(self)',
    en: 'Permissions-Policy has no word of usb: usb=(self), hid=(self)',
  },
  'permissions-wide': {
    ja: 'Permissions-Policy が、だれにでも usb を許しています',
    en: 'Permissions-Policy gives usb to everybody',
  },
  'readers-forbidden': {
    ja: 'Permissions-Policy が、このページの usb を禁止しています。リーダーを使えません',
    en: 'Permissions-Policy forbids usb on this page: no reader can be used',
  },
  'frame-with-readers': {
    ja: 'ほかのサイトの枠に usb か hid を許しています',
    en: 'A frame of another site was given usb or hid',
  },
  'headers-unread': {
    ja: 'ヘッダーを調べられませんでした。Content-Security-Policy と Permissions-Policy を自分で確かめてください',
    en: 'The headers could not be read: check Content-Security-Policy and Permissions-Policy yourself',
  },
}

const kinds: Readonly<Record<TrackerKind, Words>> = {
  'tag-manager': { ja: 'あとから何でも入れられるタグ', en: 'a tag manager: loads anything, later' },
  'session-replay': {
    ja: '画面と操作の録画',
    en: 'session replay: records the page and what is done on it',
  },
  analytics: { ja: 'アクセス解析', en: 'analytics' },
  advertising: { ja: '広告', en: 'advertising' },
  chat: { ja: 'チャット', en: 'chat' },
  'error-reports': { ja: 'エラーの収集', en: 'error reports' },
  'public-files': { ja: '公開のファイル置き場', en: 'a public file server' },
}

/** What a developer reads about a finding. */
export function explainPageFinding({ rule, what, tracker }: PageFinding): Words {
  const line = (language: keyof Words) => {
    const who = tracker === undefined ? '' : ` [${tracker.name}: ${kinds[tracker.kind][language]}]`
    return `${rules[rule][language]}${who}${what === undefined ? '' : ` — ${what}`}`
  }
  return { ja: line('ja'), en: line('en') }
}
