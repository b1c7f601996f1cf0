import type { SecretName } from '@myna/apdu'
import { momentIn } from './dates'
import { itemsJaEasy } from './items-ja-easy'
import { situations } from './remedies'
import type { AdviceWords } from './words'

const OFFICE = '市役所（しやくしょ）や 区役所（くやくしょ）'
const FREE = 'パスワードの 回数（かいすう）は へっていません'
const AGAIN =
  'もう一度（いちど） やってください。なんども できないときは、この サイトの 人（ひと）に きいてください'

/** やさしい日本語. */
export const jaEasyAdvice: AdviceWords = {
  receipt: {
    items: itemsJaEasy,
    title: 'よんだもの と おくったもの（ひかえ）',
    site: 'サイト',
    at: '日（ひ）と 時間（じかん）',
    time: (iso) => momentIn('ja', iso),
    read: 'カードから よんだもの',
    sent: 'サイトに おくったもの',
    nothing: 'ありません',
    never: 'よまなかったもの',
    neverItems: 'マイナンバー（12の 数字（すうじ））、パスワード',
    keeps: 'サイトが とっておく と いっているもの',
    confirmed: 'たしかめた こと',
    keepsUnsaid:
      'サイトは 何（なに）も いっていません。サイトの 説明（せつめい）を 見（み）てください',
    copy: 'ひかえを コピーする（JSON）',
    copied: 'コピーしました',
    print: '印刷（いんさつ）する',
  },
  lockHelp: {
    knowsOther: (other) => `${secrets[other]}が わかりますか？`,
    yes: 'わかる',
    no: 'わからない',
    lives: 'どこに すんでいますか？',
    inJapan: '日本（にほん）',
    inAbroad: '外国（がいこく）',
    withOther: `スマホの 専用（せんよう）アプリで 予約（よやく）して、コンビニの 機械（きかい）で なおせます（できない コンビニも あります）。${OFFICE}でも なおせます（お金（かね）は かかりません）`,
    office: `${OFFICE}に、カードと、ほかの 身分証明書（みぶんしょうめいしょ）を 持（も）っていってください（お金（かね）は かかりません）。あいている 時間（じかん）は 先（さき）に きいてください`,
    abroad: '日本の 大使館（たいしかん）や 領事館（りょうじかん）に きいてください',
  },
  help: {
    code: 'こまったとき、この コードを つたえてください（あなたの ことは 入（はい）っていません）：',
    copy: 'コピー',
    copied: 'コピーしました',
  },
  situations,
  owners: {
    browser: 'ブラウザーの こと',
    reader: 'カードリーダーの こと',
    card: 'カードの こと',
    certificate: '電子証明書（でんししょうめいしょ）と パスワードの こと',
    site: 'この サイトの こと',
    outage: 'インターネットや システムの こと',
    person: 'そうさの こと',
  },
  errors: {
    'browser-unsupported': () => ({
      title: 'この ブラウザーでは カードを よめません',
      text: 'パソコンか Android の Chrome か Edge で ひらいてください。または ほかの 方法（ほうほう）を えらんでください',
    }),
    'insecure-context': () => ({
      title: 'この ページは 安全（あんぜん）では ありません（https では ありません）',
      text: 'https で はじまる アドレスで ひらいてください',
    }),
    'policy-forbids': () => ({
      title: 'この ページでは カードリーダーを つかえません',
      text: 'サイトや 会社（かいしゃ）・学校（がっこう）の きまりです。そこの 人（ひと）に きいてください。または ほかの 方法（ほうほう）を えらんでください',
    }),
    'permission-denied': () => ({
      title: 'カードリーダーが えらばれていません',
      text: 'カードリーダーを つないで、もう一度（いちど） おして、えらんでください',
    }),
    misconfigured: () => ({
      title: 'この ページの つくりかたに まちがいが あります',
      text: 'カードは だいじょうぶです。この サイトの 人（ひと）に おしえてください',
    }),
    'page-fault': () => ({
      title: 'この ページの プログラムが うまく うごきません',
      text: 'カードは だいじょうぶです。ページを もう一度（いちど） ひらいてください',
    }),

    'reader-protected': ({ reader }) => ({
      title: 'この カードリーダーは、ブラウザーから つかえません',
      text: `${reader} は、ブラウザーが つかわせない 種類（しゅるい）です。ソニーの RC-S300 などを つかってください。または ほかの 方法（ほうほう）を えらんでください`,
    }),
    'reader-busy': ({ reader }) => ({
      title: 'ほかの プログラムが カードリーダーを つかっています',
      text: `${reader} を つかっている プログラムや ページを とじて、もう一度（いちど） やってください`,
    }),
    'reader-unknown': ({ reader }) => ({
      title: 'この カードリーダーは まだ つかえません',
      text: `${reader} では ない カードリーダーを えらんでください`,
    }),
    'reader-gone': ({ attempt }) => ({
      title: 'カードリーダーが 見（み）つかりません',
      text: `カードリーダーを もう一度（いちど） つないでください。${tries(attempt)}`,
    }),
    'reader-fault': ({ attempt }) => ({
      title: 'カードリーダーが うまく うごきません',
      text: `カードリーダーを ぬいて、もう一度（いちど） つないでください。${tries(attempt)}`,
    }),

    'card-removed': ({ attempt }) => ({
      title: 'カードが はなれました',
      text: `もう一度（いちど） おいて、おわるまで うごかさないでください。${tries(attempt)}`,
    }),
    'cards-several': () => ({
      title: 'カードが 2枚（まい）より 多（おお）く あります',
      text: `1枚（まい）だけ おいてください。${FREE}`,
    }),
    'card-mute': () => ({
      title: 'カードが こたえません',
      text: `カードの むきと 場所（ばしょ）を なおしてください。ほかの カードリーダーでも よめないときは、${OFFICE}に 行（い）ってください`,
    }),
    'card-wrong': () => ({
      title: 'マイナンバーカードでは ないようです',
      text: 'マイナンバーカードを おいてください。この カードには 何（なに）も していません',
    }),
    'card-broken': () => ({
      title: 'カードを よめません',
      text: `カードが こわれているようです。ほかの カードリーダーでも よめないときは、${OFFICE}に 行（い）ってください`,
    }),
    'card-refused': () => ({ title: 'カードが できないと いっています', text: AGAIN }),
    'certificate-absent': ({ certificate }) => ({
      title: `この カードには ${kinds[certificate]}の 電子証明書（でんししょうめいしょ）が ありません`,
      text: `${OFFICE}で もらえます`,
    }),
    'certificate-protected': ({ certificate }) => ({
      title: `${kinds[certificate]}の 電子証明書（でんししょうめいしょ）を よむには、先（さき）に パスワードが いります`,
      text: AGAIN,
    }),
    'record-unreadable': () => ({
      title: 'カードの 中（なか）を よめませんでした',
      text: `もう一度（いちど） やってください。なんども できないときは、${OFFICE}に きいてください`,
    }),
    'certificate-unreadable': ({ certificate }) => ({
      title: `${kinds[certificate]}の 電子証明書（でんししょうめいしょ）を よめませんでした`,
      text: `もう一度（いちど） やってください。なんども できないときは、${OFFICE}に きいてください`,
    }),

    'pin-impossible': () => ({ title: '形（かたち）が ちがいます', text: FREE }),
    'pin-wrong': ({ triesLeft }) => ({
      title: 'パスワードが ちがいます',
      text:
        triesLeft === undefined
          ? ''
          : `あと ${triesLeft}回（かい） まちがえると つかえなくなります`,
    }),
    'pin-last-try': () => ({
      title: '最後（さいご）の 1回（かい）の 前（まえ）に やめました',
      text: FREE,
    }),
    'secret-absent': ({ secret }) => ({
      title: `この カードには ${secrets[secret]}が ありません`,
      text: `スマホや 古（ふる）い カードですか？ ${OFFICE}で きいてください`,
    }),
    'pin-not-typed': () => ({
      title: '時間（じかん）の うちに 入（い）れられませんでした',
      text: `${FREE}。もう一度（いちど） やって、カードリーダーの ボタンで 入れてください`,
    }),
    'pin-locked': ({ secret }) => ({
      title: `${secrets[secret]}が つかえなくなっています（ロック）`,
      text: '下（した）の しつもんに こたえてください。なおしかたが わかります',
    }),

    'server-unreachable': () => ({
      title: 'サイトに つながりません',
      text: `カードは だいじょうぶです。インターネットを たしかめてください。${FREE}`,
    }),
    'server-fault': () => ({
      title: 'サイトの こたえが へんです',
      text: 'カードは だいじょうぶです。すこし あとで もう一度（いちど） やってください',
    }),
    'certificate-new': () => ({
      title: '新（あたら）しい 電子証明書（でんししょうめいしょ）は、まだ つかえないようです',
      text: `新しく した すぐ あとは、1日（にち）くらい かかります。あとで やってください。${FREE}`,
    }),
    cancelled: () => ({
      title: 'やめました',
      text: 'この サイトには 何（なに）も おくっていません',
    }),
  },

  refused: {
    'certificate-expired': {
      title: '電子証明書（でんししょうめいしょ）が おわっています',
      text: `カードの 日（ひ）とは べつです。${OFFICE}で 新（あたら）しく できます（お金（かね）は かかりません）。外国（がいこく）に すんでいる 人（ひと）は 大使館（たいしかん）などに きいてください`,
    },
    'certificate-revoked': {
      title: 'この 電子証明書（でんししょうめいしょ）は、止（と）められています',
      text: `カードを なくしたと つたえた とき、新しい 電子証明書に なった とき などです。${OFFICE}に きいてください`,
    },
    'challenge-expired': {
      title: '時間（じかん）が かかりすぎました。はじめから やってください',
      text: FREE,
    },
    'challenge-used': {
      title: 'この ログインは もう つかわれています',
      text: `ほかの タブを とじて、はじめから やってください。${FREE}`,
    },
    'checking-unavailable': {
      title: 'たしかめる システムに つながりません',
      text: `カードは だいじょうぶです。${FREE}。すこし あとで もう一度（いちど） やってください`,
    },
    'not-accepted': {
      title: 'この サイトでは、この カードで ログイン できませんでした',
      text: `${FREE}。なんども できないときは、この サイトの 人（ひと）に きいてください`,
    },
  },
}

const secrets: Readonly<Record<SecretName, string>> = {
  'authentication-pin': '4つの 数字（すうじ）の パスワード',
  'signing-pin': '署名用（しょめいよう）の ながい パスワード',
  'input-support-pin': '券面（けんめん）の 4つの 数字の パスワード',
  'number-b': '照合番号（しょうごうばんごう）B',
  'face-number-b': '照合番号（しょうごうばんごう）B',
  'birth-date-key': '生（う）まれた 日（ひ）で よむこと',
}

const kinds = {
  authentication: '利用者証明用（りようしゃしょうめいよう）',
  signing: '署名用（しょめいよう）',
} as const

function tries(attempt: 'none' | 'perhaps'): string {
  return attempt === 'none'
    ? FREE
    : 'パスワードを カードに おくった ところでした。まちがっていたら、1回（かい） へった かもしれません。つぎの 画面（がめん）で わかります'
}
