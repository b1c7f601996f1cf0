import { cardOver, type Card } from '@myna/apdu'
import { hex, toHex } from '@myna/bytes'

/** A card that plays one conversation and no other. */
export interface TranscriptCard extends Card {
  /** Whether everything in the transcript was said. */
  readonly finished: boolean
}

/**
 * Makes a card of a transcript: `>` what the card must be sent next, `<` what it answers, `#` a
 * remark. Spaces inside a line do not count. Anything else sent ends the test.
 */
export function transcriptCard(transcript: string): TranscriptCard {
  const lines = transcript
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('>') || line.startsWith('<'))
  const next = (mark: '>' | '<'): string => {
    const line = lines.shift()
    if (line?.startsWith(mark)) return toHex(hex(line.slice(1)))
    throw new Error(`the transcript has ${line ?? 'ended'} where ${mark} was due`)
  }

  const card = cardOver({
    reader: 'transcript',
    async exchange(command) {
      const said = toHex(command)
      const due = next('>')
      if (said !== due) throw new Error(`the transcript has ${due}, and ${said} was sent`)
      return hex(next('<'))
    },
    powerOff: async () => {},
  })
  return Object.defineProperty(card as TranscriptCard, 'finished', {
    get: () => lines.length === 0,
  })
}
