import type { LoginServer, OpenReader } from '@myna/elements'
import type { otherCards, PersonName } from '@myna/virtual'

/** What every widget of ours can do, as far as the stage needs it. */
export interface Widget extends HTMLElement {
  readonly step: { readonly at: string }
  readonly updateComplete: Promise<boolean>
  start(): Promise<void>
  cancel(): void
}

/** A state of a widget (`ux.md` §1), and how a person gets there. */
export interface State<W extends Widget> {
  /** Numbers of `ux.md` §1. */
  readonly ux: readonly number[]
  readonly card?: PersonName | keyof typeof otherCards
  readonly reader?: OpenReader
  readonly server?: Partial<LoginServer>
  readonly now?: Date
  /** Further properties of the widget. */
  readonly set?: Readonly<Record<string, unknown>>
  /** The step it ends in. */
  readonly at: W['step']['at']
  /** What the person does: types this and sends it, or presses the n-th button of a question. */
  readonly does?: readonly (string | number)[]
  readonly keypad?: boolean
  /** Done when the last of it is done, or at the question for the PIN. */
  readonly then?: (world: { remove(): void; widget: W }) => void
}
