import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { mostBundleBytes, type OpenedBundle } from '../../../shared/domain/evidence'
import { OpsError } from '../../../shared/errors'
import type { Script } from '../../api/fake-bridge'
import { useUi } from '../../stores/ui'
import { runSummary, someTime } from '../../test-data'
import { stage } from '../../test-render'
import { bundle } from './runs-fixture'
import { RunsScreen } from './runs-screen'

const hour = 3_600_000
const runs = [
  runSummary({
    id: 'third',
    startedAt: someTime + 2 * hour,
    profileName: '开发环境',
    verdict: 'fail',
    totals: { passed: 14, failed: 1, unproven: 3, total: 18 },
    attempts: 2,
    signedBy: '王五',
  }),
  runSummary({ id: 'second', startedAt: someTime + hour, profileName: '测试环境' }),
  runSummary({ id: 'first', startedAt: someTime, profileName: '旧环境', damaged: true }),
  runSummary({ id: 'zero', startedAt: someTime - hour, profileName: '更旧' }),
]

function history(script: Script = {}) {
  return stage(<RunsScreen />, {
    'runs:list': ({ query = '' }) => runs.filter(({ profileName }) => profileName.includes(query)),
    'bundles:list': () => [],
    ...script,
  })
}

const rowOf = (id: string) => {
  const found = document.querySelector<HTMLElement>(`[data-run="${id}"]`)
  if (found === null) throw new Error(`no run ${id}`)
  return found
}
const ready = () => screen.findByRole('grid', { name: '运行列表' })
const tick = (id: string) => fireEvent.click(within(rowOf(id)).getByRole('checkbox'))

describe('the history', () => {
  it('shows three numbers, attempts and who signed, never a percentage', async () => {
    const { container } = history()
    await ready()
    const figures = [...rowOf('third').querySelectorAll('[data-figure]')]
    expect(figures.map(({ textContent }) => textContent)).toEqual(['14', '1', '3'])
    expect(rowOf('third')).toHaveTextContentAll('失败', '2 次尝试', '已签署')
    expect(within(rowOf('third')).getByTitle('由 王五 签署')).toBeTruthy()
    expect(container.textContent).not.toContain('%')
  })

  it('opens a run on the checklist by click and by Enter', async () => {
    const { user } = history()
    await ready()
    fireEvent.click(rowOf('third'))
    expect(useUi.getState()).toMatchObject({ runId: 'third', screen: 'checklist' })
    rowOf('third').focus()
    await user.keyboard('{ArrowDown}{Enter}')
    expect(useUi.getState().runId).toBe('second')
  })

  it('claims nothing of a damaged run and does not open it', async () => {
    history()
    await ready()
    fireEvent.click(rowOf('first'))
    expect(useUi.getState().runId).toBeNull()
    expect(rowOf('first')).toHaveTextContentAll('已损坏', '无法读取')
    expect(rowOf('first').textContent).not.toContain('通过')
    expect(within(rowOf('first')).getByRole<HTMLInputElement>('checkbox').disabled).toBe(true)
  })

  it('asks main for what was typed and filtered, after a pause', async () => {
    const { bridge, user } = history()
    await ready()
    await user.type(screen.getByRole('searchbox'), '开发')
    await waitFor(() => expect(document.querySelectorAll('[data-run]')).toHaveLength(1))
    await user.selectOptions(screen.getByRole('combobox', { name: '结论' }), 'fail')
    await waitFor(() => expect(bridge.inputsOf('runs:list')).toHaveLength(3))
    expect(bridge.inputsOf('runs:list')).toEqual([
      { limit: 1_000 },
      { limit: 1_000, query: '开发' },
      { limit: 1_000, query: '开发', verdict: 'fail' },
    ])
  })

  it('says why nothing is listed and takes the filter back', async () => {
    const { user } = history()
    await ready()
    await user.type(screen.getByRole('searchbox'), 'zzz')
    await user.click(await screen.findByRole('button', { name: '清除筛选' }))
    await ready()
    expect(useUi.getState().runQuery).toBe('')
  })

  it('lists a run that has just ended', async () => {
    const added = runSummary({ id: 'new', profileName: '新' })
    let all = runs
    const { emit } = history({ 'runs:list': () => all })
    await ready()
    all = [added, ...runs]
    await emit('checklist:changed', {
      id: 'new',
      state: 'finished',
      startedAt: someTime,
      items: [],
      report: bundle('x').report,
    })
    await waitFor(() => expect(rowOf('new')).toBeTruthy())
  })
})

