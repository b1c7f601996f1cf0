import { css } from 'lit'

/**
 * Sizes, contrast and focus follow the Digital Agency's published design conventions (`ux.md` §2)
 * without posing as a government page. Sites theme it by the `--myna-…` properties.
 */
export const baseStyle = css`
  :host {
    --accent: var(--myna-accent, light-dark(#0017c1, #9db7f9));
    --on-accent: var(--myna-on-accent, light-dark(#ffffff, #000060));
    --text: var(--myna-text, light-dark(#1a1a1a, #f2f2f2));
    --surface: var(--myna-surface, light-dark(#ffffff, #1c1c1e));
    --line: var(--myna-line, light-dark(#666666, #a6a6a6));
    --error: var(--myna-error, light-dark(#ce0000, #ff9e9e));
    --attention: var(--myna-attention, light-dark(#a33a00, #ffb68f));
    --done: var(--myna-done, light-dark(#197a4b, #8fd9b0));
    display: block;
    max-width: 36rem;
    color: var(--text);
    background: var(--surface);
    font-family: var(--myna-font, inherit);
    line-height: 1.7;
    overflow-wrap: anywhere;
  }
  :host([hidden]) {
    display: none;
  }
  .for-ears {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  p {
    margin: 0 0 0.75rem;
  }
  .as-written {
    white-space: pre-wrap;
  }
  .transaction {
    margin-block-end: 0.75rem;
  }
  .transaction p {
    margin: 0;
  }
  .transaction .as-written {
    font-weight: 700;
  }
  .consent {
    margin-block-start: 0.75rem;
  }
  h2 {
    margin: 0 0 0.5rem;
    font-size: 1.125rem;
    line-height: 1.5;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin-top: 1rem;
  }
  button {
    min-height: 3rem;
    padding: 0.5rem 1.25rem;
    border: 1px solid var(--accent);
    border-radius: var(--myna-radius, 8px);
    background: transparent;
    color: var(--accent);
    font: inherit;
    font-weight: 700;
    letter-spacing: 0.02em;
    cursor: pointer;
  }
  button.main {
    background: var(--accent);
    color: var(--on-accent);
  }
  button:hover {
    text-decoration: underline;
  }
  :is(button, input, select, summary, a, h2):focus-visible {
    outline: 4px solid light-dark(#000000, #ffffff);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px #ffd43d;
  }
  label {
    display: block;
    font-weight: 700;
  }
  .small {
    font-size: 0.875rem;
  }
  .field {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    margin: 0.5rem 0;
  }
  input {
    box-sizing: border-box;
    max-width: 100%;
    min-height: 3rem;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--myna-radius, 8px);
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 1.5rem;
  }
  input.digits {
    letter-spacing: 0.3em;
  }
  .keypad {
    display: grid;
    grid-template-columns: repeat(3, minmax(3rem, 5rem));
    gap: 0.5rem;
    margin-block: 0.75rem;
  }
  input[aria-invalid='true'] {
    border: 2px solid var(--error);
  }
  .problem {
    color: var(--error);
    font-weight: 700;
  }
  .tries {
    font-weight: 700;
  }
  .box {
    padding: 1rem;
    border: 1px solid var(--line);
    border-radius: var(--myna-radius, 8px);
  }
  .box.error {
    border-inline-start: 6px solid var(--error);
  }
  .box.done {
    border-inline-start: 6px solid var(--done);
  }
  .notice {
    margin-block: 0.75rem;
    padding: 0.75rem;
    border: 1px dashed var(--line);
    border-radius: var(--myna-radius, 8px);
  }
  .notice p {
    margin-block-end: 0.5rem;
  }
  a {
    color: var(--accent);
  }
  code {
    font-family: var(--myna-font-code, monospace);
  }
  fieldset {
    min-inline-size: 0; /* as narrow as the page, not as its longest word */
    margin: 0 0 0.75rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--myna-radius, 8px);
  }
  legend {
    font-weight: 700;
  }
  .choice {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    margin-inline-end: 1.5rem;
    font-weight: 400;
  }
  .choice input {
    min-height: 0;
    width: 1.25rem;
    height: 1.25rem;
  }
  .owner {
    margin: 0 0 0.25rem;
  }
  .help-code {
    margin: 1rem 0 0;
  }
  summary {
    min-height: 2.75rem;
    line-height: 2.75rem;
    cursor: pointer;
  }
  dt {
    font-weight: 700;
  }
  dd {
    margin-inline-start: 1rem;
  }
  .waiting::before {
    content: '';
    display: inline-block;
    width: 0.9em;
    height: 0.9em;
    margin-inline-end: 0.6em;
    border: 2px solid var(--accent);
    border-inline-end-color: transparent;
    border-radius: 50%;
    vertical-align: -0.1em;
    animation: turn 1.2s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .waiting::before {
      animation: none;
    }
  }
  /* only the receipt is for paper */
  @media print {
    :host {
      color-scheme: light; /* as paper is */
    }
    button,
    .notice,
    .help-code {
      display: none;
    }
    .box {
      border: 0;
    }
  }
  @media (forced-colors: active) {
    button.main {
      forced-color-adjust: none;
      background: ButtonText;
      color: ButtonFace;
    }
  }
`
