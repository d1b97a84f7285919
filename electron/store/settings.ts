import { z } from 'zod'
import { Settings, SettingsPatch } from '../../shared/domain/settings'
import { OpsError } from '../../shared/errors'
import { inTransaction, storing, type Connection } from './connection'

export interface SettingsStore {
  get(): Settings
  /** Changes only the given keys; refuses a bad value without changing anything. */
  update(patch: SettingsPatch): Settings
}

const Row = z.object({ key: z.string(), value: z.string() })

/** Makes the part of the store that keeps settings. */
export function createSettingsStore(db: Connection): SettingsStore {
  const all = db.prepare('SELECT key, value FROM settings')
  const save = db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')

  const get = (): Settings => {
    const stored = new Map(all.all().map((row) => valueOf(Row.parse(row))))
    const read = (key: keyof Settings): unknown => {
      const value = stored.get(key)
      // One bad value falls back alone; the others a person chose stay.
      return Settings.shape[key].safeParse(value).success ? value : undefined
    }
    const keys = Settings.keyof().options
    return Settings.parse(Object.fromEntries(keys.map((key) => [key, read(key)])))
  }
  const update = (patch: SettingsPatch): Settings => {
    const checked = SettingsPatch.strict().safeParse(patch)
    if (!checked.success) {
      throw new OpsError('invalid', z.prettifyError(checked.error), { cause: checked.error })
    }
    for (const [key, value] of Object.entries(checked.data)) {
      if (value !== undefined) save.run(key, JSON.stringify(value))
    }
    return get()
  }
  return {
    get: () => storing('read settings', get),
    update: (patch) => storing('save settings', () => inTransaction(db, () => update(patch))),
  }
}

function valueOf({ key, value }: z.infer<typeof Row>): [string, unknown] {
  try {
    return [key, JSON.parse(value) as unknown]
  } catch {
    return [key, undefined]
  }
}
