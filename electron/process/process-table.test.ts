import { describe, expect, it } from 'vitest'
import { familyOf } from './family'
import { parseStat, type ProcessRow, type ProcessTable } from './process-table'
import { parsePs, psTable } from './process-table-ps'
import { taskkillCommand, windowsSignals } from './signals'
import { newTag, tagInEnviron, tagInPsLine, tagVariable } from './tag'

const tag = 'a'.repeat(32)

describe('a tag', () => {
  it('is found in an environment, whole and under its own name only', () => {
    expect(tagInEnviron(`PATH=/bin\0${tagVariable}=${tag}\0HOME=/\0`)).toBe(tag)
    expect(tagInEnviron(`X${tagVariable}=${tag}\0`)).toBeNull()
    expect(tagInPsLine(`python3 app.py PATH=/bin ${tagVariable}=${tag} HOME=/`)).toBe(tag)
    expect(tagInPsLine(`echo ${tagVariable}=${tag}0`)).toBeNull()
    expect(newTag()).toMatch(/^[0-9a-f]{32}$/)
    expect(newTag()).not.toBe(newTag())
  })
})

describe('the table of Linux', () => {
  it('reads a process whose name holds spaces and brackets', () => {
    const rest = Array.from({ length: 15 }, (_, index) => index + 10).join(' ')
    expect(parseStat(`42 (a) b (c) S 7 40 40 ${rest} 5 9999 1`)).toMatchObject({
      ...{ ppid: 7, pgid: 40, isZombie: false },
    })
    expect(parseStat(`42 (x) Z 7 40 40 ${rest} 5 9999 1`)?.isZombie).toBe(true)
    expect(parseStat('')).toBeNull()
  })
})

describe('the table of macOS', () => {
  const line = `  501     1   501 Ss   Mon Nov 24 14:33:43 2025 python3 -m app A=1 ${tagVariable}=${tag} B=2`

  it('reads ps with environments', () => {
    expect(parsePs(`${line}\nnonsense\n`)).toEqual([
      {
        ...{ pid: 501, ppid: 1, pgid: 501, isZombie: false, tag },
        ticks: Date.UTC(2025, 10, 24, 14, 33, 43) / 1_000,
      },
    ])
  })

  it('asks ps by absolute path and argv', async () => {
    const asked: (readonly string[])[] = []
    const table = psTable((tool, args) => {
      asked.push([tool, ...args])
      return Promise.resolve(line)
    })
    expect((await table.row(501))?.tag).toBe(tag)
    await table.list()
    const columns = ['eww', '-o', 'pid=,ppid=,pgid=,state=,lstart=,command=']
    expect(asked).toEqual([
      ['/bin/ps', ...columns, '-p', '501'],
      ['/bin/ps', 'ax', ...columns],
    ])
  })
})

describe('signals on Windows', () => {
  it('end a tree by the absolute path of taskkill', () => {
    const path = 'C:\\Windows\\System32\\taskkill.exe'
    expect(taskkillCommand(7, undefined)).toEqual([path, ['/PID', '7', '/T', '/F']])
    expect(taskkillCommand(7, 'D:\\Win')[0]).toBe('D:\\Win\\System32\\taskkill.exe')
    const ran: string[] = []
    windowsSignals((tool, args) => ran.push([tool, ...args].join(' '))).group(7, 'SIGTERM')
    expect(ran[0]).toContain('/PID 7 /T /F')
  })
})

describe('a family', () => {
  const row = (pid: number, more: Partial<ProcessRow> = {}): ProcessRow => ({
    ...{ pid, ppid: 1, pgid: pid, ticks: 10, isZombie: false, tag: null },
    ...more,
  })
  const tableOf = (rows: ProcessRow[]): ProcessTable => ({
    list: () => Promise.resolve(rows),
    row: (pid) => Promise.resolve(rows.find((one) => one.pid === pid) ?? null),
    exeOf: () => Promise.resolve(null),
    argvHashOf: () => Promise.resolve(null),
    bootId: () => Promise.resolve('x'),
  })
  const pidsOf = async (rows: ProcessRow[], known?: Map<number, ProcessRow>) =>
    (await familyOf(tableOf(rows), { tag, leader: null }, known)).map(({ pid }) => pid)

  it('is who has the tag, their groups and their descendants, and nobody else', async () => {
    const rows = [
      ...[row(10, { tag }), row(11, { pgid: 10 }), row(12, { ppid: 10 }), row(13, { ppid: 12 })],
      ...[row(20), row(21, { tag: 'b'.repeat(32) }), row(30, { tag, isZombie: true })],
    ]
    expect(await pidsOf(rows)).toEqual([10, 11, 12, 13])
  })

  it('never takes in the console, its group or group 0', async () => {
    const rows = [
      row(process.pid, { pgid: 50, tag }),
      ...[row(51, { pgid: 50, tag }), row(52, { pgid: 50 })],
      ...[row(60, { pgid: 0, tag }), row(61, { pgid: 0 })],
    ]
    expect(await pidsOf(rows)).toEqual([51, 60])
  })

  it('remembers who belonged, but not whoever got the number since', async () => {
    const known = new Map<number, ProcessRow>()
    await pidsOf([row(10, { tag }), row(12, { ppid: 10 })], known)
    expect(await pidsOf([row(12)], known)).toEqual([12])
    expect(await pidsOf([row(12, { ticks: 11 })], known)).toEqual([])
    expect(await pidsOf([row(12, { tag: 'b'.repeat(32) })], known)).toEqual([])
  })
})
