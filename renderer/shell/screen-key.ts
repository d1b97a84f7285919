import { screens, type Screen } from '../stores/ui'

/** The key that shows a screen together with the command key: 1 to 9, then 0; a comma for the settings. */
export function screenKey(name: Screen): string {
  return name === 'settings' ? ',' : String((screens.indexOf(name) + 1) % 10)
}
