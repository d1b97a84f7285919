import type { Screen } from '../stores/ui'

// A key stays with its screen, whatever screens come: hands remember it.
const keys: Record<Screen, string> = {
  services: '1',
  plans: 'B',
  session: '2',
  talents: '3',
  checklist: '4',
  runs: '5',
  permissions: '6',
  contracts: '7',
  calls: '8',
  ports: '9',
  logs: '0',
  settings: ',',
}

/** The key that shows a screen together with the command key. */
export function screenKey(name: Screen): string {
  return keys[name]
}
