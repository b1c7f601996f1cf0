import { mount } from 'svelte'
import type {} from '@myna/elements/svelte'
import Page from './page.svelte'

mount(Page, { target: document.querySelector('#app')! })
