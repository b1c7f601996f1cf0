import type { DoctorWords } from './doctor-words'

export const jaDoctor: DoctorWords = {
  fullStop: '。',

  browser: {
    usable: {
      title: 'このブラウザーとページでは、リーダーを使えます',
      text: 'リーダーをつなぎ、ブラウザーの画面で選んでください',
    },
    'no-webusb': {
      title: 'このブラウザーには、リーダーを使う機能（WebUSB）がありません',
      text: 'パソコンまたは Android の Chrome か Edge で開いてください。Firefox と Safari にはありません',
    },
    'insecure-context': {
      title: 'このページは安全な接続（https）ではありません',
      text: 'https で始まるアドレスで開き直してください',
    },
    policy: {
      title: 'このページではリーダーの使用が禁止されています',
      text: 'サイトの設定（Permissions-Policy）か、会社・学校などの管理者の設定です。管理者に聞いてください',
    },
  },

  readers: {
    usable: (reader) => ({
      title: 'リーダーは使えます',
      text: `${reader}は正しく動き、カードも応答しました。何のカードかは調べていません`,
    }),
    'card-fine': (reader) => ({
      title: 'リーダーもカードも使えます',
      text: `${reader}で、マイナンバーカードを確かめました。パスワードは使っていません`,
    }),
    'not-my-number-card': (reader) => ({
      title: 'マイナンバーカードではないようです',
      text: `${reader}は正しく動いています。マイナンバーカードに替えて、もう一度調べてください。このカードには何も書きこんでいません`,
    }),
    'card-mute': (reader) => ({
      title: 'カードが応答しません',
      text: `${reader}は動いています。カードの向き（表裏）と位置を確かめてください。ほかのリーダーでも読めないときは、お住まいの市区町村の窓口で再交付の手続きが必要です`,
    }),
    'reader-fine-no-card': (reader) => ({
      title: 'リーダーは使えます。カードがありません',
      text: `${reader}にマイナンバーカードを置いて（差して）、もう一度調べてください`,
    }),
    'protected-class': (reader) => ({
      title: 'このリーダーは、ブラウザーから直接使えない種類です',
      text: `${reader}は、ブラウザーが安全のために使わせない種類（スマートカードのクラス）です。設定では変えられません。ソニーの RC-S300 など、使えるリーダーを選んでください`,
    }),
    held: (reader) => ({
      title: 'リーダーは、ほかのソフトかシステムが使っています',
      text: `${reader}を使うほかのソフトと、ほかのページやタブを閉じて、もう一度調べてください`,
    }),
    'unknown-device': (reader) => ({
      title: 'この機器にはまだ対応していません',
      text: `${reader}は、知っているどのカードリーダーの方法にも応じません。カードリーダーであれば、機器の情報（ディスクリプター）を送ってください`,
    }),
    faulty: (reader) => ({
      title: 'リーダーが正しく応答しません',
      text: `${reader}をいったん抜いて、差し直してください。USB ハブを使っているときは、直接つないでください`,
    }),
  },

  release: {
    windows:
      'Windows では、ドライバーが WinUSB でないと開けません。Zadig（zadig.akeo.ie）でこのリーダーのドライバーを WinUSB に替えられますが、そのあとはメーカーのソフトなど、PC/SC を使うソフトから見えなくなることがあります',
    macos:
      'カードを使うほかのソフトを終了してください。システムがリーダーを放さないときは、抜き差ししてください',
    linux:
      '使う権利がないとき：udev の規則を加えます。pcscd が使っているとき：sudo systemctl stop pcscd.socket pcscd。RC-S380 を port100 が使っているとき：sudo modprobe -r port100',
    android: 'リーダーを使うほかのアプリを終了し、差し直してください',
    chromeos:
      'Smart Card Connector などの拡張機能がリーダーを使っていたら、止めてから差し直してください',
    other: 'リーダーを使うほかのソフトを終了し、差し直してください',
  },

  reasons: {
    'own-protocol': 'この機種は、そのまま使える種類です',
    'own-protocol-kernel-driver':
      'この機種は使える種類です。Linux では、カーネルの port100 が先に使ってしまうので、外す必要があります',
    'vendor-class-ccid':
      'この機種は使える種類です。ただし、システムのスマートカードの仕組みが先に使ってしまうので、放させる必要があります',
    'smart-card-class':
      'この機種は、スマートカードのクラス（0x0B）なので、ふつうのページからは使えません',
  },
}
