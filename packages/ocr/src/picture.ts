/** RGBA, as `ImageData` has it. Whoever is handed one wipes it when done. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** Brightness only, 0 is black. */
export interface Gray {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const emptyGray = (width: number, height: number): Gray => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height),
})

export function toGray({ width, height, data }: Picture): Gray {
  const gray = emptyGray(width, height)
  for (let at = 0; at < gray.data.length; at++)
    gray.data[at] = (data[at * 4]! * 77 + data[at * 4 + 1]! * 150 + data[at * 4 + 2]! * 29) >> 8
  return gray
}

/** Overwrites the pixels. What a picture showed of a card does not stay in memory. */
export function wipe(...pictures: readonly { readonly data: Uint8ClampedArray }[]): void {
  for (const { data } of pictures) data.fill(0)
}

/** Averages squares of `factor` pixels into one. */
export function shrink({ width, height, data }: Gray, factor: number): Gray {
  const small = emptyGray(Math.floor(width / factor), Math.floor(height / factor))
  for (let y = 0; y < small.height; y++)
    for (let x = 0; x < small.width; x++) {
      let sum = 0
      for (let dy = 0; dy < factor; dy++)
        for (let dx = 0; dx < factor; dx++)
          sum += data[(y * factor + dy) * width + x * factor + dx]!
      small.data[y * small.width + x] = sum / (factor * factor)
    }
  return small
}

/** Sums of all pixels above and left of a place: any rectangle's mean in four look-ups. */
export function summedArea({ width, height, data }: Gray): (box: Box) => number {
  const row = width + 1
  const sums = new Float64Array(row * (height + 1))
  for (let y = 0; y < height; y++) {
    let line = 0
    for (let x = 0; x < width; x++) {
      line += data[y * width + x]!
      sums[(y + 1) * row + x + 1] = sums[y * row + x + 1]! + line
    }
  }
  return ({ x, y, width: w, height: h }) =>
    sums[(y + h) * row + x + w]! -
    sums[y * row + x + w]! -
    sums[(y + h) * row + x]! +
    sums[y * row + x]!
}
