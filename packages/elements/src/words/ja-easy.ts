import type { SharedWords } from './words'

/** やさしい日本語: short sentences, everyday words, kanji with their reading. */
export const jaEasy: SharedWords = {
  language: 'ja',
  chooseReader:
    'カードリーダー（カードを よむ きかい）を えらんでください。小さい 画面（がめん）が ひらきます',
  placeCard:
    'カードを リーダーに おいてください（または いれてください）。そのまま うごかさないでください',
  reading: (part, parts) => `カードを よんでいます（${part}/${parts}）`,
  triesLeft: (tries) =>
    tries === undefined
      ? 'あと なんかい できるか わかりません。まちがえると つかえなくなる かもしれません'
      : tries === 1
        ? 'あと 1回（かい）です。まちがえると つかえなくなります'
        : `あと ${tries}回（かい） まちがえると つかえなくなります`,
  pinWrong: (tries) =>
    tries === undefined
      ? 'パスワードが ちがいます。あと なんかい できるか わかりません'
      : `パスワードが ちがいます。あと ${tries}回（かい） まちがえると つかえなくなります。ほかの サイトで まちがえた 回数（かいすう）も 入（はい）っています`,
  typeAtReader:
    'カードリーダーの ボタンで 入（い）れてください。この 画面（がめん）には 入れません',
  showSecret: '入（い）れた 文字（もじ）を 見（み）る',
  hideSecret: '入（い）れた 文字（もじ）を かくす',
  keypad: '数字（すうじ）の ボタン',
  eraseDigit: '1つ 消（け）す',
  stop: 'やめる',
  lastTry: (tries) => ({
    title: tries === undefined ? 'あと なんかい できるか わかりません' : 'あと 1回（かい）です',
    text: 'まちがえると つかえなくなります。そのときは 市役所（しやくしょ）などに 行（い）きます。よく わからないときは、ここで やめてください',
  }),
  lastTryGoOn: 'パスワードを 入（い）れる',
  confirmLastTry: {
    title: '入（い）れた パスワードは、まちがいないですか？',
    text: 'まちがえると つかえなくなります。いま やめれば だいじょうぶです',
  },
  confirmGoOn: 'この パスワードで すすむ',
  keepCard: 'カードを うごかさないでください',
  again: 'もう一度（いちど）',
  otherReader: 'ほかの リーダーを えらぶ',
  failed: {
    title: 'できませんでした',
    text: 'もう一度（いちど） やってください。なんども できないときは、この サイトの 人（ひと）に きいてください',
  },
}
