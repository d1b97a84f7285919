import { OpsError } from '../shared/errors'
import { calls, type Handlers } from '../shared/ipc'
import { runShell } from './app/shell'
import { createSecrets } from './zervigo/secrets'

const secrets = createSecrets()

/** Answers of calls whose feature is not part of this program. */
function unsupportedHandlers(): Handlers {
  const refuse = (name: string) => () => Promise.reject(new OpsError('unsupported', name))
  const entries = Object.keys(calls).map((name) => [name, refuse(name)])
  return Object.fromEntries(entries) as Handlers
}

void runShell({
  mask: (line) => secrets.mask(line),
  devServer: __DEV_SERVER__,
  wire: async (host) => ({
    handlers: {
      ...unsupportedHandlers(),
      'app:info': async () => ({ ...host.info, notices: [] }),
      'app:copy': async ({ text }) => {
        host.copyText(text)
      },
    },
    sources: {
      'services:log': (_input, sink) => sink.fail(new OpsError('unsupported', 'services:log')),
    },
    theme: 'system',
    dispose: () => Promise.resolve(),
  }),
})
