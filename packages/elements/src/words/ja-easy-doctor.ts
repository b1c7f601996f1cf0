import type { DoctorWords } from './doctor-words'

const AGAIN = 'もう一度（いちど） しらべてください'
const PLUG_AGAIN = 'カードリーダーを ぬいて、もう一度（いちど） つないでください'

/** やさしい日本語. */
export const jaEasyDoctor: DoctorWords = {
  fullStop: '。',

  browser: {
    usable: {
      title: 'この ブラウザーで カードリーダーを つかえます',
      text: 'カードリーダーを つないで、小さい 画面（がめん）で えらんでください',
    },
    'no-webusb': {
      title: 'この ブラウザーでは カードリーダーを つかえません',
      text: 'パソコンか Android の Chrome か Edge で ひらいてください。Firefox と Safari では つかえません',
    },
    'insecure-context': {
      title: 'この ページは 安全（あんぜん）では ありません（https では ありません）',
      text: 'https で はじまる アドレスで ひらいてください',
    },
    policy: {
      title: 'この ページでは カードリーダーを つかえません',
      text: 'サイトや 会社（かいしゃ）・学校（がっこう）の きまりです。そこの 人（ひと）に きいてください',
    },
  },

  readers: {
    usable: (reader) => ({
      title: 'カードリーダーは つかえます',
      text: `${reader} は だいじょうぶです。カードも こたえました。どんな カードかは しらべていません`,
    }),
    'card-fine': (reader) => ({
      title: 'カードリーダーも カードも つかえます',
      text: `${reader} で マイナンバーカードを しらべました。パスワードは つかっていません`,
    }),
    'not-my-number-card': (reader) => ({
      title: 'マイナンバーカードでは ないようです',
      text: `${reader} は だいじょうぶです。マイナンバーカードを おいて、${AGAIN}。この カードには 何（なに）も していません`,
    }),
    'card-mute': (reader) => ({
      title: 'カードが こたえません',
      text: `${reader} は だいじょうぶです。カードの むきと 場所（ばしょ）を なおしてください。ほかの カードリーダーでも よめないときは、市役所（しやくしょ）などに 行（い）ってください`,
    }),
    'reader-fine-no-card': (reader) => ({
      title: 'カードリーダーは つかえます。カードが ありません',
      text: `${reader} に マイナンバーカードを おいて（または いれて）、${AGAIN}`,
    }),
    'protected-class': (reader) => ({
      title: 'この カードリーダーは、ブラウザーから つかえません',
      text: `${reader} は、ブラウザーが つかわせない 種類（しゅるい）です。ソニーの RC-S300 などを つかってください`,
    }),
    held: (reader) => ({
      title: 'ほかの プログラムが カードリーダーを つかっています',
      text: `${reader} を つかっている プログラムや ページを とじて、${AGAIN}`,
    }),
    'unknown-device': (reader) => ({
      title: 'この きかいは まだ つかえません',
      text: `${reader} は、しっている カードリーダーでは ありません。ほかの カードリーダーを えらんでください`,
    }),
    faulty: (reader) => ({
      title: 'カードリーダーが うまく うごきません',
      text: `${reader} を ぬいて、もう一度（いちど） つないでください。パソコンに 直接（ちょくせつ） つないでください`,
    }),
  },

  release: {
    windows:
      'Windows では、ドライバー（きかいを うごかす プログラム）が WinUSB の ときだけ つかえます。Zadig（zadig.akeo.ie）で かえられますが、ほかの カードの プログラムが つかえなくなる かもしれません。パソコンに くわしい 人（ひと）に きいてください',
    macos: `カードを つかう プログラムを おわってください。それから、${PLUG_AGAIN}`,
    linux:
      'パソコンに くわしい 人（ひと）に きいてください：udev の ルールが いります。または sudo systemctl stop pcscd.socket pcscd、RC-S380 は sudo modprobe -r port100',
    android: `カードリーダーを つかう アプリを おわってください。それから、${PLUG_AGAIN}`,
    chromeos: `Smart Card Connector などの 拡張機能（かくちょうきのう）を とめてください。それから、${PLUG_AGAIN}`,
    other: `カードリーダーを つかう プログラムを おわってください。それから、${PLUG_AGAIN}`,
  },

  reasons: {
    'own-protocol': 'この 種類（しゅるい）の カードリーダーは つかえます',
    'own-protocol-kernel-driver':
      'この 種類（しゅるい）の カードリーダーは つかえます。でも Linux では、port100 が 先（さき）に つかっているので、はずしてください',
    'vendor-class-ccid':
      'この 種類（しゅるい）の カードリーダーは つかえます。でも、パソコンの カードの プログラムが 先（さき）に つかっています',
    'smart-card-class':
      'この カードリーダーは スマートカードの 種類（しゅるい）（0x0B）なので、ページからは つかえません',
  },
}
