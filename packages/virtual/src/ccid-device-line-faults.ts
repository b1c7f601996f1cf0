/** What can go wrong between reader and card, for one block and its answer. */
export type LineFault =
  | 'lose-command' // the card heard nothing
  | 'damage-command' // its check does not fit
  | 'lose-answer'
  | 'damage-answer'
  | 'parity' // the reader noticed that the answer is damaged

/** Things that go wrong on the contacts, planned by a test. */
export interface LineFaults {
  /** One entry for each block from now on; `undefined` for one that goes through. */
  contacts(faults: readonly (LineFault | undefined)[]): void
  /** The next command is answered after requests for more time: so many block waiting times each. */
  answerSlowly(multipliers: readonly number[]): void
}

export interface LineFaultPlan extends LineFaults {
  next(): LineFault | undefined
  takeWtx(): readonly number[]
}

export function lineFaultPlan(): LineFaultPlan {
  let faults: readonly (LineFault | undefined)[] = []
  let wtx: readonly number[] = []
  return {
    contacts: (planned) => void (faults = [...planned]),
    answerSlowly: (multipliers) => void (wtx = [...multipliers]),
    next() {
      const [first, ...others] = faults
      faults = others
      return first
    },
    takeWtx() {
      const taken = wtx
      wtx = []
      return taken
    },
  }
}
