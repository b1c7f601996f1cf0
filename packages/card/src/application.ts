import { CardError, OK, type Card, type Waiting } from '@myna/apdu'
import { selectApplication } from './commands'

/**
 * Selects an application by its whole name. Every application of a My Number card says what the card is;
 * a card without it is sent nothing more.
 *
 * @throws CardError `card-wrong`
 */
export async function openApplication(
  card: Card,
  { application }: { readonly application: Uint8Array },
  waiting: Waiting,
): Promise<void> {
  const { status } = await card.transmit(selectApplication(application), waiting)
  // whatever a foreign card answers to this SELECT, it is not a My Number card
  if (status !== OK) throw new CardError('card-wrong', {})
}
