import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './styles/tokens.css'
import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { bindEvents } from './api/events'
import { createQueryClient } from './api/hooks'
import { App } from './app'
import { Fatal } from './components/fatal'
import { createI18n } from './i18n/index'
import { Providers } from './providers'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')

const queryClient = createQueryClient()
const i18n = createI18n()
bindEvents(queryClient)

createRoot(root).render(
  <Providers queryClient={queryClient} i18n={i18n}>
    <Fatal>
      <App />
    </Fatal>
  </Providers>,
)
