/** What the command was asked to do. */
export type Order =
  | { readonly what: 'help' }
  | { readonly what: 'readers' }
  | ({ readonly what: 'check' } & CardOrder)
  | ({ readonly what: 'login'; readonly challenge: string; readonly out: string } & CardOrder)

export interface CardOrder {
  /** Part of a reader's name, where there are several. */
  readonly reader: string | undefined
  /** Where the transcript goes. */
  readonly trace: string | undefined
}

/** What is wrong with the options, in both languages. */
export class BadOptions extends Error {
  override readonly name = 'BadOptions'
}

/** Options of each order, and which of them it cannot do without. */
const orders = {
  readers: { takes: [], needs: [] },
  check: { takes: ['--reader', '--trace'], needs: [] },
  login: {
    takes: ['--reader', '--trace', '--challenge', '--out'],
    needs: ['--challenge', '--out'],
  },
} as const satisfies Record<string, { takes: readonly string[]; needs: readonly string[] }>

/** @throws BadOptions */
export function readOrder(args: readonly string[]): Order {
  if (args.includes('--help') || args.includes('-h')) return { what: 'help' }
  const [what, ...rest] = args
  if (what === undefined || !Object.hasOwn(orders, what))
    throw new BadOptions(
      'readers、check、login のどれかを書いてください。 Say one of: readers, check, login.',
    )
  const { takes, needs } = orders[what as keyof typeof orders]
  const given = readOptions(rest, takes)
  const missing = needs.find((name) => !given.has(name))
  if (missing !== undefined)
    throw new BadOptions(`${what} には ${missing} が要ります。 ${what} needs ${missing}.`)

  const card = { reader: given.get('--reader'), trace: given.get('--trace') }
  if (what === 'readers') return { what }
  if (what === 'check') return { what, ...card }
  return {
    what: 'login',
    challenge: given.get('--challenge')!,
    out: given.get('--out')!,
    ...card,
  }
}

/** Its errors never repeat a value: it could be a PIN. */
function readOptions(args: readonly string[], takes: readonly string[]): Map<string, string> {
  const given = new Map<string, string>()
  for (let at = 0; at < args.length; at += 2) {
    const [name, value] = [args[at]!, args[at + 1]]
    if (/^--?pin\b/i.test(name))
      throw new BadOptions(
        'PIN は引数に書けません（ほかの人に見えます）。聞かれてから入れるか、標準入力で渡してください。 A PIN cannot be an argument, where others can see it: type it when asked, or give it on standard input.',
      )
    if (!takes.includes(name)) throw new BadOptions(unknownOption(name))
    if (value === undefined || value.startsWith('--'))
      throw new BadOptions(`${name} には値が要ります。 ${name} needs a value.`)
    if (given.has(name)) throw new BadOptions(`${name} が 2 回あります。 ${name} is there twice.`)
    given.set(name, value)
  }
  return given
}

function unknownOption(text: string): string {
  const name = /^--[a-z-]+/i.exec(text)?.[0]
  return name === undefined
    ? '名前のない値は書けません。 A value without a name is not understood.'
    : `${name} という指定はありません。 There is no option ${name}.`
}
