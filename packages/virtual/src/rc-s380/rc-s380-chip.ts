import { hex, join } from '@myna/bytes'
import type { VirtualPicc } from '../picc/picc'

// Sony's Port-100 chip, from what drivers of it are known to do (readers.md §3.1). Frames are taken
// apart by hand here: the driver has its own code, and neither is made from the other.

const ACK = hex('0000ff00ff00')
const ERROR = hex('0000ffffff')
const MOST_AIR_BYTES = 290

export interface ChipBus {
  send(message: Uint8Array): void
  /** What happens before an answer leaves: `lost` ones do not. */
  answer(frame: Uint8Array): Uint8Array | 'lost'
}

/** Milliseconds one byte takes in the air. */
export type ByteTime = number

/** What was set by InSetProtocol, by key; a Type B card hears nothing while these are otherwise. */
const TYPE_B_NEEDS: readonly (readonly [key: number, value: number])[] = [
  [0x01, 1], // CRC is added,
  [0x02, 1], // and checked
  [0x09, 1], // SOF is sent,
  [0x0a, 1], // and expected
  [0x0b, 1], // EOF too
  [0x0c, 1],
]
const KEYS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19]

export function rcS380Chip(picc: VirtualPicc, bus: ChipBus, byteTime: ByteTime) {
  let commandType: number | undefined
  let rf: string | undefined
  let protocol: Map<number, number> | undefined
  let running: { ended: boolean; wake?: () => void } | undefined

  const pass = (mine: NonNullable<typeof running>, milliseconds: number): Promise<void> =>
    milliseconds <= 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          const timer = setTimeout(resolve, milliseconds)
          mine.wake = () => (clearTimeout(timer), resolve())
        })

  const end = (): void => {
    if (running === undefined) return
    running.ended = true
    running.wake?.()
    running = undefined
  }

  const communicate = async (data: Uint8Array, mine: NonNullable<typeof running>) => {
    const status = (bits: number) => Uint8Array.of(bits, bits >> 8, 0, 0)
    if (data.length < 3 || data.length - 2 > MOST_AIR_BYTES) return status(0x01)
    if (rf === undefined || protocol === undefined) return status(0x400)
    const milliseconds = (data[0]! + data[1]! * 0x100) / 10
    const frame = data.slice(2)
    if (!picc.hasField) {
      await picc.fieldOn()
      await pass(mine, protocol.get(0) ?? 0) // the initial guard time
    }
    const isTypeB =
      rf === '3,7,15,7' && TYPE_B_NEEDS.every(([key, value]) => protocol!.get(key) === value)
    await pass(mine, frame.length * byteTime)
    const heard = mine.ended || !isTypeB ? undefined : await picc.hear(frame)
    if (heard === undefined || heard.after > milliseconds) {
      await pass(mine, milliseconds)
      return status(0x80)
    }
    await pass(mine, heard.after + heard.frame.length * byteTime)
    return heard.frame === 'noise' ? status(0x04) : join(status(0), Uint8Array.of(8), heard.frame)
  }

  const setProtocol = (data: Uint8Array): number => {
    if (rf === undefined || data.length === 0 || data.length % 2 !== 0) return 1
    const settings = new Map(protocol)
    for (let at = 0; at < data.length; at += 2) {
      if (!KEYS.includes(data[at]!)) return 1
      settings.set(data[at]!, data[at + 1]!)
    }
    protocol = settings
    return 0
  }

  const carryOut = async (
    code: number,
    data: Uint8Array,
    mine: NonNullable<typeof running>,
  ): Promise<Uint8Array | undefined> => {
    const one = (status: number) => Uint8Array.of(status)
    if (code === 0x20) return data.length === 0 ? hex('1101') : one(1)
    if (code === 0x22) return hex('0001')
    if (code === 0x28) return hex('0000000000000003')
    if (code === 0x2a) {
      if (data.length !== 1 || data[0]! > 1) return one(1)
      commandType = data[0]
      return one(0)
    }
    if (![0x00, 0x02, 0x04, 0x06].includes(code)) return undefined
    if (commandType !== 1) return code === 0x04 ? Uint8Array.of(7, 0, 0, 0) : one(7)
    if (code === 0x04) return communicate(data, mine)
    if (code === 0x02) return one(setProtocol(data))
    if (code === 0x00) {
      if (data.length !== 4) return one(1)
      rf = data.join()
      protocol = undefined
      return one(0)
    }
    if (data.length !== 1 || data[0]! > 1) return one(1)
    if (data[0] === 1) await picc.fieldOn()
    else {
      picc.fieldOff()
      rf = protocol = undefined
    }
    return one(0)
  }

  return {
    received(message: Uint8Array): void {
      if (message.join() === ACK.join()) return end()
      const command = commandIn(message)
      if (command === undefined || running !== undefined) return bus.send(ERROR)
      const mine = { ended: false }
      running = mine
      const acknowledged = bus.answer(ACK)
      if (acknowledged !== 'lost') bus.send(acknowledged)
      void carryOut(command.code, command.data, mine).then((data) => {
        if (mine.ended) return
        running = undefined
        const frame = data === undefined ? ERROR : answerFrame(command.code + 1, data)
        const sent = bus.answer(frame)
        if (sent !== 'lost') bus.send(sent)
      })
    },
    stop(): void {
      end()
      picc.fieldOff()
      commandType = rf = protocol = undefined
    },
  }
}

/** A whole and right command frame; `undefined` for any other bytes. */
function commandIn(message: Uint8Array): { code: number; data: Uint8Array } | undefined {
  const size = (message[5] ?? 0) | ((message[6] ?? 0) << 8)
  const isFramed =
    message.length === size + 10 &&
    message.slice(0, 5).join() === ERROR.join() &&
    ((message[5]! + message[6]! + message[7]!) & 0xff) === 0 &&
    message.at(-1) === 0
  if (!isFramed || size < 2) return undefined
  const sum = message.slice(8, -1).reduce((total, byte) => total + byte, 0)
  if ((sum & 0xff) !== 0 || message[8] !== 0xd6) return undefined
  return { code: message[9]!, data: message.slice(10, -2) }
}

export function answerFrame(code: number, data: Uint8Array): Uint8Array {
  const body = [0xd7, code, ...data]
  const [low, high] = [body.length & 0xff, body.length >> 8]
  const sum = body.reduce((total, byte) => total + byte, 0)
  return Uint8Array.from([
    ...ERROR,
    low,
    high,
    (256 - low + (256 - high)) & 0xff,
    ...body,
    (256 - (sum & 0xff)) & 0xff,
    0,
  ])
}
