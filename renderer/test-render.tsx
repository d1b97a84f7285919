import { act, render, type RenderResult } from '@testing-library/react'
import userEvent, { type UserEvent } from '@testing-library/user-event'
import type { QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { afterEach, expect } from 'vitest'
import { bindEvents } from './api/events'
import { createFakeBridge, type FakeBridge, type Script } from './api/fake-bridge'
import { createQueryClient } from './api/hooks'
import { createI18n } from './i18n/index'
import { Providers } from './providers'
import { grid, session, settings } from './test-data'

/** A piece of the page on a scripted main. */
export interface Stage extends RenderResult {
  bridge: FakeBridge
  user: UserEvent
  queryClient: QueryClient
  /** Tells the page something, as main would. */
  emit: (...args: Parameters<FakeBridge['emit']>) => Promise<void>
}

let undo: (() => void)[] = []

afterEach(() => {
  undo.forEach((stop) => stop())
  undo = []
})

/** Renders with the providers of the page; what every screen reads is answered, the rest is scripted. */
export function stage(children: ReactNode, script: Script = {}): Stage {
  const bridge = createFakeBridge({
    'settings:get': () => settings,
    'services:grid': () => grid(),
    'session:get': () => session(),
    ...script,
  })
  const queryClient = createQueryClient()
  undo.push(
    bindEvents(queryClient),
    () => queryClient.clear(),
    () => expect(bridge.unscripted).toEqual([]),
  )
  const result = render(
    <Providers queryClient={queryClient} i18n={createI18n()}>
      {children}
    </Providers>,
  )
  return {
    ...result,
    bridge,
    queryClient,
    user: userEvent.setup(),
    emit: async (name, payload) => {
      await act(async () => {
        bridge.emit(name, payload)
        // The cache tells its readers in the next task.
        await new Promise((resolve) => setTimeout(resolve))
      })
    },
  }
}