describe('choosing two', () => {
  it('takes two at most and compares the older one with the newer one', async () => {
    const { user } = history({ 'runs:compare': () => Promise.reject(new OpsError('busy', 'x')) })
    await ready()
    const compare = screen.getByRole('button', { name: '对比' })
    await user.click(compare)
    expect(useUi.getState().runsView.kind).toBe('history')
    tick('third')
    tick('zero')
    expect(within(rowOf('second')).getByRole<HTMLInputElement>('checkbox').disabled).toBe(true)
    rowOf('second').focus()
    await user.keyboard(' ')
    expect(useUi.getState().chosenRuns).toHaveLength(2)
    await user.click(compare)
    expect(useUi.getState().runsView).toEqual({
      kind: 'comparison',
      before: 'zero',
      after: 'third',
    })
  })

  it('never takes a damaged run, also not by key', async () => {
    const { user } = history()
    await ready()
    fireEvent.click(rowOf('second'))
    rowOf('second').focus()
    await user.keyboard('{ArrowDown} ')
    expect(useUi.getState().chosenRuns).toEqual([])
  })
})

/** A file of a size that no test wants to fill. */
function fileOf(name: string, bytes?: number): File {
  const file = new File(['zip!'], name)
  if (bytes !== undefined) Object.defineProperty(file, 'size', { value: bytes })
  return file
}

function drop(...files: File[]) {
  fireEvent.drop(screen.getByRole('heading', { level: 1 }), { dataTransfer: { files } })
}

describe('bundles', () => {
  function withBundles(script: Script = {}, first: OpenedBundle[] = []) {
    let open = first
    const all = history({
      'bundles:list': () => open,
      'bundles:open': ({ fileName }) => {
        const added = bundle(`bundle-${fileName}`)
        open = [...open, added]
        return added
      },
      'bundles:close': ({ id }) => {
        open = open.filter((one) => one.id !== id)
        return undefined
      },
      ...script,
    })
    return all
  }

  it('reads a dropped file as base64 and lists what was opened', async () => {
    const { bridge } = withBundles()
    await ready()
    drop(fileOf('run.zip'))
    expect(await screen.findByText('bundle-run.zip.zip')).toBeTruthy()
    expect(bridge.inputsOf('bundles:open')).toEqual([{ fileName: 'run.zip', base64: btoa('zip!') }])
  })

  it('refuses what is too large, no zip, or too many, before reading', async () => {
    const { bridge } = withBundles()
    await ready()
    drop(fileOf('big.zip', mostBundleBytes + 1))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('证据包太大', '上限是 100 MB')
    drop(fileOf('notes.txt'))
    expect(await screen.findByText(/文件名不是 \.zip/)).toBeTruthy()
    drop(fileOf('a.zip'), fileOf('b.zip'))
    expect(await screen.findByText(/一次只能打开一个文件/)).toBeTruthy()
    expect(bridge.inputsOf('bundles:open')).toEqual([])
  })

  it('says in words why main did not open one', async () => {
    withBundles({
      'bundles:choose': () => {
        throw new OpsError('unsupported', 'format 9', { facts: { reason: 'version 9 > 1' } })
      },
    })
    await ready()
    fireEvent.click(screen.getByRole('button', { name: '打开证据包' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContentAll('不能打开这种证据包', 'version 9 > 1')
  })

  it('names its own reason of a refusal, not that of the code', async () => {
    withBundles({
      'bundles:choose': () => {
        throw new OpsError('oversized', 'shelf', { facts: { reason: 'too-many-open', most: 5 } })
      },
    })
    await ready()
    fireEvent.click(screen.getByRole('button', { name: '打开证据包' }))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContentAll('已打开的证据包太多', '先关闭一个')
    expect(alert.textContent).not.toContain('太大')
  })

  it('does nothing when nobody chose a file', async () => {
    const { bridge } = withBundles({ 'bundles:choose': () => null })
    await ready()
    fireEvent.click(screen.getByRole('button', { name: '打开证据包' }))
    await waitFor(() => expect(bridge.inputsOf('bundles:choose')).toHaveLength(1))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('shows what the check found and never calls an altered bundle intact', async () => {
    withBundles({}, [
      bundle('bundle-1', {
        state: 'altered',
        problems: [{ path: 'report.json', problem: 'altered' }],
        chain: 'unknown',
      }),
    ])
    const line = await screen.findByText('bundle-1.zip')
    const row = line.closest('li') as HTMLElement
    expect(row).toHaveTextContentAll('已被改动', '来历未知', 'report.json', '内容与摘要不符')
    expect(row.textContent).not.toContain('完整')
  })

  it('opens its run, chooses it, and lets go of it when it is closed', async () => {
    const { user } = withBundles({}, [bundle('bundle-1')])
    await user.click(await screen.findByRole('checkbox', { name: /bundle-1\.zip/ }))
    await user.click(screen.getByRole('button', { name: '在清单中查看 bundle-1.zip' }))
    expect(useUi.getState()).toMatchObject({ runId: 'bundle-1', screen: 'checklist' })
    await user.click(screen.getByRole('button', { name: '关闭 bundle-1.zip' }))
    await waitFor(() => expect(screen.queryByText('bundle-1.zip')).toBeNull())
    expect(useUi.getState()).toMatchObject({ runId: null, chosenRuns: [] })
  })
})
