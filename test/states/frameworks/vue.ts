// A Vue page as an SP writes it. In templates the compiler has to be told `isCustomElement`.
import '@myna/elements/myna-age-check'
import '@myna/elements/myna-autofill'
import '@myna/elements/myna-login'
import '@myna/elements/myna-self-check'
import type {} from '@myna/elements/vue'
import { createApp, defineComponent, h, ref } from 'vue'
import { ageServer, openReader, server } from './parts'

const Page = defineComponent(() => {
  const [who, isShown, purpose, heard] = [ref('nobody'), ref(true), ref('login'), ref('')]
  return () => [
    h('p', { id: 'who' }, who.value),
    h('button', { id: 'switch', onClick: () => (isShown.value = !isShown.value) }, 'switch'),
    h('button', { id: 'purpose', onClick: () => (purpose.value = 'step-up') }, 'purpose'),
    isShown.value
      ? h('myna-login', {
          purpose: purpose.value,
          openReader,
          server,
          'onMyna-signed-in': (event: HTMLElementEventMap['myna-signed-in']) => {
            who.value = JSON.stringify(event.answer)
          },
        })
      : undefined,
    h('p', { id: 'heard' }, heard.value),
    h(
      'form',
      { id: 'form' },
      h('label', ['name', h('input', { name: 'name', autocomplete: 'name' })]),
    ),
    h('myna-autofill', {
      for: 'form',
      openReader,
      'onMyna-filled': ({ fields }: HTMLElementEventMap['myna-filled']) => {
        heard.value = `filled ${fields.join()}`
      },
    }),
    h('myna-age-check', {
      over: '20',
      patterns: 'jpki-sign',
      openReader,
      server: ageServer,
      'onMyna-age-checked': ({ answer }: HTMLElementEventMap['myna-age-checked']) => {
        heard.value = `age ${answer.evidence}`
      },
    }),
    h('myna-self-check', {
      openReader,
      'onMyna-checked': () => {
        heard.value = 'checked'
      },
    }),
  ]
})

createApp(Page).mount('#app')
