import { isCardError, type AnyCardError, type Card, type Reader, type Waiting } from '@myna/apdu'
import type { Channel } from '../channel'
import type { CcidFacts } from './descriptor'
import { ccidExchange } from './exchange'
import { newsOf, type News } from './news'
import { factsOfSlot } from './quirks'
import type { CcidSide } from './side'
import { ccidSlot, type CcidSlot } from './slot'

/**
 * A reader that speaks CCID. With several slots it waits at all of them, and the first that has a
 * card wins; when several have one, the lowest number.
 */
export function ccidReader(
  channel: Channel,
  name: string,
  facts: CcidFacts,
  side: CcidSide = {},
): Reader {
  const { slots, news } = slotsOf(channel, name, facts, side)
  return readerOver(name, slots, news, () => channel.close())
}

/**
 * One reader for each slot. They share the device: it is let go when all of them are closed, and
 * `bMaxCCIDBusySlots` of them are at work at a time.
 */
export function ccidReaders(
  channel: Channel,
  name: string,
  facts: CcidFacts,
  side: CcidSide = {},
): readonly Reader[] {
  const { slots, news } = slotsOf(channel, name, facts, side)
  let open = slots.length
  const closeOne = async () => {
    if (--open === 0) await channel.close()
  }
  return slots.map((slot, index) =>
    readerOver(slots.length === 1 ? name : `${name} (${index + 1})`, [slot], news, closeOne),
  )
}

function slotsOf(channel: Channel, name: string, facts: CcidFacts, side: CcidSide) {
  const exchange = ccidExchange(channel, name, facts.busySlots, side)
  const slots = Array.from({ length: facts.slots }, (_, slot) =>
    ccidSlot(exchange, slot, factsOfSlot(facts, slot)),
  )
  return { slots, news: newsOf(side) }
}

function readerOver(
  name: string,
  slots: readonly CcidSlot[],
  news: News,
  letGo: () => Promise<void>,
): Reader {
  let closed: Promise<void> | undefined
  const close = async () => {
    await Promise.all(slots.map((slot) => slot.powerOff()))
    await letGo()
  }
  return {
    name,
    async connect({ signal, onAbsent } = {}) {
      for (let looks = 0; ; looks++) {
        const { count } = news
        const card = await firstCard(slots, { signal })
        if (card !== undefined) return card
        if (looks === 0) onAbsent?.()
        await news.since(count, signal)
      }
    },
    close() {
      closed ??= close()
      return closed
    },
  }
}

/** A mute card in one slot does not keep the person from using another. */
async function firstCard(
  slots: readonly CcidSlot[],
  { signal }: Waiting,
): Promise<Card | undefined> {
  let mute: AnyCardError | undefined
  for (const slot of slots)
    try {
      if (!(await slot.isCardThere(signal))) continue
      const card = await slot.powerOn(signal)
      if (card !== undefined) return card
    } catch (error) {
      if (!isCardError(error) || error.code !== 'card-mute') throw error
      mute = error
    }
  if (mute !== undefined) throw mute
  return undefined
}
