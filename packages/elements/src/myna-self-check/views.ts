import type { JpkiKey, PartialDate } from '@myna/card'
import { html, nothing } from 'lit'
import type { Drawing, Views } from '../ceremony/drawing'
import { expiryOf } from '../ceremony/expiry'
import { helpCode } from '../ceremony/help-code'
import type { Receipt } from '../ceremony/receipt'
import { announcement, ceremonyViews } from '../ceremony/views'
import { dayIn } from '../words/dates'
import type { Advice } from '../words/words'
import type { CertificateFinding, Findings, SelfCheckStep, TriesFinding } from './flow'
import type { SelfCheckWords } from './words'

export interface SelfCheckDrawing extends Drawing<SelfCheckWords> {
  readonly findings: Findings | undefined
  readonly receipt: Receipt | undefined
  /** What the reader doctor says of readers with a trouble. */
  readonly doctor: readonly Advice[]
  readonly now: Date
  readonly version: string
}

/** One thing that was looked at. */
interface Line {
  readonly state: keyof SelfCheckWords['states']
  readonly name: string
  readonly text: string
}

const { 'choose-reader': chooseReader, 'place-card': placeCard, reading, failed } = ceremonyViews

export const selfCheckViews: Views<SelfCheckStep, SelfCheckDrawing> = {
  'choose-reader': chooseReader,
  'place-card': placeCard,
  reading,
  failed: (step, drawing) => html`
    ${failed(step, drawing)}
    <div role="status">
      ${drawing.doctor.map(
        ({ title, text }) => html`
          <div class="box doctor" part="box doctor">
            <h3>${title}</h3>
            <p>${text}</p>
          </div>
        `,
      )}
    </div>
  `,
  start: (_, { words, start }) => html`
    <button type="button" class="main" part="button start" @click=${() => start()}>
      <slot name="label">${words.start}</slot>
    </button>
    <p class="small consent" part="consent">${words.promise}</p>
  `,
  done: (_, drawing) => {
    const { words, findings, receipt, advice, afterwards, start } = drawing
    if (findings === undefined) return html``
    const { stoppedBy } = findings
    return html`
      <div class="box ${stoppedBy ? 'error' : 'done'}" part="box">
        <h2 tabindex="-1">${stoppedBy ? words.stopped : words.done}</h2>
        <ul class="findings" part="findings">
          ${linesOf(drawing, findings).map(
            ({ state, name, text }) => html`
              <li class="is-${state}">
                <span class="state">${words.states[state]}</span>
                <strong>${name}</strong>${text === '' ? nothing : html`<br />${text}`}
              </li>
            `,
          )}
        </ul>
        <p class="small help-code" part="help-code">
          <code>${reportCode(drawing, findings)}</code>
        </p>
        <div class="actions">
          <button type="button" class="main" part="button" @click=${() => start()}>
            ${words.again}
          </button>
          <button
            type="button"
            part="button"
            @click=${() => navigator.clipboard?.writeText(reportCode(drawing, findings)).catch(() => {})}
          >
            ${words.copyReport}
          </button>
        </div>
        ${receipt && afterwards?.receiptView(receipt, advice?.receipt)}
        ${stoppedBy ? html`<slot name="help"></slot>` : nothing}
      </div>
    `
  },
}

const secretsShown = [
  'authentication-pin',
  'signing-pin',
  'input-support-pin',
  'number-b',
  'face-number-b',
] as const

function linesOf({ words, now }: SelfCheckDrawing, findings: Findings): readonly Line[] {
  const { reader, token, certificates, cardExpiry, tries } = findings
  const lines: Line[] = [{ state: 'ok', name: words.browserOk, text: '' }]
  if (reader !== undefined) lines.push({ state: 'ok', name: words.reader(reader), text: '' })
  if (token !== undefined)
    lines.push({ state: tokenStates[token], name: words.tokens[token], text: '' })
  for (const key of ['authentication', 'signing'] as const) {
    const finding = certificates[key]
    if (finding !== undefined) lines.push(certificateLine(key, finding, words, now))
  }
  if (cardExpiry !== undefined) lines.push(cardLine(cardExpiry, words, now))
  for (const secret of secretsShown)
    if (secret in tries && tries[secret] !== 'absent')
      lines.push(triesLine(words.secretNames[secret]!, tries[secret], words))
  return lines
}

const tokenStates = {
  card: 'ok',
  android: 'ok',
  iphone: 'ok',
  unknown: 'unknown',
  'old-card': 'problem',
} as const

function certificateLine(
  key: JpkiKey,
  finding: CertificateFinding,
  words: SelfCheckWords,
  now: Date,
): Line {
  const name = words.certificates[key]
  if (finding.is === 'protected') return { state: 'ok', name, text: words.there }
  if (finding.is === 'absent') return { state: 'attention', name, text: words.absent[key] }
  if (finding.is === 'unreadable') return { state: 'problem', name, text: words.unreadable }
  const day = dayIn(words.language, finding.dates.notAfter)
  return {
    far: { state: 'ok', name, text: words.until(day) },
    near: { state: 'attention', name, text: words.untilSoon(day) },
    past: { state: 'problem', name, text: words.past(day) },
  }[expiryOf(finding.dates, now)] as Line
}

/** A card is good to the end of its last day in Japan. */
function cardLine({ year, month, day }: PartialDate, words: SelfCheckWords, now: Date): Line {
  const name = words.cardExpiry
  if (year === undefined || month === undefined || day === undefined)
    return { state: 'unknown', name, text: '' }
  const end = new Date(Date.UTC(year, month - 1, day, 14, 59, 59))
  const text = dayIn(words.language, end)
  return end < now
    ? { state: 'problem', name, text: words.cardPast(text) }
    : { state: 'ok', name, text: words.until(text) }
}

function triesLine(name: string, left: TriesFinding, words: SelfCheckWords): Line {
  if (typeof left !== 'number') return { state: 'unknown', name, text: words.leftUnknown }
  if (left === 0) return { state: 'problem', name, text: words.locked }
  return { state: left === 1 ? 'attention' : 'ok', name, text: words.left(left) }
}

/** For the help desk: what was reached and how it is, and nothing about the person. */
export function reportCode({ version }: { readonly version: string }, findings: Findings): string {
  const { token, certificates, tries, stoppedBy } = findings
  const letters = (state: CertificateFinding | undefined) => state?.is[0] ?? '-'
  const locked = secretsShown.map((secret) =>
    tries[secret] === 0 ? 'L' : secret in tries ? '.' : '-',
  )
  return [
    version,
    token ?? '-',
    `${letters(certificates.authentication)}${letters(certificates.signing)}`,
    locked.join(''),
    ...(stoppedBy === undefined ? [] : [helpCode(stoppedBy)]),
  ].join(' ')
}

/** What a screen reader says of a step. */
export const selfCheckAnnouncement = (step: SelfCheckStep, words: SelfCheckWords): string =>
  step.at === 'done' ? words.done : announcement(step, words)
