// Two engines look at the same digits, at two widths if need be. What counts is what both have read.
import { widened } from './cuttings'
import { wipe, type Gray } from './picture'
import type { ReadText, Recogniser } from './recogniser'

type Engine = 'readDate' | 'readDigits'

/** Whether looking on is worth the time. */
export type Hope = (votes: readonly Vote[]) => boolean

export interface Vote {
  readonly engine: Engine
  readonly digits: string
}

/** Looks that follow while the engines do not agree, cheapest hope first. */
const LOOKS: readonly { readonly engine: Engine; readonly width: number }[] = [
  { engine: 'readDigits', width: 1 },
  { engine: 'readDate', width: 1 },
  { engine: 'readDigits', width: 0.82 },
  { engine: 'readDate', width: 0.82 },
  { engine: 'readDigits', width: 1.2 },
  { engine: 'readDate', width: 1.2 },
]

/**
 * The digits on which both engines agree and which no other reading outnumbers; `undefined` when
 * there are none. `first` is what has been read already; `pictures` are the same digits, each set in
 * another way, and the next is looked at when the one before has not settled it.
 */
export async function agreedDigits(
  pictures: readonly Gray[],
  first: readonly Vote[],
  recogniser: Recogniser,
  signal: AbortSignal,
  hope: Hope = () => true,
): Promise<string | undefined> {
  const votes = [...first]
  for (const picture of pictures) {
    const agreed = await agreedIn(picture, votes, hope, recogniser, signal)
    if (agreed !== undefined) return agreed
  }
  return undefined
}

/** Adds its looks to the votes. */
async function agreedIn(
  picture: Gray,
  votes: Vote[],
  hope: Hope,
  recogniser: Recogniser,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { engine, width } of LOOKS) {
    const sized = width === 1 ? picture : widened(picture, width)
    try {
      votes.push({ engine, digits: digitsOf(await recogniser[engine](sized, signal)) })
    } finally {
      if (sized !== picture) wipe(sized)
    }
    const agreed = winner(votes)
    if (agreed !== undefined) return agreed
    if (!hope(votes)) return undefined
  }
  return undefined
}

const ENGINES: readonly Engine[] = ['readDate', 'readDigits']

/** Read by both engines, and at least as often as everything else together. */
function winner(votes: readonly Vote[]): string | undefined {
  return votes
    .map(({ digits }) => digits)
    .find((digits) => {
      const same = votes.filter((vote) => vote.digits === digits)
      const both = ENGINES.every((engine) => same.some((vote) => vote.engine === engine))
      return digits !== '' && both && same.length * 2 > votes.length
    })
}

const digitsOf = ({ characters }: ReadText): string =>
  characters.map(({ text }) => text.trim()).join('')
