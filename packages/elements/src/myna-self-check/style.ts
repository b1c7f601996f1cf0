import { css } from 'lit'

export const selfCheckStyle = css`
  h3 {
    margin: 0 0 0.5rem;
    font-size: 1rem;
  }
  .box.doctor {
    margin-block-start: 1rem;
  }
  .findings {
    margin: 0 0 1rem;
    padding: 0;
    list-style: none;
  }
  .findings li {
    padding: 0.5rem 0 0.5rem 0.75rem;
    border-block-end: 1px solid var(--line);
    border-inline-start: 4px solid var(--done);
  }
  .findings .is-attention {
    border-inline-start-color: var(--attention);
  }
  .findings .is-problem {
    border-inline-start-color: var(--error);
  }
  .findings .is-unknown {
    border-inline-start-color: var(--line);
  }
  .state {
    display: inline-block;
    margin-inline-end: 0.5rem;
    padding: 0 0.5rem;
    border: 1px solid currentcolor;
    border-radius: 4px;
    font-size: 0.875rem;
  }
  .is-ok .state {
    color: var(--done);
  }
  .is-attention .state {
    color: var(--attention);
  }
  .is-problem .state {
    color: var(--error);
  }
`
