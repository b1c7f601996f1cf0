import type { AnyCardError } from '@myna/apdu'

/** Facts that say nothing about the person, the card or the computer, in the order they are told. */
const told = ['doing', 'status', 'told', 'certificate', 'secret', 'record', 'attempt'] as const

/**
 * What a person tells the site's help desk: the situation's code and its facts, such as
 * `card-refused/sign/6A88`. Names of readers, dates and numbers of tries stay here.
 */
export function helpCode({ code, facts }: AnyCardError): string {
  const values = told.map((name) => (facts as Readonly<Record<string, unknown>>)[name])
  const parts = values.filter((value): value is string => typeof value === 'string')
  return [code, ...parts.map((part) => part.replaceAll(' ', '-'))].join('/')
}
