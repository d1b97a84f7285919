import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A project folder in the making; a test disposes it. */
export interface TestFolder {
  path: string
  write(file: string, content: string | Buffer, mode?: number): string
  dispose(): void
}

export function createTestFolder(): TestFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'project-')))
  const path = join(root, `项目 it's`)
  mkdirSync(path)
  return {
    path,
    write(file, content, mode = 0o644) {
      const target = join(path, file)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, content)
      chmodSync(target, mode)
      return target
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  }
}
