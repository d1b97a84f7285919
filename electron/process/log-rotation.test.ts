import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogFollower, type LogFollower } from './log-follow'

let folder: string
let path: string
let open: LogFollower[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotation-'))
  path = join(folder, 'service.log')
})
afterEach(async () => {
  await Promise.all(open.map((follower) => follower.close()))
  open = []
  rmSync(folder, { recursive: true, force: true })
})

/** So long an interval that only the test looks. */
const never = 3_600_000

/** Numbers from a seed, the same on every machine. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A service that logs numbered lines, at times half a line, to whichever file it holds. */
function createWriter(roll: (below: number) => number) {
  const written: string[] = []
  let half = ''
  return {
    written,
    write(write: (text: string) => void, most = 40) {
      let text = half
      half = ''
      for (let count = roll(most); count > 0; count -= 1) {
        const line = `line ${written.length} ${'数'.repeat(roll(30))}`
        written.push(line)
        text += `${line}\n`
      }
      if (roll(3) === 0 && text.length > 2) {
        const at = text.length - 1 - roll(Math.min(12, text.length - 1))
        half = text.slice(at)
        text = text.slice(0, at)
      }
      write(text)
    },
    finish(write: (text: string) => void) {
      write(half)
      half = ''
    },
  }
}
type Writer = ReturnType<typeof createWriter>
type Turn = (writer: Writer, roll: (below: number) => number, round: number) => void

const toPath = (text: string) => appendFileSync(path, text)
const shift = (count: number) => {
  for (let index = count; index >= 1; index -= 1) {
    const from = index === 1 ? path : `${path}.${index - 1}`
    try {
      renameSync(from, `${path}.${index}`)
    } catch {
      // Nothing of that number yet.
    }
  }
}

/** Each turn happens between two looks; what it does in between is never seen half. */
const rotations: Record<string, Turn> = {
  'nothing but appending': (writer) => writer.write(toPath),
  'rename, then a new file': (writer) => {
    writer.write(toPath)
    writer.finish(toPath)
    shift(3)
    writer.write(toPath)
  },
  'rename while the writer goes on in the old file': (writer, roll) => {
    const old = openSync(path, 'a')
    const toOld = (text: string) => void writeSync(old, text)
    writer.write(toOld)
    renameSync(path, `${path}.${roll(1_000_000)}`)
    writer.write(toOld)
    writer.finish(toOld)
    closeSync(old)
    toPath('')
  },
  'copy and truncate': (writer) => {
    writer.write(toPath)
    writer.finish(toPath)
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
  },
  'copy and truncate, longer again before the next look': (writer) => {
    writer.write(toPath, 5)
    writer.finish(toPath)
    copyFileSync(path, `${path}.1`)
    truncateSync(path)
    writer.write(toPath, 400)
  },
  'removed and made again': (writer) => {
    writer.write(toPath)
    writer.finish(toPath)
    rmSync(path)
    writer.write(toPath)
  },
  'a link that is set to another file': (writer, _roll, round) => {
    writer.write(toPath)
    writer.finish(toPath)
    const target = join(folder, `target-${round}`)
    writeFileSync(target, '')
    rmSync(path)
    symlinkSync(target, path)
    writer.write(toPath)
  },
  'three rotations between two looks': (writer) => {
    for (let turn = 0; turn < 3; turn += 1) {
      writer.write(toPath)
      writer.finish(toPath)
      shift(9)
      toPath('')
    }
    writer.write(toPath)
  },
}

describe('nothing is lost and nothing doubled', () => {
  it.each(
    Object.keys(rotations).flatMap((name) => [1, 2, 3, 4, 5].map((seed) => ({ name, seed }))),
  )('$name, seed $seed', async ({ name, seed }) => {
    const turn = rotations[name]
    if (turn === undefined) throw new Error(`no scenario ${name}`)
    const roll = dice(seed)
    const writer = createWriter(roll)
    writeFileSync(path, '')
    const texts: string[] = []
    const follower = createLogFollower({
      ...{ path, mask: (text) => text, now: Date.now, intervalMs: never },
    })
    open.push(follower)
    follower.subscribe((lines) => texts.push(...lines.map(({ text }) => text)))
    await follower.poll()
    for (let round = 0; round < 25; round += 1) {
      turn(writer, roll, round)
      if (roll(4) > 0) writer.write(toPath)
      await follower.poll()
    }
    writer.finish(toPath)
    await follower.poll()
    expect(writer.written.length).toBeGreaterThan(200)
    expect(texts).toEqual(writer.written)
  })
})
