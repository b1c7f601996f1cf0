/**
 * What can happen to one frame for the card and the one it answers with. `repeat`: in the place of its
 * answer comes what the card sent before. `pull-out`: the card is taken away before it hears the frame;
 * `pull-out-late`: when it has heard it.
 */
export type PiccFault =
  | 'none'
  | 'lose-to-card'
  | 'garble-to-card'
  | 'lose-from-card'
  | 'garble-from-card'
  | 'repeat'
  | 'mute'
  | 'pull-out'
  | 'pull-out-late'

/** Things that go wrong in the air, planned by a test. They happen from the next frame on. */
export interface PiccFaults {
  /** One fault for each of the next frames, after those that are planned already. */
  plan(...faults: readonly PiccFault[]): void
  /** Hears so many frames more and then nothing, until it loses power. */
  muteAfter(frames: number): void
  /**
   * The next command is answered after the card has asked for more time: once for each multiplier.
   * Between question and answer pass `milliseconds`.
   */
  answerSlowly(multipliers: readonly number[], milliseconds?: number): void
  /** Frames that were sent to the card since it was made, heard or not. */
  readonly frames: number
}

export interface PiccFaultPlan extends PiccFaults {
  /** Counts a frame; what happens to it. */
  next(): PiccFault
  takeSlowness(): { readonly multipliers: readonly number[]; readonly milliseconds: number }
}

const AT_ONCE = { multipliers: [], milliseconds: 0 } as const

export function piccFaultPlan(): PiccFaultPlan {
  let ahead: PiccFault[] = []
  let slowness: ReturnType<PiccFaultPlan['takeSlowness']> = AT_ONCE
  let frames = 0
  return {
    plan: (...faults) => void (ahead = [...ahead, ...faults]),
    muteAfter: (count) =>
      void (ahead = [...Array.from({ length: count }, () => 'none' as const), 'mute']),
    answerSlowly: (multipliers, milliseconds = 0) =>
      void (slowness = { multipliers, milliseconds }),
    get frames() {
      return frames
    },
    next() {
      frames++
      return ahead.shift() ?? 'none'
    },
    takeSlowness() {
      const taken = slowness
      slowness = AT_ONCE
      return taken
    },
  }
}
