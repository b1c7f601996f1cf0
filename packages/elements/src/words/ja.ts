import type { SharedWords } from './words'

export const ja: SharedWords = {
  language: 'ja',
  chooseReader: 'カードリーダーを選んでください。ブラウザーの画面が開きます',
  placeCard: 'カードを置いて（差して）、そのまま動かさないでください',
  reading: (part, parts) => `カードを読み取っています（${part}/${parts}）`,
  triesLeft: (tries) =>
    tries === undefined
      ? '残り回数が分かりません。まちがえるとロックされるかもしれません'
      : tries === 1
        ? 'あと1回です。まちがえるとロックされます'
        : `あと${tries}回まちがえるとロックされます`,
  pinWrong: (tries) =>
    tries === undefined
      ? 'パスワードがちがいます。残り回数は分かりません'
      : `パスワードがちがいます。あと${tries}回でロックされます。ほかのサービスでまちがえた回数もふくみます`,
  typeAtReader: 'カードリーダーのキーで入力してください。この画面には入力しません',
  showSecret: '入力した文字を見る',
  hideSecret: '入力した文字をかくす',
  keypad: '数字のキー',
  eraseDigit: '1文字消す',
  stop: 'やめる',
  lastTry: (tries) => ({
    title: tries === undefined ? '残り回数が分かりません' : 'あと1回です',
    text: 'まちがえるとロックされ、窓口などでの手続きが必要になります。自信がなければ、ここでやめてください',
  }),
  lastTryGoOn: 'パスワードを入力する',
  confirmLastTry: {
    title: '入力したパスワードに、まちがいはありませんか？',
    text: 'まちがっているとロックされます。ここでやめれば、回数は減りません',
  },
  confirmGoOn: 'このパスワードで進む',
  keepCard: 'カードを動かさないでください',
  again: 'もう一度',
  otherReader: 'ほかのリーダーを選ぶ',
  failed: {
    title: 'うまくいきませんでした',
    text: 'もう一度試してください。くり返すときは、サイトの運営者に知らせてください',
  },
}
