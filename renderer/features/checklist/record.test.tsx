import { act, createEvent, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { RunReport } from '../../../shared/domain/checklist'
import { mostAttachmentBytes, type Attachment } from '../../../shared/domain/records'
import type { Script } from '../../api/fake-bridge'
import { patched, report, settings, signOff, someTime } from '../../test-data'
import { checklist, finished } from './test-checklist'

const named: Script = { 'settings:get': () => patched(settings, { tester: '李雷' }) }

function attachment(change: Partial<Attachment> = {}): Attachment {
  return {
    id: 'a1',
    itemId: null,
    fileName: 'screen.png',
    type: 'image/png',
    bytes: 2_048,
    sha256: 'f'.repeat(64),
    name: '李雷',
    at: someTime,
    ...change,
  }
}

async function openRecord(of: RunReport, script: Script = {}) {
  const staged = checklist({ 'checklist:current': () => finished(of), ...named, ...script })
  await staged.user.click(await screen.findByRole('tab', { name: /记录/ }))
  return staged
}

const file = (name: string, type: string, bytes = 3) =>
  new File([new Uint8Array(bytes).fill(65)], name, { type })

async function paste(...files: File[]) {
  await act(async () => {
    const event = createEvent.paste(document.body, { clipboardData: { files } })
    fireEvent(document.body, event)
    await new Promise((resolve) => setTimeout(resolve))
  })
}

describe('the record of a run', () => {
  it('says what it is for before there is a run', async () => {
    const { user } = checklist()
    await user.click(await screen.findByRole('tab', { name: '记录' }))
    expect(screen.getByText('运行结束后可以写备注、贴截图、签署。')).toBeTruthy()
  })

  it('lists the notes of the run and of its items', async () => {
    const note = { text: '整体正常', name: '李雷', at: someTime }
    await openRecord({
      ...report(),
      notes: [
        { ...note, id: 'n1', itemId: null },
        { ...note, id: 'n2', itemId: 'api.chat', text: '回答偏慢' },
      ],
    })
    const list = screen.getByRole('list', { name: '备注' })
    expect(list).toHaveTextContentAll('整体正常', '回答偏慢', '项 api.chat', '李雷')
  })

  it('takes a pasted picture and shows it', async () => {
    const { bridge } = await openRecord(report(), {
      'runs:attach': () => ({ ...report(), attachments: [attachment()] }),
      'runs:attachment': () => ({ type: 'image/png', base64: 'QUFB' }),
    })
    await paste(file('image.png', 'image/png'))
    const picture = await screen.findByRole<HTMLImageElement>('img', { name: 'screen.png' })
    expect(picture.src).toBe('data:image/png;base64,QUFB')
    expect(bridge.inputsOf('runs:attach')).toEqual([
      {
        id: 'run-1',
        itemId: null,
        fileName: 'image.png',
        type: 'image/png',
        base64: 'QUFB',
        name: '李雷',
      },
    ])
    expect(screen.getByRole('list', { name: '附件' })).toHaveTextContentAll('2 KB', 'ffffffffffff')
  })

  it('takes dropped and chosen files', async () => {
    const { bridge, container, user } = await openRecord(report(), {
      'runs:attach': () => report(),
    })
    const form = screen.getByRole('form', { name: '添加备注或附件' })
    await act(async () => {
      fireEvent.drop(form, { dataTransfer: { files: [file('looma.log', '')] } })
      await new Promise((resolve) => setTimeout(resolve))
    })
    const chooser = container.querySelector<HTMLInputElement>('input[type="file"]')
    if (chooser === null) throw new Error('no file chooser')
    await user.upload(chooser, file('answer.json', 'application/json'))
    await expect
      .poll(() => bridge.inputsOf('runs:attach').map(({ fileName, type }) => [fileName, type]))
      .toEqual([
        ['looma.log', 'text/plain'],
        ['answer.json', 'application/json'],
      ])
  })

  it('refuses what is too large, empty or of another type, in words', async () => {
    const { bridge } = await openRecord(report())
    await paste(
      file('core.zip', 'application/zip'),
      file('void.txt', 'text/plain', 0),
      file('huge.png', 'image/png', mostAttachmentBytes + 1),
    )
    expect(await screen.findByRole('alert')).toHaveTextContentAll(
      'core.zip',
      '类型不支持',
      'void.txt',
      '是空文件',
      'huge.png',
      '超过上限 10 MB',
    )
    expect(bridge.inputsOf('runs:attach')).toEqual([])
  })

  it('asks for a name first', async () => {
    const { bridge } = await openRecord(report(), { 'settings:get': () => settings })
    await paste(file('image.png', 'image/png'))
    expect(await screen.findByRole('alert')).toHaveTextContentAll('请先填写姓名')
    expect(bridge.inputsOf('runs:attach')).toEqual([])
  })

  it('shows name, type and size of what is no picture', async () => {
    await openRecord({
      ...report(),
      attachments: [attachment({ fileName: 'looma.log', type: 'text/plain' })],
    })
    expect(screen.getByRole('list', { name: '附件' })).toHaveTextContentAll(
      'looma.log',
      'text/plain',
      '2 KB',
    )
    expect(screen.queryByRole('img')).toBeNull()
  })
})

describe('the sign-off', () => {
  it('seals the run with a name and a statement', async () => {
    const { bridge, user } = await openRecord(report(), {
      'runs:sign': () => ({ ...report(), signOffs: [signOff()] }),
    })
    const section = screen.getByRole('region', { name: '签署' })
    expect(section).toHaveTextContentAll('发布门禁没有打开')
    await user.type(within(section).getByLabelText(/声明/), '同意发布')
    await user.click(screen.getByRole('button', { name: '签署并封存' }))
    expect(bridge.inputsOf('runs:sign')).toEqual([
      { id: 'run-1', name: '李雷', statement: '同意发布' },
    ])
    expect(await within(section).findByText('已签署')).toBeTruthy()
    expect(section).toHaveTextContentAll('韩梅梅', '同意发布', '0123456789ab')
    expect(section.textContent).not.toContain('0123456789abc')
    expect(screen.queryByRole('form', { name: '添加备注或附件' })).toBeNull()
    expect(screen.getByText(/不能改动：已签署/)).toBeTruthy()
  })

  it('is withdrawn with a reason, and stays on record', async () => {
    const withdrawn = { name: '李雷', reason: '漏测一项', at: someTime }
    const { bridge, user } = await openRecord(
      { ...report(), signOffs: [signOff()] },
      { 'runs:withdraw': () => ({ ...report(), signOffs: [signOff({ withdrawn })] }) },
    )
    await user.click(screen.getByRole('button', { name: '撤回签署' }))
    await user.type(screen.getByLabelText(/撤回原因/), '漏测一项')
    await user.click(screen.getByRole('button', { name: '撤回签署' }))
    expect(bridge.inputsOf('runs:withdraw')).toEqual([
      { id: 'run-1', name: '李雷', reason: '漏测一项' },
    ])
    const earlier = await screen.findByRole('list', { name: '已撤回的签署' })
    expect(earlier).toHaveTextContentAll('韩梅梅', '同意发布', '漏测一项')
    expect(screen.getByRole('form', { name: '签署并封存' })).toBeTruthy()
  })

  it('says that the content is no longer what was signed', async () => {
    await openRecord({
      ...report(),
      signOffs: [signOff()],
      findings: [
        {
          code: 'signature-broken',
          message: { zh: '签署之后内容被改动', en: 'changed' },
          detail: '',
          diff: null,
        },
      ],
    })
    expect(screen.getByRole('alert')).toHaveTextContentAll('签署之后内容被改动')
  })
})
