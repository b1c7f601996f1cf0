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

/** What another kind of card answers to a SELECT of one of our applications, and to anything else. */
interface ForeignRow {
  readonly atr: string
  readonly select: string
  readonly else: string
}

/**
 * Cards people mistake for theirs. What a certain product answers is told by no source we have; these are
 * the answers the standards leave open to a card without the application (ISO 7816-4 §7.1.1, §11.2.2), one
 * kind each, so that whoever waits for only one of them is found out.
 */
const foreignCards = {
  foreign: { atr: '3b6700002920006f789000', select: '6a82', else: '6d00' },
  transit: { atr: '3b8180018080', select: '6a82', else: '6e00' }, // wraps commands of its own class
  licence: { atr: '3b8880017374000053434c8181', select: '6a82', else: '6982' },
  bank: { atr: '3b6900002494010301000100a9', select: '6a86', else: '6d00' }, // takes no P2 0C
  blank: { atr: '3b00', select: '6e00', else: '6e00' }, // no application at all
  phone: { atr: '3b8080010101', select: '6999', else: '6985' }, // its wallet declines
} as const satisfies Record<string, ForeignRow>

/** Another kind of card: it knows none of our applications, and nothing else either. */
export function foreignCard(kind: keyof typeof foreignCards = 'foreign'): Chip {
  const row: ForeignRow = foreignCards[kind]
  return {
    powerOn: async () => hex(row.atr),
    powerOff: () => {},
    exchange: async (command) => hex(command[1] === 0xa4 ? row.select : row.else),
  }
}
