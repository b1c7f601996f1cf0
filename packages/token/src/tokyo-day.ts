const AHEAD = 9 * 3_600_000 // Japan has had no summer time since 1951

/**
 * The calendar day in Tokyo, `2026-11-24`, wherever this runs. Ages, bills and certificates count in
 * these; where there is a server, take its day, for a visitor's clock is the visitor's.
 */
export const dayInTokyo = (time: Date): string =>
  new Date(time.getTime() + AHEAD).toISOString().slice(0, 10)
