// The lens and the sensor of the camera that does not exist: blur, light, glare, grain.

export interface Frame {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

export interface Shot {
  readonly width: number
  readonly height: number
  /** Share of the guide frame's width that the card takes. */
  readonly fill: number
  /** Degrees. */
  readonly turn: number
  /** Corner shifts as shares of the card's width, x and y for each corner. */
  readonly tilt: readonly number[]
  readonly centre: readonly [number, number]
  /** Standard deviation of the lens blur, in frame pixels. */
  readonly blur: number
  /** Length of the hand's movement, in frame pixels. */
  readonly shake: readonly [number, number]
  readonly noise: number
  readonly brightness: number
  /** How much darker the dark side is. */
  readonly uneven: readonly [number, number]
  readonly glare: { x: number; y: number; radius: number; strength: number } | undefined
  readonly table: readonly [number, number, number]
  readonly grain: number
  readonly noiseSeed: number
}

export function blurPlane(plane: Float32Array, { width, height, blur, shake }: Shot) {
  // three box blurs come close to a Gaussian; the shake is one more, along its direction
  const radius = Math.max(0, Math.sqrt(blur * blur + 0.08) * 1.0)
  for (let pass = 0; pass < 2; pass++) {
    boxBlur(plane, width, height, radius, 'x')
    boxBlur(plane, width, height, radius, 'y')
  }
  boxBlur(plane, width, height, Math.abs(shake[0]) / 2, 'x')
  boxBlur(plane, width, height, Math.abs(shake[1]) / 2, 'y')
}

/** Box of width 2r+1 where r need not be whole: the outermost pixels count in part. */
function boxBlur(plane: Float32Array, width: number, height: number, r: number, along: 'x' | 'y') {
  if (r < 0.05) return
  const [outer, inner] = along === 'x' ? [height, width] : [width, height]
  const [outerStep, innerStep] = along === 'x' ? [width * 3, 3] : [3, width * 3]
  const whole = Math.floor(r)
  const part = r - whole
  const total = 2 * r + 1
  const line = new Float32Array(inner + 2 * (whole + 1))
  for (let o = 0; o < outer; o++)
    for (let band = 0; band < 3; band++) {
      const start = o * outerStep + band
      for (let i = 0; i < line.length; i++) {
        const clamped = Math.min(Math.max(i - whole - 1, 0), inner - 1)
        line[i] = plane[start + clamped * innerStep]!
      }
      let sum = 0
      for (let i = 1; i <= 2 * whole + 1; i++) sum += line[i]!
      for (let i = 0; i < inner; i++) {
        plane[start + i * innerStep] = (sum + part * (line[i]! + line[i + 2 * whole + 2]!)) / total
        sum += line[i + 2 * whole + 2]! - line[i + 1]!
      }
    }
}

/** Light, glare and grain; then bytes. */
export function develop(plane: Float32Array, shot: Shot): Frame {
  const { width, height, brightness, uneven, glare, noise } = shot
  const data = new Uint8ClampedArray(width * height * 4)
  let state = shot.noiseSeed ^ 0x5bd1e995
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height]
      const light = brightness * (1 + uneven[0] * (u - 0.5) * 2 + uneven[1] * (v - 0.5) * 2)
      let shine = 0
      if (glare) {
        const distance = Math.hypot(u - glare.x, ((v - glare.y) * height) / width) / glare.radius
        shine = glare.strength * Math.exp(-distance * distance)
      }
      for (let band = 0; band < 3; band++) {
        // sum of three even rolls: near enough to a bell
        let grain = -1.5
        for (let roll = 0; roll < 3; roll++) {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0
          grain += state / 4294967296
        }
        const at = y * width + x
        data[at * 4 + band] = plane[at * 3 + band]! * light + shine + grain * 2 * noise
      }
      data[(y * width + x) * 4 + 3] = 255
    }
  return { width, height, data }
}
