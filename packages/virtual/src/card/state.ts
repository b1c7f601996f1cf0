import type { Access, Application, File } from './files'

/** What a powered card knows and loses with its power. */
export interface CardState {
  readonly applications: readonly Application[]
  readonly objects: CardObjects
  application: Application | undefined
  /** The current elementary file. */
  file: number | undefined
  /** Files whose secret was presented since the application was selected. */
  readonly verified: Set<number>
  readonly random: (size: number) => Uint8Array
}

/** Data objects of the card itself, by tag. */
export type CardObjects = ReadonlyMap<number, () => Promise<Uint8Array>>

export interface Answer {
  readonly status: number
  readonly data?: Uint8Array
}

export const status = (word: number): Answer => ({ status: word })
export const OK = status(0x9000)

/** Data of a fixed length: a question that takes less is refused, not answered in part. */
export const answerOf = (data: Uint8Array, expect: number): Answer =>
  data.length > expect ? status(0x6700) : { status: 0x9000, data }

/** Selecting an application, even the same one, forgets the secrets presented in it. */
export function enter(state: CardState, application: Application | undefined): void {
  state.application = application
  state.file = undefined
  state.verified.clear()
}

/** P2 of VERIFY and the like: 80, or 80 and a short identifier. */
export const namesFile = (parameter: number): boolean => (parameter & 0xe0) === 0x80

/** The file of a short identifier, which becomes the current one; 0 is the current one. */
export function fileOf(state: CardState, parameter: number): File | Answer {
  if (state.application === undefined) return status(0x6986)
  const short = parameter & 0x1f
  if (short !== 0) {
    if (!state.application.files.has(short)) return status(0x6a82)
    state.file = short
  }
  const file = state.file === undefined ? undefined : state.application.files.get(state.file)
  return file ?? status(0x6986)
}

export const isAnswer = (value: File | Answer): value is Answer => 'status' in value

export const may = ({ verified }: CardState, access: Access): boolean =>
  access === 'anybody' || (access !== 'nobody' && access.some((file) => verified.has(file)))
