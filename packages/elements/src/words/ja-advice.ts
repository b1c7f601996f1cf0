import type { SecretName } from '@myna/apdu'
import { itemsJa } from './items-ja'
import { momentIn } from './dates'
import { situations } from './remedies'
import type { AdviceWords } from './words'

const OFFICE = 'お住まいの市区町村の窓口'

export const jaAdvice: AdviceWords = {
  receipt: {
    items: itemsJa,
    title: '読み取った内容と送った内容（控え）',
    site: 'サイト',
    at: '日時',
    read: 'カードから読み取ったもの',
    sent: 'サイトに送ったもの',
    nothing: 'ありません',
    never: '読み取っていないもの',
    neverItems: 'マイナンバー（12桁）、パスワード',
    keeps: 'サイトが保存すると言っているもの',
    confirmed: '確認した内容',
    keepsUnsaid: 'サイトは何も書いていません。サイトの説明を見てください',
    copy: '控えをコピー（JSON）',
    copied: 'コピーしました',
    print: '印刷',
    time: (iso) => momentIn('ja', iso),
  },
  lockHelp: {
    knowsOther: (other) => `${secrets[other]}は分かりますか？`,
    yes: '分かる',
    no: '分からない',
    lives: 'どこにお住まいですか？',
    inJapan: '日本',
    inAbroad: '海外',
    withOther:
      'スマートフォンの専用アプリで予約し、一部のコンビニの端末で再設定できます。市区町村の窓口でもできます（無料。受付時間は窓口で確かめてください）',
    office:
      'お住まいの市区町村の窓口で、本人確認のうえ再設定できます（無料）。カードと、ほかの本人確認書類を持っていってください。受付時間は窓口で確かめてください',
    abroad:
      '在外公館（大使館・総領事館）、または日本の本籍地などの市区町村に、手続きができるかたずねてください',
  },
  help: {
    code: '問い合わせのときに伝えるコード（個人の情報は入っていません）：',
    copy: 'コピー',
    copied: 'コピーしました',
  },
  situations,
  owners: {
    browser: 'ブラウザーについて',
    reader: 'カードリーダーについて',
    card: 'カードについて',
    certificate: '電子証明書とパスワードについて',
    site: 'このサイトについて',
    outage: '通信・システムについて',
    person: '操作について',
  },
  errors: {
    'browser-unsupported': () => ({
      title: 'このブラウザーではカードを直接読めません',
      text: 'パソコンまたは Android の Chrome か Edge で開くか、ほかの方法を選んでください',
    }),
    'insecure-context': () => ({
      title: 'このページは安全な接続（https）ではありません',
      text: 'https で始まるアドレスで開き直してください',
    }),
    'policy-forbids': () => ({
      title: 'このページではリーダーの使用が禁止されています',
      text: 'サイトまたは会社・学校などの管理者の設定です。管理者に聞くか、ほかの方法を選んでください',
    }),
    'permission-denied': () => ({
      title: 'リーダーが選ばれませんでした',
      text: 'リーダーをつなぎ、もう一度押して、ブラウザーの画面で選んでください',
    }),
    misconfigured: () => ({
      title: 'このページの設定に誤りがあります',
      text: 'カードの問題ではありません。サイトの運営者に知らせてください',
    }),

    'page-fault': () => ({
      title: 'このページのプログラムがうまく動きませんでした',
      text: 'カードの問題ではありません。ページを開き直してください。くり返すときは、サイトの運営者に知らせてください',
    }),

    'reader-protected': ({ reader }) => ({
      title: 'このリーダーは、ブラウザーから直接使えない種類です',
      text: `${reader}は、ブラウザーが安全のために使わせない種類（スマートカードのクラス）です。ソニーの RC-S300 などの対応リーダーを使うか、ほかの方法を選んでください`,
    }),
    'reader-busy': ({ reader }) => ({
      title: 'ほかのソフトがリーダーを使っています',
      text: `${reader}を使っているソフトやページを閉じてから、やり直してください`,
    }),
    'reader-unknown': ({ reader }) => ({
      title: 'このリーダーにはまだ対応していません',
      text: `${reader}ではない、対応しているリーダーを選んでください`,
    }),
    'reader-gone': ({ attempt }) => ({
      title: 'リーダーとの接続が切れました',
      text: `リーダーをつなぎ直してください。${tries(attempt)}`,
    }),
    'reader-fault': ({ attempt }) => ({
      title: 'リーダーがうまく動いていません',
      text: `リーダーをいちど抜いて、差し直してください。${tries(attempt)}`,
    }),

    'card-removed': ({ attempt }) => ({
      title: 'カードが離れました',
      text: `もう一度置いて、終わるまで動かさないでください。${tries(attempt)}`,
    }),
    'cards-several': () => ({
      title: 'カードが2枚以上見つかりました',
      text: '1枚だけ置いてください。パスワードの回数は減っていません',
    }),
    'card-mute': () => ({
      title: 'カードが反応しません',
      text: '向きと位置を直してください。別のリーダーでも読めないときは、窓口で再交付の手続きが必要です',
    }),
    'card-wrong': () => ({
      title: 'マイナンバーカードではないようです',
      text: 'マイナンバーカードを置いてください。このカードには何も書きこんでいません',
    }),
    'card-broken': () => ({
      title: 'カードを読めません',
      text: `カードが故障を知らせています。別のリーダーでも読めないときは、${OFFICE}で再交付の手続きが必要です`,
    }),
    'card-refused': () => ({
      title: 'カードがこの操作を受けつけませんでした',
      text: 'もう一度試してください。くり返すときは、サイトの運営者に知らせてください',
    }),
    'certificate-absent': ({ certificate }) => ({
      title: `このカードには${kinds[certificate]}の電子証明書が入っていません`,
      text: `${OFFICE}で発行を申し込めます`,
    }),
    'certificate-protected': ({ certificate }) => ({
      title: `${kinds[certificate]}の電子証明書を読むには、先にパスワードが必要です`,
      text: 'もう一度試してください。くり返すときは、サイトの運営者に知らせてください',
    }),
    'record-unreadable': () => ({
      title: 'カードの内容を読み取れませんでした',
      text: `もう一度試してください。くり返すときは、${OFFICE}に相談してください`,
    }),
    'certificate-unreadable': ({ certificate }) => ({
      title: `${kinds[certificate]}の電子証明書を読み取れませんでした`,
      text: `もう一度試してください。くり返すときは、${OFFICE}に相談してください`,
    }),

    'pin-impossible': () => ({
      title: '入力の形がちがいます',
      text: '回数は減っていません',
    }),
    'pin-wrong': ({ triesLeft }) => ({
      title: 'パスワードがちがいます',
      text: triesLeft === undefined ? '' : `あと${triesLeft}回でロックされます`,
    }),
    'pin-last-try': () => ({
      title: '最後の1回になる前に止めました',
      text: '回数は減っていません',
    }),
    'secret-absent': ({ secret }) => ({
      title: `このカードには${secrets[secret]}がありません`,
      text: `スマートフォンや古いカードではありませんか。${OFFICE}でたずねてください`,
    }),
    'pin-not-typed': () => ({
      title: '時間内にリーダーのキーで入力されませんでした',
      text: '回数は減っていません。もう一度試し、リーダーのキーで入力してください',
    }),
    'pin-locked': ({ secret }) => ({
      title: `${secrets[secret]}がロックされています`,
      text: `${unlocking(secret)}${OFFICE}へ。海外にお住まいの方は在外公館にたずねてください`,
    }),

    'server-unreachable': () => ({
      title: 'サイトにつながりません',
      text: 'カードの問題ではありません。インターネットの接続を確かめてください。パスワードの回数は減っていません',
    }),
    'server-fault': () => ({
      title: 'サイトから思いがけない答えが返りました',
      text: 'カードの問題ではありません。しばらくしてから、もう一度試してください',
    }),
    'certificate-new': () => ({
      title: '新しい電子証明書は、まだ使えないようです',
      text: '更新した直後は、使えるまで時間がかかることがあります（1日ほど）。あとで試してください。パスワードの回数は減っていません',
    }),
    cancelled: () => ({ title: '中止しました', text: 'このサイトには何も送っていません' }),
  },

  refused: {
    'certificate-expired': {
      title: '電子証明書の有効期限が過ぎています',
      text: `カード本体の期限とは別です。${OFFICE}で更新できます（無料）。海外にお住まいの方は在外公館にたずねてください`,
    },
    'certificate-revoked': {
      title: 'この電子証明書は利用停止（失効）されています',
      text: `カードを紛失したと届けた場合や、新しい証明書に替わった場合などです。${OFFICE}に相談してください`,
    },
    'challenge-expired': {
      title: '時間がたったので、最初からやり直してください',
      text: 'パスワードの回数は減っていません',
    },
    'challenge-used': {
      title: 'このログインはもう使われています',
      text: '同じ答えは一度しか使えません。ほかのタブを閉じて、最初からやり直してください。パスワードの回数は減っていません',
    },
    'checking-unavailable': {
      title: '確認のシステムにつながりません',
      text: 'カードや証明書の問題ではありません。パスワードの回数は減っていません。しばらくしてから、もう一度試してください',
    },
    'not-accepted': {
      title: 'このサイトでは、このカードによるログインを受けつけられませんでした',
      text: 'パスワードの回数は減っていません。くり返すときは、サイトの運営者に知らせてください',
    },
  },
}

/** Either password of the certificates can be set anew by who knows the other one. */
const unlocking = (secret: SecretName) =>
  secret === 'authentication-pin' || secret === 'signing-pin'
    ? 'もう一方のパスワードが分かる方は、専用アプリと一部のコンビニの端末で再設定できます。分からない方は'
    : ''

const secrets: Readonly<Record<SecretName, string>> = {
  'authentication-pin': '利用者証明用パスワード（数字4桁）',
  'signing-pin': '署名用パスワード',
  'input-support-pin': '券面事項入力補助用パスワード（数字4桁）',
  'number-b': '照合番号B（カードに印字された14桁）',
  'face-number-b': '照合番号B（カードに印字された14桁）',
  'birth-date-key': '生年月日による読み取り',
}

const kinds = { authentication: '利用者証明用', signing: '署名用' } as const

function tries(attempt: 'none' | 'perhaps'): string {
  return attempt === 'none'
    ? 'パスワードの回数は減っていません'
    : 'パスワードをカードに送ったところでした。まちがっていた場合は、回数が1回減っているかもしれません。次の画面で残りの回数を確かめられます'
}
