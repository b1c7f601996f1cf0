/** Numbers that look random and are the same for the same seed (mulberry32). */
export interface Dice {
  /** At least 0, less than 1. */
  roll(): number
  between(from: number, to: number): number
  whole(from: number, to: number): number
  pick<Item>(items: readonly Item[]): Item
  chance(share: number): boolean
}

export function dice(seed: number): Dice {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  roll() // neighbouring seeds begin alike
  return {
    roll,
    between: (from, to) => from + roll() * (to - from),
    whole: (from, to) => from + Math.floor(roll() * (to - from + 1)),
    pick: (items) => items[Math.floor(roll() * items.length)]!,
    chance: (share) => roll() < share,
  }
}
