// What `npm run card` says, Japanese first. Words about errors and readers are those of the pages.
import type { EnterPin } from '@myna/elements'

export const HELP = `npm run card -- readers
    つながっているリーダーと、その診断 · the readers of this computer and what is the matter with them
npm run card -- check [--reader NAME] [--trace FILE]
    カードに何があるか、残り回数はいくつか。パスワードは聞きません · what is on the card and how many tries are left; no password is asked
npm run card -- login --challenge FILE --out FILE [--reader NAME] [--trace FILE]
    サーバーの challenge（JSON）に署名し、トークンを書きます。PIN は聞かれてから入れるか、標準入力で渡します
    signs a server's challenge (JSON) and writes the token; the PIN is typed when asked, or comes on standard input

  --reader NAME   リーダーの名前の一部 · part of the reader's name
  --trace FILE    APDU の記録。PIN は点に、カードのデータは長さだけになります · a transcript; the PIN is dots, the card's data only lengths

標準入力から渡すとき、1 行が 1 つの答えです。PIN は 1 つだけ試します。
On standard input each line answers one question. Only one PIN is tried.`

export const words = {
  noReaders:
    'リーダーが見つかりません。つないで、もう一度試してください。 No reader found. Connect one and try again.',
  several: (names: readonly string[]) =>
    `リーダーが複数あります。--reader で選んでください。 There are several readers; choose one with --reader: ${names.join(', ')}`,
  placeCard: 'カードを置いて（差して）ください。 Place or insert the card.',
  reading: 'カードを読んでいます。 Reading the card.',
  typeAtReader: 'カードリーダーのキーで入力してください。 Type the PIN on the keys of the reader.',
  keepCard: 'カードを動かさないでください。 Keep the card still.',
  application: '公的個人認証：あり · JPKI application: there',
  certificate: {
    authentication: '利用者証明用電子証明書 · authentication certificate',
    signing: '署名用電子証明書 · signing certificate',
  },
  readable: (notAfter: string) =>
    `読めます。${notAfter} まで有効 · readable, valid until ${notAfter}`,
  needsPin:
    'パスワードがないと読めません（正常） · not readable without its password (as it should be)',
  absent: 'ありません · not there',
  tries: (left: number | undefined) =>
    left === undefined
      ? '残り回数：不明 · tries left: unknown'
      : `残り回数：${left} · tries left: ${left}`,
  signs: (origin: string, purpose: string) =>
    `${origin} への ${purpose} に署名します。 This signs a ${purpose} for ${origin}.`,
  notAChallenge: (reason: string) =>
    `challenge を読めません。 The challenge cannot be read: ${reason}`,
  noFile: (file: string) => `${file} を読み書きできません。 ${file} cannot be read or written.`,
  askPin: '利用者証明用パスワード（数字4桁） · 4-digit password for user authentication:',
  problem: {
    impossible: '形がちがいます。回数は減っていません。 The format is wrong. No try was used.',
    'lower-case': '英字は大文字です。回数は減っていません。 Letters are capitals. No try was used.',
    other: '署名用パスワードではなく、数字4桁です。 Not the signing password: 4 digits.',
    wrong: 'パスワードがちがいます。 Wrong password.',
  } satisfies Record<NonNullable<EnterPin['problem']>, string>,
  lastTry:
    'まちがえるとロックされ、窓口での手続きが必要です。続けますか（yes で続ける） · A mistake locks it, and it must be reset in person. Go on? (yes to go on)',
  confirmLastTry:
    'いまのパスワードで確かですか（yes で続ける） · Are you sure of this password? (yes to go on)',
  written: (file: string) => `トークンを書きました。 The token is in ${file}.`,
  traceWritten: (file: string) => `記録を書きました。 The transcript is in ${file}.`,
  noUsb: (reason: string) =>
    `このコンピューターの USB を使えません。 The USB of this computer cannot be used: ${reason}`,
} as const
