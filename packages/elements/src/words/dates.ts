/** A moment as a person of that language writes it, in Japan's time. `language` is a BCP 47 tag. */
export const momentIn = (language: string, iso: string): string =>
  new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  }).format(new Date(iso))

/** A day as a person of that language writes it, in Japan's time. */
export const dayIn = (language: string, day: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(day)
