import { z } from 'zod'
import { Language } from './text'

/** What the console remembers about itself; tokens and passwords never stand here. */
export const Settings = z.object({
  language: Language.default('zh-CN'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Profile to open with. */
  profileId: z.string().default('embedded'),
  /** Name put into reports. */
  tester: z.string().max(80).default(''),
  /** Talent that the checklist uses. */
  talentId: z.string().max(1000).default('test_talent_123'),
})
export type Settings = z.infer<typeof Settings>

export const SettingsPatch = Settings.partial()
export type SettingsPatch = z.infer<typeof SettingsPatch>

/** What the window needs to know about its program. */
export const AppInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  platform: z.string(),
  dataFolder: z.string(),
  /** Problems met while starting that a person should see, e.g. a database set aside. */
  notices: z.array(z.object({ code: z.string(), detail: z.string() })),
})
export type AppInfo = z.infer<typeof AppInfo>
