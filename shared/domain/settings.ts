import { z } from 'zod'
import { GateRules } from './gate'
import { Expectations, protectedIds, type Access, type ProtectedId } from './permissions'
import { Language } from './text'

const fields = {
  language: Language,
  theme: z.enum(['system', 'light', 'dark']),
  /** Profile to open with. */
  profileId: z.string(),
  /** Name put into reports. */
  tester: z.string().max(80),
  /** Talent that the checklist uses. */
  talentId: z.string().max(1000),
  /** When a run is good enough to release on. */
  gate: GateRules,
  /** What each role should be able to do, as last used. */
  expectations: Expectations,
}

const everywhere = (access: Access) =>
  Object.fromEntries(protectedIds.map((id) => [id, access])) as Record<ProtectedId, Access>

/** What the console remembers about itself; tokens and passwords never stand here. */
export const Settings = z.object({
  language: fields.language.default('zh-CN'),
  theme: fields.theme.default('system'),
  profileId: fields.profileId.default('embedded'),
  tester: fields.tester.default(''),
  talentId: fields.talentId.default('test_talent_123'),
  gate: fields.gate.prefault({}),
  // The two roles that the guide describes completely.
  expectations: fields.expectations.default({
    super_admin: everywhere('allow'),
    guest: everywhere('deny'),
  }),
})
export type Settings = z.infer<typeof Settings>

/** Made of the bare fields: `Settings.partial()` would fill what is absent with its default. */
export const SettingsPatch = z.object(fields).partial()
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
