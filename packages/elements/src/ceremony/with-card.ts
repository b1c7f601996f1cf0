import type { Card, Reader, Waiting } from '@myna/apdu'
import type { CeremonyStep, UseCard } from './steps'

export interface CardAccess {
  readonly openReader: (waiting: Waiting) => Promise<Reader>
  readonly screen: {
    show(step: Extract<CeremonyStep, { at: 'choose-reader' | 'place-card' }>): void
  }
}

/**
 * Opens a reader, waits for a card and uses it. Both are let go whatever goes wrong: a card without
 * power has forgotten the PIN.
 *
 * @throws CardError
 */
export async function withCard<T>(
  { openReader, screen }: CardAccess,
  waiting: Waiting,
  use: UseCard<T>,
): Promise<T> {
  screen.show({ at: 'choose-reader' })
  const reader = await openReader(waiting)
  let card: Card | undefined
  try {
    const onAbsent = () => screen.show({ at: 'place-card' })
    card = await reader.connect({ ...waiting, onAbsent })
    return await use(card, waiting)
  } finally {
    await card?.powerOff()
    await reader.close()
  }
}
