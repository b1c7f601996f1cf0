import type { Reader, Waiting } from '@myna/apdu'
import { requestReader, type RequestOptions } from '@myna/reader'
import {
  cardOf,
  issuePerson,
  otherCards,
  people,
  virtualReader,
  VirtualSlot,
  type Chip,
  type Person,
  type PersonName,
  type VirtualCard,
} from '@myna/virtual'
import { html, nothing } from 'lit'
import type { Language, Words } from './words'

type CardName = PersonName | keyof typeof otherCards
const isPerson = (name: CardName): name is PersonName => name in people
const names = [...Object.keys(people), ...Object.keys(otherCards)] as CardName[]
const describe = (name: CardName) => (isPerson(name) ? people[name] : otherCards[name])

/** Where the demonstration's cards and reader are. A card keeps its counters until it is replaced. */
export function cardPanel(redraw: () => void) {
  const slot = new VirtualSlot()
  const cards = new Map<CardName, Chip>()
  const owners = new Map<CardName, Person>()
  let chosen: CardName = 'hanako'
  let isVirtual = true
  slot.onChange(redraw)

  const cardFor = async (name: CardName): Promise<Chip> => {
    const known = cards.get(name)
    if (known !== undefined) return known
    const owner = isPerson(name) ? await issuePerson(name, { now: new Date() }) : undefined
    const made = owner ? cardOf(owner) : otherCards[name as keyof typeof otherCards].chip()
    if (owner) owners.set(name, owner)
    cards.set(name, made)
    return made
  }
  const triesLeft = (): number | undefined => {
    const card = cards.get(chosen)
    return card !== undefined && 'triesLeft' in card
      ? (card as VirtualCard).triesLeft('authentication')
      : undefined
  }

  const insert = async () => slot.insert(await cardFor(chosen))
  const choose = async (event: Event) => {
    slot.remove()
    chosen = (event.target as HTMLSelectElement).value as CardName
    await cardFor(chosen)
    redraw()
  }
  const replace = () => {
    slot.remove()
    cards.delete(chosen)
    redraw()
  }
  const use = (virtual: boolean) => () => {
    isVirtual = virtual
    redraw()
  }

  return {
    /** The whole difference between a real reader and a virtual one. */
    openReader: (options: Waiting & RequestOptions): Promise<Reader> =>
      isVirtual ? Promise.resolve(virtualReader(slot)) : requestReader(options),

    draw(words: Words, language: Language) {
      const tries = triesLeft()
      return html`
        <fieldset>
          <legend>${words.use}</legend>
          ${[true, false].map(
            (virtual) => html`
              <label>
                <input
                  type="radio"
                  name="use"
                  value=${virtual ? 'virtual' : 'real'}
                  .checked=${isVirtual === virtual}
                  @change=${use(virtual)}
                />
                ${virtual ? words.virtual : words.real}
              </label>
            `,
          )}
        </fieldset>
        ${
          isVirtual
            ? html`
                <label class="row">
                  ${words.person}
                  <select name="person" @change=${choose}>
                    ${names.map(
                      (name) => html`
                        <option value=${name} ?selected=${name === chosen}>
                          ${describe(name)[language]}
                        </option>
                      `,
                    )}
                  </select>
                </label>
                <p class="buttons">
                  <button type="button" id="insert" ?disabled=${slot.present} @click=${insert}>
                    ${words.insert}
                  </button>
                  <button
                    type="button"
                    id="remove"
                    ?disabled=${!slot.present}
                    @click=${() => slot.remove()}
                  >
                    ${words.remove}
                  </button>
                  <button type="button" id="new-card" @click=${replace}>${words.newCard}</button>
                </p>
                <p role="status">
                  ${slot.present ? words.isIn : words.isOut}
                  ${
                    tries === undefined
                      ? nothing
                      : html`<br /><span id="card-tries">${words.tries(tries)}</span>`
                  }
                </p>
                ${secretsOf(owners.get(chosen), words)}
                <p class="note">${words.pin}</p>
              `
            : nothing
        }
      `
    },
  }
}

/** What a developer types in the person's place; people and numbers are invented. */
function secretsOf(person: Person | undefined, words: Words) {
  if (person === undefined) return nothing
  const { secrets, printed } = person
  const day = (digits: string) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const rows = {
    'authentication-pin': secrets['authentication-pin'],
    'signing-pin': secrets['signing-pin'],
    'input-support-pin': secrets['input-support-pin'],
    birth: day(printed.birthDate),
    expiry: day(printed.expiry),
    code: printed.securityCode,
  }
  return html`
    <details class="secrets">
      <summary>${words.secrets}</summary>
      <dl>
        ${Object.entries(rows).map(
          ([name, value]) => html`
            <dt>${words.secretNames[name as keyof typeof rows]}</dt>
            <dd><code>${value}</code></dd>
          `,
        )}
      </dl>
    </details>
  `
}
