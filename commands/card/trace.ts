import {
  isCardError,
  printCommand,
  printStatus,
  type Card,
  type CommandApdu,
  type PinEntry,
  type Reader,
  type ResponseApdu,
  type Waiting,
} from '@myna/apdu'

const SELECT = 0xa4

/** A transcript that can be sent to strangers. */
export interface Trace {
  /** The same reader, and everything said through it is written down. */
  readonly reader: Reader
  readonly lines: readonly string[]
}

/**
 * Writes down what is said to a card. Of the commands' data only SELECT's is shown, which names public
 * files; of the answers only how long they are: certificates and signatures are their owner's.
 */
export function traced(reader: Reader): Trace {
  const lines = [`# ${reader.name}`]
  const heard = async (answer: Promise<ResponseApdu>): Promise<ResponseApdu> => {
    try {
      const { data, status } = await answer
      lines.push(`< ${data.length > 0 ? `[${data.length} bytes] ` : ''}${printStatus(status)}`)
      return { data, status }
    } catch (error) {
      lines.push(`! ${isCardError(error) ? error.code : 'refused'}`)
      throw error
    }
  }
  const spoken = (card: Card): Card => ({
    transmit(command, waiting) {
      lines.push(`> ${printed(command)}`)
      return heard(card.transmit(command, waiting))
    },
    ...(card.enterPin === undefined
      ? {}
      : {
          enterPin(entry: PinEntry, waiting?: Waiting) {
            lines.push(`> ${printed(entry.command)} (typed at the reader)`)
            return heard(card.enterPin!(entry, waiting))
          },
        }),
    async powerOff() {
      lines.push('# power off')
      await card.powerOff()
    },
  })
  return {
    lines,
    reader: {
      name: reader.name,
      async connect(waiting) {
        const card = await reader.connect(waiting)
        lines.push('# power on')
        return spoken(card)
      },
      close: () => reader.close(),
    },
  }
}

const printed = (command: CommandApdu): string =>
  printCommand(command.ins === SELECT ? command : { ...command, secret: true })
