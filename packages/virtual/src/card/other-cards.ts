import { hex } from '@myna/bytes'
import type { Chip } from '../chip'

/** A chip that is there and does not answer to power. */
export function deadChip(): Chip {
  return {
    powerOn: async () => undefined,
    powerOff: () => {},
    exchange: async () => {
      throw new Error('a dead chip answers nothing')
    },
  }
}

/** Another kind of card: it knows none of our applications, and nothing else either. */
export function foreignCard(): Chip {
  return {
    powerOn: async () => hex('3b6700002920006f789000'),
    powerOff: () => {},
    exchange: async (command) => hex(command[1] === 0xa4 ? '6a82' : '6d00'),
  }
}
