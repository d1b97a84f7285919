import { useEffect } from 'react'
import { screens, useUi } from '../stores/ui'
import { screenKey } from './screen-key'

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** The keys that work on every screen. */
export function Shortcuts() {
  const show = useUi((ui) => ui.show)
  const openHelp = useUi((ui) => ui.openHelp)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        const screen = screens.find((name) => screenKey(name) === event.key.toUpperCase())
        if (screen !== undefined) {
          event.preventDefault()
          show(screen)
        }
        return
      }
      if (isTyping(event.target)) return
      if (event.key === '?') openHelp(true)
      else if (event.key === '/') focusSearch(event)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [openHelp, show])
  return null
}

function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  if (field === null) return
  event.preventDefault()
  field.focus()
}
