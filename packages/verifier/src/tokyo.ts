const dayInTokyo = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short' })

/** The calendar day in Tokyo: `2026-11-24`. Bills, ages and certificates count in these. */
export const tokyoDay = (time: Date): string => dayInTokyo.format(time)

/** The month of a day: `2026-11`. */
export const monthOf = (day: string): string => day.slice(0, 7)
