import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** A rectangle on the desktop. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive().max(20_000),
  height: z.number().int().positive().max(20_000),
  isMaximized: z.boolean(),
})

/** Where the window stood when it was closed. */
export type WindowState = z.infer<typeof WindowState>

/** Reads the last state; anything unreadable is as good as none. */
export function readWindowState(file: string): WindowState | null {
  try {
    const parsed = WindowState.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Replaces the state in one step, so that a crash leaves the old one. */
export function writeWindowState(file: string, state: WindowState): void {
  const next = `${file}.next`
  writeFileSync(next, JSON.stringify(state))
  renameSync(next, file)
}

/** How much of the title bar must be on a screen for a person to be able to grab it. */
const grabWidth = 120
const grabHeight = 40

/**
 * The remembered place, held to the smallest size; null when its title bar would be on none of
 * the screens, e.g. after one was unplugged.
 */
export function fitToScreens(
  state: WindowState,
  screens: readonly Area[],
  smallest: { width: number; height: number },
): Area | null {
  const width = Math.max(state.width, smallest.width)
  const height = Math.max(state.height, smallest.height)
  const isReachable = screens.some((screen) => {
    const visible = Math.min(state.x + width, screen.x + screen.width) - Math.max(state.x, screen.x)
    const isTitleInside = state.y >= screen.y && state.y + grabHeight <= screen.y + screen.height
    return visible >= grabWidth && isTitleInside
  })
  return isReachable ? { x: state.x, y: state.y, width, height } : null
}
