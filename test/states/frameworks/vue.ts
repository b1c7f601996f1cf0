// A Vue page as an SP writes it. In templates the compiler has to be told `isCustomElement`.
import '@myna/elements/myna-login'
import type {} from '@myna/elements/vue'
import { createApp, defineComponent, h, ref } from 'vue'
import { openReader, server } from './parts'

const Page = defineComponent(() => {
  const [who, isShown, purpose] = [ref('nobody'), ref(true), ref('login')]
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
  ]
})

createApp(Page).mount('#app')
