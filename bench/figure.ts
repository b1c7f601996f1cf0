/** One thing measured, and what the design asks of it (`limit`). */
export interface Figure {
  readonly name: string
  readonly value: number
  /** `APDUs`, `bytes`, `ms`, or `×` for a ratio of two times taken in one run. */
  readonly unit: string
  readonly limit: number
  readonly better: 'less' | 'more'
}

export type Measure = () => Promise<readonly Figure[]>

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
