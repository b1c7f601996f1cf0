import { parseArgs } from 'node:util'
import { otherCards, people, type PersonName } from '@myna/virtual'

export type CardName = PersonName | keyof typeof wrongCards

/** What `npm run virtual-card` was asked to do. */
export interface VirtualCardOptions {
  readonly host: string
  readonly port: number
  readonly card: CardName
  /** Whether to wait for a virtual reader that is not there yet. */
  readonly wait: boolean
}

/** The command line asks for something there is not. `message` is for the person, ja and en. */
export class WrongOption extends Error {
  override readonly name = 'WrongOption'
}

const { dead: _mute, ...wrongCards } = otherCards

/** A mute chip is left out: the virtual reader cannot tell one from no card. */
export const cards: Readonly<Record<CardName, { readonly ja: string; readonly en: string }>> = {
  ...people,
  ...wrongCards,
}

const DEFAULT_ADDRESS = '127.0.0.1:35963' // where vpcd listens: 0x8C7B

export const help = `\
npm run virtual-card -- [--vpcd HOST:PORT] [--person NAME] [--wait]

  仮想カードを pcscd の仮想リーダー (vsmartcard-vpcd) に入れます。Ctrl+C で取り出します。
  PC/SC を使うソフト (OpenSC など) から、本物のカードのように見えます。
  Puts a virtual card into pcscd's virtual reader (vsmartcard-vpcd). Ctrl+C takes it out.
  Software that uses PC/SC (OpenSC, say) meets it as it would meet a real card.

  --vpcd HOST:PORT   仮想リーダーの場所  where the virtual reader listens  (${DEFAULT_ADDRESS})
  --person NAME      だれのカードか  whose card it is  (hanako)
  --wait             リーダーが現れるまで待つ  wait until the reader is there
  --help             この説明  this text

  NAME:
${Object.entries(cards)
  .map(([name, { ja, en }]) => `    ${name.padEnd(18)} ${ja}  ${en}`)
  .join('\n')}

  架空の人のカードです。パスワードはどれも 1234 と ABC123、券面事項入力補助用は 5678 です。
  These people are invented. The PINs of all of them are 1234 and ABC123, and 5678 for input support.
`

/**
 * Reads the command line; `undefined`: it asks for help.
 *
 * @throws WrongOption
 */
export function readOptions(args: readonly string[]): VirtualCardOptions | undefined {
  const values = valuesIn(args)
  if (values.help) return undefined
  return { ...addressIn(values.vpcd), card: cardIn(values.person), wait: values.wait }
}

function valuesIn(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        vpcd: { type: 'string', default: DEFAULT_ADDRESS },
        person: { type: 'string', default: 'hanako' },
        wait: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new WrongOption(`指定が正しくありません。 Wrong option: ${error.message}`)
  }
}

function addressIn(text: string) {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text) ?? []
  const [host, port] = [bracketed ?? plain, Number(digits)]
  if (host === undefined || port < 1 || port > 65_535)
    throw new WrongOption(
      `--vpcd は ${DEFAULT_ADDRESS} のように書きます。 --vpcd takes HOST:PORT, not '${text}'.`,
    )
  return { host, port }
}

function cardIn(name: string): CardName {
  if (Object.hasOwn(cards, name)) return name as CardName
  throw new WrongOption(
    `'${name}' というカードはありません。 There is no card '${name}'; there are: ${Object.keys(cards).join(', ')}`,
  )
}
