import type { Box, Gray } from './picture'

/** One character and where it stands in the picture that was handed in. */
export interface Character {
  readonly text: string
  readonly box: Box
}

export interface ReadText {
  readonly characters: readonly Character[]
  /** 0 to 100, as the engine sees it. */
  readonly confidence: number
}

/**
 * Turns the picture of one line into characters. Two engines that were trained apart, so that they
 * seldom make the same mistake: `readDate` knows 年月日, the eras and まで有効; `readDigits` only digits.
 */
export interface Recogniser {
  readDate(line: Gray, signal: AbortSignal): Promise<ReadText>
  readDigits(digits: Gray, signal: AbortSignal): Promise<ReadText>
  /** Ends the engines; what their memory held goes with them. */
  close(): Promise<void>
}
