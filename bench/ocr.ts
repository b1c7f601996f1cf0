import { rounded, type Figure } from './figure'
import { reportFronts, reportRefused, withRecognisers } from '../test/ocr/report'

/** The first half of the 720-line batch of `npm run ocr`, so that both figures speak of the same cards. */
const FRONTS = { firstSeed: 161_000, cards: 60, lines: 720 } as const
const BACKS = { firstSeed: 67_000, cards: 100 } as const

/** Shares of generated cards: upper bounds of what real ones will give. */
export async function ocr(): Promise<readonly Figure[]> {
  const { right, wrong, cards } = await withRecognisers((recognisers) =>
    reportFronts(FRONTS, recognisers),
  )
  const backs = await reportRefused('back', BACKS.firstSeed, BACKS.cards)
  const share = (part: number, whole: number) => rounded(part / whole, 4)
  return [
    { name: 'ocr.right', value: share(right, cards), unit: 'share', limit: 0.9, better: 'more' },
    { name: 'ocr.wrong', value: share(wrong, cards), unit: 'share', limit: 0.005, better: 'less' },
    {
      name: 'ocr.backRefused',
      value: share(backs.refused, backs.cards),
      unit: 'share',
      limit: 1,
      better: 'more',
    },
  ]
}
