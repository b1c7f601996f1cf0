import { css } from 'lit'

export const autofillStyle = css`
  .take {
    display: flex;
    align-items: flex-start;
    margin: 0 0 0.75rem;
  }
  .take input {
    flex: none;
    margin-block-start: 0.3rem;
  }
  .genuine {
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--attention);
    border-radius: var(--myna-radius, 8px);
  }
  .genuine.yes {
    border-color: var(--done);
  }
  mark {
    background: none;
    color: inherit;
    text-decoration: underline wavy var(--attention);
  }
`
