import { css } from 'lit'

export const ageStyle = css`
  .patterns {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .patterns button {
    width: 100%;
    text-align: start;
  }
  .patterns p {
    margin: 0.5rem 0 1rem;
  }
  .view {
    position: relative;
    overflow: hidden;
    background: #000000;
    border-radius: var(--myna-radius, 8px);
  }
  video {
    display: block;
    width: 100%;
    min-height: 12rem;
  }
  .guide {
    position: absolute;
    inset: 12% 8%;
    border: 3px solid #ffffff;
    border-radius: 12px;
    outline: 2px solid #000000;
  }
  .file {
    display: inline-flex;
    align-items: center;
    min-height: 3rem;
    box-sizing: border-box;
    padding: 0.5rem 1.25rem;
    border: 1px solid var(--accent);
    border-radius: var(--myna-radius, 8px);
    color: var(--accent);
    cursor: pointer;
  }
  .file:focus-within {
    outline: 4px solid light-dark(#000000, #ffffff);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px #ffd43d;
  }
  .file input {
    position: absolute;
    width: 1px;
    min-height: 1px;
    height: 1px;
    padding: 0;
    opacity: 0;
  }
`
