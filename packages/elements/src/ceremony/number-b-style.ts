import { css } from 'lit'

export const numberBStyle = css`
  .part {
    display: inline-flex;
    flex-direction: column;
    max-inline-size: 100%;
    margin-inline-end: 0.75rem;
    font-weight: 400;
  }
  .part input,
  select {
    max-inline-size: 100%;
    min-height: 3rem;
    box-sizing: border-box;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: var(--myna-radius, 8px);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  .where {
    display: block;
    width: min(16rem, 100%);
    margin-block: 0.5rem 1rem;
    fill: none;
    stroke: var(--line);
  }
  .where .mark {
    stroke: var(--accent);
    stroke-width: 2;
  }
  .where text {
    fill: var(--text);
    stroke: none;
    font-size: 9px;
  }
`
